"""Key material, derived per purpose and site from one secret, so that no two uses ever share a key.

The secret is a JSON object: `{"pinned": "<random>", "live": [{"id": "2", "key": "<random>"}, …]}`, newest live key
first. `pinned` is never rotated: comment ids, readers, mail and bans hang on it. Everything else uses the live keys:
the newest makes, all verify. Without live keys there is one, id "0", derived from `pinned`; so a secret that
CloudFormation generated works as it is. In a rotation keep it for a while by listing `{"id": "0"}` without a key. A new
key is only read for a quarter of an hour before it signs (`adapters/secrets.py`).
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ghirbal.domain.errors import GhirbalError
from ghirbal.domain.ids import encode_parts

MIN_SECRET = 32
"""Characters. 32 of an alphabet of 62 are 190 bits, above the 128 that ASVS 11.5.1 asks for."""

DERIVED_ID = "0"
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}", re.ASCII)


class LiveKey(NamedTuple):
    """A key that rotates, under the name that tokens carry."""

    id: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret's parts; `live` is newest first and never empty."""

    pinned: bytes
    live: tuple[LiveKey, ...]


SecretProvider = Callable[[], Secret]
"""Answers the secret, from memory as a rule; raises GhirbalError("secret-unavailable")."""


def parse_secret(document: str) -> Secret:
    """The secret of its JSON text. Raises GhirbalError("secret-unavailable") for anything doubtful."""
    try:
        return _secret(json.loads(document))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise GhirbalError("secret-unavailable") from None


def derive(key: bytes, *parts: str) -> bytes:
    """A key of its own for these parts: HMAC-SHA256 over the length-prefixed parts, 32 bytes (attack L1).

    >>> derive(b"k", "form", "a") == derive(b"k", "for", "ma")
    False
    """
    return hmac.digest(key, encode_parts(*parts), "sha256")


class Keyring:
    """`ports.tokens.Keys`, and the live keys that signed tokens need."""

    def __init__(self, secret: SecretProvider) -> None:
        """`secret` is asked at each use; it is expected to remember."""
        self._secret = secret

    def pinned(self, purpose: str, site: str) -> bytes:
        """A key that never rotates: comment id, reader, mail, bans."""
        return derive(self._secret().pinned, "pinned", purpose, site)

    def hashing(self, purpose: str, site: str) -> bytes:
        """The newest key for short-lived keyed hashes (addresses)."""
        return derive(self._secret().live[0].key, "hashing", purpose, site)

    def derived(self, purpose: str, site: str, key_id: str) -> bytes:
        """A site's own key for a purpose (its single sign-on, its webhooks), told to its owner and stored nowhere."""
        return derive(self._secret().pinned, "derived", purpose, site, key_id)

    def live(self, purpose: str) -> tuple[LiveKey, ...]:
        """The signing keys of a purpose, newest first; the first signs, all verify."""
        return tuple(LiveKey(key.id, derive(key.key, "signing", purpose)) for key in self._secret().live)


def _secret(document: Mapping[str, object]) -> Secret:
    pinned = _strong(document["pinned"])
    entries = document.get("live") or ()
    if not isinstance(entries, list | tuple):
        raise ValueError
    live = tuple(_live(entries, pinned))
    if len({key.id for key in live}) != len(live):
        raise ValueError
    return Secret(pinned, live or (_derived(pinned),))


def _live(entries: Iterable[Mapping[str, object]], pinned: bytes) -> Iterable[LiveKey]:
    for entry in entries:
        name = str(entry["id"])
        if not _KEY_ID.fullmatch(name):
            raise ValueError
        without_key = name == DERIVED_ID and "key" not in entry
        yield _derived(pinned) if without_key else LiveKey(name, _strong(entry["key"]))


def _derived(pinned: bytes) -> LiveKey:
    return LiveKey(DERIVED_ID, derive(pinned, "live", DERIVED_ID))


def _strong(value: object) -> bytes:
    if not isinstance(value, str) or len(value) < MIN_SECRET:
        raise ValueError
    return value.encode()
