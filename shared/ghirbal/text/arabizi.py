"""Latin spellings of Arabic words, finer than the skeleton: which vowels may stand where.

`loose` is one key for the spellings that differ only in how a sound is written (zine, zin, zyn; ou, o, u).
`slots` and `vowels_agree` are the second check behind a skeleton: long vowels are nearly always
written, so kitab and katib have one skeleton and are still told apart.
"""

from __future__ import annotations

import re

_CLASSES = {
    **dict.fromkeys("iy", "i"),
    **dict.fromkeys("ouw", "u"),
    **dict.fromkeys("7h", "h"),
    **dict.fromkeys("9qk", "k"),
    **dict.fromkeys("t6", "t"),
    "c": "k",
    "x": "c",
    "5": "x",
    "8": "g",
    "3": "3",
    "2": "",
    "'": "",
}
_DIGRAPHS = re.compile("ch|sh|kh|gh|ph")
_SOUND = {"ch": "x", "sh": "x", "kh": "5", "gh": "8", "ph": "f"}
_TABLE = str.maketrans(_CLASSES)
_RUN = re.compile(r"(.)\1+")
_ARABIC_LONG = {"ا": "a", "و": "u", "ي": "i"}
_VOWELS = frozenset("aeiu")
_ALIKE = frozenset({"aa", "ii", "uu", "ee", "ae", "ea", "ie", "ei"})
"""Vowels that one word is written with: e stands for a short a or i, never the one for the other."""


def loose(word: str) -> str:
    """One key for Latin spellings that sound alike; a final silent h or e does not count.

    >>> loose("khobz") == loose("5obz") == loose("khoubz"), loose("zine") == loose("zin")
    (True, True)
    """
    key = _RUN.sub(r"\1", _spelled(word).replace("e", "a"))
    return key[:-1] if len(key) > 3 and key[-1] in "h" and key[-2] in _VOWELS else _without_final_e(word, key)


def _spelled(word: str) -> str:
    return _DIGRAPHS.sub(lambda found: _SOUND[found.group()], word).translate(_TABLE)


def _without_final_e(word: str, key: str) -> str:
    return key[:-1] if len(key) > 3 and word.endswith("e") and key[-2] not in _VOWELS else key


_FRENCH_PAIRS = re.compile("qu|ck|ph|ch|ss")
_FRENCH_SOUND = {"qu": "k", "ck": "k", "ph": "f", "ch": "ch", "ss": "s"}
_FRENCH_LETTERS = str.maketrans("cqyz6", "kkist")


def french_sound(word: str) -> str:
    """One key for French words spelled by sound: c, k and q, f and ph, i and y, s and z, t and 6.

    >>> french_sound("koiffeur") == french_sound("coiffeur"), french_sound("fotografe") == french_sound("photographe")
    (True, True)
    """
    spelled = _FRENCH_PAIRS.sub(lambda found: _FRENCH_SOUND[found.group()], word)
    return _RUN.sub(r"\1", spelled.translate(_FRENCH_LETTERS)).removesuffix("s").removesuffix("e")


def slots(word: str) -> tuple[str, ...]:
    """The vowels before, between and after the consonants: "" where none is written.

    >>> slots("kitab"), slots("كتاب")
    (('', 'i', 'a', ''), ('', '', 'a', ''))
    """
    return _latin_slots(word) if word.isascii() else _arabic_slots(word)


def _latin_slots(word: str) -> tuple[str, ...]:
    found = [""]
    for sound in _RUN.sub(r"\1", _spelled(word)):
        if sound in _VOWELS:
            found[-1] = found[-1] or sound
        else:
            found.append("")
    return tuple(found)


def _arabic_slots(word: str) -> tuple[str, ...]:
    found = [""]
    for letter in word.removesuffix("ه"):
        if letter in _ARABIC_LONG:
            found[-1] = found[-1] or _ARABIC_LONG[letter]
        else:
            found.append("")
    return tuple(found)


def vowels_agree(word: tuple[str, ...], entry: tuple[str, ...]) -> bool:
    """Whether a word may be a spelling of an entry: no slot holds two different vowels.

    A vowel in front that the entry does not have makes another word of it.

    >>> vowels_agree(slots("ktab"), slots("كتاب")), vowels_agree(slots("katib"), slots("kotob"))
    (True, False)
    """
    if len(word) != len(entry) or (word[0] and not entry[0]):
        return False
    return all(not a or not b or a + b in _ALIKE for a, b in zip(word, entry, strict=True))
