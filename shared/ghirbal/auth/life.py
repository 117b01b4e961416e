"""How long a token lives, and what clocks may differ by.

A token is alive from five minutes before its issue time (the issuing machine's clock may be ahead of ours) to its last
millisecond, both inclusive: `issued - 5 min <= now <= issued + life`. Nothing is added at the end.
"""

from __future__ import annotations

from ghirbal.domain.clock import DAY, HOUR, MINUTE

SKEW = 5 * MINUTE
FORM_LIFE = 2 * HOUR
NUDGE_LIFE = 2 * HOUR
PROOF_LIFE = 10 * MINUTE
SSO_LIFE = 10 * MINUTE
CURSOR_LIFE = DAY
LINK_LIFE = 72 * HOUR


def alive(issued: int, life: int, now: int) -> bool:
    """Whether a token issued at `issued` holds at `now`; all in epoch milliseconds.

    >>> alive(1_000, 500, 1_500), alive(1_000, 500, 1_501)
    (True, False)
    """
    return issued - SKEW <= now <= issued + life
