"""`ports.posting.Proofs`: a small computation that costs a reader a blink and a flood its speed.

The challenge is a signed token that binds site, page, reader, comment id, body hash, difficulty and issue time, so one
solution serves one comment of one text (attack M4). A nonce solves it when SHA-256 of `challenge + "." + nonce`
begins with at least `bits` zero bits. The algorithm is told in docs/abuse.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ghirbal.auth.life import PROOF_LIFE, alive

if TYPE_CHECKING:
    from ghirbal.ports.posting import ProofWork
    from ghirbal.ports.tokens import Tokens

PROOF = "proof"
MAX_BITS = 24
"""2^24 hashes take a phone about a minute: more would be a refusal in disguise."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


class SignedProofs:
    """Challenges that need no row: everything they bind is inside the token."""

    def __init__(self, tokens: Tokens) -> None:
        """`tokens` signs, and verifies in constant time."""
        self._tokens = tokens

    def ask(self, work: ProofWork, bits: int, now: int) -> str:
        """A challenge for exactly this comment; at most 24 bits."""
        return self._tokens.issue(PROOF, {**_bound(work), "bits": min(bits, MAX_BITS), "issued": now})

    def solved(self, challenge: str, nonce: str, work: ProofWork, bits: int, now: int) -> bool:
        """Whether `nonce` solves a living challenge of so many bits, issued for this very comment. Never raises."""
        wanted = min(bits, MAX_BITS)
        if not challenge or not _NONCE.fullmatch(nonce):
            return False
        match self._tokens.read(PROOF, challenge):
            case {"bits": int(asked), "issued": int(issued), **bound} if (
                bound == _bound(work) and asked >= wanted
            ):
                return alive(issued, PROOF_LIFE, now) and zero_bits(digest(challenge, nonce)) >= asked
        return False


def digest(challenge: str, nonce: str) -> bytes:
    """What is looked at: SHA-256 of challenge, full stop and nonce, all ASCII."""
    return hashlib.sha256(f"{challenge}.{nonce}".encode()).digest()


def zero_bits(value: bytes) -> int:
    """How many bits are zero before the first one.

    >>> zero_bits(bytes([0, 0b00010000])), zero_bits(bytes([0b10000000])), zero_bits(bytes(2))
    (11, 0, 16)
    """
    return 8 * len(value) - int.from_bytes(value, "big").bit_length()


def solve(challenge: str, bits: int, most: int = 1 << MAX_BITS) -> str | None:
    """The first number that solves it, counted up from 0, in decimal; None after `most` tries.

    For programs and tests; readers' browsers have their own.
    """
    whole = hashlib.sha256(f"{challenge}.".encode())
    for number in range(most):
        attempt = whole.copy()
        attempt.update(str(number).encode())
        if zero_bits(attempt.digest()) >= bits:
            return str(number)
    return None


def _bound(work: ProofWork) -> Mapping[str, object]:
    return {
        "site": work.site,
        "page": work.page,
        "reader": work.reader,
        "comment": work.comment,
        "body": work.body,
    }
