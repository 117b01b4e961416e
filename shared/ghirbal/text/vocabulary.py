"""Which words are ordinary words, and which are frequent ones: the second check behind every bold guess.

Two Bloom filters: some 140,000 ordinary words in 512 KiB and, asked for by words behind a sign alone, the
16,000 most frequent of them in 64 KiB. They answer "no" for certain and "yes" with about one error each
in ten thousand, and an error costs one disguise missed, never an innocent flagged. Built by
`ghirbal_tools.vocabulary` from word frequencies, names and clean comments; they hold hashes, no words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

SIZE_BITS, FREQUENT_BITS = 1 << 22, 1 << 19
HASHES = 5
_SLICE = 22
FILE = Path(__file__).parent / "data" / "vocabulary.bin"
FREQUENT_FILE = FILE.with_name("frequent.bin")


def positions(word: str, size: int = SIZE_BITS) -> tuple[int, ...]:
    """The bits of one word in a filter of `size` bits, a power of two: five slices of 22 bits of one digest.

    >>> len(positions("كتاب")), all(0 <= bit < SIZE_BITS for bit in positions("كتاب"))
    (5, True)
    """
    digest = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=16).digest(), "big")
    return tuple(digest >> _SLICE * slot & size - 1 for slot in range(HASHES))


def build(words: Iterable[str], size: int = SIZE_BITS) -> bytes:
    """The filter of these folded words; `size` in bits."""
    bits = bytearray(size // 8)
    for word in words:
        for bit in positions(word, size):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def holds(bits: bytes, word: str) -> bool:
    """Whether a filter holds a folded word.

    >>> holds(build(["كتاب"]), "كتاب"), holds(build(["كتاب"]), "قلم")
    (True, False)
    """
    return all(bits[bit >> 3] >> (bit & 7) & 1 for bit in positions(word, 8 * len(bits)))


MOST_REMEMBERED = 20_000
"""Words whose answer is remembered, at some 150 bytes each: one comment asks several times for the same ones."""


@cache
def _shipped(file: Path) -> bytes:
    return file.read_bytes()


@lru_cache(MOST_REMEMBERED)
def is_ordinary(word: str) -> bool:
    """Whether a folded word is one that ordinary people write, in Arabic, Darija, Arabizi or French.

    >>> is_ordinary("المكسيك"), is_ordinary("bonjour"), is_ordinary("ظظظغ")
    (True, True, False)
    """
    return holds(_shipped(FILE), word)


def is_frequent(word: str) -> bool:
    """Whether a folded word is at least every 50,000th that people write, insults among them.

    >>> is_frequent("المدرسه"), is_frequent("maison"), is_frequent("الزبرجد")
    (True, True, False)
    """
    return holds(_shipped(FREQUENT_FILE), word)
