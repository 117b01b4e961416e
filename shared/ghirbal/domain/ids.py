"""Identifiers: keyed hashes over length-prefixed parts, and the only random ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

ID_LENGTH = 26
"""26 base32 characters are 130 bits: enough that ids never collide and can't be guessed."""

SHARDS = 4
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def encode_parts(*parts: str) -> bytes:
    """Length-prefix each part, so that ("a", "bc") and ("ab", "c") differ (attack L1).

    >>> encode_parts("sso:a", "b1") == encode_parts("sso:ab", "1")
    False
    """
    raw = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)


def base32(digest: bytes) -> str:
    """The first 26 characters of lower-case base32."""
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 over length-prefixed parts, as 26 base32 characters.

    >>> len(keyed_hash(b"key", "site", "reader"))
    26
    """
    return base32(hmac.digest(key, encode_parts(*parts), "sha256"))


def body_hash(*parts: str) -> str:
    """A plain hash that recognises the same body again; 26 base32 characters."""
    return base32(hashlib.sha256(encode_parts(*parts)).digest())


def shard_of(comment_id: str) -> int:
    """Which of the 4 shards of a site's queue an id falls in: its first character's value mod 4.

    >>> [shard_of(x) for x in ("a", "b", "7")]
    [0, 1, 3]
    """
    return _ALPHABET.index(comment_id[0]) % SHARDS


def is_id(value: str) -> bool:
    """Whether `value` has the form of a comment or page id."""
    return len(value) == ID_LENGTH and all(character in _ALPHABET for character in value)


def new_token_id() -> str:
    """26 random base32 characters (130 bits from the system's generator)."""
    return base32(secrets.token_bytes(20))


def chance(below: int) -> int:
    """A random whole number from 0 to `below` - 1, to spread retries."""
    return secrets.randbelow(below)
