"""Cross-origin headers, our own: Powertools' are a fixed list without `Vary: Origin` that lets disallowed origins run.

Public cached reads answer `*` (`responses.public`). Form, status and writes echo exactly a listed origin, with `Vary:
Origin`. Nothing here allows credentials: tokens travel in headers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ghirbal.auth.origin import check_origin, listed
from ghirbal.http.request import Request
from ghirbal.http.responses import ANY_ORIGIN, EXPOSED, PRIVATE, Response

METHODS = "GET, POST, PUT, PATCH, DELETE"
HEADERS = (
    "Authorization, Content-Type, Ghirbal-Form, Ghirbal-Reader, Ghirbal-SSO, Idempotency-Key, If-None-Match"
)
MAX_AGE = 600
"""Seconds. A site taken off the list is locked out of browsers ten minutes later; Chromium's own cap is two hours."""


def any_origin() -> Mapping[str, str]:
    """For public reads and their errors."""
    return ANY_ORIGIN


def echo(request: Request, origins: Collection[str]) -> Mapping[str, str]:
    """For everything else: the caller's origin if it is listed, and in any case `Vary: Origin`."""
    origin = request.headers.get("origin")
    if origin is None or not listed(origin, origins):
        return {"vary": "Origin"}
    return {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": EXPOSED,
        "vary": "Origin",
    }


def preflight(request: Request, origins: Collection[str]) -> Response:
    """The answer to OPTIONS. Raises Forbidden("origin-not-allowed") for an origin that isn't listed."""
    check_origin(request.headers.get("origin"), origins)
    headers = {
        **echo(request, origins),
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": HEADERS,
        "access-control-max-age": str(MAX_AGE),
        "cache-control": PRIVATE,
    }
    return Response(204, "", headers)
