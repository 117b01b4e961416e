"""API Gateway events and comments for the tests of http."""

from __future__ import annotations

import base64
from typing import Any

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status
from ghirbal.domain.verdict import Action, Symbol, Verdict
from ghirbal.http.request import Request

NOW = 1_700_000_000_123


def event(
    method: str = "GET",
    path: str = "/v1/health",
    *,
    query: str = "",
    headers: dict[str, str] | None = None,
    body: str | bytes | None = None,
    params: dict[str, str] | None = None,
    route: str = "",
) -> dict[str, Any]:
    """An event as an HTTP API sends it (payload format 2.0); bytes are sent in base64."""
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route or f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers or {},
        "requestContext": {
            "requestId": "request-1",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "203.0.113.7", "userAgent": "test"},
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if params is not None:
        made["pathParameters"] = params
    if body is not None:
        made["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return made


def request(*arguments: str, **named: Any) -> Request:
    """The request of such an event."""
    return Request.of(event(*arguments, **named))


def json_request(body: str | bytes, content_type: str | None = "application/json") -> Request:
    """A POST with this body; None leaves the content type out."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    return request("POST", headers=headers, body=body)


VERDICT = Verdict(
    action=Action.HOLD,
    score=6.0,
    risk=300,
    abuse=0.7,
    spam=0.1,
    symbols=(Symbol(name="LEX_INSULT", score=6.0, group="abuse", start=0, end=4, matched="غبي"),),
    policy_version="7",
    engine_version="1",
    reason="abuse",
)


def comment(**changes: Any) -> Comment:
    """A held comment with everything that must not get out."""
    made: dict[str, Any] = {
        "site": "akhbar",
        "id": "c" * 26,
        "page": "p" * 26,
        "reader": "secret-reader-hash",
        "text": "تعليق",
        "name": "أمينة",
        "status": Status.PENDING,
        "created": NOW,
        "body_hash": "secret-body-hash",
        "held_since": NOW,
        "verdict": VERDICT,
        "reason": "abuse",
        "by": Actor(ActorKind.MODERATOR, "secret-moderator"),
        "report_weight": 2,
        "reports": 1,
        "updated": NOW,
        **changes,
    }
    return Comment(**made)
