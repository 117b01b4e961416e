"""Limits: of readers as sets of members, exact under any number of threads and free for a retry; of ranges, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import LimitReached
from ghirbal.ports.posting import LimitRow, LimitUse, RangeUse, Usage, Use
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Plain, Row, members, number
from ghirbal.storage.dynamodb.writes import Write, update

if TYPE_CHECKING:
    from ghirbal.storage.dynamodb.failures import Reason

_ROOM_OF_RANGE = "(attribute_not_exists({name}) OR {name} < {most})"
_ROOM = "attribute_not_exists(#ids) OR size(#ids) < :n OR contains(#ids, :member)"


def use(site: str, limit: Use) -> Write:
    """Count one use, if there is room for it."""
    return _of_range(site, limit) if isinstance(limit, RangeUse) else _of_member(site, limit)


def row_key(site: str, row: LimitRow) -> keys.Key:
    """The key of one window."""
    return keys.limit(site, row.kind, row.key, row.window)


def usage(item: Row) -> Usage:
    """What a window's row says: the members of a set, or the numbers of a range."""
    places = {name: number(item, name) for name in item if name[:1] == "b"}
    return Usage(number(item, "n", 0) + len(members(item, "ids")), places)


def _of_range(site: str, limit: RangeUse) -> Write:
    """Two numbers of one row. `#n < :most` of a missing number is false, so nothing fits into no room at all."""
    enforced: dict[str, Plain] = {}
    if limit.most is not None and limit.most_here is not None:
        enforced = {"most": limit.most, "here": limit.most_here}
    return update(
        keys.limit(site, limit.kind, limit.key, limit.window),
        f"ADD #n :one, #{limit.place} :one SET #exp = :exp",
        f"{_under('#n', ':most', limit.most)} AND {_under(f'#{limit.place}', ':here', limit.most_here)}"
        if enforced
        else "",
        one=1,
        exp=limit.expires,
        **enforced,
    )


def _under(name: str, most: str, n: int | None) -> str:
    return _ROOM_OF_RANGE.format(name=name, most=most) if n and n > 0 else f"{name} < {most}"


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
