"""A local OpenID Connect issuer for moderators: the code flow with PKCE, and access tokens shaped like Cognito's.

It asks for no password: whoever reaches this loopback port may pick any moderator of any site in the local table. Its
key is made anew at each start.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from ghirbal.domain.ids import new_token_id
from ghirbal_tools.dev.pages import page, private_page, text_of
from ghirbal_tools.dev.web import Request, Response

PATH = "/dev/oidc"
CLIENT = "ghirbal-console"
SCOPE = "openid comments/moderate"
LIFETIME = 3600
"""Seconds an access token is good for, as in the template's own pool."""

CODE_LIFETIME = 60
COOKIE = "ghirbal-dev-session"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in: `groups` are `<site>:<role>`."""

    id: str
    mail: str = ""
    groups: tuple[str, ...] = ()


People = Callable[[], Sequence[Person]]


@dataclass(frozen=True, slots=True)
class _Code:
    """What an authorization code stands for, once and for a minute."""

    person: Person
    redirect: str
    challenge: str
    nonce: str
    expires: float


class _Refused(Exception):
    """An OAuth error; `args` are the error code and what to do about it."""


@dataclass(frozen=True)
class Issuer:
    """The issuer as an application below `/dev/oidc`.

    `base` is the server's address; `origins` are the pages that may ask for tokens and be sent back to.
    """

    base: str
    origins: tuple[str, ...]
    people: People
    now: Callable[[], float] = time.time
    _key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    _kid: str = field(default_factory=new_token_id)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _refresh: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The `iss` of its tokens."""
        return self.base + PATH

    def jwks(self) -> dict[str, Any]:
        """The public key, as a JSON Web Key Set."""
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._kid, "use": "sig", "alg": "RS256"}]}

    def access_token(self, person: Person) -> str:
        """An access token with Cognito's claims."""
        now = int(self.now())
        claims = {
            "sub": person.id,
            "iss": self.url,
            "version": 2,
            "client_id": CLIENT,
            "token_use": "access",
            "scope": SCOPE,
            "auth_time": now,
            "iat": now,
            "exp": now + LIFETIME,
            "jti": new_token_id(),
            "username": person.id,
            "cognito:groups": list(person.groups),
        }
        return self._signed(claims)

    def __call__(self, request: Request) -> Response:
        """Answer a request below the issuer's path."""
        routes = {
            ("GET", "/.well-known/openid-configuration"): self._discovery,
            ("GET", "/.well-known/jwks.json"): lambda _: _json(self.jwks(), origin="*"),
            ("GET", "/authorize"): self._authorize,
            ("GET", "/logout"): self._logout,
            ("POST", "/authorize"): self._picked,
            ("GET", "/token"): self._token_for,
            ("POST", "/token"): self._exchange,
        }
        answer = routes.get((request.method, request.path.removeprefix(PATH)))
        if answer is None:
            return _json({"error": "not_found"}, 404)
        try:
            return answer(request)
        except _Refused as refused:
            error, description = refused.args
            return _json({"error": error, "error_description": description}, 400, self._origin(request))

    def _discovery(self, _: Request) -> Response:
        document = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "end_session_endpoint": f"{self.url}/logout",
            "jwks_uri": f"{self.url}/.well-known/jwks.json",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["public"],
            "scopes_supported": SCOPE.split(),
            "token_endpoint_auth_methods_supported": ["none"],
        }
        return _json(document, origin="*")

    def _authorize(self, request: Request) -> Response:
        """The sign-in page; with `prompt=none` the answer to a session that is there, or that none is."""
        asked = _form(request.query)
        self._check(asked)
        if asked.get("prompt") != "none":
            return self._sign_in_page(asked)
        person = self._sessions.get(_cookie(request), "")
        if not person:
            return _sent_back(asked, {"error": "login_required"})
        return _sent_back(asked, {"code": self._code(asked, person)})

    def _logout(self, request: Request) -> Response:
        """Ends the session and goes back where it is allowed."""
        asked = _form(request.query)
        self._check_origin(asked.get("post_logout_redirect_uri", ""))
        self._sessions.pop(_cookie(request), None)
        gone = f"{COOKIE}=; Path={PATH}; Max-Age=0; HttpOnly; SameSite=Lax"
        return private_page(303, b"", (("location", asked["post_logout_redirect_uri"]), ("set-cookie", gone)))

    def _sign_in_page(self, asked: Mapping[str, str]) -> Response:
        hidden = "".join(
            f'<input type="hidden" name="{text_of(name)}" value="{text_of(value)}">'
            for name, value in asked.items()
        )
        buttons = "".join(
            f'<button name="moderator" value="{text_of(person.id)}"><bdi>{text_of(person.id)}</bdi>'
            f"<small><bdi>{text_of(' '.join(person.groups))}</bdi></small></button>"
            for person in self.people()
        )
        form = f'<form method="post" action="{PATH}/authorize">{hidden}{buttons}</form>'
        return page("sign_in", {"form": form}, form_action=self.origins)

    def _picked(self, request: Request) -> Response:
        asked = _form(request.body.decode("utf-8", "replace"))
        self._check(asked)
        code = self._code(asked, asked.get("moderator", ""))
        session = new_token_id()
        self._sessions[session] = asked["moderator"]
        kept = f"{COOKIE}={session}; Path={PATH}; HttpOnly; SameSite=Lax"
        return _sent_back(asked, {"code": code}, ("set-cookie", kept))

    def _code(self, asked: Mapping[str, str], person: str) -> str:
        code = new_token_id()
        self._codes[code] = _Code(
            person=self._person(person),
            redirect=asked["redirect_uri"],
            challenge=asked["code_challenge"],
            nonce=asked.get("nonce", ""),
            expires=self.now() + CODE_LIFETIME,
        )
        return code

    def _check_origin(self, address: str) -> None:
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" not in self.origins:
            raise _Refused("invalid_request", f"redirect_uri must be below one of {', '.join(self.origins)}")

    def _check(self, asked: Mapping[str, str]) -> None:
        """Whether the request may be answered at all. Raises _Refused: nothing is sent to an unchecked address."""
        self._check_origin(asked.get("redirect_uri", ""))
        if asked.get("client_id") != CLIENT:
            raise _Refused("unauthorized_client", f"client_id must be {CLIENT}")
        if asked.get("response_type") != "code":
            raise _Refused("unsupported_response_type", "response_type must be code")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise _Refused(
                "invalid_request", "PKCE is required: code_challenge with code_challenge_method=S256"
            )

    def _exchange(self, request: Request) -> Response:
        given = _form(request.body.decode("utf-8", "replace"))
        if given.get("grant_type") == "refresh_token":
            person = self._person(self._refresh.pop(given.get("refresh_token", ""), ""))
            return _json(self._granted(person, ""), origin=self._origin(request))
        if given.get("grant_type") != "authorization_code":
            raise _Refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
        code = self._codes.pop(given.get("code", ""), None)
        verifier = given.get("code_verifier", "")
        if code is None or code.expires < self.now() or given.get("redirect_uri") != code.redirect:
            raise _Refused("invalid_grant", "the code is unknown, used, too old or for another redirect_uri")
        if given.get("client_id") != CLIENT or not hmac.compare_digest(
            challenge_of(verifier), code.challenge
        ):
            raise _Refused("invalid_grant", "code_verifier does not fit the code_challenge")
        return _json(self._granted(code.person, code.nonce), origin=self._origin(request))

    def _token_for(self, request: Request) -> Response:
        """`?moderator=ID`: a token without the flow, for the command line and the tests."""
        return _json(self._granted(self._person(_form(request.query).get("moderator", "")), ""))

    def _granted(self, person: Person, nonce: str) -> dict[str, Any]:
        now = int(self.now())
        identity = {
            "sub": person.id,
            "iss": self.url,
            "aud": CLIENT,
            "token_use": "id",
            "email": person.mail,
            "iat": now,
            "exp": now + LIFETIME,
            **({"nonce": nonce} if nonce else {}),
        }
        refresh = new_token_id()
        self._refresh[refresh] = person.id
        return {
            "access_token": self.access_token(person),
            "refresh_token": refresh,
            "id_token": self._signed(identity),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": SCOPE,
        }

    def _signed(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": self._kid})

    def _person(self, person_id: str) -> Person:
        known = {person.id: person for person in self.people()}
        if person_id not in known:
            raise _Refused("access_denied", f"moderator must be one of: {', '.join(sorted(known))}")
        return known[person_id]

    def _origin(self, request: Request) -> str:
        """The calling page's origin if it may read the answer."""
        origin = request.header("origin")
        return origin if origin in self.origins else ""


def challenge_of(verifier: str) -> str:
    """The S256 code challenge of a PKCE verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _sent_back(asked: Mapping[str, str], answer: Mapping[str, str], *headers: tuple[str, str]) -> Response:
    """The way back to the page that asked, with an answer in its address."""
    query = urlencode({**answer, **({"state": asked["state"]} if "state" in asked else {})})
    separator = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    return private_page(303, b"", (("location", f"{asked['redirect_uri']}{separator}{query}"), *headers))


def _cookie(request: Request) -> str:
    """The session's id, "" without one."""
    found = SimpleCookie(request.header("cookie")).get(COOKIE)
    return found.value if found else ""


def _form(text: str) -> dict[str, str]:
    """The first value of each field."""
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _json(document: object, status: int = 200, origin: str = "") -> Response:
    headers = [("content-type", "application/json"), ("cache-control", "no-store")]
    if origin:
        headers += [("access-control-allow-origin", origin), ("vary", "Origin")]
    return Response(status, json.dumps(document).encode(), tuple(headers))
