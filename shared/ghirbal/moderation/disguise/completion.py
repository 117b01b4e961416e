"""Which of the words that oddly written ones may be make a phrase together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.phrases import FILLERS, Phrase, Step
from ghirbal.text.tokens import Token

_REACH = 5
"""Words of the longest phrase that may stand before a guessed one."""
MOST_OTHERS = 12
"""Words that one place may be, likeliest first."""

Choice = dict[int, str]
"""The word chosen for each of some places."""


class Completion:
    """Puts together phrases over places that may be several words each."""

    def __init__(
        self, lexicon: Lexicon, tokens: Sequence[Token], others: Mapping[int, Sequence[str]]
    ) -> None:
        """Take the words of a text, and what those at some places may be as well."""
        self._lexicon, self._tokens, self._others = lexicon, tokens, others
        self._may_begin: dict[tuple[tuple[str, ...], frozenset[Step]], list[tuple[str, Phrase]]] = {}
        self._steps: dict[tuple[str, ...], frozenset[Step]] = {}

    def chosen(self) -> Choice:
        """The words of the phrases found, the longest first at each place."""
        found: Choice = {}
        for first in sorted({start for place in self._others for start in range(place - _REACH, place + 1)}):
            if first >= 0 and first not in found:
                phrases = (
                    choice for choice in self._from(first) if not self._others.keys().isdisjoint(choice)
                )
                longest: Choice = max(phrases, key=len, default={})
                found |= longest
        return found

    def _words(self, place: int) -> tuple[str, ...]:
        others = tuple(self._others.get(place, ())[:MOST_OTHERS])
        return tuple(dict.fromkeys((self._tokens[place].text, *others)))

    def _reached(self, place: int) -> frozenset[Step]:
        words = self._words(place) if place < len(self._tokens) else ()
        if words not in self._steps:
            self._steps[words] = frozenset(
                step for word in words for step in self._lexicon.phrases.reached[word]
            )
        return self._steps[words]

    def _from(self, first: int) -> Iterator[Choice]:
        """The choices that make a phrase beginning at a place."""
        near = self._reached(first + 1)
        if first + 1 < len(self._tokens) and self._tokens[first + 1].text in FILLERS:
            near |= self._reached(first + 2)
        words = self._words(first)
        if near and (words, near) not in self._may_begin:
            self._may_begin[words, near] = list(self._begun(words, near))
        for word, phrase in self._may_begin.get((words, near), ()):
            choice = self._followed(phrase.steps, first, {first: word})
            if choice is not None:
                yield choice

    def _begun(self, words: Sequence[str], near: frozenset[Step]) -> Iterator[tuple[str, Phrase]]:
        for word in words:
            known = self._lexicon.known[word]
            if known is not None:
                yield from ((word, phrase) for phrase in known.phrases if phrase.steps[0] in near)

    def _followed(self, steps: Sequence[Step], first: int, choice: Choice) -> Choice | None:
        place = first
        for step in steps:
            place += 1
            if step not in self._reached(place) and self._is_filler(place):
                place += 1
            word = self._taking(place, step)
            if word is None:
                return None
            choice[place] = word
        return choice

    def _is_filler(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place].text in FILLERS

    def _taking(self, place: int, step: Step) -> str | None:
        """The word of a place that a step may be."""
        if place >= len(self._tokens):
            return None
        reached: Callable[[str], frozenset[Step]] = self._lexicon.phrases.reached.__getitem__
        return next((word for word in self._words(place) if step in reached(word)), None)
