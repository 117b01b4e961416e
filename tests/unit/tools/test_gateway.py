"""The local gateway: routes of the template, events of payload 2.0, answers, and the authorizer in front."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from cryptography.hazmat.primitives.asymmetric import rsa

from ghirbal_tools import template as templates
from ghirbal_tools.dev.authorizer import Authorizer
from ghirbal_tools.dev.functions import FunctionError
from ghirbal_tools.dev.gateway import Gateway, Invoke
from ghirbal_tools.dev.proxy import Grant, http_response, proxy_event
from ghirbal_tools.dev.routes import Route, Router, routes_of
from ghirbal_tools.dev.web import Request, Response

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
AT = datetime(2026, 3, 12, 19, 3, 58, 390_000, tzinfo=UTC)
NOW = 1_800_000_000
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
JWKS = {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}]}


def request(method: str = "GET", target: str = "/", body: bytes = b"", **headers: str) -> Request:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method=method, target=target, headers=named, body=body, source_ip="127.0.0.9")


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_request_becomes_the_golden_event(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    asked = golden["request"]
    wire = Request(
        method=asked["method"],
        target=asked["target"],
        headers=tuple((name, value) for name, value in asked["headers"]),
        body=asked["body"].encode(),
        source_ip="127.0.0.9",
    )
    match = Router([Route(key=golden["route"], function="F")]).match(wire.method, wire.path)
    assert match is not None
    event = proxy_event(wire, match, request_id="id-1", at=AT)
    assert event == golden["event"]
    assert APIGatewayProxyEventV2(event).http_method == asked["method"]


@pytest.mark.parametrize(
    ("kind", "body", "encoded"),
    [
        ("application/json", b"{}", False),
        ("text/plain;charset=utf-8", b"x", False),
        ("application/xml", b"<a/>", False),
        ("application/problem+json", b"{}", True),
        ("application/octet-stream", b"x", True),
        ("", b"x", True),
        ("application/json", b"\xff\xfe", True),
    ],
)
def test_a_body_is_text_or_base64_by_its_type(kind: str, body: bytes, encoded: bool) -> None:
    match = Router([Route(key="POST /x", function="F")]).match("POST", "/x")
    assert match is not None
    headers = {"content_type": kind} if kind else {}
    event = proxy_event(request("POST", "/x", body, **headers), match, request_id="1", at=AT)
    assert event["isBase64Encoded"] is encoded
    assert event["body"] == (base64.b64encode(body).decode() if encoded else body.decode())


def test_a_grant_travels_as_strings() -> None:
    match = Router([Route(key="GET /x", function="F", scopes=("a/b",))]).match("GET", "/x")
    assert match is not None
    event = proxy_event(
        request(target="/x"), match, request_id="1", at=AT, grant=Grant({"exp": "1"}, ("a/b",))
    )
    assert event["requestContext"]["authorizer"] == {"jwt": {"claims": {"exp": "1"}, "scopes": ["a/b"]}}


ROUTES = [
    Route(key=key, function=key)
    for key in (
        "ANY /a/{proxy+}",
        "GET /a/{id}",
        "GET /a/me",
        "POST /a/{id}/b",
        "OPTIONS /a/{proxy+}",
        "GET /{any}",
    )
]


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/a/me", "GET /a/me", {}),
        ("GET", "/a/7", "GET /a/{id}", {"id": "7"}),
        ("GET", "/a/%D9%81", "GET /a/{id}", {"id": "ف"}),
        ("POST", "/a/7/b", "POST /a/{id}/b", {"id": "7"}),
        ("PUT", "/a/7/b", "ANY /a/{proxy+}", {"proxy": "7/b"}),
        ("OPTIONS", "/a/7/b", "OPTIONS /a/{proxy+}", {"proxy": "7/b"}),
    ],
)
def test_the_most_specific_route_wins(
    method: str, path: str, key: str, parameters: Mapping[str, str]
) -> None:
    match = Router(ROUTES).match(method, path)
    assert match is not None
    assert (match.route.key, match.parameters) == (key, parameters)


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/x"), ("GET", "/"), ("GET", "/a/"), ("GET", "/x/"), ("GET", "//x")]
)
def test_no_route_no_match(method: str, path: str) -> None:
    assert Router(ROUTES).match(method, path) is None


def test_every_route_of_the_template_names_a_function_and_guards_moderation() -> None:
    template = templates.load()
    routes = routes_of(template)
    functions = {name for name, _ in template.resources("AWS::Serverless::Function")}
    assert len(routes) == len({route.key for route in routes}) > 15
    assert {route.function for route in routes} <= functions
    guarded = {route.key for route in routes if route.scopes is not None}
    assert all("/v1/moderation/" in key for key in guarded)
    assert all(
        key in guarded or key.startswith("OPTIONS")
        for key in (r.key for r in routes if "moderation" in r.key)
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"ok": "نعم"}, Response(200, '{"ok": "نعم"}'.encode(), (("content-type", "application/json"),))),
        (None, Response(200, b"null", (("content-type", "application/json"),))),
        (
            {"statusCode": 201, "body": "x", "headers": {"Content-Type": "text/html", "X-N": 3}},
            Response(201, b"x", (("content-type", "text/html"), ("x-n", "3"))),
        ),
        (
            {
                "statusCode": 200,
                "body": "AP8=",
                "isBase64Encoded": True,
                "headers": {"content-type": "image/png"},
            },
            Response(200, b"\x00\xff", (("content-type", "image/png"),)),
        ),
        (
            {"statusCode": 204, "cookies": ["a=1", "b=2"], "headers": {"content-type": "x/y"}},
            Response(204, b"", (("content-type", "x/y"), ("set-cookie", "a=1"), ("set-cookie", "b=2"))),
        ),
    ],
)
def test_a_functions_answer_becomes_a_response(answer: object, expected: Response) -> None:
    assert http_response(answer) == expected


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "abc"},
        {"statusCode": 999},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "***", "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"x": "a\r\nset-cookie: b=1"}},
    ],
)
def test_a_malformed_answer_is_a_plain_500(answer: object) -> None:
    response = http_response(answer)
    assert (response.status, response.body) == (500, b'{"message":"Internal Server Error"}')


def token(key: rsa.RSAPrivateKey = KEY, kid: str = "k1", **changes: str | int | None) -> str:
    claims: dict[str, object] = {
        "iss": "https://issuer.example",
        "client_id": "console",
        "scope": "openid comments/moderate",
        "exp": NOW + 60,
        "iat": NOW - 5,
        "cognito:groups": ["demo:owner", "news:editor"],
        "sub": "m1",
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm="RS256", headers={"kid": kid})


class Answering:
    """A function that answers 200 and remembers its event."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def __call__(self, name: str, event: dict[str, Any]) -> object:
        self.events.append({"function": name, **event})
        return {"statusCode": 200, "body": "ok"}


def gateway(function: Invoke, log: list[str] | None = None) -> Gateway:
    routes = [
        Route(key="GET /open/{token}", function="Open"),
        Route(key="GET /guarded", function="Guarded", scopes=("comments/moderate",)),
    ]
    authorizer = Authorizer("https://issuer.example", ["console"], lambda: JWKS, now=lambda: NOW)
    return Gateway(routes, function, authorizer, (log if log is not None else []).append)


def test_a_good_token_opens_a_guarded_route_and_its_claims_arrive() -> None:
    function = Answering()
    response = gateway(function)(request(target="/guarded", authorization=f"Bearer {token()}"))
    assert response.status == 200
    handed_on = function.events[0]["requestContext"]["authorizer"]["jwt"]
    assert handed_on["claims"]["cognito:groups"] == "[demo:owner news:editor]"
    assert handed_on["claims"]["exp"] == str(NOW + 60)
    assert handed_on["scopes"] == ["comments/moderate"]


BAD_TOKENS: dict[str, tuple[Callable[[], str], int]] = {
    "none": (lambda: "", 401),
    "garbage": (lambda: "nonsense", 401),
    "expired this second": (lambda: token(exp=NOW), 401),
    "without end": (lambda: token(exp=None), 401),
    "not yet valid": (lambda: token(nbf=NOW + 10), 401),
    "issued in the future": (lambda: token(iat=NOW + 10), 401),
    "of another issuer": (lambda: token(iss="https://evil.example"), 401),
    "for another client": (lambda: token(client_id="other"), 401),
    "signed by another key": (lambda: token(OTHER_KEY), 401),
    "of an unknown key id": (lambda: token(kid="k2"), 401),
    "unsigned": (lambda: jwt.encode({"iss": "https://issuer.example"}, "", algorithm="none"), 401),
    "without the scope": (lambda: token(scope="openid"), 403),
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_never_reaches_the_function(kind: str) -> None:
    make, status = BAD_TOKENS[kind]
    header = f"Bearer {make()}"
    function = Answering()
    response = gateway(function)(request(target="/guarded", authorization=header))
    assert response.status == status
    assert json.loads(response.body) == {"message": "Unauthorized" if status == 401 else "Forbidden"}
    assert function.events == []


@pytest.mark.parametrize(
    ("method", "target"), [("GET", "/nowhere"), ("POST", "/guarded"), ("TRACE", "/guarded")]
)
def test_an_unknown_path_or_method_is_not_found_as_on_the_real_one(method: str, target: str) -> None:
    response = gateway(Answering())(request(method, target))
    assert (response.status, response.body) == (404, b'{"message":"Not Found"}')


def test_a_function_that_raises_is_a_500_without_its_words() -> None:
    def broken(name: str, event: dict[str, Any]) -> object:
        raise FunctionError("secret detail")

    response = gateway(broken)(request(target="/open/x"))
    assert (response.status, response.body) == (500, b'{"message":"Internal Server Error"}')


def test_the_log_names_the_route_and_never_the_path() -> None:
    lines: list[str] = []
    gateway(Answering(), lines)(request(target="/open/very-secret-token?x=1"))
    assert lines[0].startswith("GET /open/{token} 200 ")
    assert "very-secret" not in lines[0]
