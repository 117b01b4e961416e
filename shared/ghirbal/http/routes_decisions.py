"""What moderators do to comments."""

from __future__ import annotations

from ghirbal.auth.principal import Principal
from ghirbal.domain.errors import Conflict, Refused
from ghirbal.domain.reader import Role, Site
from ghirbal.http import serializer
from ghirbal.http.bodies import DecisionBody, body_of
from ghirbal.http.moderating import ROOT, answer, needs, told
from ghirbal.http.responses import Response
from ghirbal.resolver import Call, Routes
from ghirbal.usecases.decide import Decision, decide

routes = Routes()


@routes.route("POST", f"{ROOT}/comments/{{id}}/decisions")
@needs(Role.MODERATOR)
def decision(call: Call, site: Site, principal: Principal) -> Response:
    """Approve, reject, mark as spam, hold or delete the version that was seen."""
    body = body_of(DecisionBody, call.request)
    if body.version is None:
        raise Refused("version-required")
    wanted = Decision(
        site=site.id,
        comment_id=call.request.param("id"),
        action=body.action,
        version=body.version,
        moderator=principal.id,
        role=principal.role_at(site),
        reason=body.reason,
    )
    try:
        decided = decide(wanted, call.deps.comments, call.now)
    except Conflict as conflict:
        raise told(conflict.current) from None
    return answer(call, {"comment": serializer.moderator_comment(decided)})
