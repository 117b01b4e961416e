"""What every route of the moderators' endpoint shares: who may call it, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps

from ghirbal.auth.principal import Principal
from ghirbal.domain.errors import Forbidden, GhirbalError, NotFound
from ghirbal.domain.page import origin_of
from ghirbal.domain.reader import Role, Site
from ghirbal.domain.roles import allow
from ghirbal.http import cors
from ghirbal.http.api import Call, Route
from ghirbal.http.responses import Response, private

ROOT = "/v1/moderation/sites/{site}"
"""Where all these routes begin, as in template.yaml."""

Secured = Callable[[Call, Site, Principal], Response]
"""A handler that is called only with a caller whose token has the role it needs."""

_NEEDED: dict[Route, Role] = {}


def needs(role: Role) -> Callable[[Secured], Route]:
    """Let a handler be called by whoever has at least this role at the site, and remember which it is.

    Auditors read. Who writes is looked at again by the store, in the same transaction (attack H7).
    """

    def secure(handler: Secured) -> Route:
        @wraps(handler)
        def route(call: Call) -> Response:
            return handler(call, *allowed(call, role))

        _NEEDED[route] = role
        return route

    return secure


def role_of(route: Route) -> Role | None:
    """The least role that a route asks for; None for one that has its own proof (links) or none."""
    return _NEEDED.get(route)


def allowed(call: Call, needed: Role) -> tuple[Site, Principal]:
    """The site and the caller, with the role that token and team's row both give.

    Raises Forbidden: no token, a bad one, not on the team any more, or too low a role at this site.
    """
    if call.deps.principals is None:
        raise GhirbalError("issuer-unavailable")
    principal = call.deps.principals.verify(call.request.headers.get("authorization"))
    try:
        site = call.deps.site_configs.get(call.request.param("site"))
    except NotFound:
        # Whether a foreign site exists is none of the caller's business.
        raise Forbidden("not-allowed") from None
    principal = _as_on_team(call, principal, site)
    allow(principal.role_at(site), needed)
    return site, principal


def _as_on_team(call: Call, principal: Principal, site: Site) -> Principal:
    """The caller with the lesser of claim and row; a program, which has no group, is named by the site's own row."""
    claimed = principal.role_at(site)
    if site.id not in principal.sites:
        return principal
    role = call.deps.team_roles.lesser(site.id, principal.id, claimed)
    return replace(principal, sites={**principal.sites, site.id: role})


def origins(call: Call) -> tuple[str, ...]:
    """The console's origin is the service's own; programs send none."""
    return (origin_of(call.deps.settings.public_url), *call.deps.settings.console_origins)


def answer(call: Call, payload: Mapping[str, object], status: int = 200) -> Response:
    """JSON for this caller alone."""
    return private(payload, status, headers=cors.echo(call.request, origins(call)))
