"""What the one-minute round reads and remembers: comments that wait, mailboxes, escalations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class WaitingComment:
    """A waiting comment as the index by waiting time names it; `held_since` is epoch milliseconds."""

    id: str
    page: str
    version: int
    held_since: int


@dataclass(frozen=True, slots=True)
class Due:
    """Comments that wait since a span of time, oldest first; nothing of the span up to `upto` is missing."""

    rows: tuple[WaitingComment, ...]
    upto: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What a member was told: `at` the last digest, of everything held up to `upto`; `told` by mails of their own."""

    at: int = 0
    upto: int = 0
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A comment that waits longer than its site wants, as seen at `version`. Times are epoch milliseconds."""

    site: str
    comment_id: str
    page: str
    version: int
    held_since: int
    at: int


class Rounds(Protocol):
    """What the one-minute round reads and remembers."""

    def due(self, site: str, after: int, until: int, limit: int) -> Due:
        """At most `limit` a shard of what waits since `after` < held <= `until`: one query for each of four shards."""

    def escalated_upto(self, site: str) -> int:
        """Up to which time of holding everything overdue was escalated; 0 for never."""

    def set_escalated_upto(self, site: str, upto: int) -> None:
        """Remember it; never backwards."""

    def escalate(self, overdue: Overdue) -> bool:
        """Write down that a comment is overdue, once for each version; False when it was before or no longer waits."""

    def mailbox(self, site: str, moderator: str) -> Mailbox:
        """What a member was told."""

    def take_mailbox(self, site: str, moderator: str, seen: Mailbox, now: int, lease_ms: int) -> bool:
        """The right to send one digest, for a while; False when another has it or has just sent one."""

    def told(self, site: str, moderator: str, comment_id: str) -> None:
        """A mail about this comment alone went out."""

    def told_all(self, site: str, moderator: str, upto: int, now: int) -> None:
        """A digest of everything held up to `upto` went out."""
