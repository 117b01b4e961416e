"""Words and phrases with labels (data/hate_words.tsv): which words name a group, dehumanise, expel, threaten.

A word alone says nothing here: a rule (`ghirbal.moderation.grammar.rules`) needs several of them. So spellings may be
compared more boldly than in the word list: an Arabic form reaches Arabizi by its consonants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import read_rows
from ghirbal.moderation.lexicon.tables import FRESH, Store
from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.fold import collapse, fold_words
from ghirbal.text.skeleton import skeleton
from ghirbal.text.vocabulary import is_ordinary

SCRIPTS = frozenset({"ar", "latn", "fr"})
EXACT = "="
"""The sign in front of a form that stands for itself alone, nothing glued to it."""

GLUED = "+"
"""The sign of a key whose word had a conjunction or a preposition before it."""
NAMES = frozenset({"vermin", "beast", "filth", "inferior", "crime", "cancer", "traits", "trait"})
"""Labels of what a group is called. Behind "and" or "for" such a word is another thing: the Arabs and the dogs."""

_BARE = frozenset({"", "ال", "ا", "ل", "ك", "كال", "يا"})
_LONGEST_BARE = 3
_MOST_KEYS = 10_000
_INFLECTIONS = {"+": ("ين", "ون", "ات"), "*": ("", "ه", "ين", "ون", "ات")}
_FRENCH_ENDINGS = ("s", "x", "e", "es")
_FEWEST_CONSONANTS = 4
"""Consonants from which an Arabic word reaches Latin text by these alone."""


class Form(NamedTuple):
    """A listed word or phrase: the key each of its words is compared by, and the labels it gives."""

    keys: tuple[str, ...]
    labels: frozenset[str]


Row = tuple[str, str, tuple[str, ...]]
"""A form, its script and its labels, in plain values: what a compiled table keeps."""
Rows = Callable[[], Iterable[tuple[str, str, str]]]

_APART = re.compile("['-]")


class LabelledWords:
    """Forms by the key of their first word; a form is split and keyed when a text first asks for it."""

    def __init__(self, rows: Rows, store: Store = FRESH) -> None:
        """Take what reads the rows of label, script and forms separated by commas, folded, and where to keep them."""
        self._begun = store.kept("hate words", lambda: _begun(rows()))
        self._consonants = store.kept("hate consonants", lambda: _consonants(rows()))

    def begun_by(self, word: str) -> tuple[Form, ...]:
        """The forms that a folded word begins, in any spelling."""
        rows = {row: None for key in keys(word) for row in self._of(key)}
        found = {_form(*row): None for row in rows}
        if word.isascii() and not found and not is_ordinary(word):
            found.update(dict.fromkeys(self._guessed(word)))
        return tuple(found)

    def _of(self, key: str) -> Iterable[Row]:
        """The rows of a key; behind a conjunction those alone that are no names a group is called."""
        if key.startswith(GLUED):
            return (row for row in self._begun.get(key[1:], ()) if NAMES.isdisjoint(row[2]))
        return self._begun.get(key, ())

    def _guessed(self, word: str) -> Iterator[Form]:
        """Forms in Arabic script that a Latin word has the consonants of, its vowels agreeing."""
        for stem in stems(word):
            for form, labels in self._consonants.get(skeleton(stem.text), ()):
                if vowels_agree(slots(stem.text), slots(form)):
                    yield Form((word,), frozenset(labels))


def _form(form: str, script: str, labels: Iterable[str]) -> Form:
    return Form(tuple(_key(word, script) for word in form.split()), frozenset(labels))


def _forms(rows: Iterable[tuple[str, str, str]]) -> Iterator[Row]:
    """Every form of the rows in its inflections, with its labels."""
    for label, script, forms in rows:
        labels = tuple(sorted({label, label.partition(".")[0]}))
        yield from ((form, script, labels) for form in _inflected(_APART.sub(" ", forms).split(", ")))


def _begun(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[Row, ...]]:
    """The forms by the key of their first word."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in _forms(rows):
        key = _key(row[0].partition(" ")[0], row[1])
        found[key] = (*found.get(key, ()), row)
    return found


def _consonants(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Arabic words by their consonants, where these are enough; for Latin words that nothing else explains."""
    found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for form, script, labels in _forms(rows):
        if script == "ar" and " " not in form and len(key := skeleton(form)) >= _FEWEST_CONSONANTS:
            found[key] = (*found.get(key, ()), (form, labels))
    return found


def _inflected(forms: Iterable[str]) -> Iterator[str]:
    """The forms, those with a sign in the inflections it stands for (header of data/hate_words.tsv).

    >>> list(_inflected(["سوري+", "جبان*"]))
    ['سورين', 'سوريون', 'سوريات', 'جبان', 'جبانه', 'جبانين', 'جبانون', 'جبانات']
    """
    for form in forms:
        endings = _INFLECTIONS.get(form[-1:])
        if endings is None:
            yield form
        else:
            yield from (collapse(form[:-1] + ending) for ending in endings)


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


def words_of(store: Store) -> LabelledWords:
    """The labelled words of the package, compiled or of their source."""
    files = (DATA / "hate_words.tsv", DATA / "contempt_words.tsv")
    return LabelledWords(lambda: chain.from_iterable(map(read_words, files)), store)
