"""An owner's webhooks. Their addresses are written here and never read back: some hold a token."""

from __future__ import annotations

from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import iso
from ghirbal.domain.hook_url import checked_url
from ghirbal.domain.reader import Role, Site
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.webhooks import ConfirmBody, WebhookBody
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.http.views.serializer import Json
from ghirbal.ports.webhooks import Sink, Webhook
from ghirbal.usecases.webhooks import webhooks
from ghirbal.usecases.webhooks.webhooks import Owner, Ports

routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/webhooks",
    rate=10,
    answers={200: "WebhookList"},
)
@needs(Role.OWNER)
def webhook_list(call: Call, site: Site, _: Principal) -> Response:
    """The site's webhooks: where to, by host alone, and how they fare."""
    return answer(call, {"webhooks": [_hook(one) for one in call.deps.webhooks.listed(site.id)]})


@routes.route(
    "POST",
    f"{ROOT}/webhooks",
    rate=2,
    body=WebhookBody,
    answers={201: "WebhookSecret"},
)
@needs(Role.OWNER)
def add_webhook(call: Call, site: Site, principal: Principal) -> Response:
    """Add a webhook; its secret is shown this once, and a code is sent to its address."""
    body = body_of(WebhookBody, call.request)
    wish = webhooks.WebhookRequest(
        url=body.url, sink=Sink(body.sink), events=tuple(sorted(set(body.events))), chat=body.chat
    )
    hook, secret = webhooks.add(site, wish, _owner(site, principal), _ports(call), call.now)
    return answer(call, {"webhook": _hook(hook), "secret": secret}, 201)


@routes.route(
    "POST",
    f"{ROOT}/webhooks/{{id}}/confirm",
    rate=2,
    body=ConfirmBody,
    answers={200: "WebhookAnswer"},
)
@needs(Role.OWNER)
def confirm_webhook(call: Call, site: Site, principal: Principal) -> Response:
    """Turn a webhook on with the code that arrived there."""
    code = body_of(ConfirmBody, call.request).code
    hook_id, owner = call.request.param("id"), _owner(site, principal)
    return _answered(call, webhooks.confirm(site.id, hook_id, code, owner, _ports(call), call.now))


@routes.route(
    "POST",
    f"{ROOT}/webhooks/{{id}}/challenge",
    rate=2,
    answers={200: "WebhookAnswer"},
)
@needs(Role.OWNER)
def challenge_webhook(call: Call, site: Site, principal: Principal) -> Response:
    """Send the code again; the way back for one that was turned off."""
    hook_id, owner = call.request.param("id"), _owner(site, principal)
    return _answered(call, webhooks.challenge(site.id, hook_id, owner, _ports(call), call.now))


@routes.route(
    "POST",
    f"{ROOT}/webhooks/{{id}}/rotate",
    rate=2,
    answers={200: "WebhookSecret"},
)
@needs(Role.OWNER)
def rotate_webhook(call: Call, site: Site, principal: Principal) -> Response:
    """A new secret; for a day calls are signed with the one before as well."""
    hook_id, owner = call.request.param("id"), _owner(site, principal)
    hook, secret = webhooks.rotate(site.id, hook_id, owner, _ports(call), call.now)
    return answer(call, {"webhook": _hook(hook), "secret": secret})


@routes.route(
    "DELETE",
    f"{ROOT}/webhooks/{{id}}",
    rate=2,
    answers={200: "Removed"},
)
@needs(Role.OWNER)
def remove_webhook(call: Call, site: Site, principal: Principal) -> Response:
    """Forget a webhook and its address."""
    hook_id = call.request.param("id")
    webhooks.remove(site.id, hook_id, _owner(site, principal), _ports(call), call.now)
    return answer(call, {"removed": True})


def _owner(site: Site, principal: Principal) -> Owner:
    return Owner(principal.id, principal.role_at(site))


def _ports(call: Call) -> Ports:
    deps = call.deps
    return Ports(deps.webhooks, deps.webhook_queue, deps.keys, deps.comments)


def _answered(call: Call, hook: Webhook) -> Response:
    return answer(call, {"webhook": _hook(hook)})


def _hook(hook: Webhook) -> Json:
    return {
        "id": hook.id,
        "host": checked_url(hook.url)[0],
        "sink": str(hook.sink),
        "events": hook.events,
        "state": str(hook.state),
        "failing_since": _time(hook.failing),
        "succeeded": _time(hook.succeeded),
        "error": hook.error,
        "both_secrets_until": _time(hook.both_until),
        "by": hook.by,
        "at": iso(hook.at),
    }


def _time(ms: int) -> str | None:
    return iso(ms) if ms else None
