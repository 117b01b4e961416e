"""A site's configuration, remembered for a minute, so that a post doesn't pay for reading it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ghirbal.domain.clock import MINUTE, Clock
from ghirbal.domain.errors import GhirbalError, NotFound, StoreUnavailable

if TYPE_CHECKING:
    from ghirbal.domain.reader import Site
    from ghirbal.ports.policy import Override, Policies
    from ghirbal.ports.sites import Sites

FRESH = MINUTE
"""A changed origin or policy holds everywhere a minute later."""


class SiteConfigs:
    """Configurations by site id; what was read before outlives a store that is away."""

    def __init__(self, sites: Sites, clock: Clock, policies: Policies | None = None) -> None:
        """Nothing is read before it is asked for. Without `policies` a site has the document of its own row alone."""
        self._sites = sites
        self._clock = clock
        self._policies = policies
        self._known: dict[str, tuple[int, Site]] = {}

    def get(self, site: str) -> Site:
        """The site. Raises NotFound for none; GhirbalError("site-unavailable") when it was never read and can't be now.

        Never guesses a configuration: without one nothing may be published (fault case 49).
        """
        now = self._clock()
        read_at, known = self._known.get(site, (0, None))
        if known is not None and now - read_at < FRESH:
            return self._timely(read_at, known, now)
        try:
            found = self._sites.get(site)
            found = found and with_policy(found, self._policies)
        except StoreUnavailable:
            if known is None:
                raise GhirbalError("site-unavailable", retry_after=2) from None
            return self._timely(read_at, known, now)
        if found is None:
            self._known.pop(site, None)
            raise NotFound("not-found")
        return self._timely(now, found, now)

    def _timely(self, read_at: int, site: Site, now: int) -> Site:
        """The site without an override whose time is over: that ends to the second, whenever the site was read."""
        if site.override and now >= site.override_until:
            site = replace(site, override={}, override_until=0)
        self._known[site.id] = (read_at, site)
        return site


def with_policy(site: Site, policies: Policies | None) -> Site:
    """The site with the document that is in force, and its override. Raises StoreUnavailable.

    A document that should be there and can't be read is lost, not absent: the site then holds everything (case 47).
    """
    if policies is None:
        return site
    try:
        state = policies.state(site.id)
        if not state.active:
            return _overridden(site, state.override)
        active = policies.version(site.id, state.active)
    except ValueError:
        return replace(site, policy_lost=True)
    if active is None:
        return replace(site, policy_version=state.active, policy_lost=True)
    own = replace(site, policy=dict(active.document), policy_version=state.active)
    return _overridden(own, state.override)


def _overridden(site: Site, override: Override | None) -> Site:
    if override is None:
        return site
    return replace(site, override=dict(override.document), override_until=override.until)
