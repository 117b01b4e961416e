"""The moderators' queue, and one comment with everything that led to it."""

from __future__ import annotations

from collections.abc import Mapping

from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.auth.principal import Principal
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.listing import Listing
from ghirbal.domain.reader import Role, Site
from ghirbal.http import parameters
from ghirbal.http.api import Call, Routes
from ghirbal.http.contract import ID, LIMIT, TEXT
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.http.views import moderator as moderator_views
from ghirbal.http.views import serializer
from ghirbal.moderation.explain import explain
from ghirbal.ports.comments import ALWAYS, Order, Span
from ghirbal.usecases.moderating.browse import ListFilter, browse
from ghirbal.usecases.moderating.detail import detail
from ghirbal.usecases.moderating.queue import QueueFilter, look

DEFAULT_LIMIT, MAX_LIMIT = 20, 50
LONGEST_SEARCH = 100
_FILTERS = ("order", "page", "author", "reason", "text")
_LIST_FILTERS = (*_FILTERS, "list", "from", "until")
routes = Routes()


@routes.route(
    "GET",
    f"{ROOT}/queue",
    rate=10,
    query={
        "order": {"enum": ["newest", "oldest", "riskiest"], "default": "riskiest"},
        "limit": LIMIT,
        "cursor": TEXT,
        "page": ID,
        "author": {**ID, "description": "a comment; what waits of the one who wrote it"},
        "reason": {"type": "string", "description": "the reason it waits for, as comments show it"},
        "text": {
            "type": "string",
            "maxLength": 100,
            "description": "words of text or name, in any spelling",
        },
    },
    answers={200: "FilteredQueue"},
)
@needs(Role.AUDITOR)
def queue(call: Call, site: Site, _: Principal) -> Response:
    """What waits for a decision, in one of three orders; of one article, author, reason, or with some words."""
    query = parameters.query(call.request.raw_query, (*_FILTERS, "limit", "cursor"))
    wanted = _wanted(query)
    name = "queue/" + "/".join(f"{filter_}={query.get(filter_, '')}" for filter_ in _FILTERS)
    after = open_cursor(call.deps.tokens, query.get("cursor"), site.id, name, call.now)
    found = look(site.id, wanted, after, call.deps.comments, call.deps.workplace)
    cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
    pending = call.deps.comments.pending(site.id)
    shown = serializer.queue(found.comments, cursor, pending, call.now)
    return answer(call, {**shown, "searched": found.searched, "reasons": dict(found.reasons)})


@routes.route(
    "GET",
    f"{ROOT}/comments",
    rate=5,
    query={
        "list": {
            "enum": [str(listing) for listing in Listing],
            "description": "what became of them; insisted: refused by the checks and sent again all the same. "
            "May be left out where an author is named",
        },
        "order": {
            "enum": ["newest", "oldest"],
            "default": "newest",
            "description": "by when they were written",
        },
        "limit": LIMIT,
        "cursor": TEXT,
        "page": ID,
        "author": {**ID, "description": "a comment; all that the one who wrote it wrote here"},
        "reason": {"type": "string", "description": "the reason, as comments show it"},
        "text": {
            "type": "string",
            "maxLength": 100,
            "description": "words of text or name, in any spelling",
        },
        "from": {"type": "string", "format": "date-time"},
        "until": {"type": "string", "format": "date-time", "description": "not included"},
    },
    answers={200: "Listed"},
)
@needs(Role.AUDITOR)
def listing(call: Call, site: Site, _: Principal) -> Response:
    """What doesn't wait: one of five lists, newest first, or all that the author of a comment wrote."""
    query = parameters.query(call.request.raw_query, (*_LIST_FILTERS, "limit", "cursor"))
    name = "comments/" + "/".join(f"{filter_}={query.get(filter_, '')}" for filter_ in _LIST_FILTERS)
    after = open_cursor(call.deps.tokens, query.get("cursor"), site.id, name, call.now)
    found = browse(site.id, _listed(query), after, call.deps.comments)
    cursor = seal_cursor(call.deps.tokens, site.id, name, found.after, call.now)
    return answer(call, moderator_views.listing(found, cursor, call.now))


@routes.route(
    "GET",
    f"{ROOT}/comments/{{id}}",
    rate=20,
    answers={200: "RoomDetail"},
)
@needs(Role.AUDITOR)
def comment(call: Call, site: Site, _: Principal) -> Response:
    """One comment: evidence in words, thread, notes, its author's record and comments, texts like it."""
    deps = call.deps
    found = detail(site.id, call.request.param("id"), deps.comments, deps.pages, deps.workplace)
    return answer(call, moderator_views.detail(found, _explained(found.comment, call.request.lang), call.now))


@routes.route(
    "GET",
    f"{ROOT}/comments/{{id}}/history",
    rate=10,
    answers={200: "History"},
)
@needs(Role.AUDITOR)
def history(call: Call, site: Site, _: Principal) -> Response:
    """Every version of a comment with its text, and who left it why."""
    comment_id = call.request.param("id")
    found = call.deps.comments.get(site.id, comment_id)
    if found is None:
        raise NotFound("not-found")
    log = call.deps.comments.log(site.id, comment_id)
    return answer(call, moderator_views.history(found, log, call.now))


@routes.route(
    "GET",
    f"{ROOT}/comments/{{id}}/notes",
    rate=20,
    answers={200: "Notes"},
)
@needs(Role.AUDITOR)
def notes(call: Call, site: Site, _: Principal) -> Response:
    """What colleagues noted beside a comment, oldest first."""
    return answer(call, moderator_views.notes(call.deps.workplace.notes(site.id, call.request.param("id"))))


def _wanted(query: Mapping[str, str]) -> QueueFilter:
    words = query.get("text", "")
    if len(words) > LONGEST_SEARCH:
        raise Refused("bad-parameter", name="text", high=LONGEST_SEARCH)
    return QueueFilter(
        order=Order(parameters.choice(query, "order", tuple(map(str, Order)), str(Order.RISKIEST))),
        limit=parameters.number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
        page=parameters.identifier(query, "page"),
        author=parameters.identifier(query, "author"),
        reason=query.get("reason", "")[:LONGEST_SEARCH],
        words=words,
    )


def _listed(query: Mapping[str, str]) -> ListFilter:
    """The list, if any, and the span; an order of risk is none for what has been decided on."""
    named = parameters.choice(query, "list", ("", *map(str, Listing)), "")
    parameters.choice(query, "order", (str(Order.NEWEST), str(Order.OLDEST)), str(Order.NEWEST))
    span = Span(
        parameters.moment(query, "from", ALWAYS.since), parameters.moment(query, "until", ALWAYS.until)
    )
    if span.since >= span.until:
        raise Refused("bad-parameter", name="until")
    narrow = _wanted({"order": str(Order.NEWEST), **query})
    return ListFilter(narrow=narrow, listing=Listing(named) if named else None, span=span)


def _explained(found: Comment, lang: str) -> list[tuple[str, str]]:
    names = dict.fromkeys(symbol.name for symbol in found.verdict.symbols) if found.verdict else {}
    return [(name, explain(name, lang, "moderator")) for name in names]
