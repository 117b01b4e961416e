"""A site's own log, which bans and policies share: the newest lines of one kind, however many others stand between."""

from __future__ import annotations

from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.wire import to_image

ROWS = 200
"""Rows looked at in one call; a line is some 200 bytes, so that is 40 KB: 5 read units."""

CALLS = 10
"""Calls at most: what lies 2,000 lines back is history that nobody waits for at a page's opening."""


def newest(table: Table, partition: str, kind: str, limit: int) -> tuple[Item, ...]:
    """The newest lines of a kind, newest first, at most `limit`; fewer when 2,000 rows hold no more of them."""
    found: list[Item] = []
    start: dict[str, object] = {}
    for _ in range(CALLS):
        page = table.query(
            "#PK = :partition AND begins_with(#SK, :prefix)",
            {"partition": partition, "prefix": keys.SITE_LOG_PREFIX, "kind": kind},
            only="#kind = :kind",
            ScanIndexForward=False,
            Limit=ROWS,
            **start,
        )
        found += page.rows
        if len(found) >= limit or page.more is None:
            break
        start = {"ExclusiveStartKey": to_image(page.more)}
    return tuple(found[:limit])
