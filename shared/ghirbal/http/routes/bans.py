"""Bans, trust, and the log of both."""

from __future__ import annotations

from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import HOUR, iso
from ghirbal.domain.reader import Role, Site
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.bans import BanBody, TrustBody
from ghirbal.http.bodies.base import body_of
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.http.views.serializer import Json
from ghirbal.ports.bans import BanRow, LogLine
from ghirbal.usecases.moderating import bans as banning

LINES = 50
"""Lines of the log in one answer."""

routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/bans",
    rate=20,
    answers={200: "BanList"},
)
@needs(Role.AUDITOR)
def bans(call: Call, site: Site, _: Principal) -> Response:
    """The bans in force, and who banned, lifted and trusted lately."""
    stand = banning.in_force(site.id, call.deps.bans, call.now)
    log = call.deps.bans.log(site.id, LINES)
    return answer(call, {"bans": [_ban(one) for one in stand], "log": [_line(line) for line in log]})


@routes.route(
    "POST",
    f"{ROOT}/bans",
    rate=5,
    body=BanBody,
    answers={201: "Banned"},
)
@needs(Role.MODERATOR)
def ban(call: Call, site: Site, principal: Principal) -> Response:
    """Ban a reader for a time (moderators, 30 days at most), or anything else (editors)."""
    body = body_of(BanBody, call.request)
    wish = banning.BanRequest(
        site=site.id,
        kind=body.kind,
        moderator=principal.id,
        role=principal.role_at(site),
        comment_id=body.comment or "",
        pattern=body.pattern,
        wide=body.wide,
        until=call.now + body.hours * HOUR if body.hours else None,
    )
    return answer(call, {"ban": _ban(banning.ban(wish, _ports(call), call.now))}, 201)


@routes.route(
    "DELETE",
    f"{ROOT}/bans/{{id}}",
    rate=2,
    answers={200: "Banned"},
)
@needs(Role.MODERATOR)
def lift(call: Call, site: Site, principal: Principal) -> Response:
    """End a ban now."""
    ban_id, role = call.request.param("id"), principal.role_at(site)
    lifted = banning.lift(site.id, ban_id, principal.id, role, call.deps.bans, call.now)
    return answer(call, {"ban": _ban(lifted)})


@routes.route(
    "POST",
    f"{ROOT}/readers/trust",
    rate=5,
    body=TrustBody,
    answers={200: "Trusted"},
)
@needs(Role.MODERATOR)
def trust(call: Call, site: Site, principal: Principal) -> Response:
    """Trust the author of a comment, or no longer."""
    body = body_of(TrustBody, call.request)
    wish = banning.TrustRequest(
        site=site.id,
        comment_id=body.comment,
        trusted=body.trusted,
        moderator=principal.id,
        role=principal.role_at(site),
    )
    known = banning.trust(wish, _ports(call), call.now)
    return answer(call, {"trusted": known.trusted})


def _ports(call: Call) -> banning.Ports:
    deps = call.deps
    return banning.Ports(deps.comments, deps.bans, deps.reputations, deps.keys)


def _ban(one: BanRow) -> Json:
    return {
        "id": one.id,
        "kind": one.kind,
        "pattern": one.pattern or None,
        "comment": one.comment or None,
        "until": iso(one.until) if one.until is not None else None,
        "by": one.by,
        "at": iso(one.at),
    }


def _line(line: LogLine) -> Json:
    return {
        "step": line.step,
        "by": line.by,
        "at": iso(line.at),
        "ban": line.ban or None,
        "kind": line.ban_kind or None,
        "comment": line.comment or None,
        "until": iso(line.until) if line.until else None,
    }
