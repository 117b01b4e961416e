"""What readers write: form, post, preview, edit, delete, report, vote, own status, and the preflights.

Only what most fresh environments are asked for, form and post, is imported at the start; the rest by its own routes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.auth.address import address_hashes, ban_ranges, trusted_address
from ghirbal.auth.origin import check_origin
from ghirbal.auth.reader import (
    Form,
    form_problem,
    issue_form,
    issue_reader,
    mail_hash,
    new_reader,
    read_form,
    read_reader,
    reader_of,
)
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.reader import Site
from ghirbal.domain.verdict import Action
from ghirbal.http import cors, parameters
from ghirbal.http.api import Api, Call
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.reader import EditBody, PostBody, PreviewBody, ReportBody, VoteBody, given
from ghirbal.http.contract import ID, POSTING_HEADERS, READER_HEADERS
from ghirbal.http.responses import Response, private
from ghirbal.http.views import serializer
from ghirbal.http.views.messages import message
from ghirbal.moderation.mail_domain import mail_evidence
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import post as posts
from ghirbal.usecases.posting.banned import ADDRESS, MAIL, READER, ban_key
from ghirbal.usecases.posting.gates import FormState, identified_page
from ghirbal.usecases.posting.visitor import Visitor
from ghirbal.wiring.deps import Deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from ghirbal.auth.sso import Identity


def _error_headers(call: Call) -> Mapping[str, str]:
    """A refused GET is told to any page: its developer has to learn that the origin isn't listed."""
    own = cors.echo(call.request, _site(call).origins)
    return {**cors.any_origin(), **own} if call.request.method == "GET" else own


api = Api(error_headers=_error_headers)


@api.route(
    "GET",
    "/v1/sites/{site}/form",
    rate=200,
    query={"page": ID},
    required=("page",),
    headers=READER_HEADERS,
    optional=tuple(READER_HEADERS),
    answers={200: "FormTokens"},
)
def form(call: Call) -> Response:
    """A reader token (the caller's own, if it has one) and a form token for one article."""
    site = _site(call)
    if origin := call.request.headers.get("origin"):
        check_origin(origin, site.origins)
    query = parameters.query(call.request.raw_query, ("page",))
    page = parameters.identifier(query, "page")
    if page is None:
        raise Refused("bad-parameter", name="page")
    deps, now = call.deps, call.now
    given = call.request.headers.get("ghirbal-reader", "")
    reader = read_reader(deps.tokens, deps.keys, given, site.id, now) or new_reader(deps.keys, site.id, now)
    signed_in = _identity(call, site)
    who = signed_in.reader if signed_in else reader.hash
    address = address_hashes(deps.keys.hashing("address", site.id), _source(call))[0]
    opened = Form(site.id, page, who, now, address, deps.comments.head(site.id, page).moved_to)
    answer = {
        "reader": issue_reader(deps.tokens, reader),
        "form": issue_form(deps.tokens, opened),
        "characters": 1_000,
    }
    return private(answer, headers=cors.echo(call.request, site.origins))


@api.route(
    "POST",
    "/v1/sites/{site}/pages/{page}/comments",
    rate=30,
    headers=POSTING_HEADERS,
    body=PostBody,
    answers={201: "Posted", 202: "Posted"},
)
def post(call: Call) -> Response:
    """Judge and store a comment: 201 published, 202 held, 422 refused."""
    site = _writing_site(call)
    key = parameters.idempotency_key(call.request.headers)
    body = body_of(PostBody, call.request)
    visitor = _visitor(call, site, mail=body.email)
    page, signed_in = call.request.param("page"), _identity(call, site)
    sent = posts.Post(
        page=page,
        url=body.url,
        text=body.text,
        key=key,
        visitor=visitor,
        form=_form_state(call, site, page, visitor),
        name=signed_in.name if signed_in else body.name,
        avatar=signed_in.avatar if signed_in else "",
        title=body.title,
        parent=body.parent,
        honeypot=bool(body.website),
        nudge=body.nudge,
        proof=given(body.proof),
    )
    deps = call.deps
    ports = posts.Ports(deps.comments, deps.keys, deps.nudges, deps.judge, deps.proofs, deps.traffic)
    return _answered(call, site, posts.post_comment(sent, site, ports, call.now))


@api.route(
    "POST",
    "/v1/sites/{site}/pages/{page}/preview",
    rate=20,
    headers=READER_HEADERS,
    body=PreviewBody,
    answers={200: "Previewed"},
)
def preview(call: Call) -> Response:
    """What a text would meet, without storing it, under the limits of a post."""
    from ghirbal.usecases.posting import edit as edits

    site = _writing_site(call)
    body = body_of(PreviewBody, call.request)
    page = call.request.param("page")
    identified_page(site, body.url, "", page)
    trial = edits.Trial(
        page=page, text=body.text, name=body.name, visitor=_visitor(call, site), proof=given(body.proof)
    )
    ports = edits.Ports(call.deps.comments, call.deps.judge)
    found = edits.preview(trial, site, ports, call.deps.proofs, call.now)
    answer = {"action": str(found.action), "reason": found.reason or None, "spans": found.spans}
    return private(answer, headers=cors.echo(call.request, site.origins))


@api.route(
    "PATCH",
    "/v1/sites/{site}/pages/{page}/comments/{id}",
    rate=5,
    headers=READER_HEADERS,
    body=EditBody,
    answers={201: "Posted", 202: "Posted"},
)
def edit(call: Call) -> Response:
    """Change one's own comment within the window, through every gate of a post."""
    from ghirbal.usecases.posting import edit as edits

    site = _writing_site(call)
    body = body_of(EditBody, call.request)
    if body.version is None:
        raise Refused("version-required")
    page = call.request.param("page")
    identified_page(site, body.url, "", page)
    change = edits.Edit(
        page=page,
        comment_id=call.request.param("id"),
        version=body.version,
        text=body.text,
        visitor=_visitor(call, site),
    )
    ports = edits.Ports(call.deps.comments, call.deps.judge)
    return _answered(call, site, edits.edit_comment(change, site, ports, call.now))


@api.route(
    "DELETE",
    "/v1/sites/{site}/pages/{page}/comments/{id}",
    rate=8,
    query={"version": {"type": "integer", "minimum": 1}},
    required=("version",),
    headers=READER_HEADERS,
    answers={200: "Deleted"},
)
def delete(call: Call) -> Response:
    """Delete one's own comment, at any time."""
    from ghirbal.usecases.posting import edit as edits

    site = _writing_site(call)
    query = parameters.query(call.request.raw_query, ("version",))
    if "version" not in query:
        raise Refused("version-required")
    version = parameters.number(query, "version", 1, 1, 10**9 - 1)
    gone = edits.delete_comment(
        site.id,
        call.request.param("page"),
        call.request.param("id"),
        version,
        _visitor(call, site).reader,
        call.deps.comments,
        call.now,
    )
    return private(serializer.deleted(gone), headers=cors.echo(call.request, site.origins))


@api.route(
    "GET",
    "/v1/sites/{site}/pages/{page}/comments/{id}/status",
    rate=60,
    headers=READER_HEADERS,
    answers={200: "OwnStatus"},
)
def status(call: Call) -> Response:
    """What became of one's own comment."""
    from ghirbal.usecases.posting import edit as edits

    site = _site(call)
    parameters.query(call.request.raw_query, ())
    page, comment_id = call.request.param("page"), call.request.param("id")
    reader = _reader(call, site)
    if reader is None:
        raise NotFound("not-found")
    comment = edits.own_status(site.id, page, comment_id, reader, call.deps.comments)
    said = message(comment.status, comment.reason, call.request.lang)
    answer = serializer.own_status(comment, said, _editable_until(comment, site, call.now))
    return private(answer, headers=cors.echo(call.request, site.origins))


@api.route(
    "POST",
    "/v1/sites/{site}/pages/{page}/comments/{id}/report",
    rate=8,
    headers=READER_HEADERS,
    body=ReportBody,
    answers={202: "Reported"},
)
def report(call: Call) -> Response:
    """Tell the moderators of a comment; one report per reader and comment counts."""
    from ghirbal.usecases.posting import report as reports

    site = _writing_site(call)
    body = body_of(ReportBody, call.request)
    page, comment_id = call.request.param("page"), call.request.param("id")
    visitor, deps = _visitor(call, site), call.deps
    request = reports.ReportRequest(
        comment_id=comment_id, page=page, reason=body.reason, proof=given(body.proof)
    )
    ports = reports.Ports(deps.comments, deps.reputations, deps.proofs)
    reports.report_comment(request, visitor, site, ports, call.now)
    return private({"reported": True}, 202, cors.echo(call.request, site.origins))


@api.route(
    "POST",
    "/v1/sites/{site}/pages/{page}/comments/{id}/vote",
    rate=40,
    headers=READER_HEADERS,
    body=VoteBody,
    answers={200: "Voted"},
)
def vote(call: Call) -> Response:
    """Like a comment or take it back; one vote per reader and comment, never for one's own."""
    from ghirbal.usecases.posting import vote as votes

    site = _writing_site(call)
    body = body_of(VoteBody, call.request)
    page, comment_id = call.request.param("page"), call.request.param("id")
    ports = votes.Ports(call.deps.comments, call.deps.votes, call.deps.proofs)
    request = votes.VoteRequest(comment_id=comment_id, page=page, on=body.on, proof=given(body.proof))
    votes.vote(request, _visitor(call, site), site, ports, call.now)
    return private({"on": body.on}, headers=cors.echo(call.request, site.origins))


@api.route(
    "OPTIONS",
    "/v1/sites/{proxy+}",
    rate=400,
    answers={204: ""},
)
def preflight(call: Call) -> Response:
    """May a page of this origin write here?"""
    site_id = call.request.path.removeprefix("/v1/sites/").partition("/")[0]
    if not parameters.valid("site", site_id):
        raise NotFound("not-found")
    return cors.preflight(call.request, call.deps.site_configs.get(site_id).origins)


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """The Lambda entry point."""
    return api.handle(event, context, deps)


def _site(call: Call) -> Site:
    return call.deps.site_configs.get(call.request.param("site"))


def _writing_site(call: Call) -> Site:
    """The site, for a caller whose origin is exactly one of its own."""
    site = _site(call)
    check_origin(call.request.headers.get("origin"), site.origins)
    return site


def _identity(call: Call, site: Site) -> Identity | None:
    """Whom the site itself signed in, if its token says so. Raises Refused; a bad token never counts as none."""
    token = call.request.headers.get("ghirbal-sso", "")
    if not token:
        return None
    from ghirbal.auth.sso import read_sso

    return read_sso(call.deps.keys, site, token, call.now)


def _reader(call: Call, site: Site) -> str | None:
    if signed_in := _identity(call, site):
        return signed_in.reader
    token = call.request.headers.get("ghirbal-reader", "")
    return reader_of(call.deps.tokens, call.deps.keys, token, site.id, call.now)


def _visitor(call: Call, site: Site, mail: str = "") -> Visitor:
    """Who writes, as keyed hashes. Raises Refused("reader-token") for a token we didn't issue."""
    reader = _reader(call, site)
    if reader is None:
        raise Refused("reader-token")
    source = _source(call)
    address, network = address_hashes(call.deps.keys.hashing("address", site.id), source)
    hashed = mail_hash(call.deps.keys, site.id, mail)
    return Visitor(
        reader=reader,
        address=address,
        network=network,
        mail=hashed,
        mail_evidence=mail_evidence(mail),
        bans=_ban_keys(call, site, reader, hashed, source),
    )


def _source(call: Call) -> str:
    request = call.request
    return trusted_address(request.source, request.headers, call.deps.settings.cdn_secret)


def _ban_keys(call: Call, site: Site, reader: str, mail: str, source: str) -> tuple[tuple[str, str], ...]:
    """What this visitor may be banned by."""
    named = [(READER, reader), *((ADDRESS, network) for network in ban_ranges(source))]
    if mail:
        named.append((MAIL, mail))
    return tuple((kind, ban_key(call.deps.keys, site.id, kind, value)) for kind, value in named)


def _form_state(call: Call, site: Site, page: str, visitor: Visitor) -> FormState:
    """What the form token says; judged only after a replay was ruled out."""
    opened = read_form(call.deps.tokens, call.request.headers.get("ghirbal-form", ""))
    problem = form_problem(opened, site.id, page, visitor.reader, call.now)
    if opened is None or problem:
        return FormState(problem=problem)
    changed = opened.address != visitor.address
    return FormState(age_ms=opened.age(call.now), address_changed=changed, home=opened.home)


def _answered(call: Call, site: Site, comment: Comment) -> Response:
    """The answer to a post or an edit: a replay answers what the first one did."""
    headers = cors.echo(call.request, site.origins)
    said = message(comment.status, comment.reason, call.request.lang)
    if comment.edits == 0 and comment.verdict and comment.verdict.action is Action.REJECT:
        raise posts.refused(comment.verdict, policy_of(site), id=comment.id)
    status = 201 if comment.status is Status.APPROVED else 202
    return private(serializer.posted(comment, said), status, headers)


def _editable_until(comment: Comment, site: Site, now: int) -> int | None:
    from ghirbal.usecases.posting import edit as edits

    policy = policy_of(site)
    until = edits.editable_until(comment, policy)
    live = comment.status in (Status.PENDING, Status.APPROVED) and comment.edits < policy.edits.n
    return until if live and now <= until else None
