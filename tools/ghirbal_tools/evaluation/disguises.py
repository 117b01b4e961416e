"""Disguises as readers use them, each a small function of a word and a source of chance.

Silent ones are what honest writers do too: they must never change a decision. Evasive ones are
meant to get past a filter: an insult must still be caught, an innocent word treated alike must not.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

Disguise = Callable[[str, random.Random], str]

_HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_FOREIGN = str.maketrans({"ك": "ک", "ي": "ی", "ه": "ہ", "ا": "ٱ", "ق": "ڨ", "ف": "ڢ"})
_SOUND_ALIKE = {
    "س": "ص", "ص": "س", "ت": "ط", "ط": "ت", "ق": "ك", "ك": "ق", "د": "ض", "ض": "د", "ذ": "د", "ز": "ذ",
    "k": "q", "q": "k", "c": "k", "s": "z", "z": "s", "i": "y", "f": "ph", "9": "k", "t": "6",
}  # fmt: skip
_OTHER_SCRIPT = {
    "ا": "a", "ب": "b", "ز": "z", "ر": "r", "ك": "k", "ق": "9", "ح": "7", "ع": "3", "ل": "l", "م": "m", "ن": "n",
    "a": "а", "e": "е", "o": "о", "i": "і", "c": "с", "p": "р", "k": "к",
}  # fmt: skip
_PRESENTATION = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFE80, 0xFEFD)
    if "ISOLATED" in unicodedata.name(chr(code), "") and len(unicodedata.normalize("NFKC", chr(code))) == 1
}


def diacritics(word: str, chance: random.Random) -> str:
    """A haraka, or on Latin letters an accent, on every letter."""
    return "".join(letter + (chance.choice(_HARAKAT) if letter > "\u0600" else "\u0301") for letter in word)


def tatweel(word: str, chance: random.Random) -> str:
    """A stretched letter; Latin words stay as they are."""
    place = chance.randrange(1, len(word)) if len(word) > 1 else 0
    return word if word.isascii() or not place else f"{word[:place]}ـــ{word[place:]}"


def zero_width(word: str, chance: random.Random) -> str:
    """An invisible character between all letters."""
    return chance.choice("\u200b\u200c\u200d\u2060\ufeff").join(word)


def bidi(word: str, _chance: random.Random) -> str:
    """Direction marks around and inside."""
    return "\u202b" + "\u200f".join(word) + "\u202c"


def presentation(word: str, _chance: random.Random) -> str:
    """Isolated presentation forms, full-width Latin."""
    return "".join(_PRESENTATION.get(letter) or _full_width(letter) for letter in word)


def _full_width(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter


def foreign(word: str, _chance: random.Random) -> str:
    """Persian, Urdu and Maghrebi forms of the same letters."""
    return word.translate(_FOREIGN)


def repeated(word: str, chance: random.Random) -> str:
    """One letter held down."""
    place = chance.randrange(len(word))
    return word[:place] + word[place] * chance.randint(3, 7) + word[place + 1 :]


def split_by_space(word: str, chance: random.Random) -> str:
    """One space somewhere inside."""
    place = chance.randrange(1, len(word)) if len(word) > 1 else 1
    return f"{word[:place]} {word[place:]}"


def dotted(word: str, _chance: random.Random) -> str:
    """Dots between all letters."""
    return ".".join(word)


def starred(word: str, chance: random.Random) -> str:
    """One inner letter hidden behind a star."""
    if len(word) < 3:
        return word
    place = chance.randrange(1, len(word) - 1)
    return f"{word[:place]}*{word[place + 1 :]}"


def comma_inside(word: str, chance: random.Random) -> str:
    """A comma between two letters."""
    place = chance.randrange(1, len(word)) if len(word) > 1 else 1
    return f"{word[:place]}{',' if word.isascii() else '،'}{word[place:]}"


def spelled_out(word: str, _chance: random.Random) -> str:
    """All letters spaced."""
    return " ".join(word)


def sound_alike(word: str, chance: random.Random) -> str:
    """One letter for another that sounds like it."""
    return _swap(word, _SOUND_ALIKE, chance)


def mixed_script(word: str, chance: random.Random) -> str:
    """One letter of another script."""
    return _swap(word, _OTHER_SCRIPT, chance)


def _swap(word: str, table: dict[str, str], chance: random.Random) -> str:
    places = [place for place, letter in enumerate(word) if letter in table]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + table[word[place]] + word[place + 1 :]


_RESPELLINGS = (
    ("ch", "sh"), ("sh", "ch"), ("kh", "5"), ("gh", "8"), ("ou", "o"), ("oo", "ou"), ("9", "q"), ("9", "k"), ("3", "a"),
    ("7", "h"), ("a", "e"), ("e", "a"), ("e", ""), ("a", ""), ("i", "e"), ("i", "y"), ("u", "ou"), ("o", "ou"),
    ("k", "c"), ("q", "9"), ("y", "i"),
)  # fmt: skip


def respelled(word: str, chance: random.Random) -> str:
    """An Arabizi word as another writer would spell it: two changes of vowels, digraphs or digits."""
    for _ in range(2):
        able = [(old, new) for old, new in _RESPELLINGS if old in word[1:]]
        if able:
            old, new = chance.choice(able)
            word = word[0] + word[1:].replace(old, new, 1)
    return word


SILENT: dict[str, Disguise] = {
    "diacritics": diacritics,
    "tatweel": tatweel,
    "zero-width": zero_width,
    "bidi": bidi,
    "presentation forms": presentation,
    "foreign letters": foreign,
    "repeated letters": repeated,
}
EVASIVE: dict[str, Disguise] = {
    "split by a space": split_by_space,
    "dotted": dotted,
    "starred": starred,
    "comma inside": comma_inside,
    "spelled out": spelled_out,
    "sound-alike": sound_alike,
    "mixed script": mixed_script,
}


def disguise_span(text: str, start: int, end: int, disguise: Disguise, chance: random.Random) -> str:
    """Disguise the longest word within a span of `text` (the whole text if no word is there)."""
    words = _words_within(text, start, end) or _words_within(text, 0, len(text))
    if not words:
        return text
    begin, finish = max(words, key=lambda word: word[1] - word[0])
    return text[:begin] + disguise(text[begin:finish], chance) + text[finish:]


def _words_within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, begin = [], None
    for place in range(start, end + 1):
        inside = place < end and text[place].isalnum()
        if inside and begin is None:
            begin = place
        elif not inside and begin is not None:
            found.append((begin, place))
            begin = None
    return found
