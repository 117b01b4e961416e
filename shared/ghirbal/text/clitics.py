"""What is glued to a word in Arabic, Darija and Arabizi, and what is left when it is taken off.

A word list that matches substrings flags a quarter to two thirds of innocent words that merely
contain an entry. So entries are compared with whole words, minus what grammar may glue to them:
conjunctions, prepositions, the article and verb particles in front, pronouns and endings behind.
All forms here are folded: ta marbuta is ه, doubled letters are single (لل is ل).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "هال", "عال", "يال", "ويال", "ل", "ول", "فل", "بل")
_PARTICLES = ("و", "ف", "ب", "ك", "يا", "ويا", "ايا", "ه", "وب", "وك", "هاد")
PREFIXES = (*_ARTICLES, *_PARTICLES)
SUFFIXES = (
    ("ي", ""),
    ("ك", ""),
    ("ه", ""),
    ("ها", ""),
    ("نا", ""),
    ("كم", ""),
    ("كن", ""),
    ("هم", ""),
    ("هن", ""),
    ("ات", ""),
    ("ين", ""),
    ("ون", ""),
    ("ان", ""),
    ("و", ""),
    ("ا", ""),
    ("ش", ""),
    ("تي", "ه"),
    ("تك", "ه"),
    ("تو", "ه"),
    ("ته", "ه"),
    ("تها", "ه"),
    ("تنا", "ه"),
    ("تكم", "ه"),
    ("تهم", "ه"),
    ("ات", "ه"),
    ("اتي", "ه"),
    ("اتك", "ه"),
    ("اتكم", "ه"),
    ("اتهم", "ه"),
    ("يه", ""),
    ("ين", "ه"),
)
LATIN_PREFIXES = (
    "l",
    "el",
    "al",
    "il",
    "w",
    "wa",
    "b",
    "bel",
    "f",
    "fel",
    "ya",
    "a",
    "wl",
    "wel",
    "had",
    "d",
)
LATIN_SUFFIXES = (
    ("i", ""),
    ("y", ""),
    ("k", ""),
    ("ek", ""),
    ("ak", ""),
    ("ik", ""),
    ("kom", ""),
    ("koum", ""),
    ("hom", ""),
    ("houm", ""),
    ("ha", ""),
    ("na", ""),
    ("at", ""),
    ("in", ""),
    ("ine", ""),
    ("a", ""),
    ("ia", ""),
    ("ya", ""),
    ("in", "a"),
    ("tek", "a"),
    ("tak", "a"),
    ("ti", "a"),
    ("at", "a"),
    ("ou", ""),
    ("o", ""),
    ("s", ""),
)
SHORTEST_STEM = 3
"""Letters that must stay when something came off in front; two-letter stems take the article alone."""
_BEFORE_SHORT = frozenset({"ال", "وال", "بال", "فال", "يا", "ب", "ل", "و", "ف"})


class Stem(NamedTuple):
    """What a word may be: the stem, and what came off in front and behind."""

    text: str
    prefix: str
    suffix: str


def _by_first(prefixes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for prefix in prefixes:
        table[prefix[0]] = (*table.get(prefix[0], ()), prefix)
    return table


def _by_last(suffixes: Iterable[tuple[str, str]]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for suffix, restored in suffixes:
        table[suffix[-1]] = (*table.get(suffix[-1], ()), (suffix, restored))
    return table


_FIRST, _LAST = _by_first(PREFIXES), _by_last(SUFFIXES)
_LATIN_FIRST, _LATIN_LAST = _by_first(LATIN_PREFIXES), _by_last(LATIN_SUFFIXES)


def stems(word: str) -> Iterator[Stem]:
    """What a folded word may be once its clitics are off, the word itself first.

    >>> [stem.text for stem in stems("وكلبه")][:4]
    ['وكلبه', 'وكلب', 'كلبه', 'كلب']
    >>> "kelb" in {stem.text for stem in stems("lkelb")}
    True

    Wrong for words that merely begin or end like a clitic: وردة (a rose) is no ردة.

    >>> "رده" in {stem.text for stem in stems("ورده")}
    True
    """
    first, last = (_LATIN_FIRST, _LATIN_LAST) if word.isascii() else (_FIRST, _LAST)
    yield from _endings(word, "", last)
    for prefix in first.get(word[:1], ()):
        rest = word[len(prefix) :]
        if word.startswith(prefix) and (
            len(rest) >= SHORTEST_STEM or (len(rest) == 2 and prefix in _BEFORE_SHORT)
        ):
            yield from _endings(rest, prefix, last)
    if word.startswith("ال") and len(word) > SHORTEST_STEM:
        yield from _endings(word[1:], "ا", last)


def _endings(word: str, prefix: str, last: Mapping[str, tuple[tuple[str, str], ...]]) -> Iterator[Stem]:
    yield Stem(word, prefix, "")
    for suffix, restored in last.get(word[-1:], ()):
        if len(word) - len(suffix) >= 2 and word.endswith(suffix):
            yield Stem(word[: len(word) - len(suffix)] + restored, prefix, suffix)
