"""A site's configuration, remembered for a minute, so that a post doesn't pay for reading it."""

from __future__ import annotations

from ghirbal.domain.clock import MINUTE, Clock
from ghirbal.domain.errors import GhirbalError, NotFound, StoreUnavailable
from ghirbal.domain.reader import Site
from ghirbal.ports import Sites

FRESH = MINUTE
"""A changed origin or policy holds everywhere a minute later."""


class SiteConfigs:
    """Configurations by site id; what was read before outlives a store that is away."""

    def __init__(self, sites: Sites, clock: Clock) -> None:
        """Nothing is read before it is asked for."""
        self._sites = sites
        self._clock = clock
        self._known: dict[str, tuple[int, Site]] = {}

    def get(self, site: str) -> Site:
        """The site. Raises NotFound for none; GhirbalError("site-unavailable") when it was never read and can't be now.

        Never guesses a configuration: without one nothing may be published (fault case 49).
        """
        now = self._clock()
        read_at, known = self._known.get(site, (0, None))
        if known is not None and now - read_at < FRESH:
            return known
        try:
            found = self._sites.get(site)
        except StoreUnavailable:
            if known is None:
                raise GhirbalError("site-unavailable", retry_after=2) from None
            return known
        if found is None:
            self._known.pop(site, None)
            raise NotFound("not-found")
        self._known[site] = (now, found)
        return found
