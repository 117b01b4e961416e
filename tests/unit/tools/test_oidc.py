"""The local issuer: its tokens pass the service's own checks, and its flow is the console's (code and PKCE)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from ghirbal.auth.principal import Principals
from ghirbal.domain.reader import Role
from ghirbal_tools.dev.authorizer import Authorizer
from ghirbal_tools.dev.oidc import CLIENT, PATH, Issuer, Person, challenge_of
from ghirbal_tools.dev.web import Request, Response

BASE = "http://127.0.0.1:8787"
PAGE = f"{BASE}/moderate"
VERIFIER = "v" * 43
AMINA = Person("amina", "amina@demo.example", ("demo:owner", "news:editor"))
HOSTILE = Person('"><script>', groups=("demo:moderator",))
ASK = {
    "response_type": "code",
    "client_id": CLIENT,
    "redirect_uri": PAGE,
    "state": "s1",
    "nonce": "n1",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}


class Time:
    """Seconds that the test sets."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def time() -> Time:
    return Time()


@pytest.fixture(scope="module")
def issuer(time: Time) -> Issuer:
    return Issuer(BASE, (BASE, "http://localhost:8787"), lambda: [AMINA, HOSTILE], now=time)


def call(
    issuer: Issuer, method: str, path: str, form: dict[str, str] | None = None, origin: str = BASE
) -> Response:
    body = urlencode(form or {}).encode() if method == "POST" else b""
    target = f"{PATH}{path}" + (f"?{urlencode(form)}" if method == "GET" and form else "")
    return issuer(
        Request(method=method, target=target, headers=(("origin", origin),), body=body, source_ip="127.0.0.1")
    )


def said(response: Response) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(response.body)
    return document


def signed_in(issuer: Issuer, **changes: str) -> dict[str, str]:
    """Pick a moderator on the sign-in page; what comes back in the address."""
    response = call(issuer, "POST", "/authorize", {**ASK, "moderator": "amina", **changes})
    assert response.status == 303
    location = dict(response.headers)["location"]
    assert location.startswith(f"{PAGE}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def exchange(issuer: Issuer, code: str, **changes: str) -> Response:
    grant = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": PAGE,
        "client_id": CLIENT,
        "code_verifier": VERIFIER,
    }
    return call(issuer, "POST", "/token", {**grant, **changes})


def test_a_token_verifies_by_the_published_keys(issuer: Issuer) -> None:
    token = said(call(issuer, "GET", "/token", {"moderator": "amina"}))["access_token"]
    keys = jwt.PyJWKSet.from_dict(said(call(issuer, "GET", "/.well-known/jwks.json")))
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False})
    assert claims["iss"] == BASE + PATH
    assert claims["token_use"] == "access"
    assert claims["client_id"] == CLIENT
    assert claims["cognito:groups"] == ["demo:owner", "news:editor"]
    assert "comments/moderate" in claims["scope"].split()
    assert "aud" not in claims


def test_a_token_opens_the_gateway_and_the_service(issuer: Issuer, time: Time) -> None:
    header = f"Bearer {issuer.access_token(AMINA)}"
    grant = Authorizer(issuer.url, [CLIENT], issuer.jwks, now=time).authorize(header, ("comments/moderate",))
    assert grant.claims["cognito:groups"] == "[demo:owner news:editor]"

    def fetch(url: str) -> dict[str, Any]:
        return said(call(issuer, "GET", urlsplit(url).path.removeprefix(PATH)))

    principals = Principals(issuer.url, [CLIENT], lambda: int(time() * 1000), fetch=fetch)
    principal = principals.verify(header)
    assert principal.id == "amina"
    assert principal.sites == {"demo": Role.OWNER, "news": Role.EDITOR}


def test_the_code_flow_ends_in_an_access_and_an_id_token(issuer: Issuer) -> None:
    answer = signed_in(issuer)
    assert answer["state"] == "s1"
    response = exchange(issuer, answer["code"])
    assert response.status == 200
    tokens = said(response)
    identity = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (identity["sub"], identity["nonce"], identity["aud"]) == ("amina", "n1", CLIENT)
    assert dict(response.headers)["access-control-allow-origin"] == BASE


def test_a_code_works_once_and_for_a_minute(issuer: Issuer, time: Time) -> None:
    code = signed_in(issuer)["code"]
    assert exchange(issuer, code).status == 200
    assert said(exchange(issuer, code))["error"] == "invalid_grant"
    late = signed_in(issuer)["code"]
    time.now += 61
    assert said(exchange(issuer, late))["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": f"{BASE}/elsewhere"},
        {"client_id": "other"},
    ],
)
def test_a_stolen_code_is_worth_nothing(issuer: Issuer, changes: dict[str, str]) -> None:
    response = exchange(issuer, signed_in(issuer)["code"], **changes)
    assert (response.status, said(response)["error"]) == (400, "invalid_grant")


def test_a_refresh_token_renews_once(issuer: Issuer) -> None:
    refresh = said(exchange(issuer, signed_in(issuer)["code"]))["refresh_token"]
    again = call(issuer, "POST", "/token", {"grant_type": "refresh_token", "refresh_token": refresh})
    assert jwt.decode(said(again)["access_token"], options={"verify_signature": False})["sub"] == "amina"
    assert (
        call(issuer, "POST", "/token", {"grant_type": "refresh_token", "refresh_token": refresh}).status
        == 400
    )


def test_a_session_answers_without_asking_until_it_is_ended(issuer: Issuer) -> None:
    def silently(cookie: str, path: str = "/authorize", **more: str) -> dict[str, str]:
        target = f"{PATH}{path}?{urlencode({**ASK, 'prompt': 'none', **more})}"
        headers = (("origin", BASE), ("cookie", cookie))
        answer = dict(
            issuer(
                Request(method="GET", target=target, headers=headers, body=b"", source_ip="127.0.0.1")
            ).headers
        )["location"]
        return {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}

    picked = dict(call(issuer, "POST", "/authorize", {**ASK, "moderator": "amina"}).headers)["set-cookie"]
    assert "HttpOnly" in picked
    cookie = picked.partition(";")[0]
    assert exchange(issuer, silently(cookie)["code"]).status == 200
    assert silently("") == {"error": "login_required", "state": "s1"}
    assert silently(cookie, "/logout", post_logout_redirect_uri=PAGE) == {}
    assert silently(cookie)["error"] == "login_required"


def test_signing_out_sends_nobody_elsewhere(issuer: Issuer) -> None:
    for address in ("https://evil.example/", ""):
        response = call(issuer, "GET", "/logout", {"post_logout_redirect_uri": address})
        assert response.status == 400
        assert "location" not in dict(response.headers)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/x"},
        {"redirect_uri": "http://127.0.0.1:8787.evil.example/"},
        {"redirect_uri": "http://127.0.0.1:8787@evil.example/"},
        {"client_id": "other"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
def test_a_doubtful_request_is_refused_and_sent_nowhere(
    issuer: Issuer, method: str, changes: dict[str, str]
) -> None:
    response = call(issuer, method, "/authorize", {**ASK, "moderator": "amina", **changes})
    assert response.status == 400
    assert "location" not in dict(response.headers)


def test_nobody_else_can_sign_in(issuer: Issuer) -> None:
    assert call(issuer, "POST", "/authorize", {**ASK, "moderator": "mallory"}).status == 400
    assert "amina" in said(call(issuer, "GET", "/token", {"moderator": "mallory"}))["error_description"]


def test_another_sites_page_may_not_read_a_token(issuer: Issuer) -> None:
    response = call(issuer, "GET", "/token", {"moderator": "amina"}, origin="https://evil.example")
    assert "access-control-allow-origin" not in dict(response.headers)
    code = signed_in(issuer)["code"]
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": PAGE, "client_id": CLIENT}
    foreign = call(
        issuer, "POST", "/token", {**grant, "code_verifier": VERIFIER}, origin="https://evil.example"
    )
    assert "access-control-allow-origin" not in dict(foreign.headers)


def test_the_sign_in_page_lists_the_moderators_as_text(issuer: Issuer) -> None:
    response = call(issuer, "GET", "/authorize", {**ASK, "state": '"><img src=x>'})
    html = response.body.decode()
    assert "amina" in html
    assert "<script" not in html
    assert "<img" not in html
    policy = dict(response.headers)["content-security-policy"]
    assert "script-src 'self'" in policy
    assert f"form-action 'self' {BASE}" in policy


def test_an_unknown_path_is_not_there(issuer: Issuer) -> None:
    assert call(issuer, "GET", "/nothing").status == 404
