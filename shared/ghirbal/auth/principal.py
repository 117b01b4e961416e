"""Moderators and programs: who an access token names, and what it lets them do at a site.

The function verifies tokens itself, also behind API Gateway's authorizer: `sam local` enforces none, and a direct call
of the function passes it by. PyJWT is imported at the first token; only `moderation_api` ever needs it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeGuard

from ghirbal.auth.jwks import Fetch, KeySet
from ghirbal.domain.clock import SECOND, Clock
from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import RANK, Role, Site

if TYPE_CHECKING:
    from jwt.types import Options

LEEWAY = 60
"""Seconds that the issuer's clock and ours may differ by; its tokens live an hour."""

MAX_TOKEN = 8_192
MAX_SUBJECT = 128
PROGRAM_ROLE = Role.MODERATOR
"""What a program may do whose client a site names: decide, and not change the team or the policy."""

_GROUP = re.compile(r"([a-z0-9-]{3,32}):(auditor|moderator|editor|owner)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: `id` is the token's subject, `sites` the roles its groups give, `client_id` the program."""

    id: str
    sites: Mapping[str, Role] = field(default_factory=dict)
    client_id: str = ""

    def role_at(self, site: Site) -> Role:
        """The role claimed at a site; the team's row, read with each write, may only lower it.

        Raises Forbidden("not-allowed") without a group of the site, unless the site names the client (attack M2).
        """
        role = self.sites.get(site.id)
        if role is not None:
            return role
        if self.client_id and self.client_id in site.clients:
            return PROGRAM_ROLE
        raise Forbidden("not-allowed")


class Principals:
    """Verifies access tokens of one issuer: RS256 and nothing else."""

    def __init__(
        self,
        issuer: str,
        audience: Collection[str],
        clock: Clock,
        *,
        scope: str = "comments/moderate",
        groups_claim: str = "cognito:groups",
        jwks_url: str = "",
        endpoint: str = "",
        fetch: Fetch | None = None,
    ) -> None:
        """`audience` are the accepted values of `aud` or `client_id`; empty accepts nobody. Raises ValueError."""
        self._issuer = issuer.rstrip("/")
        self._audience = frozenset(audience)
        self._clock = clock
        self._scope = scope
        self._groups_claim = groups_claim
        self._keys = KeySet(issuer, clock, fetch, jwks_url, endpoint)

    def verify(self, authorization: str | None) -> Principal:
        """Who the header `Authorization: Bearer …` names.

        Raises Forbidden("token-missing"), Forbidden("token-invalid"), GhirbalError("issuer-unavailable").
        """
        claims = self._claims(_bearer(authorization))
        if not (self._meant_for_us(claims) and self._in_time(claims)):
            raise Forbidden("token-invalid")
        return Principal(
            id=_subject(claims),
            sites=MappingProxyType(roles(_words(claims.get(self._groups_claim)))),
            client_id=str(claims.get("client_id") or ""),
        )

    def _claims(self, token: str) -> Mapping[str, Any]:
        """The claims of a token whose signature holds; their meaning is judged elsewhere."""
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            key = self._keys.get(str(header.get("kid", ""))) if header.get("alg") == "RS256" else None
            if key is None:
                raise Forbidden("token-invalid")
            return jwt.decode(token, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
        except jwt.PyJWTError:
            raise Forbidden("token-invalid") from None

    def _meant_for_us(self, claims: Mapping[str, Any]) -> bool:
        """Issuer, audience or client, scope, and that it is an access token where the issuer says which kind it is."""
        # Where `aud` stands it has to match: a token for another API says so there, whoever our client is (B17).
        audiences = {*_words(claims["aud"] if "aud" in claims else claims.get("client_id"))}
        return (
            str(claims.get("iss", "")).rstrip("/") == self._issuer
            and bool(audiences & self._audience)
            and claims.get("token_use", "access") == "access"
            and self._scope in _words(claims.get("scope"))
        )

    def _in_time(self, claims: Mapping[str, Any]) -> bool:
        """`nbf - 60 s <= now <= exp + 60 s`, both inclusive; a token without end isn't accepted."""
        now = self._clock() // SECOND
        expires, begins = claims.get("exp"), claims.get("nbf", 0)
        return _is_time(expires) and _is_time(begins) and begins - LEEWAY <= now <= expires + LEEWAY


_SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
}
"""PyJWT reads the wall clock itself; the claims are judged here, by the clock that was passed in."""


def roles(groups: Iterable[str]) -> dict[str, Role]:
    """The highest role by site of groups `<site>:<role>`; other groups mean nothing here.

    >>> roles(["akhbar:auditor", "akhbar:editor", "staff", "x:owner"])
    {'akhbar': <Role.EDITOR: 'editor'>}
    """
    found: dict[str, Role] = {}
    for group in groups:
        match = _GROUP.fullmatch(group)
        if match:
            site, role = match[1], Role(match[2])
            found[site] = max(role, found.get(site, role), key=RANK.__getitem__)
    return found


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Forbidden("token-missing")
    if len(token) > MAX_TOKEN or not token.isascii():
        raise Forbidden("token-invalid")
    return token.strip()


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= MAX_SUBJECT or not subject.isprintable():
        raise Forbidden("token-invalid")
    return subject


def _words(claim: object) -> tuple[str, ...]:
    """A claim that is a list of words or one text of them, as issuers please."""
    if isinstance(claim, str):
        return tuple(claim.split())
    return tuple(word for word in claim if isinstance(word, str)) if isinstance(claim, list) else ()


def _is_time(claim: object) -> TypeGuard[float]:
    return isinstance(claim, int | float) and not isinstance(claim, bool) and abs(claim) < 1e12
