"""What is glued to a word in Arabic, Darija and Arabizi, and what is left when it is taken off.

A word list that matches substrings flags a quarter to two thirds of innocent words that merely
contain an entry. So entries are compared with whole words, minus what grammar may glue to them:
conjunctions, prepositions, the article and verb particles in front, pronouns and endings behind.
All forms here are folded: ta marbuta is ه, doubled letters are single (لل is ل).
"""

from __future__ import annotations

from collections.abc import Iterator

_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "هال", "عال", "مال", "يال", "ل", "ول", "فل", "بل", "ا")
_PARTICLES = ("و", "ف", "ب", "ك", "س", "يا", "ويا", "ايا", "اي", "ه", "د", "ع", "لي", "بي", "وب", "ول", "ا")
_VERBAL = (
    "كا",
    "تا",
    "غا",
    "كي",
    "كت",
    "كن",
    "تي",
    "غي",
    "غت",
    "غن",
    "ما",
    "مات",
    "ماي",
    "س",
    "ي",
    "ت",
    "ن",
    "ا",
)
_PREFIXES = tuple(dict.fromkeys(("", *_ARTICLES, *_PARTICLES, *_VERBAL)))
_SUFFIXES = (
    ("", ""),
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
    ("و", ""),
    ("وا", ""),
    ("ا", ""),
    ("ش", ""),
    ("ني", ""),
    ("تي", "ه"),
    ("تك", "ه"),
    ("ته", "ه"),
    ("تها", "ه"),
    ("تنا", "ه"),
    ("تكم", "ه"),
    ("تهم", "ه"),
    ("ات", "ه"),
    ("اتي", "ه"),
    ("اتك", "ه"),
    ("اتهم", "ه"),
)
_LATIN_PREFIXES = (
    "",
    "l",
    "el",
    "al",
    "il",
    "w",
    "wa",
    "ou",
    "b",
    "bel",
    "f",
    "fel",
    "ya",
    "a",
    "d",
    "wl",
    "wel",
)
_LATIN_SUFFIXES = (
    "",
    "i",
    "y",
    "k",
    "ek",
    "ak",
    "ik",
    "ou",
    "o",
    "u",
    "h",
    "ha",
    "na",
    "kom",
    "koum",
    "hom",
    "houm",
    "at",
    "in",
    "ine",
    "a",
    "s",
    "x",
    "es",
    "e",
)

_BY_FIRST: dict[str, tuple[str, ...]] = {}
for _prefix in _PREFIXES[1:]:
    _BY_FIRST[_prefix[0]] = (*_BY_FIRST.get(_prefix[0], ()), _prefix)
_BY_LAST: dict[str, tuple[tuple[str, str], ...]] = {}
for _suffix in _SUFFIXES[1:]:
    _BY_LAST[_suffix[0][-1]] = (*_BY_LAST.get(_suffix[0][-1], ()), _suffix)

SHORTEST_STEM = 3
"""Letters left after something was taken off in front: two-letter stems are found whole words long."""


def arabic_stems(word: str) -> Iterator[str]:
    """What a folded Arabic word may be once its clitics are off, the word itself first.

    >>> list(arabic_stems("وكلبه"))[:4]
    ['وكلبه', 'وكلب', 'كلبه', 'كلب']

    Wrong for words that merely begin or end like a clitic: وردة (a rose) is no ردة.

    >>> "رده" in list(arabic_stems("ورده"))
    True
    """
    yield from _without_suffix(word)
    for prefix in _BY_FIRST.get(word[:1], ()):
        rest = word[len(prefix) :]
        if len(rest) >= SHORTEST_STEM and word.startswith(prefix):
            yield from _without_suffix(rest)


def _without_suffix(word: str) -> Iterator[str]:
    yield word
    for suffix, restored in _BY_LAST.get(word[-1:], ()):
        if len(word) - len(suffix) >= 2 and word.endswith(suffix):
            yield word[: len(word) - len(suffix)] + restored


def latin_stems(word: str) -> Iterator[str]:
    """The same for a folded word in Latin letters.

    >>> "kalb" in list(latin_stems("lkalb")), "kalb" in list(latin_stems("kalbi"))
    (True, True)
    """
    for prefix in _LATIN_PREFIXES:
        rest = word[len(prefix) :]
        if prefix and (len(rest) < SHORTEST_STEM or not word.startswith(prefix)):
            continue
        for suffix in _LATIN_SUFFIXES:
            if len(rest) - len(suffix) >= SHORTEST_STEM - 1 and rest.endswith(suffix):
                yield rest[: len(rest) - len(suffix)] if suffix else rest
