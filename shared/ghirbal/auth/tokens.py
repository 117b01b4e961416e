"""Signed tokens `v1.<key id>.<payload>.<mac>`: what we hand out and get back unchanged, or not at all.

The purpose is inside the MAC and picks the key, so a form token is no mail link. The newest key signs, every live key
verifies, garbage never raises. Payload and MAC are base64url without padding; the MAC is compared as text, so that a
token has one spelling only (the spare bits of base64's last character would else make three more).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping

from ghirbal.auth.keyring import Keyring
from ghirbal.domain.ids import encode_parts

VERSION = "v1"
MAX_TOKEN = 4_096
"""Characters. A cursor over four queue shards is about 1,400; API Gateway takes 10,240 bytes of headers in all."""

_SHAPE = re.compile(r"v1\.([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{2,})\.([A-Za-z0-9_-]{43})", re.ASCII)


class SignedTokens:
    """`ports.tokens.Tokens` on a keyring."""

    def __init__(self, keys: Keyring) -> None:
        """`keys` answers the live keys of a purpose."""
        self._keys = keys

    def issue(self, purpose: str, payload: Mapping[str, object]) -> str:
        """A token signed by the newest key. Raises ValueError when it would be longer than 4,096 characters."""
        newest = self._keys.live(purpose)[0]
        body = encode(canonical(payload))
        token = f"{VERSION}.{newest.id}.{body}.{_mac(newest.key, purpose, newest.id, body)}"
        if len(token) > MAX_TOKEN:
            raise ValueError(f"a token of {len(token)} characters, at most {MAX_TOKEN}")
        return token

    def read(self, purpose: str, token: str) -> Mapping[str, object] | None:
        """The payload when a live key signed it for this purpose, else None.

        Raises only GhirbalError("secret-unavailable"), and that only for a well-formed token.
        """
        shape = _SHAPE.fullmatch(token) if len(token) <= MAX_TOKEN else None
        if shape is None:
            return None
        key_id, body, mac = shape.groups()
        for key in self._keys.live(purpose):
            if key.id == key_id and hmac.compare_digest(mac, _mac(key.key, purpose, key_id, body)):
                return _payload(body)
        return None


def canonical(payload: Mapping[str, object]) -> bytes:
    """The one JSON spelling of a payload: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def encode(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(key: bytes, purpose: str, key_id: str, body: str) -> str:
    return encode(hmac.digest(key, encode_parts(VERSION, key_id, purpose, body), "sha256"))


def _payload(body: str) -> Mapping[str, object] | None:
    try:
        payload = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError):
        return None
    return payload if isinstance(payload, dict) else None
