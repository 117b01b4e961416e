"""Limits: of readers as sets of members, exact under any number of threads and free for a retry; of ranges, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import LimitReached
from ghirbal.ports.posting import LimitRow, LimitUse, RangeUse, Usage, Use
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Row, members, number
from ghirbal.storage.dynamodb.writes import Write, update

if TYPE_CHECKING:
    from ghirbal.storage.dynamodb.failures import Reason

FREE, PAID, MARK = "b", "q", "m"
"""First letters of a range's attributes: uses of a place, uses that brought a proof, sketches of texts."""

_ROOM = "attribute_not_exists(#ids) OR size(#ids) < :n OR contains(#ids, :member)"


def use(site: str, limit: Use) -> Write:
    """Count one use, if there is room for it."""
    return _of_range(site, limit) if isinstance(limit, RangeUse) else _of_member(site, limit)


def row_key(site: str, row: LimitRow) -> keys.Key:
    """The key of one window."""
    return keys.limit(site, row.kind, row.key, row.window)


def usage(item: Row) -> Usage:
    """What a window's row says: the members of a set, or the numbers of a range."""
    places = _numbers(item, FREE)
    n = len(members(item, "ids")) + sum(places.values())
    return Usage(n, places, _numbers(item, PAID), tuple(_numbers(item, MARK).values()))


def _numbers(item: Row, letter: str) -> dict[str, int]:
    return {name[1:]: number(item, name) for name in item if name[:1] == letter}


def counted_at(limit: RangeUse) -> str:
    """The attribute that counts a use of a range."""
    return (PAID if limit.paid else FREE) + limit.place


def _of_range(site: str, limit: RangeUse) -> Write:
    """One number of a row and, of a long text, its sketch in place of an older one."""
    key, at = keys.limit(site, limit.kind, limit.key, limit.window), counted_at(limit)
    if limit.mark is None:
        return update(key, f"ADD #{at} :one SET #exp = :exp", one=1, exp=limit.expires)
    slot, sketch = limit.mark
    marked = f"ADD #{at} :one SET #exp = :exp, #{MARK}{slot:02x} = :mark"
    return update(key, marked, one=1, exp=limit.expires, mark=sketch)


def _of_member(site: str, limit: LimitUse) -> Write:
    """Add the member, if there is room or it is counted already."""
    return update(
        keys.limit(site, limit.kind, limit.key, limit.window),
        "ADD #ids :one SET #exp = :exp",
        _ROOM if limit.n > 0 else "contains(#ids, :member)",
        one=frozenset({limit.member}),
        member=limit.member,
        exp=limit.expires,
        **({"n": limit.n} if limit.n > 0 else {}),
    )


def full(limits: Sequence[Use], reasons: Iterable[Reason]) -> tuple[Use, ...]:
    """The limits that had no room, by the reasons of their writes."""
    return tuple(limit for limit, reason in zip(limits, reasons, strict=False) if reason.failed)


def reached(limits: Sequence[Use], reasons: Sequence[Reason], now: int) -> LimitReached:
    """Names the first full limit, and the seconds until it is gone (at least one)."""
    first = full(limits, reasons)[0]
    seconds = max(1, first.expires - now // SECOND)
    return LimitReached("limit-reached", kind=first.kind, retry_after=seconds)
