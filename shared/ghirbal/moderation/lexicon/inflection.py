"""Verbs of the word list in all their persons, tenses and objects.

One verb of Darija has some eight hundred written forms: particles (كا, غا, تا, ب, ه, ح, س), persons, plural, object,
negation. A list of them caught a third of our own table. So a row with the rule `verb` is a stem that all this may be
glued to, and one with the rule `past` a stem that takes endings only: with a prefix ناك would be هناك, there. Latin
stems are compared by sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.tables import FRESH, Store
from ghirbal.text.arabizi import loose
from ghirbal.text.fold import collapse

VERB, PAST = "verb", "past"
RULES = frozenset({VERB, PAST})

_BEFORE = ("", "و", "ف", "ما", "وما", "يا")
_TENSES = ("", "ك", "كا", "غ", "غا", "غادي", "تا", "ب", "ه", "ها", "ح", "حا", "س", "را", "رح", "راح", "ل")
_PERSONS = ("", "ن", "ي", "ت", "ا")
_SUBJECTS = ("", "و", "وا", "ي", "ين", "ون", "يو")
_PAST_SUBJECTS = ("", "ت", "تي", "تو", "توا", "تم", "نا", "و", "وا")
_OBJECTS = ("", "ني", "ك", "ه", "و", "ها", "نا", "كم", "كو", "كوم", "كن", "هم", "هوم", "هن")
_DATIVES = ("لك", "ليك", "لهم", "لكم")
"""To him, to you: not behind the past, since ناكلهم is "I eat them"."""
_LATIN_BEFORE = ("", "u", "ma", "la")
_LATIN_TENSES = ("", "k", "ka", "g", "ga", "gadi", "ta", "b", "ba", "ha", "h", "ra", "rah", "sa", "l", "la")
_LATIN_PERSONS = ("", "n", "i", "t", "a")
_LATIN_SUBJECTS = ("", "u", "i", "in", "iu", "au")
_LATIN_PAST = ("", "t", "ti", "tu", "na", "u", "au")
_LATIN_OBJECTS = (
    "",
    "ni",
    "k",
    "ak",
    "ik",
    "u",
    "h",
    "ha",
    "na",
    "kum",
    "kam",
    "hum",
    "ham",
    "lak",
    "lik",
    "li",
    "lia",
)


def _joined(*parts: Iterable[str]) -> frozenset[str]:
    """Every way to put one of each part together, runs of a letter folded into one.

    >>> sorted(_joined(("", "ك"), ("ن", "ي")))
    ['كن', 'كي', 'ن', 'ي']
    """
    made = [""]
    for part in map(tuple, parts):
        made = [before + piece for before in made for piece in part]
    return frozenset(map(collapse, made))


@cache
def _beginnings(script: str, rule: str) -> frozenset[str]:
    """What may stand before a stem; a stem of the past takes no person."""
    before, tenses, persons = (
        (_BEFORE, _TENSES, _PERSONS) if script == "ar" else (_LATIN_BEFORE, _LATIN_TENSES, _LATIN_PERSONS)
    )
    return _joined(before, tenses, persons) if rule == VERB else _joined(before)


@cache
def _endings(script: str, rule: str) -> frozenset[str]:
    """What may stand behind a stem: subject, object, negation."""
    if script == "ar":
        forms = (_SUBJECTS, (*_OBJECTS, *_DATIVES)) if rule == VERB else (_PAST_SUBJECTS, _OBJECTS)
        return _joined(*forms, ("", "ش"))
    return _joined(_LATIN_SUBJECTS if rule == VERB else _LATIN_PAST, _LATIN_OBJECTS, ("", "x", "c"))


class Verbs:
    """Stems of verbs, by script and rule."""

    def __init__(self, entries: Iterable[Entry] = (), store: Store = FRESH) -> None:
        """Index entries of one word that have the rule `verb` or `past`, or both."""
        self._stems: Mapping[tuple[str, str, str], Entry] = store.kept(
            "verbs", lambda: _by_stem(entries), whole=True
        )

    def like(self, word: str) -> Iterator[Entry]:
        """Entries of whose verb a folded word is a form."""
        script, keys = ("latn", _sounds(word)) if word.isascii() else ("ar", (word,))
        for key in keys:
            if self._cores(script).search(key):
                for rule in (VERB, PAST):
                    yield from _forms_of(key, self._of(script, rule), script, rule)

    def _of(self, script: str, rule: str) -> Iterator[tuple[str, Entry]]:
        return ((stem, entry) for (of, by, stem), entry in self._stems.items() if (of, by) == (script, rule))

    def _cores(self, script: str) -> re.Pattern[str]:
        return self._arabic_cores if script == "ar" else self._latin_cores

    @cached_property
    def _arabic_cores(self) -> re.Pattern[str]:
        """Finds at once that nearly every word holds no stem."""
        return self._any_stem("ar")

    @cached_property
    def _latin_cores(self) -> re.Pattern[str]:
        return self._any_stem("latn")

    def _any_stem(self, script: str) -> re.Pattern[str]:
        stems = {stem for of, _, stem in self._stems if of == script}
        return re.compile("|".join(map(re.escape, sorted(stems))) or r"(?!)")


def _by_stem(entries: Iterable[Entry]) -> dict[tuple[str, str, str], Entry]:
    """Entries by script, rule and stem, a Latin stem by its sound."""
    return {
        (entry.script, rule, entry.words[0] if entry.script == "ar" else loose(entry.words[0])): entry
        for entry in entries
        for rule in sorted(entry.rules & RULES)
    }


def _sounds(word: str) -> tuple[str, ...]:
    """How a Latin word sounds; kh may be one sound, or the end of a stem and an ending's beginning."""
    parted = word.replace("kh", "k-h")
    return (loose(word),) if parted == word else (loose(word), loose(parted).replace("-", ""))


def _forms_of(word: str, stems: Iterable[tuple[str, Entry]], script: str, rule: str) -> Iterator[Entry]:
    """Entries whose stem is left when a known beginning and a known ending are off."""
    beginnings, endings = _beginnings(script, rule), _endings(script, rule)
    for stem, entry in stems:
        start = word.find(stem)
        if start >= 0 and word[:start] in beginnings and _ends(word, start + len(stem), endings):
            yield entry


def _ends(word: str, end: int, endings: frozenset[str]) -> bool:
    """Whether an ending stands behind `end`; one that begins with the stem's last letter has run into it."""
    return word[end:] in endings or word[end - 1 :] in endings
