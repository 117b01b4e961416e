"""A site's banned names and domains as one row, which every post reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Ban
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.keys import Key, site_token
from ghirbal.storage.rows.comment import keyed

if TYPE_CHECKING:
    from ghirbal.ports.bans import BanRow

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
