"""What banning and trusting need of the store. Hashes stay in it: moderators name comments, not readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Reputation, Role
    from ghirbal.ports.posting import PrivateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class BanRow:
    """A ban as a moderator made it. `id` names it without telling its hash; no `until` means for ever.

    `pattern` is what a name or a domain is compared with, "" for other kinds; `comment` is where the ban came from.
    """

    site: str
    kind: str
    hash: str
    id: str
    by: str
    at: int
    until: int | None = None
    pattern: str = ""
    comment: str = ""
    role: Role | None = None
    """The role of who made it, below which nobody shortens it; None for a ban from before that was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line of the site's log: who did what to whom. `step`: banned, unbanned, trusted, distrusted."""

    site: str
    step: str
    by: str
    at: int
    ban: str = ""
    ban_kind: str = ""
    comment: str = ""
    until: int | None = None


class Bans(Protocol):
    """Bans and trust. Every method may raise StoreUnavailable or StoreContended."""

    def private(self, site: str, comment_id: str) -> PrivateRow | None:
        """The hashes kept beside a comment, for as long as they are kept."""

    def all(self, site: str) -> tuple[BanRow, ...]:
        """Every ban of the site, past ones too until they are cleared away."""

    def get(self, site: str, kind: str, hashed: str) -> BanRow | None:
        """One ban, whether it still stands or not, consistently."""

    def put(self, ban: BanRow, line: LogLine, roles: tuple[Role, ...], over: BanRow | None = None) -> None:
        """Make a ban, or change the one that was seen (`over`; a lifted one ends now), with its line of the log.

        Raises Forbidden("not-on-team"), Refused("bans-changed") when the ban or the patterns were changed meanwhile,
        or Refused("bans-full").
        """

    def trust(self, reader: str, reputation: Reputation, line: LogLine, roles: tuple[Role, ...]) -> bool:
        """Write a reader's record as it shall be; False when it is not as read. Raises Forbidden("not-on-team")."""

    def log(self, site: str, limit: int) -> tuple[LogLine, ...]:
        """The newest lines, newest first."""
