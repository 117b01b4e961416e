"""What travels on the table's stream, and what its consumer needs of the world: counters and the event bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment, EventType
    from ghirbal.ports.comments import PageHead, Ref
    from ghirbal.ports.deciding import Report
    from ghirbal.ports.flood import BreakerTrip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Row K: what the counters already hold of one comment.

    `on`: the comment itself is counted as approved; `shows`: its replies are public (roots); `waiting`: counted as
    pending; `replies`: approved replies counted under it; `revision`: optimistic lock, 0 = no row yet. `held` is since
    when it waits, `by` who is answerable for its state (`m:<moderator>` or a kind), for the statistics.
    """

    site: str
    id: str
    page: str
    root: str | None
    version: int = 0
    on: bool = False
    shows: bool = False
    waiting: bool = False
    replies: int = 0
    outcome: str = ""
    revision: int = 0
    held: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDelta:
    """One transaction of the stream: rows K as they shall be (with the revision read) and what to add.

    `n` and `roots` go to the page's counter, `pending` (shard → delta) to the site's, `replies` (comment id →
    delta) to the shown count on the comments themselves. At most 25 rows come from records. `touched` (shard → changes)
    moves the mark of the site's queue, `sums` ((UTC day, who) → number → delta) are its statistics.
    """

    site: str
    page: str
    rows: tuple[Counted, ...]
    n: int = 0
    roots: int = 0
    pending: Mapping[int, int] | None = None
    replies: Mapping[str, int] | None = None
    touched: Mapping[int, int] | None = None
    sums: Mapping[tuple[str, str], Mapping[str, int]] | None = None

    @property
    def writes(self) -> int:
        """How many rows the transaction writes, at most."""
        shards = len({*(self.pending or ()), *(self.touched or ())})
        return len(self.rows) + 1 + shards + len(self.replies or ()) + len(self.sums or ())


class Counters(Protocol):
    """Counters that stay exact under redelivery, loss and late versions."""

    def counted(self, refs: Sequence[Ref]) -> Mapping[Ref, Counted]:
        """Rows K as they are, consistently; missing ones are absent from the answer."""

    def commit(self, delta: CountDelta) -> bool:
        """Write it whole; False when a row changed since it was read: read again and retry."""

    def recount(self, site: str, page: str) -> PageHead:
        """Count the page's comments themselves, without the counters (slow; for checks and repair)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event for the bus. `id` is `<comment>#<version>#<type>[#<n>]`; `detail` holds no text, mail or address."""

    id: str
    type: EventType | str
    site: str
    detail: Mapping[str, object]


class Publisher(Protocol):
    """The event bus."""

    def publish(self, events: Sequence[Event]) -> frozenset[int]:
        """Send all, in chunks of 10; failed entries are retried, and the positions that still failed are answered.

        Raises nothing for a failing bus: every position is then in the answer.
        """


@dataclass(frozen=True, slots=True)
class CommentChange:
    """A record of a comment's own row: `before` is None for a new one."""

    before: Comment | None
    after: Comment


@dataclass(frozen=True, slots=True)
class ReportAdded:
    """A record of a reader's report."""

    site: str
    comment_id: str
    report: Report


@dataclass(frozen=True, slots=True)
class VoteCast:
    """A record of a vote: whose, on what. How it stands is read again, for the record may be an old one."""

    site: str
    comment_id: str
    reader: str


@dataclass(frozen=True, slots=True)
class SurgeBegan:
    """A record of a breaker that was switched on."""

    trip: BreakerTrip
