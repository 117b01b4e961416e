"""The moderators' queue, and one comment with everything that led to it."""

from __future__ import annotations

from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.auth.principal import Principal
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound
from ghirbal.domain.reader import Role, Site
from ghirbal.http import parameters, serializer
from ghirbal.http.moderating import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.moderation.explain import explain
from ghirbal.ports import Order
from ghirbal.resolver import Call, Routes

DEFAULT_LIMIT, MAX_LIMIT = 20, 50
routes = Routes()


@routes.route("GET", f"{ROOT}/queue")
@needs(Role.AUDITOR)
def queue(call: Call, site: Site, _: Principal) -> Response:
    """What waits for a decision: riskiest, oldest or newest first, of the site or of one article."""
    query = parameters.query(call.request.raw_query, ("order", "limit", "cursor", "page"))
    order = Order(parameters.choice(query, "order", tuple(map(str, Order)), str(Order.RISKIEST)))
    page = parameters.identifier(query, "page")
    limit = parameters.number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    name = f"queue/{order}/{page or ''}"
    after = open_cursor(call.deps.tokens, query.get("cursor"), site.id, name, call.now)
    found = call.deps.comments.queue(site.id, order, limit, after, page)
    cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
    pending = call.deps.comments.pending(site.id)
    return answer(call, serializer.queue(found.comments, cursor, pending))


@routes.route("GET", f"{ROOT}/comments/{{id}}")
@needs(Role.AUDITOR)
def comment(call: Call, site: Site, _: Principal) -> Response:
    """One comment with everything that led to it."""
    found = call.deps.comments.get(site.id, call.request.param("id"))
    if found is None:
        raise NotFound("not-found")
    page = call.deps.pages.get(site.id, found.page)
    log = call.deps.comments.log(site.id, found.id)
    return answer(call, serializer.moderator_detail(found, page, log, _explained(found, call.request.lang)))


def _explained(found: Comment, lang: str) -> list[tuple[str, str]]:
    names = dict.fromkeys(symbol.name for symbol in found.verdict.symbols) if found.verdict else {}
    return [(name, explain(name, lang, "moderator")) for name in names]
