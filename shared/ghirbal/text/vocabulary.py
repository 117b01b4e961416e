"""Which words are ordinary words: the second check behind every bold guess.

A Bloom filter of some 100,000 words in 256 KiB. It answers "no" for certain and "yes" with about
three errors in ten thousand, and an error costs one disguise missed, never an innocent flagged. Built by
`ghirbal_tools.vocabulary` from word frequencies, names and clean comments; it holds hashes, no words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SIZE_BITS = 1 << 21
HASHES = 5
FILE = Path(__file__).parent / "data" / "vocabulary.bin"


def positions(word: str) -> tuple[int, ...]:
    """The bits of one word: five slices of 21 bits of one digest.

    >>> len(positions("كتاب")), all(0 <= bit < SIZE_BITS for bit in positions("كتاب"))
    (5, True)
    """
    digest = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=16).digest(), "big")
    return tuple(digest >> 21 * slot & SIZE_BITS - 1 for slot in range(HASHES))


def build(words: Iterable[str]) -> bytes:
    """The filter of these folded words."""
    bits = bytearray(SIZE_BITS // 8)
    for word in words:
        for bit in positions(word):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def holds(bits: bytes, word: str) -> bool:
    """Whether a filter holds a folded word.

    >>> holds(build(["كتاب"]), "كتاب"), holds(build(["كتاب"]), "قلم")
    (True, False)
    """
    return all(bits[bit >> 3] >> (bit & 7) & 1 for bit in positions(word))


@cache
def _shipped() -> bytes:
    return FILE.read_bytes()


def is_ordinary(word: str) -> bool:
    """Whether a folded word is one that ordinary people write, in Arabic, Darija, Arabizi or French.

    >>> is_ordinary("المكسيك"), is_ordinary("bonjour"), is_ordinary("ظظظغ")
    (True, True, False)
    """
    return holds(_shipped(), word)
