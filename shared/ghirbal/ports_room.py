"""What the moderators' room needs of the world beside `ports.py`: work on comments, the ledger, the minute's round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Moderator, Role, Standing
    from ghirbal.ports import LogEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a moderator wrote beside a comment, for colleagues. `at` is epoch milliseconds."""

    site: str
    comment_id: str
    by: str
    text: str
    at: int


class Room(Protocol):
    """Working on one comment. Every method may raise StoreUnavailable or StoreContended."""

    def past(self, comment: Comment) -> Comment | None:
        """The comment as it was one version earlier, from its log row; None for the first version."""

    def claim(self, comment: Comment, moderator: str, roles: tuple[Role, ...], until: int, now: int) -> None:
        """Mark it as being read by a moderator until `until`; no new version. A claim of one's own is prolonged.

        Raises Refused("claimed") with `by` and `until`, NotFound, Forbidden("not-on-team").
        """

    def release(self, comment: Comment, moderator: str) -> None:
        """Take one's own claim back; another's, or none, stays as it is."""

    def notes(self, site: str, comment_id: str) -> tuple[Note, ...]:
        """The notes beside a comment, oldest first, at most 100."""

    def add_note(self, note: Note, roles: tuple[Role, ...]) -> None:
        """Keep a note. Raises NotFound (no such comment), Forbidden("not-on-team")."""

    def answer(self, comment: Comment, roles: tuple[Role, ...]) -> Comment | None:
        """Store a staff answer; the one already there under this id instead. Raises Forbidden("not-on-team")."""

    def by_author(self, site: str, reader: str, limit: int) -> tuple[Comment, ...]:
        """The newest comments of a reader, whatever their state. Two calls."""

    def alike(self, site: str, fingerprint: str, days: Sequence[str]) -> tuple[Comment, ...]:
        """The comments with this folded text on these UTC days, as far as their buckets name them."""

    def thread_of(self, comment: Comment, limit: int) -> tuple[Comment, ...]:
        """Root, parent and the newest public replies around a comment, oldest first, without itself."""

    def standing(self, site: str, reader: str) -> Standing | None:
        """A reader's record, None for a new one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the counters say of a site's queue. `mark` changes with every decision, hold and claim."""

    pending: int
    mark: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A row of the decision log, and the comment it is of."""

    comment_id: str
    page: str
    entry: LogEntry


@dataclass(frozen=True, slots=True)
class LogSlice:
    """One page of the decision log; `after` is the position to go on from, None at the end."""

    rows: tuple[Logged, ...]
    after: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one UTC day: of the whole site (`who` is SITE) or of one moderator."""

    day: str
    who: str
    counts: Mapping[str, int] = field(default_factory=dict)


SITE = "site"
MODERATOR = "m:"
"""What `who` begins with for a moderator, so that nobody can be called like the site's own row."""


class Ledger(Protocol):
    """What was decided, and how much."""

    def stamp(self, site: str) -> Stamp:
        """How many wait and whether anything changed: one eventually consistent read of four small rows."""

    def decisions(
        self, site: str, month: str, moderator: str | None, limit: int, after: Mapping[str, str] | None
    ) -> LogSlice:
        """Log rows of a month (`YYYY-MM`, UTC), newest first; of one moderator when named. May be short of `limit`."""

    def tallies(self, site: str, first: str, last: str) -> tuple[Tally, ...]:
        """The numbers of the UTC days from `first` to `last`, both included, by day."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting comment as the index by waiting time names it; `held_since` is epoch milliseconds."""

    id: str
    page: str
    version: int
    held_since: int


@dataclass(frozen=True, slots=True)
class Due:
    """Comments that wait since a span of time, oldest first; nothing of the span up to `upto` is missing."""

    rows: tuple[Waiting, ...]
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


class Team(Protocol):
    """Who is on a site's team, as its owner and its members may change it."""

    def put(self, member: Moderator, by: str) -> None:
        """Add or change a member, if `by` is an owner at that moment. Raises Forbidden("not-on-team")."""

    def remove(self, site: str, member: str, by: str) -> None:
        """Remove a member, if `by` is an owner at that moment. Raises Forbidden("not-on-team")."""

    def confirm(self, site: str, member: str, lang: str, budget: int) -> None:
        """A member's own wishes, and that they have signed in. Raises Forbidden("not-on-team")."""


class Directory(Protocol):
    """The people that the tokens' issuer knows. `managed` says whether they can be invited from here."""

    managed: bool

    def subject(self, mail: str) -> str:
        """The `sub` of a person, invited by mail when the issuer doesn't know the address.

        Raises GhirbalError("directory-unavailable").
        """

    def join(self, subject: str, group: str) -> None:
        """Put a person into a group. Raises GhirbalError("directory-unavailable")."""

    def leave(self, subject: str, group: str) -> None:
        """Take a person out of a group. Raises GhirbalError("directory-unavailable")."""
