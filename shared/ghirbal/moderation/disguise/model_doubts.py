"""Ordinary words in which the model sees an insult, because letters of one stand inside them.

The model reads pieces of words, so that المكسيك looks to it as it looks to a list of substrings: alone,
a quarter of such words reached the model's cut. The word list knows better. So when the model would
hold, it is asked again without the words that no list knows as an entry, that ordinary people write,
and that contain an entry's letters; what is left has to stand by itself. On dev rows this costs one
offensive comment in two hundred. A text of one word is for the word list alone.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cached_property

from ghirbal.moderation.disguise.leniency import leniency
from ghirbal.moderation.disguise.swaps import unswapped
from ghirbal.moderation.disguise.torn_words import mended
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS, Lexicon
from ghirbal.moderation.reading import Reading
from ghirbal.text.vocabulary import is_ordinary

_SHORTEST_CORE, _STRONG = 2, 2


class ModelDoubts:
    """Which words of a text are to be left out when the model is asked again."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Remember the lexicon; its cores are collected at the first doubt."""
        self._lexicon = lexicon
        self._known: dict[str, bool] = {}

    @cached_property
    def cores(self) -> Set[str]:
        """Single words of strong and explicit entries."""
        return self._lexicon.store.kept("cores", self._make_cores, whole=True)

    def _make_cores(self) -> frozenset[str]:
        return frozenset(
            form
            for form, entry in self._lexicon.forms()
            if entry.severity >= _STRONG and len(entry.words) == 1 and len(form) >= _SHORTEST_CORE
        )

    def without(self, reading: Reading) -> str | None:
        """The text without its doubtful words; None when there are none. "" for a text of one word."""
        tokens = leniency(self._lexicon).read(reading.folded, reading.tokens)
        words = mended(self._lexicon, reading.folded, tokens)
        if len(words) <= 1:
            return ""
        harmless = self._in_innocent_phrases(words)
        kept = [word for place, word in enumerate(words) if place not in harmless and not self.doubtful(word)]
        return None if len(kept) == len(reading.tokens) else " ".join(kept)

    def doubtful(self, word: str) -> bool:
        """Whether a word is no entry, is ordinary or innocent, and holds the letters of an entry.

        A word that nobody knows is judged by what it may be with one letter for another that sounds alike.
        """
        if word not in self._known:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            self._known[word] = self._judge(word)
        return self._known[word]

    def _judge(self, word: str) -> bool:
        if self._lexicon.known[word] is not None or is_ordinary(word):
            return self._is_harmless(word)
        return any(map(self._is_harmless, unswapped(word)))

    def _is_harmless(self, word: str) -> bool:
        """Whether a word is innocent by the lists, or an ordinary one that holds an entry's letters."""
        known = self._lexicon.known[word]
        if known is not None and (known.entry is not None or known.innocent):
            return known.entry is None
        return self._holds_a_core(word) and is_ordinary(word)

    def _holds_a_core(self, word: str) -> bool:
        cores, length = self.cores, len(word)
        return any(
            word[start:end] in cores
            for start in range(length - 1)
            for end in range(start + _SHORTEST_CORE, min(length, start + 8) + 1)
        )

    def _in_innocent_phrases(self, words: list[str]) -> set[int]:
        inside: set[int] = set()
        for place, word in enumerate(words):
            for phrase in self._lexicon.innocent_phrases.get(word, ()):
                if tuple(words[place : place + len(phrase)]) == phrase:
                    inside.update(range(place, place + len(phrase)))
        return inside
