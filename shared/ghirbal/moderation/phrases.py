"""Insults of several words: "son of …", "your mother's …", curses.

The article may come and go on each word, other prefixes stand on the first word only, endings on the
last only, and one filler may stand between two words. Latin spellings are compared by their
consonants where the phrase has enough of them, else by sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.entries import Entry
from ghirbal.text.arabizi import loose
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.skeleton import skeleton
from ghirbal.text.tokens import Token

FILLERS = frozenset({"يا", "و", "اله", "ديال", "متاع", "تاع", "دين", "ya", "dial", "dyal", "el", "al", "l"})
_ARTICLES = frozenset({"", "ال", "ل", "l", "el", "al"})
_MOST_WORDS = 50_000
_ENOUGH_CONSONANTS = 5
"""Consonants of a whole Latin phrase from which each word is compared by consonants alone."""


class Step(NamedTuple):
    """A word that a phrase goes on with: the key it is compared by, the way it is made, whether it is the last."""

    key: str
    by: str
    last: bool


class Phrase(NamedTuple):
    """An entry of several words: what its first word is found by, and the steps after it."""

    entry: Entry
    steps: tuple[Step, ...]


class _Reached(dict[str, frozenset[Step]]):
    """The steps that a word can be, found when first asked for, a bounded number remembered."""

    def __init__(self, steps: Callable[[str], frozenset[Step]]) -> None:
        super().__init__()
        self._steps = steps

    def __missing__(self, word: str) -> frozenset[Step]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        steps = self[word] = self._steps(word)
        return steps


class Phrases:
    """Phrases by the key of their first word."""

    def __init__(self) -> None:
        """Start empty; the lexicon adds its entries."""
        self._begun: dict[tuple[str, str], tuple[Phrase, ...]] = {}
        self._steps: set[Step] = set()
        self.reached = _Reached(self._steps_of)

    def add(self, entry: Entry) -> None:
        """Index an entry of two words or more."""
        by = _way(entry)
        keys = [_key(bare(word), by) for word in entry.words]
        steps = tuple(Step(key, by, place == len(keys) - 1) for place, key in enumerate(keys) if place)
        self._steps.update(steps)
        place = (by, keys[0])
        self._begun[place] = (*self._begun.get(place, ()), Phrase(entry, steps))

    def entries(self) -> Iterator[Entry]:
        """Every phrase added."""
        return (phrase.entry for phrases in self._begun.values() for phrase in phrases)

    def begun_by(self, possible: Sequence[Stem]) -> tuple[Phrase, ...]:
        """The phrases that a word may begin, given its stems; the first word takes no ending."""
        found: dict[Phrase, None] = {}
        for stem in possible:
            if not stem.suffix:
                for by in _ways(stem.text):
                    found.update(dict.fromkeys(self._begun.get((by, _key(stem.text, by)), ())))
        return tuple(found)

    def last_of(self, phrase: Phrase, tokens: Sequence[Token], first: int) -> int | None:
        """The last token of a phrase that begins at token `first`, or None; one filler may stand between words."""
        place, reached = first, self.reached
        for step in phrase.steps:
            place += 1
            if place < len(tokens) and step not in reached[tokens[place][0]] and tokens[place][0] in FILLERS:
                place += 1
            if place >= len(tokens) or step not in reached[tokens[place][0]]:
                return None
        return place

    def _steps_of(self, word: str) -> frozenset[Step]:
        """The steps that a word may be: bare in the middle of a phrase, with endings as its last word."""
        plain = [word, bare(word)]
        ended = [stem.text for stem in stems(word) if stem.prefix in _ARTICLES]
        forms = [(form, False) for form in plain] + [(form, True) for form in (*plain, *ended)]
        steps = (Step(_key(form, by), by, last) for form, last in forms for by in _ways(form))
        return frozenset(step for step in steps if step in self._steps)


def _ways(word: str) -> tuple[str, ...]:
    return ("word", "sound", "skeleton") if word.isascii() else ("word",)


def _way(entry: Entry) -> str:
    if entry.script != "latn":
        return "word"
    consonants = sum(len(skeleton(bare(word))) for word in entry.words)
    return "sound" if "spelled" in entry.rules or consonants < _ENOUGH_CONSONANTS else "skeleton"


def _key(word: str, by: str) -> str:
    if by == "sound":
        return loose(word)
    return skeleton(word) if by == "skeleton" else word


def bare(word: str) -> str:
    """A word without its article.

    >>> bare("الكتاب"), bare("lktab"), bare("ال")
    ('كتاب', 'ktab', 'ال')
    """
    for article in ("ال", "el", "al", "l", "ل"):
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word
