"""When an article gets far more than its own normal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ghirbal.domain.clock import HOUR, MINUTE
from ghirbal.domain.ids import body_hash
from ghirbal.domain.policy_flood import Surge
from ghirbal.domain.reader import Page

SURGE = "SURGE"
"""The symbol of a comment that met a breaker."""

HOURS_READ = 3
"""Past hours whose busiest is an article's normal: a match has quiet halves."""

UNKNOWN_PAGES = body_hash("the articles that a site never announced")
"""The one window, and the one breaker, of all articles the site never announced."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """A breaker that was tripped: since when, and until when; epoch milliseconds."""

    since: int
    until: int

    def on(self, now: int) -> bool:
        """Whether it is on at `now`."""
        return now < self.until


def announced(page: Page | None, now: int) -> bool:
    """Whether an article counts for itself: it has stood for an hour.

    Anyone can invent addresses on a site's host, so a new one has no normal of its own yet (attacks M6 and H3).
    """
    return page is not None and now - page.created >= HOUR


def threshold(rules: Surge, hours: Sequence[int], sizes: Mapping[int, int], *, known: bool) -> int:
    """Comments in one minute from which on the breaker trips.

    `hours` are the article's published comments in the past hours; `sizes` tell how many articles of the site had so
    many in an hour: class k stands for 2^k to 2^(k+1) - 1. A slow ramp ends at the ceiling and at `spread` times the
    site's median, whatever an attacker publishes beforehand (attack M6).

    >>> threshold(Surge(), [600, 0, 0], {4: 9}, known=True), threshold(Surge(), [600, 0, 0], {1: 9}, known=True)
    (50, 45)
    >>> threshold(Surge(), [], {}, known=False)
    120
    """
    if not known:
        return rules.unknown_floor
    normal = min(max(hours, default=0), rules.ceiling, rules.spread * median(sizes))
    return max(rules.floor, ceil(rules.factor * normal * MINUTE / HOUR))


def share(limit: int) -> int:
    """How many comments of one minute count from one place (a /24 or /48): eight places at least trip a breaker.

    >>> share(45), share(120), share(5)
    (6, 15, 2)
    """
    return max(2, ceil(limit / 8))


def median(sizes: Mapping[int, int]) -> int:
    """The upper end of the middle class; 1 where nothing was counted.

    >>> median({0: 5, 1: 4, 9: 1}), median({}), median({0: 1, 2: 3})
    (1, 1, 7)
    """
    left = sum(sizes.values()) / 2
    for size in sorted(sizes):
        left -= sizes[size]
        if left <= 0:
            return int(2 ** (size + 1)) - 1
    return 1


def size_class(n: int) -> int:
    """The class of an hour with `n` comments.

    >>> [size_class(n) for n in (1, 2, 3, 4, 1000)]
    [0, 1, 1, 2, 9]
    """
    return n.bit_length() - 1
