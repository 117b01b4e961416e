"""Bans, patterns and the lines of their log as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Ban
from ghirbal.ports_bans import BanRow, LogLine
from ghirbal.storage import keys
from ghirbal.storage.items import Item, Row, number, number_or_none, text
from ghirbal.storage.keys import Key, site_token
from ghirbal.storage.rows import keyed

KIND = "ban"
"""What these lines of a site's log are called."""

MOST_PATTERNS = 200
"""Name and domain patterns of a site: all of them are read with every post, some 20 KB at most."""


def patterns_key(site: str) -> Key:
    """The row of all name and domain patterns."""
    return Key(f"S#{site_token(site)}", "PAT")


def patterns_item(key: Key, item: Row | None, ban: BanRow, now: int) -> Item:
    """The row with one pattern more, or one changed; those that ended are left out. Raises Refused("bans-full")."""
    before = {
        one.pattern: one for one in patterns_from_item(item) if one.kind == ban.kind and one.stands(now)
    }
    others = [one for one in patterns_from_item(item) if one.kind != ban.kind and one.stands(now)]
    before[ban.pattern] = Ban(ban.kind, ban.until, ban.pattern)
    kept = [*others, *(one for one in before.values() if one.stands(now))]
    if len(kept) > MOST_PATTERNS:
        raise Refused("bans-full", most=MOST_PATTERNS)
    revision = number(item, "rv") if item else 0
    return keyed(key, {"doc": _dumped(kept), "rv": revision + 1})


def patterns_from_item(item: Row | None) -> tuple[Ban, ...]:
    """The patterns of a row, none for no row. Raises ValueError."""
    listed = json.loads(text(item, "doc", "[]")) if item else []
    return tuple(Ban(str(kind), until, str(pattern)) for kind, pattern, until in listed)


def _dumped(bans: Sequence[Ban]) -> str:
    return json.dumps([[one.kind, one.pattern, one.until] for one in bans], ensure_ascii=False)


def ban_to_item(ban: BanRow) -> Item:
    """A ban's row; one that ends is cleared away after that."""
    said: Item = {
        "id": ban.id,
        "by": ban.by,
        "at": ban.at,
        "pattern": ban.pattern,
        "comment": ban.comment,
    }
    if ban.until is not None:
        said |= {"until": ban.until, "exp": ban.until // 1000 + 1}
    return keyed(keys.ban(ban.site, ban.kind, ban.hash), said)


def ban_from_row(site: str, item: Row) -> BanRow:
    """The ban of a row. Raises ValueError."""
    kind, _, hashed = text(item, "SK").partition("#")
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
