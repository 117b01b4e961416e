"""Links in mails to moderators: one decision on one version of one comment, by one moderator, for 72 hours.

A GET only shows, the POST decides (mail scanners follow links), and the decision itself still asks the table whether
the moderator is on the team and the version is the one seen.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ghirbal.auth.life import LINK_LIFE, alive
from ghirbal.domain.errors import Refused
from ghirbal.ports.tokens import Tokens

LINK = "link"


@dataclass(frozen=True, slots=True)
class Link:
    """What a mail link says. `action` is the button that the mail offered; `issued` is epoch milliseconds."""

    site: str
    comment: str
    version: int
    action: str
    moderator: str
    issued: int

    def alive(self, now: int) -> bool:
        """Whether it still holds: 72 hours, the last millisecond included."""
        return alive(self.issued, LINK_LIFE, now)


def issue_link(tokens: Tokens, link: Link) -> str:
    """The token in `<public URL>/a/<token>`."""
    return tokens.issue(LINK, asdict(link))


def read_link(tokens: Tokens, token: str) -> Link | None:
    """The link of a token, alive or not; None for garbage."""
    match tokens.read(LINK, token):
        case {
            "site": str(site),
            "comment": str(comment),
            "version": int(version),
            "action": str(action),
            "moderator": str(moderator),
            "issued": int(issued),
        }:
            return Link(site, comment, version, action, moderator, issued)
    return None


def open_link(tokens: Tokens, token: str, now: int) -> Link:
    """The link of a token that still holds. Raises Refused("link-invalid") or Refused("link-expired")."""
    link = read_link(tokens, token)
    if link is None:
        raise Refused("link-invalid")
    if not link.alive(now):
        raise Refused("link-expired")
    return link
