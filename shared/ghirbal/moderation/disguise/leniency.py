"""A text as an innocent writer may have meant it: what takes an insult back is heard in disguise as well.

"حمار ال*حش" is the zebra and no insult, though a star hides the word that says so. So where an entry was found,
or the model would hold, words behind a sign, torn in two or with a letter that sounds alike are read as the word
of an innocent phrase or of a context that they may be. Nothing is found this way, it only takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from functools import lru_cache

from ghirbal.moderation.disguise.masked_letters import MASKS, fillings
from ghirbal.moderation.disguise.swaps import unswapped
from ghirbal.moderation.disguise.torn_words import TORN_GAP
from ghirbal.moderation.lexicon.context import shipped_context
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS, Lexicon
from ghirbal.text.arabizi import loose
from ghirbal.text.fold import Folded, collapse
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

_SHORTEST = 4
"""Letters of a word with a swapped letter: of three, most are another word."""


class _Pairs(dict[tuple[str, str], str | None]):
    """What two pieces are read as, worked out when first asked for, a bounded number remembered."""

    def __init__(self, read: Callable[[str, str], str | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, pair: tuple[str, str]) -> str | None:
        if len(self) >= MOST_WORDS:
            self.clear()
        word = self[pair] = self._read(*pair)
        return word


class Leniency:
    """Finds the words that innocent phrases and contexts are made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Collect the words of the innocent phrases."""
        self._known = lexicon.known
        self._words: Set[str] = lexicon.store.kept("innocent_phrase_words", lambda: _phrase_words(lexicon))
        self._masked, self._joined = _Pairs(self._hides), _Pairs(self._joins)
        self._sounds: Mapping[str, str] = lexicon.store.kept(
            "innocent_phrase_sounds",
            lambda: {loose(word): word for word in sorted(self._words) if word.isascii() and len(word) > 2},
        )

    def read(self, folded: Folded, tokens: Sequence[Token], kept: Container[int] = ()) -> Sequence[Token]:
        """The tokens, those that may be such a word written so, except the ones `kept`; places stay what they are."""
        out: list[Token] = []
        place = 0
        while place < len(tokens):
            word, last = self._at(folded, tokens, place, kept)
            out.append(Token(word, tokens[place].start, tokens[last].end))
            place = last + 1
        return out

    def _at(
        self, folded: Folded, tokens: Sequence[Token], place: int, kept: Container[int]
    ) -> tuple[str, int]:
        """The word that begins at a token, and its last token."""
        here = tokens[place]
        if place in kept:
            return here.text, place
        if place + 1 < len(tokens) and place + 1 not in kept:
            there = tokens[place + 1]
            joined = self._of_two(here.text, folded.text[here.end : there.start], there.text)
            if joined is not None:
                return joined, place + 1
        return self._of_one(here.text), place

    def _of_two(self, left: str, gap: str, right: str) -> str | None:
        if len(gap) > TORN_GAP or "\n" in gap:
            return None
        if gap in MASKS:
            return self._masked[left, right]
        return self._joined[left, right]

    def _joins(self, left: str, right: str) -> str | None:
        joined = collapse(left + right)
        words = is_ordinary(left) and is_ordinary(right)
        return self._best([joined]) if joined in self._words or not words else None

    def _hides(self, left: str, right: str) -> str | None:
        return self._best(fillings(left, right))

    def _of_one(self, word: str) -> str:
        if len(word) < _SHORTEST or self._known[word] is not None or is_ordinary(word):
            return word
        if word.isascii():
            return self._sounds.get(loose(word), word)
        return self._best(unswapped(word)) or word

    def _best(self, words: Iterable[str]) -> str | None:
        """The first word of an innocent phrase, else the first that is a context."""
        possible = tuple(words)
        of_contexts = (word for word in possible if len(word) >= _SHORTEST and shipped_context().knows(word))
        return next((word for word in possible if word in self._words), None) or next(of_contexts, None)


def _phrase_words(lexicon: Lexicon) -> frozenset[str]:
    phrases = (phrase for begun in lexicon.innocent_phrases.values() for phrase in begun)
    return frozenset(word for phrase in phrases for word in phrase)


@lru_cache(maxsize=8)
def leniency(lexicon: Lexicon) -> Leniency:
    """The one of a lexicon, made when first asked for."""
    return Leniency(lexicon)
