"""Folding: many spellings of one word become one, and every match finds its way back.

Readers write the same word with and without diacritics, with tatweel, with a Persian kaf, with a
letter held down. Clean writers do so more often than abusers (of 13,901 comments with diacritics
9,878 were clean), so nothing that is folded here is evidence: it only makes comparison possible.

One pass, one table look-up a character, linear in the length of the text. The table is made of the
small functions below, in this order: `decompose`, `drop_marks`, `unify_letters`; `fold` then
collapses repeats and keeps emoji sequences whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

LONGEST_FOLD = 20_000
"""Characters after which folding stops: no honest comment is longer."""

_FORMULAS = re.compile("[\ufdfa\ufdfb]")
MOST_FORMULAS = 8
"""Blessings of one character that are written out, as eighteen or eight: 1,000 of them cost 13 times ordinary text."""

_LETTERS_FILE = Path(__file__).parent / "data" / "letters.tsv"
LOOKALIKES_FILE = _LETTERS_FILE.with_name("lookalikes.tsv")
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Lm", "Cf", "Cc", "Cs", "Co", "Cn"})
"""Modifier letters (Lm) that stand for a letter have been decomposed to it: what is left is tatweel and ornament."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_SMALL_ARABIC = frozenset("\u06e5\u06e6")
"""The small waw and ya of the Quran, which are read where no ornament is meant (Lm as well)."""
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_KEYCAP = "\u20e3"
_FLAG_TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
_SEQUENCE_PARTS = frozenset({_ZERO_WIDTH_JOINER, _EMOJI_STYLE, _KEYCAP}) | _FLAG_TAGS
_KEYCAP_BASES = frozenset("0123456789#*")
_SINGLE_PICTOGRAPHS = frozenset("©®‼⁉™ℹⓂ〰〽㊗㊙")
_PICTOGRAPH_RANGES = (
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x25A0, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1F0FF),
    (0x1F18E, 0x1F1FF),
    (0x1F200, 0x1FAFF),
)
_PICTOGRAPHS_BEGIN = tuple(low for low, _ in _PICTOGRAPH_RANGES)
_MOST_REMEMBERED = 8_192
"""Characters the table may remember. Ordinary text uses some 300; a hostile one could send a million."""


class Folded:
    """A folded text that knows where each of its characters stood in the original.

    `overflow` says that the fold was cut at `LONGEST_FOLD`, and that the comment has to be held.
    """

    __slots__ = ("_offsets", "original", "overflow", "text")

    def __init__(
        self, original: str, text: str, offsets: Sequence[int] | None, *, overflow: bool = False
    ) -> None:
        """Without `offsets` the map is made when it is first asked for: most comments hold nothing to show."""
        self.original = original
        self.text = text
        self.overflow = overflow
        self._offsets = offsets

    @property
    def offsets(self) -> Sequence[int]:
        """One entry more than `text` has characters.

        Entry i is the code point of the original that made character i, the last one is where the map ends.
        """
        if self._offsets is None:
            self._offsets = _mapped(self.original)._offsets or (0,)
        return self._offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open code points of the original for half-open positions of the folded text.

        Marks and repeats that belong to the last character are inside the span.

        >>> folded = fold("قال كَلْــب!")
        >>> folded.text
        'قال كلب!'
        >>> folded.span(4, 7)
        (4, 11)
        """
        if start >= end:
            return (self.offsets[start], self.offsets[start])
        return (self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1))


def as_folded(text: str) -> Folded:
    """A text that is folded already, as its own original: positions stay what they are.

    >>> as_folded("كلام").span(1, 3)
    (1, 3)
    """
    return Folded(text, text, range(len(text) + 1))


def decompose(character: str) -> str:
    """Compatibility forms, case and digits of other scripts, for one character.

    >>> decompose("ﻼ"), decompose("É") == "e\u0301", decompose("٣"), decompose("Ａ")
    ('لا', True, '3', 'a')

    Look-alikes come before case (see data/lookalikes.tsv), since the small letter may be another one, and once more
    after it, for capitals that look like nothing and whose small letter does.

    >>> decompose("Η"), decompose("η"), decompose("ɴ"), decompose("В"), decompose("Ɓ")
    ('h', 'n', 'n', 'b', 'b')

    Wrong where the form carries meaning (x² becomes x2), and for Greek and Cyrillic words, which become nonsense.

    >>> decompose("²"), "".join(map(decompose, "мир"))
    ('2', 'mиp')
    """
    if is_pictograph(character):
        return character
    latin = unicodedata.normalize("NFKC", character).translate(_LOOKALIKES)
    small = unicodedata.normalize("NFKD", latin).casefold().translate(_LOOKALIKES)
    parts = unicodedata.normalize("NFKD", small)
    return "".join(_digit(part) for part in parts)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def drop_marks(text: str) -> str:
    """Diacritics, tatweel, ornaments, zero-width and bidi marks, blank letters: all gone. Any space is " ".

    >>> drop_marks("مُـحَـمَّـد"), drop_marks("a\u200bb\u202ec")
    ('محمد', 'abc')

    Wrong for the few words that only marks tell apart: عَلَم (flag) and عِلْم (science).

    >>> drop_marks("عَلَم") == drop_marks("عِلْم")
    True
    """
    return "".join(_keep(character) for character in text)


def _keep(character: str) -> str:
    if character.isspace() or character == "\u2800":
        return " "
    if character in _BLANK_LETTERS or unicodedata.category(character) in _DROPPED_CATEGORIES:
        return character if character in _SMALL_ARABIC else ""
    return character


def unify_letters(text: str) -> str:
    """Letters that stand for one another on real keyboards (see data/letters.tsv).

    >>> unify_letters("گرة"), unify_letters("أحمد")
    ('كره', 'احمد')

    Wrong for على (on) and علي (a name), and every other pair in that file's notes.

    >>> unify_letters("على") == unify_letters("علي")
    True
    """
    return text.translate(_LETTERS)


def is_pictograph(character: str) -> bool:
    """Whether a character is an emoji, a symbol or half a flag: these are never folded.

    >>> is_pictograph("😀"), is_pictograph("🇲"), is_pictograph("م")
    (True, True, False)
    """
    code = ord(character)
    if code < 0x2190:
        return character in _SINGLE_PICTOGRAPHS
    _, last = _PICTOGRAPH_RANGES[bisect_right(_PICTOGRAPHS_BEGIN, code) - 1]
    return code <= last or character in _SINGLE_PICTOGRAPHS


def _read_letters(file: Path) -> dict[int, str]:
    table: dict[int, str] = {}
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            letters, target, _note = line.split("\t")
            table.update((ord(letter), target.replace("-", "")) for letter in letters)
    return table


_LOOKALIKES = _read_letters(LOOKALIKES_FILE)
_LETTERS = _read_letters(_LETTERS_FILE)


def fold_character(character: str) -> str:
    """What one character becomes, by itself: "" (dropped), one character, or up to eighteen.

    >>> fold_character("ة"), fold_character("ً"), len(fold_character("\ufdfa"))
    ('ه', '', 18)

    """
    folded = unify_letters(drop_marks(unify_letters(decompose(character))))
    return unicodedata.normalize("NFC", folded)


_RUNS = re.compile(r"(.)\1+", re.DOTALL)
"""Letters in a row: for words without any, as nearly all are, three times faster than looking at each letter."""


def collapse(word: str) -> str:
    """Runs of one letter to one, for a word put together of pieces that were folded apart.

    >>> collapse("كككل")
    'كل'
    """
    return _RUNS.sub(r"\1", word)


class _Table(dict[str, str]):
    """Folded characters, remembered as they are met and never more than a bounded number."""

    def __missing__(self, character: str) -> str:
        folded = fold_character(character)
        if len(self) < _MOST_REMEMBERED:
            self[character] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Fold a text and keep the way back to its code points.

    Runs of one letter become one letter (of 16,100 comments with a letter held down more were
    clean than not); digits, punctuation and emoji are left alone, so that phone numbers and flags
    stay what they are.

    >>> fold("واااااو كاتقول گلت لكم!!").text
    'واو كاتقول كلت لكم!!'
    >>> fold("👩‍👩‍👧 🇲🇦🇲🇦 1️⃣ 100").text
    '👩‍👩‍👧 🇲🇦🇲🇦 1️⃣ 100'

    Wrong for words that only a doubled letter tells apart: French "poisson" and "poison".

    >>> fold("poisson").text
    'poison'
    """
    if len(text) <= LONGEST_FOLD and not _HOLDS_SEQUENCE.search(text):
        plain = fold_words(bounded(spelled(text)))
        if len(plain) <= LONGEST_FOLD:
            return Folded(text, plain, None)
    return _mapped(text)


def _mapped(text: str) -> Folded:
    """The fold character by character, with its map: slower, and the only one that keeps emoji sequences."""
    table = _TABLE
    out: list[str] = []
    offsets: list[int] = []
    last = ""
    read = bounded(spelled(text))
    for index, character in enumerate(read):
        folded = table[character]
        if len(folded) == 1:
            if folded != last or not _repeats(folded):
                out.append(folded)
                offsets.append(index)
                last = folded
        elif folded:
            last = _append_all(folded, index, last, out, offsets)
        elif character in _SEQUENCE_PARTS and _in_emoji(character, last, read[index + 1 : index + 2]):
            out.append(character)
            offsets.append(index)
            last = character
        if len(out) > LONGEST_FOLD:
            return _cut(text, out, offsets)
    offsets.append(len(text))
    return Folded(text, "".join(out), tuple(offsets))


def spelled(text: str) -> str:
    """The text with letters for the regional indicators that make no flag, so that places stay.

    >>> spelled("🇲🇦 🇭🇮") == "🇲🇦 hi"
    True

    Wrong where an insult is cut into the flags of countries: 🇨🇴 is Colombia, not co.
    """
    return _INDICATORS.sub(_letters_of, text) if _INDICATORS.search(text) else text


def _letters_of(found: re.Match[str]) -> str:
    letters = "".join(chr(ord(letter) - _INDICATOR_A + ord("a")) for letter in found.group())
    flags = {letters[place : place + 2] for place in range(0, len(letters), 2)}
    return found.group() if _REGIONS.issuperset(flags) else letters


def bounded(text: str) -> str:
    """The text with a space for every blessing of one character behind the first eight, so that places stay.

    Nothing can hide there: no insult is made of these words, and a space between letters is looked through.

    >>> bounded("\ufdfa" * 10 + "كلام") == "\ufdfa" * 8 + "  كلام"
    True
    """
    if "\ufdfa" not in text and "\ufdfb" not in text:
        return text
    written = [found.start() for found in _FORMULAS.finditer(text)][:MOST_FORMULAS]
    end = written[-1] + 1
    return text[:end] + _FORMULAS.sub(" ", text[end:])


_INDICATOR_A = 0x1F1E6
_INDICATORS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_REGIONS = frozenset((_LETTERS_FILE.with_name("regions.txt")).read_text("utf-8").split("\n\n")[1].split())
"""The flags there are, in small letters."""
_REPEATS = re.compile(r"([^\W\d_])\1+")
_HOLDS_SEQUENCE = re.compile(f"[{_ZERO_WIDTH_JOINER}{_EMOJI_STYLE}{_KEYCAP}\U000e0020-\U000e007f]")


def _repeats(character: str) -> bool:
    """Whether runs of a character are collapsed: letters are, digits are not (the class of `_REPEATS`)."""
    return character.isalnum() and not character.isdecimal()


def fold_words(text: str) -> str:
    """The same fold without the way back, three times as fast: for lists of words, which hold no emoji.

    >>> fold_words("قَــال|École") == fold("قَــال|École").text
    True
    """
    return _REPEATS.sub(r"\1", "".join(map(_TABLE.__getitem__, text)))


def _append_all(piece: str, index: int, last: str, out: list[str], offsets: list[int]) -> str:
    for character in piece:
        if character != last or not _repeats(character):
            out.append(character)
            offsets.append(index)
            last = character
    return last


def _cut(text: str, out: list[str], offsets: list[int]) -> Folded:
    """The first `LONGEST_FOLD` characters; the entry behind them closes the map."""
    return Folded(text, "".join(out[:LONGEST_FOLD]), tuple(offsets[: LONGEST_FOLD + 1]), overflow=True)


def _in_emoji(character: str, last: str, following: str) -> bool:
    """Whether an invisible character holds an emoji together: joiner, style, keycap or flag tag."""
    if not last:
        return False
    after_emoji = is_pictograph(last) or last == _EMOJI_STYLE
    if character == _ZERO_WIDTH_JOINER:
        # What no font has yet (Cn) is dropped, and holds nothing.
        return after_emoji and bool(following) and is_pictograph(following) and bool(_TABLE[following])
    if character == _EMOJI_STYLE:
        return is_pictograph(last) or (last in _KEYCAP_BASES and following == _KEYCAP)
    if character == _KEYCAP:
        return last == _EMOJI_STYLE or last in _KEYCAP_BASES
    return is_pictograph(last) or last in _FLAG_TAGS
