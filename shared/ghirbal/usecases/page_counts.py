"""How many comments the public sees under articles; that an article has none is remembered for seconds.

Anybody can ask for a hundred invented articles at a time, each a read of its own (attack B5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghirbal.domain.clock import SECOND, Clock
from ghirbal.ports.comments import Comments

REMEMBERED = 5 * SECOND
"""A first comment is counted so much later at most, by one process; shared caches keep an answer longer."""

MOST = 10_000
"""Articles remembered: 2 MB. When there are more, all are forgotten."""


class PageCounts:
    """Counts of articles, by the port Comments; one for a process."""

    def __init__(self, comments: Comments, clock: Clock) -> None:
        """Remember nothing yet."""
        self._comments, self._clock = comments, clock
        self._absent: dict[tuple[str, str], int] = {}

    def of(self, site: str, pages: Sequence[str]) -> Mapping[str, int]:
        """Page -> public comments; one without any may be missing. Raises StoreUnavailable."""
        now = self._clock()
        asked = [page for page in pages if self._absent.get((site, page), 0) <= now]
        found = self._comments.counts(site, asked) if asked else {}
        if len(self._absent) > MOST:
            self._absent.clear()
        self._absent.update({(site, page): now + REMEMBERED for page in asked if not found.get(page)})
        return found
