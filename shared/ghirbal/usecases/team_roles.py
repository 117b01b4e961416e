"""Who is on a site's team now, remembered for half a minute: what a token claims is checked against it on reads too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghirbal.domain.clock import SECOND, Clock
from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import RANK, Role

if TYPE_CHECKING:
    from ghirbal.ports.sites import Sites

FRESH = 30 * SECOND
"""How long a dismissed member may still read: writes look at the row itself, in their transaction."""

MOST = 1_000
"""Members that one process remembers."""


class TeamRoles:
    """Roles by site and member. Only who is on the team is remembered: one who was just invited need not wait."""

    def __init__(self, sites: Sites, clock: Clock) -> None:
        """Nothing is read before it is asked for."""
        self._sites = sites
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[int, Role]] = {}

    def lesser(self, site: str, member: str, claimed: Role) -> Role:
        """The lesser of a token's role and the row's (attack B7).

        Raises Forbidden("not-on-team"), StoreUnavailable.
        """
        return min(claimed, self._role(site, member), key=RANK.__getitem__)

    def _role(self, site: str, member: str) -> Role:
        at, role = self._known.get((site, member), (0, None))
        if role is not None and self._clock() < at + FRESH:
            return role
        self._known.pop((site, member), None)
        row = self._sites.moderator(site, member)
        if row is None:
            raise Forbidden("not-on-team")
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[site, member] = self._clock(), row.role
        return row.role
