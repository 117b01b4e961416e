"""Limits as sets of members: exact under any number of threads, and free for a retry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.clock import SECOND
from ghirbal.domain.errors import LimitReached
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.writes import Write, update

if TYPE_CHECKING:
    from ghirbal.ports.posting import LimitUse
    from ghirbal.storage.dynamodb.failures import Reason

_ROOM = "attribute_not_exists(#ids) OR size(#ids) < :n OR contains(#ids, :member)"


def use(site: str, limit: LimitUse) -> Write:
    """Add the member, if there is room or it is counted already."""
    return update(
        keys.limit(site, limit.kind, limit.key, limit.window),
        "ADD #ids :one SET #exp = :exp",
        _ROOM,
        one=frozenset({limit.member}),
        member=limit.member,
        n=limit.n,
        exp=limit.expires,
    )


def full(limits: Sequence[LimitUse], reasons: Iterable[Reason]) -> tuple[LimitUse, ...]:
    """The limits that had no room, by the reasons of their writes."""
    return tuple(limit for limit, reason in zip(limits, reasons, strict=False) if reason.failed)


def reached(limits: Sequence[LimitUse], reasons: Sequence[Reason], now: int) -> LimitReached:
    """Names the first full limit, and the seconds until it is gone (at least one)."""
    first = full(limits, reasons)[0]
    seconds = max(1, first.expires - now // SECOND)
    return LimitReached("limit-reached", kind=first.kind, retry_after=seconds)
