"""Insults of several words: "son of …", "your mother's …", curses.

The article may come and go on each word, other prefixes stand on the first word only, endings on the
last only, and one filler may stand between two words. Latin spellings are compared by their
consonants where the phrase has enough of them, else by sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.entries import Entry
from ghirbal.text.arabizi import loose
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.skeleton import skeleton
from ghirbal.text.tokens import Token

FILLERS = frozenset({"يا", "و", "اله", "ديال", "متاع", "تاع", "دين", "ya", "dial", "dyal", "el", "al", "l"})
_ENOUGH_CONSONANTS = 6
"""Consonants of a whole Latin phrase from which each word is compared by consonants alone."""


class Phrase(NamedTuple):
    """An entry of several words, each as the key it is compared by; `by` is word, sound or skeleton."""

    entry: Entry
    keys: tuple[str, ...]
    by: str


class Phrases:
    """Phrases by the key of their first word."""

    def __init__(self) -> None:
        """Start empty; the lexicon adds its entries."""
        self._begun: dict[tuple[str, str], tuple[Phrase, ...]] = {}

    def add(self, entry: Entry) -> None:
        """Index an entry of two words or more."""
        by = _way(entry)
        phrase = Phrase(entry, tuple(_key(bare(word), by) for word in entry.words), by)
        place = (by, phrase.keys[0])
        self._begun[place] = (*self._begun.get(place, ()), phrase)

    def entries(self) -> Iterator[Entry]:
        """Every phrase added."""
        return (phrase.entry for phrases in self._begun.values() for phrase in phrases)

    def begun_by(self, possible: Sequence[Stem]) -> tuple[Phrase, ...]:
        """The phrases that a word may begin, given its stems; the first word takes no ending."""
        found: dict[Phrase, None] = {}
        for stem in possible:
            if not stem.suffix:
                for by in ("word", "sound", "skeleton") if stem.text.isascii() else ("word",):
                    found.update(dict.fromkeys(self._begun.get((by, _key(stem.text, by)), ())))
        return tuple(found)


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


def match_phrase(phrase: Phrase, tokens: Sequence[Token], first: int) -> int | None:
    """The last token of a phrase that begins at token `first`, or None."""
    place = first
    for number, key in enumerate(phrase.keys[1:], start=2):
        last = number == len(phrase.keys)
        place += 1
        if place < len(tokens) and not _is_word(tokens[place].text, key, phrase.by, last=last):
            if tokens[place].text not in FILLERS:
                return None
            place += 1
        if place >= len(tokens) or not _is_word(tokens[place].text, key, phrase.by, last=last):
            return None
    return place


def _is_word(word: str, key: str, by: str, *, last: bool) -> bool:
    if word == key or _key(bare(word), by) == key:
        return True
    if not last:
        return False
    return any(_key(stem.text, by) == key for stem in _bare_stems(word))


def _bare_stems(word: str) -> Iterable[Stem]:
    return (stem for stem in stems(word) if stem.prefix in ("", "ال", "ل", "l", "el", "al"))
