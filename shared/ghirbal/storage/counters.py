"""The port Counters on DynamoDB: row K says what is counted, so that counting again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghirbal.domain.comment import Comment
from ghirbal.ports.comments import Order, PageHead, Ref
from ghirbal.ports.stream import CountDelta, Counted
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.failures import Reason
from ghirbal.storage.dynamodb.items import Plain
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.lists import head, listed
from ghirbal.storage.rows.comment import comment_from_item
from ghirbal.storage.rows.counted import counted_from_item, counted_to_item

ROWS_A_QUERY = 500
"""500 rows of 1,000 Arabic letters are 1 MB, what one query answers at most."""


class DynamoCounters:
    """Counters in the table (`ports.stream.Counters`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def counted(self, refs: Sequence[Ref]) -> Mapping[Ref, Counted]:
        """Rows K that are there, consistently."""
        found = self._table.get_many(keys.counted(site, comment_id) for site, comment_id in refs)
        rows = (counted_from_item(item) for item in found.values())
        return {(row.site, row.id): row for row in rows}

    def commit(self, delta: CountDelta) -> bool:
        """Write rows and sums together; False when a row is not as it was read."""
        shown = {place: n for place, n in (delta.replies or {}).items() if n}
        while True:
            rows = [_row(row) for row in delta.rows]
            writes = [*rows, *_sums(delta), *(_replies(delta.site, *pair) for pair in shown.items())]
            reasons = carry_out(self._table, writes) if writes else ()
            if not reasons:
                return True
            if any(reason.failed for reason in reasons[: len(rows)]):
                return False
            shown = _still_there(shown, reasons[len(writes) - len(shown) :])

    def recount(self, site: str, page: str) -> PageHead:
        """Count the comments themselves: found by the index, looked at in their own rows."""
        tops = self._public(site, indexes.roots_of(site, page))
        replies = [self._public(site, indexes.replies_of(site, top.id)) for top in tops if top.shows_replies]
        roots = sum(top.public for top in tops)
        answered = sum(reply.public for thread in replies for reply in thread)
        return PageHead(all=roots + answered, roots=roots, open=head(self._table, site, page).open)

    def _public(self, site: str, partition: str) -> list[Comment]:
        found: list[Comment] = []
        after: Mapping[str, str] | None = None
        while True:
            part = listed(self._table, site, partition, Order.OLDEST, ROWS_A_QUERY, after)
            wanted = [keys.comment(site, comment.id) for comment in part.comments]
            found += (comment_from_item(row) for row in self._table.get_many(wanted).values())
            if part.after is None:
                return found
            after = part.after


def _row(row: Counted) -> Write:
    if row.revision == 0:
        return put(counted_to_item(row), "attribute_not_exists(#PK)")
    return put(counted_to_item(row), "#rv = :read", read=row.revision)


def _sums(delta: CountDelta) -> list[Write]:
    writes = []
    if delta.n or delta.roots:
        count = keys.page_count(delta.site, delta.page)
        writes.append(update(count, "ADD #n :n, #roots :roots", n=delta.n, roots=delta.roots))
    pending, touched = delta.pending or {}, delta.touched or {}
    for shard in sorted({*pending, *touched}):
        added = {"n": pending.get(shard, 0), "ch": touched.get(shard, 0)}
        writes += _added(keys.site_pending(delta.site, shard), added)
    for (day, who), sums in (delta.sums or {}).items():
        writes += _added(keys.tally(delta.site, day, who), sums)
    return writes


def _added(key: keys.Key, sums: Mapping[str, int]) -> list[Write]:
    """Add what isn't zero, in one write or none."""
    values: dict[str, Plain] = {name: n for name, n in sorted(sums.items()) if n}
    parts = ", ".join(f"#{name} :{name}" for name in values)
    return [update(key, f"ADD {parts}", "", **values)] if values else []


def _replies(site: str, comment_id: str, n: int) -> Write:
    """The shown count; only on a comment that is there, for ADD alone would make a row of nothing else."""
    return update(keys.comment(site, comment_id), "ADD #rc :n", "attribute_exists(#PK)", n=n)


def _still_there(shown: Mapping[str, int], reasons: Sequence[Reason]) -> dict[str, int]:
    """Without the comments that are gone: their count has nobody to show it to."""
    return {place: n for (place, n), reason in zip(shown.items(), reasons, strict=True) if not reason.failed}
