"""What moderators do to comments."""

from __future__ import annotations

from collections.abc import Callable

from ghirbal.auth.principal import Principal
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Conflict, Refused
from ghirbal.domain.reader import Role, Site
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.moderator import (
    AnswerBody,
    BulkBody,
    BulkDecision,
    DecisionBody,
    NoteBody,
    VersionBody,
)
from ghirbal.http.contract import IDEMPOTENCY_KEY
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.parameters import idempotency_key
from ghirbal.http.responses import Response
from ghirbal.http.views import moderator as moderator_views
from ghirbal.http.views import serializer
from ghirbal.http.views.serializer import version_conflict
from ghirbal.ports.workplace import Note
from ghirbal.usecases.moderating import answer as answering
from ghirbal.usecases.moderating import claim as claiming
from ghirbal.usecases.moderating.bulk import decide_many
from ghirbal.usecases.moderating.decide import Decision, decide
from ghirbal.usecases.moderating.undo import RevertRequest, restore, undo

ERASED_AT_ONCE = 20
"""Comments an erase takes in one call, each some ten calls of the table: a second or two of the function's ten."""

routes = Routes()


@routes.route(
    "POST",
    f"{ROOT}/comments/{{id}}/decisions",
    rate=20,
    body=DecisionBody,
    answers={200: "Decided"},
)
@needs(Role.MODERATOR)
def decision(call: Call, site: Site, principal: Principal) -> Response:
    """Approve, reject, mark as spam, hold or delete the version that was seen."""
    body = body_of(DecisionBody, call.request)
    version = _seen(body.version)
    wanted = Decision(
        site=site.id,
        comment_id=call.request.param("id"),
        action=body.action,
        version=version,
        moderator=principal.id,
        role=principal.role_at(site),
        reason=body.reason,
    )
    return _comment(call, lambda: decide(wanted, call.deps.comments, call.now))


@routes.route(
    "POST",
    f"{ROOT}/decisions",
    rate=1,
    body=BulkBody,
    answers={200: "BulkResults"},
)
@needs(Role.MODERATOR)
def bulk(call: Call, site: Site, principal: Principal) -> Response:
    """Up to 50 decisions, each answered for itself: 200 and the comment, or the problem it met."""
    body = body_of(BulkBody, call.request)
    wanted = [_decision(item, site, principal) for item in body.decisions]
    results = decide_many(wanted, call.deps.comments, call.now)
    return answer(call, moderator_views.results(results, call.request.lang, call.now))


@routes.route(
    "POST",
    f"{ROOT}/comments/{{id}}/undo",
    rate=5,
    body=VersionBody,
    answers={200: "Decided"},
)
@needs(Role.MODERATOR)
def undone(call: Call, site: Site, principal: Principal) -> Response:
    """Take one's own last decision back within 60 seconds, a deletion too."""
    wish = _return(call, site, principal)
    return _comment(call, lambda: undo(wish, call.deps.comments, call.deps.workplace, call.now))


@routes.route(
    "POST",
    f"{ROOT}/comments/{{id}}/restore",
    rate=2,
    body=VersionBody,
    answers={200: "Decided"},
)
@needs(Role.EDITOR)
def restored(call: Call, site: Site, principal: Principal) -> Response:
    """Bring back what a moderator deleted in the last 30 days."""
    wish = _return(call, site, principal)
    return _comment(call, lambda: restore(wish, call.deps.comments, call.deps.workplace, call.now))


@routes.route(
    "POST",
    f"{ROOT}/comments/{{id}}/erasure",
    rate=5,
    answers={200: "ErasedAuthor"},
)
@needs(Role.OWNER)
def erasure(call: Call, site: Site, principal: Principal) -> Response:
    """Erase who wrote a comment, for good: 20 comments and likes a call; while `more` is true, ask again."""
    from ghirbal.usecases.policy.in_force import policy_of
    from ghirbal.usecases.rights.erase import AuthorErasure, Ports, erase_author

    deps = call.deps
    ports = Ports(
        deps.erasures, deps.comments, deps.counters, deps.reputations, deps.votes, lambda _: policy_of(site)
    )
    wish = AuthorErasure(
        site=site.id, comment_id=call.request.param("id"), by=principal.id, most=ERASED_AT_ONCE
    )
    done, more = erase_author(wish, deps.sites, ports, call.now)
    said = {"receipt": done.receipt.id, "erased": dict(done.receipt.counts), "more": more}
    return answer(call, said)


@routes.route(
    "PUT",
    f"{ROOT}/comments/{{id}}/claim",
    rate=20,
    answers={200: "Decided"},
)
@needs(Role.MODERATOR)
def claim(call: Call, site: Site, principal: Principal) -> Response:
    """Tell colleagues for two minutes that one is reading a comment; no lock on deciding."""
    wanted, deps = _claim(call, site, principal), call.deps
    return _comment(call, lambda: claiming.claim(wanted, deps.comments, deps.workplace, call.now))


@routes.route(
    "DELETE",
    f"{ROOT}/comments/{{id}}/claim",
    rate=20,
    answers={200: "Decided"},
)
@needs(Role.MODERATOR)
def release(call: Call, site: Site, principal: Principal) -> Response:
    """Take one's own claim back."""
    given, deps = _claim(call, site, principal), call.deps
    return _comment(call, lambda: claiming.release(given, deps.comments, deps.workplace))


def _claim(call: Call, site: Site, principal: Principal) -> claiming.ClaimRequest:
    return claiming.ClaimRequest(
        site=site.id,
        comment_id=call.request.param("id"),
        moderator=principal.id,
        role=principal.role_at(site),
    )


@routes.route(
    "POST",
    f"{ROOT}/comments/{{id}}/notes",
    rate=5,
    body=NoteBody,
    answers={201: "NoteRow"},
)
@needs(Role.MODERATOR)
def add_note(call: Call, site: Site, principal: Principal) -> Response:
    """Note something beside a comment, for colleagues."""
    text = body_of(NoteBody, call.request).text
    comment_id = call.request.param("id")
    note = Note(site=site.id, comment_id=comment_id, by=principal.id, text=text, at=call.now)
    kept = claiming.add_note(note, principal.role_at(site), call.deps.workplace)
    return answer(call, moderator_views.note(kept), 201)


@routes.route(
    "POST",
    f"{ROOT}/pages/{{page}}/comments",
    rate=5,
    headers={"Idempotency-Key": IDEMPOTENCY_KEY},
    body=AnswerBody,
    answers={201: "Decided"},
)
@needs(Role.MODERATOR)
def staff_answer(call: Call, site: Site, principal: Principal) -> Response:
    """Answer as staff, under an article or a comment: public at once and marked."""
    body = body_of(AnswerBody, call.request)
    wish = answering.Answer(
        page=call.request.param("page"),
        text=body.text,
        key=idempotency_key(call.request.headers),
        moderator=principal.id,
        role=principal.role_at(site),
        name=body.name,
        parent=body.parent,
    )
    deps = call.deps
    ports = answering.Ports(deps.comments, deps.pages, deps.workplace, deps.keys)
    stored = answering.answer(wish, site, ports, call.now)
    return answer(call, {"comment": serializer.moderator_comment(stored, call.now)}, 201)


def _seen(version: int | None) -> int:
    if version is None:
        raise Refused("version-required")
    return version


def _decision(item: BulkDecision, site: Site, principal: Principal) -> Decision:
    return Decision(
        site=site.id,
        comment_id=item.id,
        action=item.action,
        version=item.version,
        moderator=principal.id,
        role=principal.role_at(site),
        reason=item.reason,
    )


def _return(call: Call, site: Site, principal: Principal) -> RevertRequest:
    return RevertRequest(
        site=site.id,
        comment_id=call.request.param("id"),
        version=_seen(body_of(VersionBody, call.request).version),
        moderator=principal.id,
        role=principal.role_at(site),
    )


def _comment(call: Call, act: Callable[[], Comment]) -> Response:
    """The comment after an act; who was faster is told when somebody was."""
    try:
        after = act()
    except Conflict as conflict:
        raise version_conflict(conflict.current) from None
    return answer(call, {"comment": serializer.moderator_comment(after, call.now)})
