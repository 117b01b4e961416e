"""The site's team: an owner invites and removes, a member looks after their own row."""

from __future__ import annotations

from ghirbal.auth.principal import Principal
from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import RANK, Moderator, Role, Site
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.moderator import MeBody, MemberBody
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.usecases.moderating.team import Invitation, Invited, Ports, confirm, dismiss, group_of, invite

routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/team",
    rate=10,
    answers={200: "Team"},
)
@needs(Role.OWNER)
def team(call: Call, site: Site, principal: Principal) -> Response:
    """Everybody on the team of this site."""
    _member(call, site, principal.id)
    return answer(call, {"team": [_shown(member) for member in call.deps.sites.team(site.id)]})


@routes.route(
    "POST",
    f"{ROOT}/team",
    rate=1,
    body=MemberBody,
    answers={202: "Accepted"},
)
@needs(Role.OWNER)
def add(call: Call, site: Site, principal: Principal) -> Response:
    """Invite a person by mail, or change their role; says which group they need where the issuer is foreign."""
    body = body_of(MemberBody, call.request)
    wish = Invitation(
        site=site.id,
        mail=body.mail,
        role=Role(body.role),
        by=principal.id,
        by_role=principal.role_at(site),
        lang=body.lang,
        id=body.id,
    )
    return answer(call, _said(invite(wish, _ports(call), call.now)), 202)


@routes.route(
    "DELETE",
    f"{ROOT}/team/{{member}}",
    rate=1,
    answers={200: "Accepted"},
)
@needs(Role.OWNER)
def remove(call: Call, site: Site, principal: Principal) -> Response:
    """Take a member off the team, from this moment on."""
    member, role = call.request.param("member"), principal.role_at(site)
    return answer(call, _said(dismiss(site.id, member, principal.id, role, _ports(call))))


@routes.route(
    "GET",
    f"{ROOT}/me",
    rate=20,
    answers={200: "Me"},
)
@needs(Role.AUDITOR)
def me(call: Call, site: Site, principal: Principal) -> Response:
    """Who one is at this site: the lesser of the token's and the team's role, and how one is told."""
    return answer(call, _own(call, site, principal))


@routes.route(
    "PUT",
    f"{ROOT}/me",
    rate=5,
    body=MeBody,
    answers={200: "Me"},
)
@needs(Role.AUDITOR)
def put_me(call: Call, site: Site, principal: Principal) -> Response:
    """Choose language and mails a day; an invited person gets mail from then on."""
    body = body_of(MeBody, call.request)
    confirm(site.id, principal.id, body.lang, body.budget, _ports(call))
    return answer(call, _own(call, site, principal))


def _ports(call: Call) -> Ports:
    deps = call.deps
    return Ports(deps.sites, deps.team, deps.comments, deps.directory)


def _member(call: Call, site: Site, member: str) -> Moderator:
    found = call.deps.sites.moderator(site.id, member)
    if found is None:
        raise Forbidden("not-on-team")
    return found


def _own(call: Call, site: Site, principal: Principal) -> dict[str, object]:
    member = _member(call, site, principal.id)
    role = min(member.role, principal.role_at(site), key=RANK.__getitem__)
    return {**_shown(member), "role": str(role), "site": site.id, "name": site.name}


def _shown(member: Moderator) -> dict[str, object]:
    return {
        "id": member.id,
        "role": str(member.role),
        "mail": member.mail,
        "lang": member.lang,
        "budget": member.budget,
        "confirmed": member.confirmed,
        "group": group_of(member.site, member.role),
    }


def _said(invited: Invited) -> dict[str, object]:
    return {"accepted": True, "group": invited.group, "managed": invited.managed}
