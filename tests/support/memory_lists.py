"""Lists and queues of the table in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.ids import SHARDS
from ghirbal.domain.listing import Listing, listing_of
from ghirbal.ports.comments import (
    ALWAYS,
    Order,
    PageHead,
    Slice,
    Span,
)
from ghirbal.storage import listings
from ghirbal.storage.dynamodb import indexes, keys, position
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR, BY_PAGE, BY_RISK, BY_WAIT, Index
from ghirbal.storage.dynamodb.items import Item, Row, flag, number, text
from ghirbal.storage.dynamodb.position import Position
from ghirbal.storage.queues import Sharded
from ghirbal.storage.rows import comment as rows
from tests.support.memory_rows import Rows


class MemoryLists:
    """The reading half of `ports.comments.Comments`."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str, comment_id: str) -> Comment | None:
        with self._rows.lock:
            item = self._rows.get(keys.comment(site, comment_id))
            return rows.comment_from_item(item) if item else None

    def roots(self, site: str, page: str, order: Order, limit: int, after: Position | None) -> Slice:
        return self._list(indexes.roots_of(site, page), order, limit, after)

    def thread(self, site: str, root: str, limit: int, after: Position | None) -> Slice:
        partition = indexes.replies_of(site, root)
        position.read(after, partition, Order.OLDEST, BY_PAGE)
        top = self.get(site, root)
        if top is None or not top.shows_replies:
            return Slice(())
        return self._list(partition, Order.OLDEST, limit, after)

    def head(self, site: str, page: str) -> PageHead:
        with self._rows.lock:
            count: Row = self._rows.get(keys.page_count(site, page)) or {}
            meta: Row = self._rows.get(keys.page(site, page)) or {}
            if moved_to := text(meta, "to", ""):
                there = self.head(site, moved_to)
                return replace(there, moved_to=there.moved_to or moved_to)
            return PageHead(
                all=max(0, number(count, "n", 0)),
                roots=max(0, number(count, "roots", 0)),
                open=not flag(meta, "closed"),
            )

    def counts(self, site: str, pages: Sequence[str]) -> Mapping[str, int]:
        return {page: self.head(site, page).all for page in pages}

    def queue(
        self, site: str, order: Order, limit: int, after: Position | None, page: str | None = None
    ) -> Slice:
        if page is not None:
            way = Order.NEWEST if order is Order.NEWEST else Order.OLDEST
            found = self._list(indexes.waiting_at(site, page), way, limit, after)
            return Slice(self._whole(site, [comment.id for comment in found.comments]), found.after)
        return self._queue(site, order, limit, after)

    def pending(self, site: str) -> int:
        with self._rows.lock:
            counts = [self._rows.get(keys.site_pending(site, shard)) or {} for shard in range(SHARDS)]
            return max(0, sum(number(count, "n", 0) for count in counts))

    def _list(self, partition: str, order: Order, limit: int, after: Position | None) -> Slice:
        at = position.read(after, partition, order, BY_PAGE)
        with self._rows.lock:
            found = _after(self._rows.index(BY_PAGE, partition), BY_PAGE, at, newest=order is Order.NEWEST)
        shown = found[:limit]
        more = len(found) > limit
        comments = tuple(rows.comment_from_item(item) for item in shown)
        return Slice(comments, position.write(partition, order, text(shown[-1], "gs")) if more else None)

    def listing(
        self,
        site: str,
        listing: Listing,
        order: Order,
        limit: int,
        after: Position | None,
        page: str | None = None,
        span: Span = ALWAYS,
    ) -> Slice:
        ids, following = self._merged(listings.where(site, listing, page, span), order, limit, after)
        found = (self.get(site, comment_id) for comment_id in ids)
        return Slice(tuple(c for c in found if c and listing_of(c) is listing), following)

    def written(
        self, site: str, reader: str, limit: int, after: Position | None, span: Span = ALWAYS
    ) -> Slice:
        partition = indexes.written_by(site, reader)
        at = position.read(after, partition, Order.NEWEST, BY_AUTHOR)
        low, high = listings.between(span, "C#")
        with self._rows.lock:
            found = _after(self._rows.index(BY_AUTHOR, partition), BY_AUTHOR, at, newest=True)
        mine = [text(item, "as") for item in found if low <= text(item, "as") <= high]
        more = position.write(partition, Order.NEWEST, mine[limit - 1]) if len(mine) > limit else None
        wanted = (self.get(site, place.rpartition("#")[2]) for place in mine[:limit])
        return Slice(tuple(comment for comment in wanted if comment), more)

    def _queue(self, site: str, order: Order, limit: int, after: Position | None) -> Slice:
        index = BY_RISK if order is Order.RISKIEST else BY_WAIT
        partitions = indexes.risk_shards(site) if index is BY_RISK else indexes.wait_shards(site)
        ids, following = self._merged(Sharded(site, index, partitions), order, limit, after)
        return Slice(self._whole(site, ids), following)

    def _merged(
        self, where: Sharded, order: Order, limit: int, after: Position | None
    ) -> tuple[list[str], Position | None]:
        index, newest = where.index, order is Order.NEWEST
        low, high = where.between or ("", "~")
        places = position.read_shards(after, where.name, order, index, len(where.partitions))
        with self._rows.lock:
            shards = [
                []
                if at is None
                else [
                    item
                    for item in _after(self._rows.index(index, partition), index, at, newest=newest)
                    if low <= text(item, index.sk) <= high
                ]
                for partition, at in zip(where.partitions, places, strict=True)
            ]
        ordered = sorted((text(i, index.sk) for shard in shards for i in shard), reverse=newest)
        taken = set(ordered[:limit])
        left = [
            _place([text(i, index.sk) for i in shard], taken, at)
            for shard, at in zip(shards, places, strict=True)
        ]
        ids = [sort_key.rpartition("#")[2] for sort_key in ordered[:limit]]
        return ids, position.write_shards(where.name, order, left)

    def _whole(self, site: str, ids: Iterable[str]) -> tuple[Comment, ...]:
        found = [self.get(site, comment_id) for comment_id in ids]
        return tuple(c for c in found if c is not None and c.status is Status.PENDING)


def _after(found: Sequence[Item], index: Index, at: str, *, newest: bool) -> list[Item]:
    ordered = list(reversed(found)) if newest else list(found)
    if at == position.START:
        return ordered
    beyond: Callable[[str], bool] = (lambda key: key < at) if newest else (lambda key: key > at)
    return [item for item in ordered if beyond(text(item, index.sk))]


def _place(shard: Sequence[str], taken: set[str], at: str | None) -> str | None:
    """Where to go on in a shard; None when all of it was taken."""
    mine = [sort_key for sort_key in shard if sort_key in taken]
    if len(mine) == len(shard):
        return None
    return mine[-1] if mine else at
