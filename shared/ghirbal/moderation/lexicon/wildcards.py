"""A site's own words with `*`: the beginning, the end or the middle of a word, never a regular expression.

`بطيخ*` is every word that begins so, `*بطيخ` every word that ends so, `*بطيخ*` every word that holds it. A pattern of
several words wants them one after the other. Each word of a pattern is searched for once in the whole text, where it
stands is kept as bits, and the words of a pattern are laid over one another: the time is linear in text and patterns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from ghirbal.moderation.lexicon.entries import folded_words
from ghirbal.text.tokens import Token

STAR = "*"
_STARS = str.maketrans({"٭": STAR, "＊": STAR})
"""What people type for a star on an Arabic (U+066D) or a wide (U+FF0A) keyboard."""

LEAST_LETTERS = 3
"""Letters beside a star: two of them begin or end thousands of innocent words."""

Kind = Literal["whole", "begins", "ends", "holds"]
_KINDS: dict[tuple[bool, bool], Kind] = {
    (False, False): "whole",
    (False, True): "begins",
    (True, False): "ends",
    (True, True): "holds",
}


class Piece(NamedTuple):
    """One word of a pattern, folded."""

    kind: Kind
    text: str


class SiteWords(NamedTuple):
    """A list of a policy document: words without a star, and patterns."""

    plain: tuple[str, ...]
    patterns: tuple[tuple[Piece, ...], ...]


def read_pattern(written: str) -> tuple[Piece, ...]:
    """The pieces of an entry as it is written. Raises ValueError saying what to write instead.

    >>> read_pattern("بطيخ* أحمر")
    (Piece(kind='begins', text='بطيخ'), Piece(kind='whole', text='احمر'))
    """
    pieces = tuple(_piece(word) for word in written.translate(_STARS).split())
    if not pieces:
        raise ValueError("has no letters; write a word")
    return pieces


def has_star(written: str) -> bool:
    """Whether an entry is a pattern."""
    return STAR in written.translate(_STARS)


@lru_cache(maxsize=64)
def site_words(listed: tuple[str, ...]) -> SiteWords:
    """A list, read once; entries that `read_pattern` refuses mean nothing (saving a document refuses them)."""
    plain = tuple(entry for entry in listed if not has_star(entry))
    patterns = (_readable(entry) for entry in listed if has_star(entry))
    return SiteWords(plain, tuple(pattern for pattern in patterns if pattern))


def find_patterns(words: SiteWords, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last token of each place where a pattern stands."""
    if not words.patterns:
        return
    places = _Places(tokens)
    for pattern in words.patterns:
        standing = places[pattern[0]]
        for offset, piece in enumerate(pattern[1:], start=1):
            standing &= places[piece] >> offset if standing else 0
        for first in _bits(standing):
            yield first, first + len(pattern) - 1


class _Places(dict[Piece, int]):
    """The tokens that a piece fits, as the bits of a number, found when first asked for.

    Each piece is searched for in the whole text by the interpreter: 200 patterns of twenty words that begin alike, each
    tried at each token, took .3 s of a text made for them.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Join the tokens, a blank before and behind each."""
        super().__init__()
        self._text = "".join(f" {token.text}" for token in tokens) + " "
        self._starts = [0, *accumulate(len(token.text) + 1 for token in tokens)]

    def __missing__(self, piece: Piece) -> int:
        needle = f"{_EDGE[piece.kind][0]}{piece.text}{_EDGE[piece.kind][1]}"
        standing, at = 0, self._text.find(needle)
        while at >= 0:
            standing |= 1 << bisect_right(self._starts, at) - 1
            at = self._text.find(needle, at + 1)
        self[piece] = standing
        return standing


_EDGE: dict[Kind, tuple[str, str]] = {
    "whole": (" ", " "),
    "begins": (" ", ""),
    "ends": ("", " "),
    "holds": ("", ""),
}
"""What has to stand right before and behind a piece: a blank is the edge of a word."""


def _bits(number: int) -> Iterator[int]:
    """The places of the bits that are set.

    >>> list(_bits(0b1010))
    [1, 3]
    """
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _readable(written: str) -> tuple[Piece, ...]:
    try:
        return read_pattern(written)
    except ValueError:
        return ()


def _piece(word: str) -> Piece:
    inner = word.strip(STAR)
    if STAR in inner:
        raise ValueError(f"{word!r} has a star between letters; put it at the beginning or the end of a word")
    folded = folded_words(inner)
    if len(folded) != 1 or not folded[0].isalnum():
        raise ValueError(f"{word!r} is not one word; write letters without signs between them")
    kind = _KINDS[word.startswith(STAR), word.endswith(STAR)]
    if kind != "whole" and len(folded[0]) < LEAST_LETTERS:
        raise ValueError(
            f"{word!r} has fewer than {LEAST_LETTERS} letters beside the star; write more of the word"
        )
    return Piece(kind, folded[0])
