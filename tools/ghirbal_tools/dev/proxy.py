"""HTTP to an API Gateway event (payload 2.0) and a function's answer back to HTTP.

Shapes follow AWS's documentation; what it leaves open was looked up in reports of others who compared with the real
service: the path and its parameters arrive decoded while the query string does not; only `text/*` and
`application/json|xml|javascript` bodies are text, everything else, forms and bodies without a type included, is base64.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from ghirbal_tools.dev.routes import Match
from ghirbal_tools.dev.web import Request, Response

ACCOUNT = "123456789012"
API_ID = "local"
_TEXT = {"application/json", "application/xml", "application/javascript"}
_HOP = {"connection", "transfer-encoding", "keep-alive", "upgrade", "te", "trailer", "proxy-connection"}

SERVER_ERROR = Response(500, b'{"message":"Internal Server Error"}', (("content-type", "application/json"),))


@dataclass(frozen=True, slots=True)
class Grant:
    """What a JWT authorizer hands on: the token's claims as strings, and the route's scopes it holds."""

    claims: Mapping[str, str]
    scopes: tuple[str, ...] | None


def proxy_event(
    request: Request, match: Match, *, request_id: str, at: datetime, grant: Grant | None = None
) -> dict[str, Any]:
    """The event that a function behind an HTTP API gets for a request."""
    headers = _headers(request)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route.key,
        "rawPath": unquote(request.path),
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, match, request_id, at, grant),
        "isBase64Encoded": False,
    }
    if cookie := headers.get("cookie"):
        event["cookies"] = [part.strip() for part in cookie.split(";")]
    if request.query:
        event["queryStringParameters"] = _query(request.query)
    if match.parameters:
        event["pathParameters"] = dict(match.parameters)
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request)
    return event


def _headers(request: Request) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        if key not in _HOP:
            joined[key] = f"{joined[key]},{value}" if key in joined else value
    forwarded = joined.get("x-forwarded-for")
    joined["x-forwarded-for"] = f"{forwarded}, {request.source_ip}" if forwarded else request.source_ip
    joined["x-forwarded-proto"] = "http"
    joined.setdefault("content-length", str(len(request.body)))
    return joined


def _query(query: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _context(
    request: Request, match: Match, request_id: str, at: datetime, grant: Grant | None
) -> dict[str, Any]:
    host = request.header("host")
    context: dict[str, Any] = {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": unquote(request.path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "requestId": request_id,
        "routeKey": match.route.key,
        "stage": "$default",
        "time": f"{at:%d/%b/%Y:%H:%M:%S +0000}",
        "timeEpoch": int(at.timestamp() * 1000),
    }
    if grant is not None:
        scopes = list(grant.scopes) if grant.scopes is not None else None
        context["authorizer"] = {"jwt": {"claims": dict(grant.claims), "scopes": scopes}}
    return context


def _body(request: Request) -> tuple[str, bool]:
    kind = request.header("content-type").partition(";")[0].strip().lower()
    if (kind in _TEXT or kind.startswith("text/")) and not request.header("content-encoding"):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass  # what is no text can only travel as base64
    return base64.b64encode(request.body).decode("ascii"), True


def http_response(answer: object) -> Response:
    """A function's answer as API Gateway passes it on; anything malformed is its 500.

    An answer without `statusCode` is a 200 with the answer itself as JSON.
    """
    if not isinstance(answer, Mapping) or "statusCode" not in answer:
        body = json.dumps(answer, ensure_ascii=False).encode()
        return Response(200, body, (("content-type", "application/json"),))
    try:
        return _shaped(answer)
    except (TypeError, ValueError, AttributeError, binascii.Error):
        return SERVER_ERROR


def _shaped(answer: Mapping[str, Any]) -> Response:
    status = int(answer["statusCode"])
    if not 100 <= status <= 599:
        raise ValueError(f"statusCode {status}")
    headers = {str(name).lower(): _text(value) for name, value in (answer.get("headers") or {}).items()}
    headers.setdefault("content-type", "text/plain;charset=UTF-8")
    body = answer.get("body") or ""
    if not isinstance(body, str):
        raise TypeError("body is no string")
    raw = base64.b64decode(body, validate=True) if answer.get("isBase64Encoded") else body.encode()
    cookies = [("set-cookie", _text(cookie)) for cookie in answer.get("cookies") or []]
    return Response(status, raw, (*headers.items(), *cookies))


def _text(value: object) -> str:
    """A header's value; a line break in it would start another header."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if "\r" in text or "\n" in text:
        raise ValueError("line break in a header")
    return text


def utc_now() -> datetime:
    """The moment a request came."""
    return datetime.now(UTC)
