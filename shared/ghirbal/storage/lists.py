"""What readers see under an article: one query a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghirbal.ports.comments import LogEntry, Order, PageHead, Slice
from ghirbal.storage.deciding import read
from ghirbal.storage.dynamodb import indexes, keys, position
from ghirbal.storage.dynamodb.indexes import BY_PAGE, Index
from ghirbal.storage.dynamodb.items import Item, Row, flag, number, text
from ghirbal.storage.dynamodb.position import Position
from ghirbal.storage.dynamodb.table import FoundItems, Table
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.rows.comment import comment_from_item, log_from_item

LOG_ROWS = 200
"""Versions of a comment that are told, its newest: five edits, and more decisions than anyone takes."""


def roots(table: Table, site: str, page: str, order: Order, limit: int, after: Position | None) -> Slice:
    """Public top-level comments of an article."""
    return listed(table, site, indexes.roots_of(site, page), order, limit, after)


def thread(table: Table, site: str, root: str, limit: int, after: Position | None) -> Slice:
    """Public replies under a root, oldest first; none while the root itself shows none (attack M12)."""
    partition = indexes.replies_of(site, root)
    position.read(after, partition, Order.OLDEST, BY_PAGE)
    top = read(table, site, root)
    if top is None or not top.shows_replies:
        return Slice(())
    return listed(table, site, partition, Order.OLDEST, limit, after)


def listed(
    table: Table, site: str, partition: str, order: Order, limit: int, after: Position | None
) -> Slice:
    """One page of a list of `by_page`. One row more than wanted is asked for: it tells whether there is an end."""
    at = position.read(after, partition, order, BY_PAGE)
    found = ask(table, site, BY_PAGE, partition, at, limit + 1, newest=order is Order.NEWEST)
    shown = found.rows[:limit]
    last = _last(found, shown)
    comments = tuple(comment_from_item(row) for row in shown)
    return Slice(comments, position.write(partition, order, last) if last else None)


def ask(
    table: Table,
    site: str,
    index: Index,
    partition: str,
    at: str,
    count: int,
    *,
    newest: bool = False,
    between: tuple[str, str] | None = None,
) -> FoundItems:
    """One query of a comment index, going on after the sort key `at`; `between` are the lowest and highest keys."""
    options: dict[str, Any] = {"IndexName": index.name, "Limit": count, "ScanIndexForward": not newest}
    if at:
        options["ExclusiveStartKey"] = to_image(position.start_key(site, partition, index, at))
    condition, values = f"#{index.pk} = :partition", {"partition": partition}
    if between is None:
        return table.query(condition, values, **options)
    low, high = between
    return table.query(
        f"{condition} AND #{index.sk} BETWEEN :low AND :high", {**values, "low": low, "high": high}, **options
    )


def _last(found: FoundItems, shown: Sequence[Item]) -> str:
    """The sort key to go on from, "" at the end. A page without rows may still have one (fault case 15)."""
    if len(found.rows) > len(shown):
        return text(shown[-1], BY_PAGE.sk)
    return text(found.more, BY_PAGE.sk) if found.more else ""


MOVES = 4
"""Addresses that are followed from one to the next: more is a circle, or nobody's care."""


def head(table: Table, site: str, page: str) -> PageHead:
    """The counters and the state of an article, wherever it moved to: one more read a move."""
    place = page
    for _ in range(MOVES):
        count, meta = keys.page_count(site, place), keys.page(site, place)
        found = table.get_many((count, meta), consistent=False)
        moved_to = text(found.get(meta, {}), "to", "")
        if not moved_to:
            break
        place = moved_to
    shown, is_open = found.get(count, {}), not flag(found.get(meta, {}), "closed")
    return PageHead(_tally(shown, "n"), _tally(shown, "roots"), is_open, place if place != page else "")


def counts(table: Table, site: str, pages: Sequence[str]) -> Mapping[str, int]:
    """Public comments of each article; those at old addresses are asked for once more where they are now."""
    places = {page: page for page in pages}
    shown: dict[str, int] = {}
    for _ in range(MOVES):
        wanted = {page: keys.page_count(site, place) for page, place in places.items()}
        found = table.get_many(wanted.values(), consistent=False)
        shown |= {page: _tally(found.get(key, {}), "n") for page, key in wanted.items()}
        moved = {page: text(found.get(key, {}), "to", "") for page, key in wanted.items()}
        places = {page: place for page, place in moved.items() if place}
        if not places:
            break
    return shown


def log(table: Table, site: str, comment_id: str) -> tuple[LogEntry, ...]:
    """The newest versions left behind, oldest of them first."""
    partition = keys.comment(site, comment_id).pk
    found = table.query(
        "#PK = :partition AND begins_with(#SK, :prefix)",
        {"partition": partition, "prefix": keys.LOG_PREFIX},
        ConsistentRead=True,
        ScanIndexForward=False,
        Limit=LOG_ROWS,
    )
    return tuple(log_from_item(row) for row in reversed(found.rows))


def _tally(row: Row, key: str) -> int:
    """A counter as shown: one that a late record took below zero for a moment is zero."""
    return max(0, number(row, key, 0))
