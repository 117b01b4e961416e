"""The moderators' endpoint: queue, one comment, decisions, articles, health, and the links in mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.moderation.explain import explain

from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.auth.links import open_link
from ghirbal.auth.origin import check_origin
from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import iso
from ghirbal.domain.comment import ActorKind, Comment
from ghirbal.domain.errors import Conflict, Forbidden, GhirbalError, NotFound, Refused
from ghirbal.domain.page import origin_of
from ghirbal.domain.reader import Role, Site
from ghirbal.http import cors, decision_page, parameters, serializer
from ghirbal.http.bodies import DecisionBody, PageBody, body_of
from ghirbal.http.body import form
from ghirbal.http.responses import Response, private
from ghirbal.ports import Order
from ghirbal.resolver import Api, Call
from ghirbal.usecases.decide import Decision, allow, decide, set_page_open
from ghirbal.usecases.links import LinkGrant, Outcome, follow_link, show_link
from ghirbal.usecases.policies import is_valid
from ghirbal.wiring import Deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

DEFAULT_LIMIT, MAX_LIMIT = 20, 50


def _error_headers(call: Call) -> Mapping[str, str]:
    return cors.echo(call.request, _origins(call))


api = Api(error_headers=_error_headers)


@api.route("GET", "/v1/moderation/sites/{site}/queue")
def queue(call: Call) -> Response:
    """What waits for a decision: riskiest, oldest or newest first, of the site or of one article."""
    site, _ = _allowed(call, Role.AUDITOR)
    query = parameters.query(call.request.raw_query, ("order", "limit", "cursor", "page"))
    order = Order(parameters.choice(query, "order", tuple(map(str, Order)), str(Order.RISKIEST)))
    page = parameters.identifier(query, "page")
    limit = parameters.number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    name = f"queue/{order}/{page or ''}"
    after = open_cursor(call.deps.tokens, query.get("cursor"), site.id, name, call.now)
    found = call.deps.comments.queue(site.id, order, limit, after, page)
    cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
    pending = call.deps.comments.pending(site.id)
    return _private(call, serializer.queue(found.comments, cursor, pending))


@api.route("GET", "/v1/moderation/sites/{site}/comments/{id}")
def comment(call: Call) -> Response:
    """One comment with everything that led to it."""
    site, _ = _allowed(call, Role.AUDITOR)
    found = call.deps.comments.get(site.id, call.request.param("id"))
    if found is None:
        raise NotFound("not-found")
    page = call.deps.pages.get(site.id, found.page)
    log = call.deps.comments.log(site.id, found.id)
    return _private(call, serializer.moderator_detail(found, page, log, _explained(found, call.request.lang)))


@api.route("POST", "/v1/moderation/sites/{site}/comments/{id}/decisions")
def decision(call: Call) -> Response:
    """Approve, reject, mark as spam, hold or delete the version that was seen."""
    site, principal = _allowed(call, Role.MODERATOR)
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
        raise _told(conflict.current) from None
    return _private(call, {"comment": serializer.moderator_comment(decided)})


@api.route("GET", "/v1/moderation/sites/{site}/pages/{page}")
def page(call: Call) -> Response:
    """An article: address, title, whether it takes comments, how many it shows."""
    site, _ = _allowed(call, Role.AUDITOR)
    return _page(call, site)


@api.route("PUT", "/v1/moderation/sites/{site}/pages/{page}")
def put_page(call: Call) -> Response:
    """Close or open an article for comments."""
    site, principal = _allowed(call, Role.MODERATOR)
    body = body_of(PageBody, call.request)
    role = principal.role_at(site)
    set_page_open(site.id, call.request.param("page"), body.open, principal.id, role, call.deps.pages)
    return _page(call, site)


@api.route("GET", "/v1/moderation/sites/{site}/health")
def health(call: Call) -> Response:
    """Whether the site's policy can be used and how many comments wait."""
    site, _ = _allowed(call, Role.AUDITOR)
    pending = call.deps.comments.pending(site.id)
    return _private(call, {"policy_valid": is_valid(site), "pending": pending})


@api.route("OPTIONS", "/v1/moderation/{proxy+}")
def preflight(call: Call) -> Response:
    """May a page of this origin call the moderators' endpoint?"""
    return cors.preflight(call.request, _origins(call))


@api.route("GET", "/a/{token}")
def link(call: Call) -> Response:
    """Show what a mail's link would decide. Changes nothing, whoever asks and however often."""
    try:
        grant = _grant(call)
        shown = show_link(grant, call.deps.comments, call.deps.sites)
    except GhirbalError as error:
        return decision_page.failed(error.code, call.request.lang)
    return decision_page.page(shown.outcome, grant.action, shown.comment, call.request.lang)


@api.route("POST", "/a/{token}")
def follow(call: Call) -> Response:
    """Decide, from the button on the page that GET showed."""
    check_origin(call.request.headers.get("origin"), (origin_of(call.deps.settings.public_url),))
    form(call.request)
    try:
        grant = _grant(call)
        shown = follow_link(grant, call.deps.comments, call.deps.sites, call.now)
    except GhirbalError as error:
        return decision_page.failed(error.code, call.request.lang)
    status = 200 if shown.outcome in (Outcome.DONE, Outcome.ALREADY) else 409
    return decision_page.page(shown.outcome, grant.action, shown.comment, call.request.lang, status)


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """The Lambda entry point."""
    return api.handle(event, context, deps)


def _allowed(call: Call, needed: Role) -> tuple[Site, Principal]:
    """The site and the caller. Raises Forbidden: no token, a bad one, or too low a role at this site."""
    if call.deps.principals is None:
        raise GhirbalError("issuer-unavailable")
    principal = call.deps.principals.verify(call.request.headers.get("authorization"))
    try:
        site = call.deps.site_configs.get(call.request.param("site"))
    except NotFound:
        raise Forbidden(
            "not-allowed"
        ) from None  # whether a foreign site exists is none of the caller's business
    allow(principal.role_at(site), needed)
    return site, principal


def _origins(call: Call) -> tuple[str, ...]:
    """The console's origin is the service's own; programs send none."""
    return (origin_of(call.deps.settings.public_url), *call.deps.settings.console_origins)


def _private(call: Call, payload: Mapping[str, object]) -> Response:
    return private(payload, headers=cors.echo(call.request, _origins(call)))


def _page(call: Call, site: Site) -> Response:
    found = call.deps.pages.get(site.id, call.request.param("page"))
    if found is None:
        raise NotFound("not-found")
    head = call.deps.comments.head(site.id, found.id)
    return _private(call, serializer.page_state(found, head))


def _explained(found: Comment, lang: str) -> list[tuple[str, str]]:
    names = dict.fromkeys(symbol.name for symbol in found.verdict.symbols) if found.verdict else {}
    return [(name, explain(name, lang, "moderator")) for name in names]


def _told(current: Comment) -> Refused:
    """The conflict with who decided, for a colleague's eyes."""
    who = current.by.id if current.by.kind is ActorKind.MODERATOR else str(current.by.kind)
    return Refused(
        "version-conflict",
        version=current.version,
        status=str(current.status),
        decided_by=who,
        at=iso(current.updated),
    )


def _grant(call: Call) -> LinkGrant:
    opened = open_link(call.deps.tokens, call.request.param("token"), call.now)
    return LinkGrant(
        site=opened.site,
        comment_id=opened.comment,
        version=opened.version,
        action=opened.action,
        moderator=opened.moderator,
    )
