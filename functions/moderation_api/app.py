"""The moderators' endpoint: articles, health, the links in mails, and the routes of `ghirbal.http.routes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.auth.links import open_link
from ghirbal.auth.origin import check_origin
from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import iso
from ghirbal.domain.errors import GhirbalError, NotFound
from ghirbal.domain.page import origin_of
from ghirbal.domain.reader import Role, Site
from ghirbal.http import cors
from ghirbal.http.api import Api, Call
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.moderator import PageBody
from ghirbal.http.body import form
from ghirbal.http.moderator_api import ROOT, answer, needs, origins
from ghirbal.http.responses import Response
from ghirbal.http.routes import bans, decision_log, decisions, jobs, policy, queue, team, webhooks
from ghirbal.http.views import decision_page, serializer
from ghirbal.moderation.canary import signs
from ghirbal.usecases.moderating.decide import set_page_open
from ghirbal.usecases.moderating.links import LinkGrant, LinkOutcome, follow_link, show_link
from ghirbal.usecases.policy.in_force import is_valid, policy_of
from ghirbal.wiring.deps import Deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def _error_headers(call: Call) -> Mapping[str, str]:
    return cors.echo(call.request, origins(call))


api = Api(error_headers=_error_headers)
for module in (bans, decisions, jobs, decision_log, policy, queue, team, webhooks):
    api.include(module.routes)


@api.route(
    "GET",
    f"{ROOT}/pages/{{page}}",
    rate=20,
    answers={200: "PageState"},
)
@needs(Role.AUDITOR)
def page(call: Call, site: Site, _: Principal) -> Response:
    """An article: address, title, whether it takes comments, how many it shows."""
    return _page(call, site)


@api.route(
    "PUT",
    f"{ROOT}/pages/{{page}}",
    rate=5,
    body=PageBody,
    answers={200: "PageState"},
)
@needs(Role.MODERATOR)
def put_page(call: Call, site: Site, principal: Principal) -> Response:
    """Close or open an article for comments."""
    body = body_of(PageBody, call.request)
    role = principal.role_at(site)
    set_page_open(site.id, call.request.param("page"), body.open, principal.id, role, call.deps.pages)
    return _page(call, site)


@api.route(
    "GET",
    f"{ROOT}/health",
    rate=20,
    answers={200: "SiteHealth"},
)
@needs(Role.AUDITOR)
def health(call: Call, site: Site, _: Principal) -> Response:
    """Whether the site's policy can be used, how many comments wait, and which detectors work."""
    pending = call.deps.comments.pending(site.id)
    failures = call.deps.reputations.failures(site.id)
    detectors = [
        {
            "name": sign.name,
            "works": sign.works,
            "hits": sign.hits,
            "failed": iso(failures[sign.name]) if sign.name in failures else None,
        }
        for sign in signs(policy_of(site))
    ]
    return answer(call, {"policy_valid": is_valid(site), "pending": pending, "detectors": detectors})


@api.route(
    "OPTIONS",
    "/v1/moderation/{proxy+}",
    rate=50,
    answers={204: ""},
)
def preflight(call: Call) -> Response:
    """May a page of this origin call the moderators' endpoint?"""
    return cors.preflight(call.request, origins(call))


@api.route(
    "GET",
    "/a/{token}",
    rate=5,
    answers={200: "text/html"},
)
def link(call: Call) -> Response:
    """Show what a mail's link would decide. Changes nothing, whoever asks and however often."""
    try:
        grant = _grant(call)
        shown = show_link(grant, call.deps.comments, call.deps.sites)
    except GhirbalError as error:
        return decision_page.failed(error.code, call.request.lang)
    return decision_page.page(shown.outcome, grant.action, shown.comment, call.request.lang)


@api.route(
    "POST",
    "/a/{token}",
    rate=5,
    form=True,
    answers={200: "text/html"},
)
def follow(call: Call) -> Response:
    """Decide, from the button on the page that GET showed."""
    check_origin(call.request.headers.get("origin"), (origin_of(call.deps.settings.public_url),))
    form(call.request)
    try:
        grant = _grant(call)
        shown = follow_link(grant, call.deps.comments, call.deps.sites, call.now)
    except GhirbalError as error:
        return decision_page.failed(error.code, call.request.lang)
    status = 200 if shown.outcome in (LinkOutcome.DONE, LinkOutcome.ALREADY) else 409
    return decision_page.page(shown.outcome, grant.action, shown.comment, call.request.lang, status)


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """The Lambda entry point."""
    return api.handle(event, context, deps)


def _page(call: Call, site: Site) -> Response:
    found = call.deps.pages.get(site.id, call.request.param("page"))
    if found is None:
        raise NotFound("not-found")
    head = call.deps.comments.head(site.id, found.id)
    return answer(call, serializer.page_state(found, head))


def _grant(call: Call) -> LinkGrant:
    opened = open_link(call.deps.tokens, call.request.param("token"), call.now)
    return LinkGrant(
        site=opened.site,
        comment_id=opened.comment,
        version=opened.version,
        action=opened.action,
        moderator=opened.moderator,
    )
