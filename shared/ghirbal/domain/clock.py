"""The one place that reads the wall clock. All times are epoch milliseconds in UTC."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]
"""A function that answers the present moment in epoch milliseconds; tests pass their own."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def system_clock() -> int:
    """The machine's own time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Seconds from a clock that only goes forward, for measuring how long something took."""
    return time.monotonic()


def iso(ms: int) -> str:
    """ISO 8601 in UTC, to the second: what the public sees carries no finer time.

    >>> iso(1_700_000_000_999)
    '2023-11-14T22:13:20Z'
    """
    return datetime.fromtimestamp(ms // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> int | None:
    """Epoch milliseconds of an ISO 8601 moment that names its zone; None for anything else.

    >>> from_iso("2023-11-14T22:13:20Z"), from_iso("2023-11-14T22:13:20"), from_iso("yesterday")
    (1700000000000, None, None)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int(found.timestamp() * SECOND) if found.tzinfo else None


def day(ms: int) -> str:
    """The UTC day, as written in keys.

    >>> day(1_700_000_000_000)
    '2023-11-14'
    """
    return iso(ms)[:10]


def hour(ms: int) -> int:
    """The hour of the UTC day, 0 to 23.

    >>> hour(1_700_000_000_000)
    22
    """
    return int(iso(ms)[11:13])


def pause(seconds: float) -> None:
    """Wait; tests pass something that doesn't."""
    time.sleep(seconds)
