"""Public reads: comments, replies, counts, health. Cached, without pydantic, and it may write nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal import __version__
from ghirbal.auth.cursors import open_cursor, seal_cursor
from ghirbal.domain.errors import GhirbalError, NotFound
from ghirbal.domain.languages import LANGUAGES
from ghirbal.http import parameters
from ghirbal.http.api import Api, Call
from ghirbal.http.contract import LANGUAGE, LIMIT, TEXT
from ghirbal.http.cors import any_origin
from ghirbal.http.responses import Response, public, public_text
from ghirbal.http.views import serializer
from ghirbal.ports.comments import Order, Slice
from ghirbal.wiring.deps import Deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

DEFAULT_LIMIT, MAX_LIMIT = 20, 50

api = Api(error_headers=lambda _: any_origin())


@api.route(
    "GET",
    "/v1/health",
    rate=20,
    head_rate=20,
    answers={200: "ServiceHealth", 304: ""},
)
def health(call: Call) -> Response:
    """Whether the service answers, and its version."""
    parameters.query(call.request.raw_query, ())
    return public(call.request, {"status": "ok", "version": __version__})


@api.route(
    "GET",
    "/v1/sites/{site}/pages/{page}/comments",
    rate=300,
    query={
        "sort": {"enum": ["newest", "oldest", "liked"], "default": "newest"},
        "limit": LIMIT,
        "cursor": TEXT,
    },
    answers={200: "CommentList", 304: ""},
)
def comments(call: Call) -> Response:
    """Approved comments of an article, newest, oldest or most liked first, with its counts."""
    site, page = call.request.param("site"), call.request.param("page")
    query = parameters.query(call.request.raw_query, ("sort", "limit", "cursor"))
    order = Order(parameters.choice(query, "sort", ("newest", "oldest", "liked"), "newest"))
    name = f"roots/{page}/{order}"
    after = open_cursor(call.deps.tokens, query.get("cursor"), site, name, call.now)
    limit = _limit(query)
    _known(call.deps, site)
    head = call.deps.comments.head(site, page)
    found = _roots(call.deps, site, head.moved_to or page, order, limit, after)
    cursor = seal_cursor(call.deps.tokens, site, name, found.after, call.now)
    return public(call.request, serializer.page_list(found.comments, cursor, head))


@api.route(
    "GET",
    "/v1/sites/{site}/pages/{page}/comments/{id}/replies",
    rate=100,
    query={"limit": LIMIT, "cursor": TEXT},
    answers={200: "ReplyList", 304: ""},
)
def replies(call: Call) -> Response:
    """Approved replies under a root that is public itself, oldest first."""
    site, page, root = (call.request.param(name) for name in ("site", "page", "id"))
    query = parameters.query(call.request.raw_query, ("limit", "cursor"))
    name = f"replies/{page}/{root}"
    after = open_cursor(call.deps.tokens, query.get("cursor"), site, name, call.now)
    found = call.deps.comments.thread(site, root, _limit(query), after)
    cursor = seal_cursor(call.deps.tokens, site, name, found.after, call.now)
    others = any(comment.page != page for comment in found.comments)
    home = call.deps.comments.head(site, page).moved_to if others else page
    shown = [comment for comment in found.comments if comment.page in (page, home)]
    return public(call.request, serializer.comment_list(shown, cursor))


@api.route(
    "GET",
    "/v1/sites/{site}/pages/{page}/embed",
    rate=80,
    head_rate=20,
    query={
        "format": {"enum": ["html", "jsonld"], "default": "html"},
        "lang": LANGUAGE,
    },
    answers={200: ("text/html", "application/ld+json"), 304: ""},
)
def embedded(call: Call) -> Response:
    """The newest comments as ready HTML with its JSON-LD, or as JSON-LD alone, for the site's own server."""
    from ghirbal.http.views import embed

    site, page = call.request.param("site"), call.request.param("page")
    query = parameters.shared(call.request.raw_query, ("format", "lang"))
    kind = parameters.choice(query, "format", ("html", "jsonld"), "html")
    lang = parameters.choice(query, "lang", LANGUAGES, LANGUAGES[0])
    head = call.deps.comments.head(site, page)
    place = head.moved_to or page
    found = call.deps.comments.roots(site, place, Order.NEWEST, embed.SHOWN, None)
    shown = embed.EmbedView(found.comments, head, call.deps.pages.get(site, place), lang)
    if kind == "jsonld":
        return public_text(call.request, embed.json_ld(shown), "application/ld+json")
    return public_text(call.request, embed.fragment(shown), "text/html; charset=utf-8")


@api.route(
    "GET",
    "/v1/sites/{site}/pages/{page}/feed",
    rate=40,
    head_rate=5,
    query={"lang": LANGUAGE},
    answers={200: "application/atom+xml", 304: ""},
)
def feed(call: Call) -> Response:
    """The newest comments of an article as an Atom feed."""
    from ghirbal.http.views import feed as feeds

    site, page = call.request.param("site"), call.request.param("page")
    query = parameters.shared(call.request.raw_query, ("lang",))
    place = call.deps.comments.head(site, page).moved_to or page
    found = call.deps.pages.get(site, place)
    made = feeds.Feed(
        site=site,
        name=page,
        address=f"{call.deps.settings.public_url}/v1/sites/{site}/pages/{page}/feed",
        comments=call.deps.comments.roots(site, place, Order.NEWEST, feeds.SHOWN, None).comments,
        pages={place: found} if found else {},
        of=found,
        lang=parameters.choice(query, "lang", LANGUAGES, LANGUAGES[0]),
    )
    return public_text(call.request, feeds.atom(made), feeds.KIND)


@api.route(
    "GET",
    "/v1/sites/{site}/feed",
    rate=5,
    head_rate=1,
    query={"lang": LANGUAGE},
    answers={200: "application/atom+xml", 304: ""},
)
def site_feed(call: Call) -> Response:
    """The newest comments of all articles of a site as an Atom feed: for a home page, a desk, a search engine."""
    from ghirbal.http.views import feed as feeds
    from ghirbal.usecases.newest import newest

    query = parameters.shared(call.request.raw_query, ("lang",))
    site = call.deps.site_configs.get(call.request.param("site"))
    comments = newest(site.id, feeds.SHOWN, call.deps.comments, call.deps.votes)
    made = feeds.Feed(
        site=site.id,
        name="site",
        address=f"{call.deps.settings.public_url}/v1/sites/{site.id}/feed",
        comments=comments,
        pages=call.deps.pages.named(site.id, {comment.page for comment in comments}),
        of=site,
        lang=parameters.choice(query, "lang", LANGUAGES, LANGUAGES[0]),
    )
    return public_text(call.request, feeds.atom(made), feeds.KIND)


@api.route(
    "GET",
    "/v1/sites/{site}/counts",
    rate=35,
    query={"pages": {"type": "string", "description": "1 to 100 page ids, sorted, joined by dots"}},
    required=("pages",),
    answers={200: "Counts", 304: ""},
)
def counts(call: Call) -> Response:
    """How many comments the public sees under up to 100 articles."""
    site = call.request.param("site")
    query = parameters.query(call.request.raw_query, ("pages",))
    pages = parameters.identifiers(query, "pages")
    found = call.deps.page_counts.of(site, pages)
    return public(call.request, {"counts": {page: found.get(page, 0) for page in pages}})


def _roots(
    deps: Deps, site: str, page: str, order: Order, limit: int, after: Mapping[str, str] | None
) -> Slice:
    if order is Order.LIKED:
        return deps.votes.liked(site, page, limit, after)
    return deps.comments.roots(site, page, order, limit, after)


def _known(deps: Deps, site: str) -> None:
    """Raise NotFound for a site that nobody made; where that can't be read the list is worth more than the check."""
    try:
        deps.site_configs.get(site)
    except NotFound:
        raise
    except GhirbalError:
        return


def _limit(query: Mapping[str, str]) -> int:
    return parameters.number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """The Lambda entry point."""
    return api.handle(event, context, deps)
