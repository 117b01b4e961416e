"""Answers: UTF-8 JSON that leaves Arabic readable, HTML for `/a/…`, and what caches may do with either."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ghirbal.domain.ids import base32
from ghirbal.http.request import Request

PRIVATE = "private, no-store"
PUBLIC = "public, s-maxage=5, stale-while-revalidate=30"
"""A shared cache asks again after 5 s: a viral article costs one query in five seconds, a new comment shows as fast."""

EXPOSED = "Age, Date, ETag, Ghirbal-Cursor, Retry-After"
"""`Date` and `Age` (of a shared cache's copy) tell a page what time it is here: its device's clock may be wrong."""

ANY_ORIGIN: Mapping[str, str] = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": EXPOSED,
}

SECURITY: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000",
}
"""On every answer (ASVS 3.4.1, 3.4.4). Browsers ignore the second over plain HTTP, so local runs aren't locked."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; header names are lower case. Without a cache header of its own nothing may keep it."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def adding(self, headers: Mapping[str, str]) -> Response:
        """The same answer with more headers; `vary` is joined, the rest replaced."""
        merged = {**self.headers, **headers}
        vary = [value for value in (self.headers.get("vary"), headers.get("vary")) if value]
        if vary:
            merged["vary"] = ", ".join(dict.fromkeys(vary))
        return replace(self, headers=merged)

    def event(self) -> dict[str, Any]:
        """What a Lambda behind an HTTP API returns."""
        headers = {"cache-control": PRIVATE, **SECURITY, **self.headers}
        return {"statusCode": self.status, "headers": headers, "body": self.body, "isBase64Encoded": False}


def dumps(value: object) -> str:
    """Compact JSON with Arabic as it is. Raises ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def private(
    payload: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON that no cache may keep: all that carries a token or is made for one reader (attack H4)."""
    return Response(
        status,
        dumps(payload),
        {"content-type": "application/json", "cache-control": PRIVATE, **(headers or {})},
    )


def public(request: Request, payload: Mapping[str, object]) -> Response:
    """JSON for everybody, cached, with an ETag; 304 without a body when the caller has it already.

    It answers any origin and doesn't vary: a shared cache never hands one site's header to another (case 36).
    """
    return _cached(request, dumps(payload), {"content-type": "application/json"})


def public_text(request: Request, body: str, kind: str) -> Response:
    """The same for HTML and JSON-LD that a site includes. Opened by itself it is of no origin and runs nothing (H5)."""
    return _cached(
        request, body, {"content-type": kind, "content-security-policy": "default-src 'none'; sandbox"}
    )


def _cached(request: Request, body: str, own: Mapping[str, str]) -> Response:
    tag = etag(body)
    headers = {"cache-control": PUBLIC, "etag": tag, **ANY_ORIGIN}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(304, "", headers)
    return Response(200, "" if request.method == "HEAD" else body, {**own, **headers})


def etag(body: str) -> str:
    """A strong entity tag: 130 bits of the body's SHA-256, quoted."""
    return f'"{base32(hashlib.sha256(body.encode()).digest())}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Whether `If-None-Match` names the tag; weak comparison, as RFC 9110 asks.

    >>> matches('W/"a", "b"', '"a"'), matches("*", '"a"'), matches("", '"a"')
    (True, True, False)
    """
    names = {name.strip().removeprefix("W/") for name in if_none_match.split(",")}
    return tag in names or "*" in names


def html(page: str, lang: str, status: int = 200, styles: Iterable[str] = ()) -> Response:
    """A page of `/a/…`: no script, nothing from elsewhere, forms to itself only, no frame, no index, no cache.

    `styles` are the exact texts of its `<style>` elements, allowed by their hashes. `same-origin` and not
    `no-referrer`: the latter would make the form's Origin `null` (attack M1).
    """
    allowed = " ".join(f"'sha256-{_sha256(style)}'" for style in styles) or "'none'"
    policy = f"default-src 'none'; style-src {allowed}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-language": lang,
        "content-security-policy": policy,
        "referrer-policy": "same-origin",
        "x-robots-tag": "noindex, nofollow",
        "cache-control": PRIVATE,
    }
    return Response(status, page, headers)


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
