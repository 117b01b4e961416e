"""The HTTP API's JWT authorizer: what the real one checks before a function is called."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jwt

from ghirbal_tools.dev.proxy import Grant
from ghirbal_tools.dev.web import Response

_JSON = ("content-type", "application/json")


class Denied(Exception):
    """The token does not open this route. `status` is 401 or 403."""

    def __init__(self, status: int, error: str) -> None:
        """`error` is the OAuth error code for the challenge."""
        super().__init__(error)
        self.status = status
        self.error = error

    def response(self) -> Response:
        """API Gateway's answer."""
        message = b'{"message":"Unauthorized"}' if self.status == 401 else b'{"message":"Forbidden"}'
        return Response(self.status, message, (_JSON, ("www-authenticate", f'Bearer error="{self.error}"')))


class Authorizer:
    """Checks signature, issuer, audience, times and scope; the function behind checks them again, and the groups."""

    def __init__(
        self,
        issuer: str,
        audience: Iterable[str],
        jwks: Callable[[], Mapping[str, Any]],
        now: Callable[[], float] = time.time,
    ) -> None:
        """`jwks` answers the issuer's JSON Web Key Set."""
        self._issuer = issuer
        self._audience = set(audience)
        self._jwks = jwks
        self._now = now

    def authorize(self, header: str, scopes: tuple[str, ...]) -> Grant:
        """What the token in an Authorization header grants on a route. Raises Denied."""
        claims = self._claims(header.removeprefix("Bearer ").strip())
        held = str(claims.get("scope", "")).split()
        fitting = tuple(scope for scope in scopes if scope in held)
        if scopes and not fitting:
            raise Denied(403, "insufficient_scope")
        return Grant({key: claim_text(value) for key, value in claims.items()}, fitting or None)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            keys = jwt.PyJWKSet.from_dict(dict(self._jwks()))
            # Times are checked below, with no leeway and by our own clock; the audience may also be in client_id.
            claims: dict[str, Any] = jwt.decode(
                token,
                keys[str(kid)],
                algorithms=["RS256", "RS384", "RS512"],
                issuer=self._issuer,
                options={"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
        except (jwt.PyJWTError, KeyError):
            raise Denied(401, "invalid_token") from None
        if not self._fits(claims):
            raise Denied(401, "invalid_token")
        return claims

    def _fits(self, claims: Mapping[str, Any]) -> bool:
        audience = claims.get("aud", claims.get("client_id"))
        named = set(audience if isinstance(audience, list) else [audience])
        try:
            in_time = (
                float(claims["exp"]) > self._now()
                and float(claims.get("nbf", 0)) <= self._now()
                and float(claims.get("iat", 0)) <= self._now()
            )
        except (KeyError, TypeError, ValueError):
            return False
        return in_time and bool(named & self._audience)


def claim_text(value: object) -> str:
    """A claim as an HTTP API passes it on: always a string, lists in square brackets without commas.

    >>> claim_text(["demo:owner", "news:editor"])
    '[demo:owner news:editor]'
    """
    if isinstance(value, list):
        return "[" + " ".join(map(claim_text, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
