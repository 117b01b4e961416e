"""The issuer's public keys: found by OpenID discovery, fetched with time-outs, kept for ten minutes."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeGuard
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
)

from ghirbal.domain.clock import HOUR, MINUTE, SECOND, Clock
from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

KEEP = 10 * MINUTE
RETRY = MINUTE
"""How often an unknown key id or a failing issuer makes us ask again, so that no token turns us into a load on it."""

FIRST_RETRY = 5 * SECOND
"""The same while there are no keys at all: a cold start that met a hiccup must not lock everybody out for a minute."""

STALE = HOUR
"""How long the last keys still count while the issuer is away; then nobody gets in."""

TIMEOUT = 2
"""Seconds for each of the two fetches; the function has 10."""

MAX_DOCUMENT = 262_144
MIN_BITS = 2_048

Fetch = Callable[[str], Mapping[str, Any]]
"""Answers the JSON object at a URL, or raises anything."""


class KeySet:
    """Public RSA keys by id."""

    def __init__(
        self,
        issuer: str,
        clock: Clock,
        fetch: Fetch | None = None,
        jwks_url: str = "",
        endpoint: str = "",
    ) -> None:
        """`jwks_url` saves the discovery; it may lie at the local stack's `endpoint`, which is "" in the cloud.

        Raises ValueError unless both are https, or http on loopback.
        """
        if not (trustworthy(issuer) and (trustworthy(jwks_url or issuer) or emulated(jwks_url, endpoint))):
            raise ValueError("the issuer has to be an https address (http on loopback only)")
        self._issuer = issuer.rstrip("/")
        self._url = jwks_url
        self._clock = clock
        self._fetch = fetch or partial(fetch_json, endpoint=endpoint)
        self._lock = Lock()
        self._keys: Mapping[str, RSAPublicKey] = {}
        self._fetched: int | None = None
        self._asked: int | None = None

    def get(self, key_id: str) -> RSAPublicKey | None:
        """The key of this id, None when the issuer has none.

        Raises GhirbalError("issuer-unavailable") when its keys can't be had.
        """
        with self._lock:
            if self._due(key_id):
                self._refresh()
            if self._age() > STALE:
                raise GhirbalError("issuer-unavailable", retry_after=FIRST_RETRY // SECOND)
            return self._keys.get(key_id)

    def _due(self, key_id: str) -> bool:
        wanted = self._age() >= KEEP or key_id not in self._keys
        pause = FIRST_RETRY if self._fetched is None else RETRY
        return wanted and (self._asked is None or self._clock() - self._asked >= pause)

    def _age(self) -> int:
        return STALE + 1 if self._fetched is None else self._clock() - self._fetched

    def _refresh(self) -> None:
        self._asked = self._clock()
        try:
            self._keys = public_keys(self._fetch(self._keys_url()))
            self._fetched = self._clock()
        except Exception:
            # Whatever the reason: the keys we have go on until they are stale, then `get` says so.
            return

    def _keys_url(self) -> str:
        """Discovery, or the place where Cognito and most others have them when there is no such document."""
        if self._url:
            return self._url
        try:
            document = self._fetch(f"{self._issuer}/.well-known/openid-configuration")
        except Exception:
            return f"{self._issuer}/.well-known/jwks.json"
        if str(document["issuer"]).rstrip("/") != self._issuer or not trustworthy(document["jwks_uri"]):
            raise ValueError("the discovery document is another issuer's")
        self._url = str(document["jwks_uri"])
        return self._url


def public_keys(document: Mapping[str, Any]) -> Mapping[str, RSAPublicKey]:
    """The usable keys of a JWKS document: RSA, for signatures with RS256, at least 2,048 bits."""
    read = ((str(key["kid"]), _rsa_key(key)) for key in document["keys"] if _for_rs256(key))
    return {name: key for name, key in read if key is not None and key.key_size >= MIN_BITS}


def _rsa_key(document: Mapping[str, Any]) -> RSAPublicKey | None:
    """The key, None for one that can't be read: an odd one locks out nobody but its own tokens (attack B17)."""
    from jwt import PyJWK

    try:
        key: RSAPublicKey = PyJWK(dict(document), algorithm="RS256").key
    except Exception:  # whatever PyJWT or the library below makes of it
        return None
    return key if hasattr(key, "key_size") else None


def trustworthy(url: str) -> bool:
    """https, or http to this very machine.

    >>> [trustworthy(u) for u in ("https://id.example", "http://127.0.0.1:9/x", "http://id.example", "file:///x")]
    [True, True, False, False]
    """
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and _loopback(parts.hostname or ""))


def emulated(url: str, endpoint: str) -> bool:
    """Whether a URL is the local stack's own: the same http origin as the endpoint that stands for AWS.

    That endpoint has to be a private address, as a container's bridge is; in the cloud there is none at all, so keys
    never come over http there.

    >>> bridge = "http://172.17.0.1:4572"
    >>> [emulated(f"{bridge}/keys", at) for at in (bridge, "", "http://172.17.0.1:80")]
    [True, False, False]
    >>> emulated("http://id.example/keys", "http://id.example"), emulated("http://8.8.8.8/", "http://8.8.8.8")
    (False, False)
    """
    there, here = urlsplit(endpoint), urlsplit(url)
    same = (here.scheme, here.netloc) == (there.scheme, there.netloc) == ("http", there.netloc)
    return same and _private(there.hostname or "")


def fetch_json(url: str, endpoint: str = "") -> Mapping[str, Any]:
    """The JSON object at an https, loopback or local stack's URL: 2 s, 256 KB, no redirect.

    Raises OSError or ValueError.
    """
    if not (trustworthy(url) or emulated(url, endpoint)):
        raise ValueError("not an https address")
    with _opener().open(url, timeout=TIMEOUT) as answer:
        text = answer.read(MAX_DOCUMENT + 1)
    if len(text) > MAX_DOCUMENT:
        raise ValueError("the document is too large")
    document: dict[str, Any] = json.loads(text)
    return document


def _opener() -> OpenerDirector:
    """Plain http and https: no redirects (keys come from where the issuer says), no files, no proxies."""
    opener = OpenerDirector()
    for handler in (HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        opener.add_handler(handler())
    return opener


def _for_rs256(key: object) -> TypeGuard[Mapping[str, Any]]:
    if not isinstance(key, Mapping):
        return False
    fits = key.get("use", "sig") == "sig" and key.get("alg", "RS256") == "RS256"
    return key.get("kty") == "RSA" and fits and bool(key.get("kid"))


def _private(host: str) -> bool:
    """An address of a private network; a link's own (169.254, where clouds keep credentials) is none."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private and not address.is_link_local


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
