"""A site's own words with `*`: the beginning, the end or the middle of a word, never a regular expression.

`بطيخ*` is every word that begins so, `*بطيخ` every word that ends so, `*بطيخ*` every word that holds it. A pattern of
several words wants them one after the other. A pattern whose first word is nowhere in the text costs one search of it;
for the others each word is looked at once by `startswith`, `endswith` or `in`: the time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
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

    def fits(self, word: str) -> bool:
        """Whether a folded word is meant.

        >>> Piece("begins", "بطيخ").fits("بطيخات"), Piece("ends", "بطيخ").fits("بطيخات")
        (True, False)
        """
        match self.kind:
            case "whole":
                return word == self.text
            case "begins":
                return word.startswith(self.text)
            case "ends":
                return word.endswith(self.text)
            case "holds":
                return self.text in word


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
    whole = " ".join(token.text for token in tokens)
    for pattern in words.patterns:
        head, *rest = pattern
        if (
            head.text not in whole
        ):  # one search by the interpreter instead of one call a word: 1.2 ms to 0.03 for 600
            continue
        for first, token in enumerate(tokens):
            last = first + len(rest)
            if head.fits(token.text) and last < len(tokens) and _goes_on(rest, tokens, first):
                yield first, last


def _goes_on(rest: Sequence[Piece], tokens: Sequence[Token], first: int) -> bool:
    return all(piece.fits(tokens[first + place].text) for place, piece in enumerate(rest, start=1))


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
