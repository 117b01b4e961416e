"""Words and phrases with labels (data/hate_words.tsv): which words name a group, dehumanise, expel, threaten.

A word alone says nothing here: a rule (`ghirbal.moderation.grammar.rules`) needs several of them. So spellings may be
compared more boldly than in the word list: an Arabic form reaches Arabizi by its consonants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from ghirbal.moderation.lexicon.entries import read_rows
from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.fold import fold_words
from ghirbal.text.skeleton import skeleton
from ghirbal.text.vocabulary import is_ordinary

SCRIPTS = frozenset({"ar", "latn", "fr"})
EXACT = "="
"""The sign in front of a form that stands for itself alone, nothing glued to it."""

GLUED = "+"
"""The sign of a key whose word had a conjunction or a preposition before it."""
NAMES = frozenset({"vermin", "beast", "filth", "inferior", "crime", "cancer"})
"""Labels of what a group is called. Behind "and" or "for" such a word is another thing: the Arabs and the dogs."""

_BARE = frozenset({"", "ال", "ا", "ل", "ك", "كال", "يا"})
_LONGEST_BARE = 3
_MOST_KEYS = 10_000
_FRENCH_ENDINGS = ("s", "x", "e", "es")
_FEWEST_CONSONANTS = 4
"""Consonants from which an Arabic word reaches Latin text by these alone."""


class Form(NamedTuple):
    """A listed word or phrase: the key each of its words is compared by, and the labels it gives."""

    keys: tuple[str, ...]
    labels: frozenset[str]


class _Row(NamedTuple):
    form: str
    script: str
    labels: frozenset[str]


_APART = re.compile("['-]")


class LabelledWords:
    """Forms by the key of their first word; a form is split and keyed when a text first asks for it."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take rows of label, script and forms separated by commas, all folded."""
        self._begun: dict[str, list[_Row]] = {}
        self._arabic: list[tuple[str, frozenset[str]]] = []
        for label, script, forms in rows:
            labels = frozenset({label, label.partition(".")[0]})
            for form in _APART.sub(" ", forms).split(", "):
                first = form.partition(" ")[0]
                self._begun.setdefault(_key(first, script), []).append(_Row(form, script, labels))
                if script == "ar" and first == form:
                    self._arabic.append((form, labels))

    @cached_property
    def _consonants(self) -> Mapping[str, Sequence[tuple[str, frozenset[str]]]]:
        """Arabic words by their consonants, where these are enough; for Latin words that nothing else explains."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for form, labels in self._arabic:
            if len(form) >= _FEWEST_CONSONANTS and len(consonants := skeleton(form)) >= _FEWEST_CONSONANTS:
                found.setdefault(consonants, []).append((form, labels))
        return found

    def begun_by(self, word: str) -> tuple[Form, ...]:
        """The forms that a folded word begins, in any spelling."""
        rows = {row: None for key in keys(word) for row in self._of(key)}
        found = {
            Form(tuple(_key(part, row.script) for part in row.form.split()), row.labels): None for row in rows
        }
        if word.isascii() and not found and not is_ordinary(word):
            found.update(dict.fromkeys(self._guessed(word)))
        return tuple(found)

    def _of(self, key: str) -> Iterable[_Row]:
        """The rows of a key; behind a conjunction those alone that are no names a group is called."""
        if key.startswith(GLUED):
            return (row for row in self._begun.get(key[1:], ()) if not row.labels & NAMES)
        return self._begun.get(key, ())

    def _guessed(self, word: str) -> Iterator[Form]:
        """Forms in Arabic script that a Latin word has the consonants of, its vowels agreeing."""
        for stem in stems(word):
            for form, labels in self._consonants.get(skeleton(stem.text), ()):
                if vowels_agree(slots(stem.text), slots(form)):
                    yield Form((word,), labels)


def keys(word: str) -> frozenset[str]:
    """What a word of a text may be found by.

    >>> "كتاب" in keys("الكتاب"), "+كتاب" in keys("والكتاب"), "fr:livre" in keys("livres"), "~ktab" in keys("lktab")
    (True, True, True, True)
    """
    if not word.isascii():
        return frozenset({EXACT + word, *map(_stem_key, filter(_may_end, stems(word)))})
    ended = [word.removesuffix(ending) for ending in _FRENCH_ENDINGS if word.endswith(ending)]
    sounds = ("~" + loose(stem.text) for stem in stems(word))
    return frozenset({EXACT + word, *("fr:" + form for form in (word, *ended)), *sounds})


def _may_end(stem: Stem) -> bool:
    """Short stems take no ending: عربي is no plural of Arabs."""
    return not stem.suffix or len(stem.text) > _LONGEST_BARE


def _stem_key(stem: Stem) -> str:
    """The stem, marked where more than an article or a comparison stands before it."""
    return stem.text if stem.prefix in _BARE else GLUED + stem.text


@lru_cache(_MOST_KEYS)
def _key(word: str, script: str) -> str:
    if word.startswith(EXACT) or script == "ar":
        return word
    return "fr:" + word if script == "fr" else "~" + loose(word)


def read_words(path: Path) -> list[tuple[str, str, str]]:
    """The rows of a file of labelled words, folded in one go. Raises ValueError naming file, line and expectation."""
    places, rows = read_rows(path, 3)
    for place, (label, script, _forms) in zip(places, rows, strict=True):
        if script not in SCRIPTS:
            raise ValueError(f"{path.name}:{place}: script {script!r} of {label}; write one of ar, fr, latn")
    forms = fold_words("|".join(row[2] for row in rows)).split("|")
    return [(row[0], row[1], form) for row, form in zip(rows, forms, strict=True)]
