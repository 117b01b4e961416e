"""What waits for a moderator: four shards merged in order, each with a place of its own.

The index only says which comments; the comments themselves are then read consistently, and what was decided a moment
ago is left out, though the index still names it (fault case 18).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.ids import ID_LENGTH, SHARDS
from ghirbal.ports.comments import Order, Slice
from ghirbal.storage.dynamodb import indexes, keys, position
from ghirbal.storage.dynamodb.indexes import BY_RISK, BY_WAIT, Index
from ghirbal.storage.dynamodb.items import Item, number, text
from ghirbal.storage.dynamodb.position import Position
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.lists import ask, listed
from ghirbal.storage.rows.comment import comment_from_item


@dataclass(slots=True)
class _Shard:
    """What one shard answered and how much of it was taken; `place` None: nothing is left in it."""

    sort_keys: list[str]
    place: str | None
    resume: str | None
    taken: int = 0

    @property
    def next(self) -> str | None:
        return self.sort_keys[self.taken] if self.taken < len(self.sort_keys) else None

    def take(self) -> str:
        self.place = self.sort_keys[self.taken]
        self.taken += 1
        return self.place

    @property
    def unknown(self) -> bool:
        """Whether what was answered is used up but the shard is not: what comes next in it isn't known."""
        return self.next is None and self.resume is not None

    @property
    def left_at(self) -> str | None:
        return self.place if self.next is not None else self.resume


def queue(table: Table, site: str, order: Order, limit: int, after: Position | None) -> Slice:
    """Waiting comments of a site, riskiest, oldest or newest first."""
    index = BY_RISK if order is Order.RISKIEST else BY_WAIT
    partitions = indexes.risk_shards(site) if index is BY_RISK else indexes.wait_shards(site)
    ids, following = merged(table, site, Sharded(site, index, partitions), order, limit, after)
    return Slice(_waiting(table, site, ids), following)


@dataclass(frozen=True, slots=True)
class Sharded:
    """A list that lies in several partitions of an index. `name` is what its positions are named after."""

    name: str
    index: Index
    partitions: tuple[str, ...]
    between: tuple[str, str] | None = None


def merged(
    table: Table, site: str, where: Sharded, order: Order, limit: int, after: Position | None
) -> tuple[list[str], Position | None]:
    """The ids of one page of a list, and where it goes on: one query a partition. Raises Refused("cursor")."""
    newest = order is Order.NEWEST
    places = position.read_shards(after, where.name, order, where.index, len(where.partitions))
    shards = [
        _read(table, site, where, partition, place, limit + 1, newest=newest)
        for partition, place in zip(where.partitions, places, strict=True)
    ]
    taken = _merge(shards, limit, newest=newest)
    following = position.write_shards(where.name, order, [shard.left_at for shard in shards])
    return [sort_key[-ID_LENGTH:] for sort_key in taken], following


def queue_of_page(
    table: Table, site: str, page: str, order: Order, limit: int, after: Position | None
) -> Slice:
    """Waiting comments of one article, newest first, or oldest first for any other order.

    No index knows the risk within an article; there are seldom so many that it matters.
    """
    way = Order.NEWEST if order is Order.NEWEST else Order.OLDEST
    found = listed(table, site, indexes.waiting_at(site, page), way, limit, after)
    return Slice(_waiting(table, site, [comment.id for comment in found.comments]), found.after)


def pending(table: Table, site: str) -> int:
    """How many wait, by the counters of the four shards."""
    found = table.get_many([keys.site_pending(site, shard) for shard in range(SHARDS)], consistent=False)
    return max(0, sum(number(row, "n", 0) for row in found.values()))


def _read(
    table: Table, site: str, where: Sharded, partition: str, place: str | None, count: int, *, newest: bool
) -> _Shard:
    if place is None:
        return _Shard([], None, None)
    index = where.index
    found = ask(table, site, index, partition, place, count, newest=newest, between=where.between)
    resume = text(found.more, index.sk) if found.more else None
    return _Shard([text(row, index.sk) for row in found.rows], place, resume)


def _merge(shards: Sequence[_Shard], limit: int, *, newest: bool) -> list[str]:
    """The first `limit` sort keys of all; it stops where the next of some shard is not known."""
    taken: list[str] = []
    while len(taken) < limit and not any(shard.unknown for shard in shards):
        waiting = [shard for shard in shards if shard.next is not None]
        if not waiting:
            break
        first = (max if newest else min)(waiting, key=lambda shard: shard.next or "")
        taken.append(first.take())
    return taken


def whole(table: Table, site: str, ids: Sequence[str]) -> tuple[Comment, ...]:
    """The comments themselves, read consistently; what is there no more is left out."""
    wanted = [keys.comment(site, comment_id) for comment_id in ids]
    found: dict[keys.Key, Item] = table.get_many(wanted)
    return tuple(comment_from_item(found[key]) for key in wanted if key in found)


def _waiting(table: Table, site: str, ids: Sequence[str]) -> tuple[Comment, ...]:
    return tuple(comment for comment in whole(table, site, ids) if comment.status is Status.PENDING)
