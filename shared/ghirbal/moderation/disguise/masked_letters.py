"""Words with a letter hidden behind a sign: pl*ce may be place, and nothing but the text around it can tell.

Of patterns of four letters every second fits an ordinary word as well as an entry, of three letters nine in
ten. But rude words are starred, ordinary ones hardly ever. So a strong word that is listed as it stands counts
unless a frequent word fits as well; anything weaker counts when no ordinary word fits; the rest needs more: to be
aimed, to stand beside a word it makes a phrase with, or to be part of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.disguise.disguises import LEET, Disguises
from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS
from ghirbal.text.clitics import stems
from ghirbal.text.fold import collapse
from ghirbal.text.vocabulary import is_frequent, is_ordinary

MASKS = frozenset("*#@$€%!•×+")
"""Signs that people write for a letter they mean."""
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz0123456789"
_SHORTEST = 3
_SURE_FROM = {3: 4, 2: 5, 1: 6}
"""Letters from which a listed word of each severity counts by itself."""
_EXPLICIT, _STRONG = 3, 2


class Rivals(NamedTuple):
    """The kinds of words among those that fit a mask as well: frequent or innocent by the lists; ordinary."""

    frequent: bool
    ordinary: bool


def fillings(head: str, tail: str) -> Iterator[str]:
    """Every word that two pieces make: with nothing between them, or with any one letter.

    >>> list(fillings("pl", "ce"))[:3]
    ['plce', 'place', 'plbce']
    """
    yield collapse(head + tail)
    for letter in _LATIN if head.isascii() else _ARABIC:
        yield collapse(head + letter + tail)


class MaskedLetters:
    """Finds what a sign between two pieces hides: every letter is tried, thirty look-ups a sign."""

    def __init__(self, disguises: Disguises) -> None:
        """Remember what lists and guesses words."""
        self._disguises = disguises
        self._guesses: dict[tuple[str, str, str], Guess | None] = {}

    def behind(self, head: str, sign: str, tail: str) -> Guess | None:
        """The word that a sign between two pieces hides a letter of; a bounded number of guesses is remembered."""
        pattern = (head, sign, tail)
        if pattern not in self._guesses:
            if len(self._guesses) >= MOST_WORDS:
                self._guesses.clear()
            self._guesses[pattern] = self._guess(head, sign, tail)
        return self._guesses[pattern]

    def _guess(self, head: str, sign: str, tail: str) -> Guess | None:
        """@ and $ stand for their own letters first."""
        letter = sign.translate(LEET)
        spelled = None if letter == sign else self._disguises.listed(head + letter + tail)
        if spelled is not None:
            return Guess((spelled,), Needs.NOTHING)
        possible = tuple(dict.fromkeys(fillings(head, tail)))
        found = [word for word in possible if self._disguises.guessed(word) is not None]
        if not found or len(head) + len(tail) + 1 < _SHORTEST:
            return None
        rivals = self._rivals([word for word in possible if not self._severity(word)])
        needs = min(self._needs(word, rivals, whole=word == possible[0]) for word in found)
        return Guess(tuple(sorted(found, key=self._severity, reverse=True)), needs)

    def _rivals(self, words: Sequence[str]) -> Rivals:
        frequent = any(is_frequent(word) or self._is_listed_innocent(word) for word in words)
        return Rivals(frequent, frequent or any(map(is_ordinary, words)))

    def _needs(self, word: str, rivals: Rivals, *, whole: bool) -> Needs:
        """What more it takes to read a word; `whole`: the sign stands between its letters, none is missing."""
        severity = self._severity(word)
        if not severity:
            return Needs.PHRASE
        if self._is_likeliest(word, severity, rivals, whole=whole):
            return Needs.NOTHING
        return Needs.PHRASE if severity < _STRONG and rivals.frequent else Needs.AIM

    def _is_likeliest(self, word: str, severity: int, rivals: Rivals, *, whole: bool) -> bool:
        listed = self._disguises.bare_form(word)
        long = len(listed) >= _SURE_FROM[severity]
        if severity >= _STRONG and long:
            return not rivals.frequent
        if rivals.ordinary:
            return False
        if severity == _EXPLICIT or long or (listed and whole):
            return True
        return severity == _STRONG and self._disguises.lexicon.lists(word)

    def _is_listed_innocent(self, word: str) -> bool:
        innocent = self._disguises.lexicon.innocent
        return any(stem.text in innocent and not stem.suffix for stem in stems(word))

    def _severity(self, word: str) -> int:
        known = self._disguises.lexicon.known[word]
        return 0 if known is None or known.entry is None else known.entry.severity
