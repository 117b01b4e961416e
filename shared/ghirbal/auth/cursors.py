"""Cursors: where a list goes on, signed and bound to the query that made them (fault case 39)."""

from __future__ import annotations

from collections.abc import Mapping

from ghirbal.auth.life import CURSOR_LIFE, alive
from ghirbal.domain.errors import Refused
from ghirbal.ports.tokens import Tokens

CURSOR = "cursor"


def seal_cursor(
    tokens: Tokens, site: str, query: str, position: Mapping[str, str] | None, now: int
) -> str | None:
    """The cursor after a slice, None at the end.

    `query` names the list with all that shapes it (`roots/<page>/newest`): the cursor opens for no other.
    """
    if position is None:
        return None
    return tokens.issue(CURSOR, {"site": site, "query": query, "at": dict(position), "issued": now})


def open_cursor(
    tokens: Tokens, cursor: str | None, site: str, query: str, now: int
) -> Mapping[str, str] | None:
    """The position of a cursor, None without one.

    Raises Refused("cursor") when it is damaged, older than 24 hours, or made for another site or list.
    """
    if cursor is None:
        return None
    match tokens.read(CURSOR, cursor):
        case {"site": str(of), "query": str(made_by), "at": dict(position), "issued": int(issued)}:
            if (of, made_by) == (site, query) and alive(issued, CURSOR_LIFE, now):
                return _texts(position)
    raise Refused("cursor")


def _texts(position: Mapping[object, object]) -> Mapping[str, str]:
    texts = {key: value for key, value in position.items() if isinstance(key, str) and isinstance(value, str)}
    if len(texts) != len(position):
        raise Refused("cursor")
    return texts
