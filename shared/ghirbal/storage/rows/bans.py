"""Bans and the lines of their log as rows."""

from __future__ import annotations

from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Role
from ghirbal.ports.bans import BanRow, LogLine
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, Row, number, number_or_none, text
from ghirbal.storage.rows.comment import keyed

KIND = "ban"
"""What these lines of a site's log are called."""


def ban_to_item(ban: BanRow) -> Item:
    """A ban's row; one that ends is cleared away after that."""
    said: Item = {
        "id": ban.id,
        "by": ban.by,
        "at": ban.at,
        "pattern": ban.pattern,
        "comment": ban.comment,
        "role": str(ban.role or ""),
    }
    if ban.until is not None:
        said |= {"until": ban.until, "exp": ban.until // 1000 + 1}
    return keyed(keys.ban(ban.site, ban.kind, ban.hash), said)


def ban_from_row(site: str, item: Row) -> BanRow:
    """The ban of a row. Raises ValueError."""
    kind, _, hashed = text(item, "SK").partition("#")
    role = text(item, "role", "")
    return BanRow(
        site=site,
        kind=kind,
        hash=hashed,
        id=text(item, "id", ""),
        by=text(item, "by", ""),
        at=number(item, "at", 0),
        until=number_or_none(item, "until"),
        pattern=text(item, "pattern", ""),
        comment=text(item, "comment", ""),
        role=Role(role) if role else None,
    )


def line_to_item(line: LogLine) -> Item:
    """A line of the site's log."""
    said: Item = {
        "kind": KIND,
        "step": line.step,
        "by": line.by,
        "at": line.at,
        "ban": line.ban,
        "of": line.ban_kind,
        "comment": line.comment,
        "until": line.until or 0,
    }
    mark = body_hash(line.step, line.by, line.ban, line.comment)[:8]
    return keyed(keys.site_log(line.site, line.at, mark), said)


def line_from_item(site: str, item: Row) -> LogLine:
    """The line of a row. Raises ValueError."""
    return LogLine(
        site=site,
        step=text(item, "step"),
        by=text(item, "by"),
        at=number(item, "at"),
        ban=text(item, "ban", ""),
        ban_kind=text(item, "of", ""),
        comment=text(item, "comment", ""),
        until=number_or_none(item, "until"),
    )
