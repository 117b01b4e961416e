"""What the model sees of a folded text: numbers of buckets, one for each piece of a word.

A word gives its character n-grams of 2 to 5 (with a blank at both ends), itself, and the 3- and
4-grams of its consonant skeleton, which carry across scripts (a model trained on Arabic script
alone reaches .79 on Algerian Latin text with them, .58 without). Two neighbours give one more.
Nothing crosses a word but that pair, so that a word's sums can be remembered and added up.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from itertools import islice, pairwise
from zlib import crc32

from ghirbal.text.fold import fold
from ghirbal.text.skeleton import skeleton

BITS = 18
"""2**18 buckets: 2**17 cost .004 of macro-F1 by collisions, 2**19 gave no more than .001."""

BUCKETS = 1 << BITS
LONGEST_WORD = 32
"""Letters of one piece; longer runs are cut, so that a piece never has more than 190 features."""

_MASK = BUCKETS - 1
_WORD = re.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}|[^\w\s]")
_GRAM, _WHOLE, _SKELETON, _PAIR = 1, 2, 3, 4
_PROBE = (
    "".join(map(chr, range(0x20, 0x250))),
    "".join(map(chr, range(0x600, 0x700))),
    "chkoun lli ghadi ydir had lkhedma? 3lach, wa9ila 7it tchouf kh8a 5dma dh th ph qu ck dj ou",
    "شنو كاين الثلاثاء فالضيعة ديال الظهيرة، ذاكرة صغيرة 😀 100% قهوة وغداء",
)


def split(text: str) -> list[str]:
    """Words and single signs of a folded text, in order.

    >>> split("واش هاد 3lach، ok!! 😀")
    ['واش', 'هاد', '3lach', '،', 'ok', '!', '!', '😀']
    """
    return _WORD.findall(text)


def place(text: str, first: int, last: int) -> tuple[int, int]:
    """Half-open folded positions of words `first` up to, not including, `last` (`first` < `last`).

    >>> place("واش هاد 3lach", 1, 3)
    (4, 13)
    """
    found = list(islice(_WORD.finditer(text), first, last))
    return found[0].start(), found[-1].end()


def word_kind(word: str) -> tuple[int, int, int]:
    """Whether a piece is a word in other letters than Latin, in Latin letters, or a picture.

    A single letter is none of them: a word spelled out is not many words.

    >>> word_kind("قهوه"), word_kind("9ahwa"), word_kind("2024"), word_kind("😀"), word_kind("ك")
    ((1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0))
    """
    if len(word) == 1:
        return (0, 0, int(word > "\u2190" and not word.isalnum()))
    return (0, int(not word.isdigit()), 0) if word.isascii() else (1, 0, 0)


def word_features(word: str) -> list[int]:
    """Buckets of one piece, below `BUCKETS`; at most 190 of them.

    >>> len(word_features("قهوه")), word_features("😀") == word_features("😀")
    (18, True)
    """
    found = _grams(f" {word} ", 2, 5, _GRAM)
    found.append(crc32(word.encode("utf-8", "surrogatepass"), _WHOLE) & _MASK)
    consonants = skeleton(word)
    if len(consonants) > 1:
        found += _grams(f" {consonants} ", 3, 4, _SKELETON)
    return found


def pair_feature(word: str, following: str) -> int:
    """The bucket of two neighbours.

    >>> pair_feature("ولد", "الناس") == pair_feature("الناس", "ولد")
    False
    """
    return crc32(f"{word} {following}".encode("utf-8", "surrogatepass"), _PAIR) & _MASK


def _grams(padded: str, shortest: int, longest: int, salt: int) -> list[int]:
    """Slices of UTF-16 bytes: one encoding a word instead of one an n-gram halves the time."""
    data = padded.encode("utf-16-le", "surrogatepass")
    return [crc32(data[part], salt) & _MASK for part in _parts(len(data), shortest, longest)]


@cache
def _parts(size: int, shortest: int, longest: int) -> tuple[slice, ...]:
    """Where the n-grams of so many bytes are; there are at most some seventy sizes."""
    return tuple(
        slice(start, start + width)
        for width in range(2 * shortest, 2 * longest + 1, 2)
        for start in range(0, size - width + 1, 2)
    )


def fingerprint() -> str:
    """A hash of what folding, skeleton and features make of a fixed probe: 16 hexadecimal digits.

    A model carries the one it was trained with; a difference means that its weights are for
    other features than those the code computes now.
    """
    digest = hashlib.sha256()
    for probe in _PROBE:
        words = split(fold(probe).text)
        for word in words:
            digest.update(repr((word_kind(word), word_features(word))).encode())
        digest.update(repr([pair_feature(*pair) for pair in pairwise(words)]).encode())
    return digest.hexdigest()[:16]
