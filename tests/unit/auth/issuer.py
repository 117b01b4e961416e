"""An OIDC issuer for tests: RSA keys of its own, discovery, and tokens as wrong as a test wants them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ghirbal.auth.principal import Principals
from tests.unit.auth.support import NOW, FakeClock

ISSUER = "https://id.example/pool"
CLIENT = "console-client"


def rsa_key(name: str, bits: int = 2_048) -> rsa.RSAPrivateKey:
    """A key, made once a run and name (2,048 bits take some 50 ms)."""
    return _made(name, bits)


def public_pem(name: str) -> bytes:
    """The public half, as an attacker reads it from the JWKS."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return rsa_key(name).public_key().public_bytes(serialization.Encoding.PEM, form)


def jwk(name: str, bits: int = 2_048, **changes: object) -> dict[str, object]:
    """The public half as an entry of a JWKS; a change to None leaves a member out."""
    numbers = rsa_key(name, bits).public_key().public_numbers()
    entry: dict[str, object] = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": name,
        "n": _number(numbers.n),
        "e": _number(numbers.e),
        **changes,
    }
    return {member: value for member, value in entry.items() if value is not None}


def claims(**changes: object) -> dict[str, object]:
    """A Cognito access token's claims, good at NOW; a change to None leaves a claim out."""
    now = NOW // 1_000
    good: dict[str, object] = {
        "iss": ISSUER,
        "sub": "amina",
        "client_id": CLIENT,
        "token_use": "access",
        "scope": "openid comments/moderate",
        "cognito:groups": ["akhbar:moderator"],
        "exp": now + 3_600,
        "iat": now,
        **changes,
    }
    return {claim: value for claim, value in good.items() if value is not None}


def bearer(
    document: Mapping[str, Any] | None = None, key: str = "one", headers: Mapping[str, Any] | None = None
) -> str:
    """The header's value for a token signed with RS256 by this key."""
    extra = {"kid": key, **(headers or {})}
    return "Bearer " + jwt.encode(dict(document or claims()), rsa_key(key), "RS256", headers=extra)


def raw(header: Mapping[str, object], document: Mapping[str, object], signature: bytes = b"") -> str:
    """The header's value for a token put together by hand."""
    return "Bearer " + ".".join([_segment(header), _segment(document), _encode(signature)])


@dataclass
class Issuer:
    """What the issuer's addresses answer; `away` makes every fetch fail."""

    keys: list[dict[str, object]] = field(default_factory=lambda: [jwk("one")])
    discovery: dict[str, object] | None = None
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> Mapping[str, Any]:
        """A `jwks.Fetch`."""
        self.asked.append(url)
        if self.away:
            raise TimeoutError
        if url.endswith("/openid-configuration"):
            if self.discovery is None:
                raise FileNotFoundError
            return self.discovery
        return {"keys": self.keys}


def principals(issuer: Issuer, clock: FakeClock, **changes: Any) -> Principals:
    """Principals of this issuer, set up as for Cognito."""
    settings: dict[str, Any] = {"issuer": ISSUER, "audience": [CLIENT], **changes}
    return Principals(clock=clock, fetch=issuer.fetch, **settings)


@cache
def _made(_: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def _number(value: int) -> str:
    return _encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _segment(document: Mapping[str, object]) -> str:
    return _encode(json.dumps(document).encode())


def _encode(raw_bytes: bytes) -> str:
    return base64.urlsafe_b64encode(raw_bytes).decode().rstrip("=")
