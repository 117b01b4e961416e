"""Words with a letter hidden behind a sign: pl*ce may be place, and nothing but the text around it can tell.

Of patterns of four letters every second fits an ordinary word as well as an entry, of three letters nine in
ten. So a pattern counts by itself when it fits nothing innocent; any other counts only inside a phrase or
aimed at someone.
"""

from __future__ import annotations

from typing import NamedTuple

from ghirbal.moderation.disguise import LEET, Disguises
from ghirbal.text.fold import collapse

MASKS = frozenset("*#@$%!•×+")
"""Signs that people write for a letter they mean."""
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz0123456789"
_SHORTEST, _SURE_FROM = 3, 4


class Guess(NamedTuple):
    """The words that may be behind a mask, likeliest first; unsure ones need a phrase or an aim."""

    words: tuple[str, ...]
    sure: bool


class Masks:
    """Finds what a sign between two pieces hides: every letter is tried, thirty look-ups a sign."""

    def __init__(self, disguises: Disguises) -> None:
        """Remember what lists and guesses words."""
        self._disguises = disguises

    def behind(self, head: str, sign: str, tail: str) -> Guess | None:
        """The word that a sign between two pieces hides a letter of. @ and $ stand for their own letters first."""
        if self._disguises.lexicon.lists(head + tail):
            return None
        spelled = self._disguises.listed(head + sign.translate(LEET) + tail)
        if spelled is not None:
            return Guess((spelled,), sure=True)
        possible = [head + letter + tail for letter in (_LATIN if head.isascii() else _ARABIC)]
        found = [word for word in possible if self._disguises.guessed(word) is not None]
        if not found or len(found[0]) < _SHORTEST:
            return None
        ranked = sorted(found, key=self._severity, reverse=True)
        best = ranked[0]
        clear = not any(self._disguises.is_innocent(word) for word in (*possible, collapse(head + tail)))
        return Guess(tuple(ranked), sure=clear and len(best) >= _SURE_FROM)

    def _severity(self, word: str) -> int:
        known = self._disguises.lexicon.known[word]
        return 0 if known is None or known.entry is None else known.entry.severity
