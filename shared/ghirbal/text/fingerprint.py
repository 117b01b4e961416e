"""Fingerprints of a text: one for the same text again, one for nearly the same text."""

from __future__ import annotations

import hashlib

from ghirbal.text.fold import Folded, fold
from ghirbal.text.tokens import tokenize

_SIMHASH_BITS = 64
_SHINGLE = 4
"""Letters of one simhash feature: short enough that one changed word in ten moves few bits."""


def fingerprint(text: str | Folded) -> str:
    """Sixteen hex digits: equal for texts that differ only in what folding and punctuation hide.

    >>> fingerprint("الله يرحمه") == fingerprint("اللّه... يَرحمُه!!")
    True
    >>> fingerprint("الله يرحمه") == fingerprint("الله يرحمها")
    False
    """
    return hashlib.sha256(_essence(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def simhash(text: str | Folded) -> int:
    """A 64-bit hash of which few bits change when few words do (Charikar 2002).

    >>> one = simhash("شقق للبيع في الدار البيضاء بثمن مناسب اتصلوا بنا اليوم قبل نفاد العرض")
    >>> two = simhash("شقق للبيع في الدار البيضاء بثمن مناسب اتصلوا بنا الآن قبل نفاد العرض")
    >>> distance(one, two) < 16 < distance(one, simhash("رحمه الله وأسكنه فسيح جناته"))
    True
    """
    letters = _essence(text)
    counts = [0] * _SIMHASH_BITS
    for start in range(max(1, len(letters) - _SHINGLE + 1)):
        piece = letters[start : start + _SHINGLE].encode("utf-8", "surrogatepass")
        digest = int.from_bytes(hashlib.blake2b(piece, digest_size=8).digest(), "big")
        for bit in range(_SIMHASH_BITS):
            counts[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, count in enumerate(counts) if count > 0)


def distance(one: int, other: int) -> int:
    """How many of the 64 bits of two simhashes differ.

    >>> distance(0b1010, 0b1001)
    2
    """
    return (one ^ other).bit_count()


def _essence(text: str | Folded) -> str:
    """Letters and digits of the folded text; a text without any (emoji alone) is taken as it is."""
    folded = fold(text) if isinstance(text, str) else text
    return "".join(token.text for token in tokenize(folded)) or folded.text.replace(" ", "")
