"""The port Comments on DynamoDB; what each call does stands in the modules it names.

What writes, and what moderators ask for, is imported when it is asked for: a reader's list, the most frequent call of
all, starts without it (`tests/build`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.errors import Refused
from ghirbal.ports.comments import ALWAYS
from ghirbal.storage import deciding, lists
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, put
from ghirbal.storage.rows.comment import comment_from_item, comment_to_item

if TYPE_CHECKING:
    from ghirbal.domain.clock import Clock
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.listing import Listing
    from ghirbal.ports.comments import LogEntry, Order, PageHead, Slice, Span
    from ghirbal.ports.deciding import Change, Report
    from ghirbal.ports.flood import BreakerTrip
    from ghirbal.ports.posting import LimitRow, PostContext, PostKeys, Reservation, Usage, Use
    from ghirbal.storage.dynamodb.table import Table

_NEW = "attribute_not_exists(#PK)"

__all__ = ["DynamoComments", "comment_from_item"]


class DynamoComments:
    """Comments in the table (`ports.comments.Comments`)."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """`clock` tells which rows are past their time."""
        self._table = table
        self._clock = clock

    def open_post(self, keys: PostKeys) -> PostContext:
        """One consistent batch read of what a post depends on."""
        from ghirbal.storage import posting

        return posting.open_post(self._table, keys, self._clock())

    def reserve(self, reservation: Reservation) -> frozenset[str]:
        """Take it all, or nothing and say what was full."""
        from ghirbal.storage import posting

        return posting.reserve(self._table, reservation)

    def used(self, site: str, rows: Sequence[LimitRow]) -> Mapping[LimitRow, Usage]:
        """What windows of limits hold, in one batch."""
        from ghirbal.storage import limits, posting

        found = self._table.get_many(limits.row_key(site, row) for row in rows)
        return posting.used_of(site, rows, found)

    def put_new(self, comment: Comment, trip: BreakerTrip | None = None) -> Comment | None:
        """Store a new comment while its article is open, or answer the one that is there."""
        writes = [put(comment_to_item(comment), _NEW), deciding.page_open(comment)]
        reasons = carry_out(self._table, [*writes, *self._tripping(trip)])
        if not reasons:
            return None
        if (stands := reasons[0]).failed:
            return comment_from_item(stands.row) if stands.row else self.get(comment.site, comment.id)
        if reasons[1].failed:
            raise Refused("page-closed")
        return self.put_new(comment)  # another call tripped the breaker, and once is enough

    def get(self, site: str, comment_id: str) -> Comment | None:
        """One comment, consistently."""
        return deciding.read(self._table, site, comment_id)

    def change(self, change: Change) -> None:
        """Carry out a step."""
        deciding.change(self._table, change, self._clock())

    def report(
        self,
        comment: Comment,
        report: Report,
        limits: Sequence[Use],
        bans: Sequence[tuple[str, str]] = (),
    ) -> Comment | None:
        """Add a report; None when this reader had reported before."""
        return deciding.report(self._table, comment, report, limits, bans, self._clock())

    def log(self, site: str, comment_id: str) -> tuple[LogEntry, ...]:
        """The versions left behind."""
        return lists.log(self._table, site, comment_id)

    def roots(self, site: str, page: str, order: Order, limit: int, after: Mapping[str, str] | None) -> Slice:
        """Public top-level comments of an article."""
        return lists.roots(self._table, site, page, order, limit, after)

    def thread(self, site: str, root: str, limit: int, after: Mapping[str, str] | None) -> Slice:
        """Public replies under a root."""
        return lists.thread(self._table, site, root, limit, after)

    def head(self, site: str, page: str) -> PageHead:
        """Counters and state of an article."""
        return lists.head(self._table, site, page)

    def counts(self, site: str, pages: Sequence[str]) -> Mapping[str, int]:
        """Public comments of each article."""
        return lists.counts(self._table, site, pages)

    def queue(
        self, site: str, order: Order, limit: int, after: Mapping[str, str] | None, page: str | None = None
    ) -> Slice:
        """What waits at a site, or at one of its articles."""
        from ghirbal.storage import queues

        if page is None:
            return queues.queue(self._table, site, order, limit, after)
        return queues.queue_of_page(self._table, site, page, order, limit, after)

    def listing(
        self,
        site: str,
        listing: Listing,
        order: Order,
        limit: int,
        after: Mapping[str, str] | None,
        page: str | None = None,
        span: Span = ALWAYS,
    ) -> Slice:
        """What doesn't wait, of a site or an article."""
        from ghirbal.storage import listings

        return listings.listing(self._table, site, listing, order, limit, after, page, span)

    def written(
        self, site: str, reader: str, limit: int, after: Mapping[str, str] | None, span: Span = ALWAYS
    ) -> Slice:
        """All a reader wrote."""
        from ghirbal.storage import listings

        return listings.written(self._table, site, reader, limit, after, span)

    def pending(self, site: str) -> int:
        """How many wait."""
        from ghirbal.storage import queues

        return queues.pending(self._table, site)

    def _tripping(self, trip: BreakerTrip | None) -> list[Write]:
        from ghirbal.storage.flood import tripped

        return [tripped(trip, self._clock())] if trip else []
