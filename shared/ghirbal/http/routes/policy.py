"""The policy workbench: a site's documents, which of them is in force, and who put it there."""

from __future__ import annotations

from dataclasses import replace

from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import MINUTE, iso
from ghirbal.domain.reader import Role, Site
from ghirbal.http import parameters
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.policy import MOST, ActivateBody, OverrideBody, PolicyBody, RollbackBody
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.http.views.serializer import Json
from ghirbal.ports.policy import PolicyEntry, PolicyState, PolicyVersion
from ghirbal.usecases.policy import workbench
from ghirbal.usecases.policy.in_force import cuts, is_valid
from ghirbal.usecases.policy.workbench import OverrideRequest
from ghirbal.usecases.sites import with_policy

LINES = 50
"""Lines of the history in one answer."""

routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/policy",
    rate=20,
    query={"version": {"type": "integer", "minimum": 0}},
    answers={200: "Policy"},
)
@needs(Role.MODERATOR)
def policy(call: Call, site: Site, _: Principal) -> Response:
    """What is in force, and one version's document (the active one, or the one asked for); what its silence means."""
    query = parameters.query(call.request.raw_query, ("version",))
    state = call.deps.policies.state(site.id)
    wanted = parameters.number(query, "version", state.active, 0, 999_999)
    saved = workbench.saved_version(site.id, wanted, call.deps.policies)
    in_force = with_policy(replace(site, override={}, override_until=0), call.deps.policies)
    silent = {"profile": site.profile, "profiles": cuts()}
    return answer(
        call, {**_state(state, call.now), "valid": is_valid(in_force), **_version(saved), "silent": silent}
    )


@routes.route(
    "PUT",
    f"{ROOT}/policy",
    rate=1,
    body=PolicyBody,
    answers={201: "Saved"},
)
@needs(Role.EDITOR)
def save_policy(call: Call, site: Site, principal: Principal) -> Response:
    """Save a document as a new version, checked but not in force, and hear what is doubtful in it."""
    body = body_of(PolicyBody, call.request, MOST)
    saved, findings = workbench.save(
        site, body.document, _wish(call, site, principal, body.note), call.deps.policies
    )
    return answer(call, {"version": saved.version, "findings": findings}, 201)


@routes.route(
    "POST",
    f"{ROOT}/policy/activate",
    rate=1,
    body=ActivateBody,
    answers={200: "PolicyInForce"},
)
@needs(Role.EDITOR)
def activate_policy(call: Call, site: Site, principal: Principal) -> Response:
    """Put a saved version in force; it holds everywhere within a minute."""
    body = body_of(ActivateBody, call.request)
    wish = _wish(call, site, principal, body.note)
    return _answered(call, workbench.activate(site, body.version, wish, call.deps.policies))


@routes.route(
    "POST",
    f"{ROOT}/policy/rollback",
    rate=1,
    body=RollbackBody,
    answers={200: "PolicyInForce"},
)
@needs(Role.EDITOR)
def roll_back_policy(call: Call, site: Site, principal: Principal) -> Response:
    """Put in force what was before."""
    wish = _wish(call, site, principal, body_of(RollbackBody, call.request).note)
    return _answered(call, workbench.roll_back(site, wish, call.deps.policies))


@routes.route(
    "PUT",
    f"{ROOT}/policy/override",
    rate=1,
    body=OverrideBody,
    answers={200: "PolicyInForce"},
)
@needs(Role.EDITOR)
def override_policy(call: Call, site: Site, principal: Principal) -> Response:
    """Lay a document over the site's for a while; it ends by itself, to the second."""
    body = body_of(OverrideBody, call.request, MOST)
    wish = _wish(call, site, principal, body.note)
    until = call.now + body.minutes * MINUTE
    return _answered(call, workbench.override(site, body.document, until, wish, call.deps.policies))


@routes.route(
    "DELETE",
    f"{ROOT}/policy/override",
    rate=1,
    answers={200: "PolicyInForce"},
)
@needs(Role.EDITOR)
def end_policy_override(call: Call, site: Site, principal: Principal) -> Response:
    """Take the override away before its time."""
    wish = _wish(call, site, principal, "")
    return _answered(call, workbench.end_override(site, wish, call.deps.policies))


@routes.route(
    "GET",
    f"{ROOT}/policy/history",
    rate=20,
    answers={200: "PolicyHistory"},
)
@needs(Role.MODERATOR)
def policy_history(call: Call, site: Site, _: Principal) -> Response:
    """Who saved, activated, rolled back or overrode what, newest first."""
    lines = call.deps.policies.history(site.id, LINES)
    return answer(call, {"history": [_line(line) for line in lines]})


def _wish(call: Call, site: Site, principal: Principal, note: str) -> OverrideRequest:
    return OverrideRequest(principal.id, principal.role_at(site), call.now, note)


def _answered(call: Call, state: PolicyState) -> Response:
    return answer(call, _state(state, call.now))


def _state(state: PolicyState, now: int) -> Json:
    laid = state.override if state.override and now < state.override.until else None
    return {
        "active": state.active,
        "previous": state.previous,
        "newest": state.newest,
        "override": laid
        and {"document": laid.document, "until": iso(laid.until), "by": laid.by, "at": iso(laid.at)},
    }


def _version(saved: PolicyVersion) -> Json:
    return {
        "version": saved.version,
        "document": saved.document,
        "by": saved.by,
        "at": iso(saved.at) if saved.at else None,
        "note": saved.note,
    }


def _line(entry: PolicyEntry) -> Json:
    return {
        "step": str(entry.step),
        "version": entry.version,
        "by": entry.by,
        "at": iso(entry.at),
        "note": entry.note,
        "until": iso(entry.until) if entry.until else None,
    }
