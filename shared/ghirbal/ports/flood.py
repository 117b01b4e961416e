"""What the defence against floods needs of the store with each post: likeness, minutes of articles, breakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zlib import crc32

from ghirbal.domain.breaker import Breaker

if TYPE_CHECKING:
    pass

BANDS = 4
NEAR_KEPT = 20
"""Comments that a near-duplicate bucket names, the newest of them."""


class Near(NamedTuple):
    """A comment with a text like another: its simhash, and whether a moderator approved it."""

    simhash: int
    id: str
    approved: bool = False


def bands_of(simhash: int) -> tuple[str, ...]:
    """The four buckets of a simhash: those who share 16 bits in a row meet in one of them.

    >>> bands_of(0x00010002_0003000A)
    ('0-000a', '1-0003', '2-0002', '3-0001')
    """
    return tuple(f"{band}-{simhash >> 16 * band & 0xFFFF:04x}" for band in range(BANDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerTrip:
    """Switching an article's breaker on, or on for longer. `since` is a new one's start, or that of the one seen on."""

    site: str
    page: str
    since: int
    until: int
    n: int

    @property
    def breaker(self) -> Breaker:
        """The breaker after it."""
        return Breaker(self.since, self.until)


PLACES = 256
"""Ranges of an article's minute are counted in so many places of its row, which stays below 2 KB however many come."""


class Minute(NamedTuple):
    """A minute of an article: `n` comments, of each range as many as its share; `counted` says whether the last was."""

    n: int
    counted: bool


def place_of(network: str) -> str:
    """Where a range (a keyed hash) is counted in the row of a minute.

    >>> place_of("abc")
    'pc2'
    """
    return f"p{crc32(network.encode()) % PLACES:02x}"


class ArticleTraffic(Protocol):
    """Minutes of articles, and their breakers. Every method may raise StoreUnavailable."""

    def count(self, site: str, page: str, minute: int, network: str, share: int) -> Minute:
        """Count a comment in a minute (since 1970) of an article; what counts of it now, at most `share` a range."""

    def trip(self, trip: BreakerTrip, now: int) -> bool:
        """Switch it on or prolong it; False when another was faster."""

    def breaker(self, site: str, page: str) -> Breaker | None:
        """The breaker's row, whether it is on or was."""
