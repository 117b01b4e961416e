"""Row K: what the counters already hold of one comment."""

from __future__ import annotations

from ghirbal.ports.stream import Counted
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, Row, flag, number, text, text_or_none
from ghirbal.storage.rows.comment import keyed


def counted_to_item(row: Counted) -> Item:
    """Row K as it shall be; `rv` is one more than what was read."""
    return keyed(
        keys.counted(row.site, row.id),
        {
            "pg": row.page,
            "root": row.root or "",
            "v": row.version,
            "on": row.on,
            "shows": row.shows,
            "waiting": row.waiting,
            "replies": row.replies,
            "outcome": row.outcome,
            "held": row.held,
            "by": row.by,
            "rv": row.revision + 1,
        },
    )


def counted_from_item(item: Row) -> Counted:
    """What row K says. Raises ValueError."""
    site, comment_id = keys.parse_comment_partition(text(item, "PK"))
    return Counted(
        site=site,
        id=comment_id,
        page=text(item, "pg"),
        root=text_or_none(item, "root"),
        version=number(item, "v", 0),
        on=flag(item, "on"),
        shows=flag(item, "shows"),
        waiting=flag(item, "waiting"),
        replies=number(item, "replies", 0),
        outcome=text(item, "outcome", ""),
        held=number(item, "held", 0),
        by=text(item, "by", ""),
        revision=number(item, "rv"),
    )
