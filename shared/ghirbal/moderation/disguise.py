"""Words in disguise: torn apart, dotted, starred, spelled with other letters.

The words of a text are repaired where they look tampered with, and the same matcher reads them
again; what it finds in repaired words is a disguise. Every repair is bold, so every one has a second
check. A torn word is joined only into a word that is listed whole: among 102,000 clean comments seven
pairs of words did so by chance, and those are in the innocent list. A swapped letter counts only in
what is no ordinary word, one swap at a time. Mixed scripts are their own second check: nobody writes
one word in two by accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ghirbal.moderation.entries import Entry
from ghirbal.moderation.lexicon import MOST_WORDS, Lexicon, Word, may_carry
from ghirbal.moderation.matching import Match, find_matches
from ghirbal.moderation.phrases import bare
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.fold import Folded
from ghirbal.text.skeleton import arabic_letters, latin_letters
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

_SWAPS = {
    "ط": "ت",
    "ت": "طث",
    "س": "صث",
    "ص": "س",
    "ث": "تس",
    "ق": "ك",
    "ك": "ق",
    "ح": "ه",
    "ه": "ح",
    "ذ": "زد",
    "ز": "ذظ",
    "ض": "دظ",
    "د": "ضذ",
    "ظ": "ضز",
}
_LEET = str.maketrans("013457@$!", "oieastasi")
_MASKS = frozenset("*#@$%!•×+")
_LOOKALIKES = str.maketrans("аеорсухікмтнвпαεορικντυβ", "aeopcyxikmthbnaeopikntyb")
"""Cyrillic and Greek letters that look like Latin ones."""
_SHORTEST, _LONGEST = 3, 14
"""Letters of a form that may be torn: two-letter forms are every second word's half."""
_MASKED_FROM = 4
"""Letters from which a form may be masked: of three letters, nine patterns in ten fit an ordinary word as well."""
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz0123456789"
_NOUN_PREFIXES = frozenset({"", "ال", "وال", "بال", "يا", "و", "ب", "ل", "l", "el", "al", "ya"})
_NOUN_SUFFIXES = frozenset(
    {"", "ي", "ك", "ه", "ها", "كم", "هم", "نا", "ات", "ين", "i", "ek", "k", "at", "in", "s"}
)
_WORN_IN_FRONT = ("ال", "يا", "ل", "و", "ب", "l")
_LOOSE_LETTERS = frozenset("وayoeld")
"""Single letters that are words themselves and may stand before or behind a word that is spelled out."""
_RUN_GAP, _TORN_GAP = 3, 2


class Repaired(NamedTuple):
    """The words of a text after repairs: `repaired` tells which of them are not as they stood."""

    tokens: tuple[Token, ...]
    repaired: frozenset[int]


class Disguises:
    """What a lexicon's words look like in disguise. Tables are made when a text first asks for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Remember the lexicon."""
        self.lexicon = lexicon
        self._known: dict[str, str | None] = {}

    @cached_property
    def forms(self) -> dict[str, Entry]:
        """Single words of all scripts that may be torn or masked, the words of phrases included."""
        return {form: entry for form, entry in self.lexicon.forms() if _SHORTEST <= len(form) <= _LONGEST}

    @cached_property
    def phrase_words(self) -> frozenset[str]:
        """The words of phrases; whether one of them counts is decided by the rest of its phrase."""
        return frozenset(word for word in self.lexicon.phrase_words() if len(word) >= _SHORTEST)

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every beginning of a form, and of a form with its article."""
        beginnings = {form[:cut] for form in self.forms for cut in range(1, len(form))}
        return frozenset(
            beginnings | {article + head for article in ("ال", "يا", "l") for head in beginnings}
        )

    @cached_property
    def swapped(self) -> dict[str, str]:
        """Arabic forms with one letter swapped for one that sounds alike, and what they stand for."""
        table: dict[str, str] = {}
        for form in self.forms:
            if not form.isascii():
                for variant in _swaps(form):
                    table.setdefault(variant, form)
        return table

    @cached_property
    def masked(self) -> dict[str, str]:
        """Forms with one inner letter masked by a star."""
        table: dict[str, str] = {}
        for form in self.forms:
            for place in range(1, len(form) - 1 if len(form) >= _MASKED_FROM else 0):
                table.setdefault(form[:place] + "*" + form[place + 1 :], form)
        return table

    def unmask(self, word: str) -> str | None:
        """The word that a single word hides, or None. Remembered like the lexicon's own answers."""
        if word not in self._known:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            self._known[word] = self._hidden(word)
        return self._known[word]

    def _hidden(self, word: str) -> str | None:
        if word.isdigit() or len(word) < _SHORTEST:
            return None
        if word.isascii():
            return self.listed(word.translate(_LEET)) if any(letter.isdigit() for letter in word) else None
        plain = word.translate(_LOOKALIKES)
        if plain.isascii():
            return self.listed(plain)
        if any(letter.isascii() for letter in word):
            return self._of_two_scripts(word)
        return None if is_ordinary(word) else self._swapped_back(word)

    def _of_two_scripts(self, word: str) -> str | None:
        """Read in the script that most of its letters belong to."""
        latin = 2 * sum(letter.isascii() for letter in word) > len(word)
        readings = latin_letters(word) if latin else (arabic_letters(word),)
        return next(filter(None, map(self._guessed, readings)), None)

    def _guessed(self, word: str) -> str | None:
        """Like `listed`, for words in two scripts: a guess by sound is enough, the mixture is the second check."""
        known = self.lexicon.word(word)
        guessed = known is not None and known.entry is not None and word.isascii() and not is_ordinary(word)
        return word if guessed else self.listed(word)

    def _swapped_back(self, word: str) -> str | None:
        possible = list(stems(word))
        ordinary = max(
            (len(stem.text) for stem in possible if len(stem.text) >= 3 and is_ordinary(stem.text)), default=0
        )
        for stem in possible:
            form = self.swapped.get(stem.text)
            if form is not None and len(stem.text) > ordinary and self._may_be(form, stem):
                return stem.prefix + form
        return None

    def _may_be(self, form: str, stem: Stem) -> bool:
        return may_carry(self.forms[form], stem) and _plainly_worn(stem)

    def torn(self, head: str, tail: str) -> str | None:
        """The word that two pieces make; the cut has to go through a form, not beside it.

        Two ordinary words make one only without any clitic: ان يكون holds a form with an ending.
        """
        joined = collapsed(head + tail)
        if len(joined) < len(head) + len(tail) and len(head) == 1:
            return None
        if not _SHORTEST <= len(joined) <= _LONGEST or (
            self._is_innocent(joined) and not self._in_phrase(joined)
        ):
            return None
        words = min(len(head), len(tail)) > 1 and is_ordinary(head) and is_ordinary(tail)
        for stem in stems(joined):
            inside = (
                len(stem.prefix) < len(head) < len(stem.prefix) + len(stem.text)
                or head == stem.prefix == "ال"
            )
            whole = stem.text == joined or not words
            if inside and whole and stem.text in self.forms and self._may_be(stem.text, stem):
                return joined
        return None

    def listed(self, word: str) -> str | None:
        """A word put together again, if the lexicon lists it: in a phrase, or by itself when it is no ordinary word."""
        if not _SHORTEST <= len(word) <= _LONGEST + 6:
            return None
        if self._in_phrase(word) or (self.lexicon.lists(word) and not self._is_innocent(word)):
            return word
        return None

    def _in_phrase(self, word: str) -> bool:
        return word in self.phrase_words or bare(word) in self.phrase_words

    def _is_innocent(self, word: str) -> bool:
        known = self.lexicon.word(word)
        return (known is not None and known.innocent and known.entry is None) or is_ordinary(word)


def _plainly_worn(stem: Stem) -> bool:
    """Whether only the clitics of a noun came off, and from three letters nothing but article or vocative."""
    if len(stem.text) <= _SHORTEST:
        return stem.prefix in ("", "ال", "يا") and not stem.suffix
    return stem.prefix in _NOUN_PREFIXES and stem.suffix in _NOUN_SUFFIXES


def _swaps(form: str) -> Iterator[str]:
    for place, letter in enumerate(form):
        last_he = letter == "ه" and place == len(form) - 1
        for other in () if last_he else _SWAPS.get(letter, ()):
            yield form[:place] + other + form[place + 1 :]


def find_disguised(
    disguises: Disguises, folded: Folded, tokens: Sequence[Token]
) -> tuple[Repaired, list[Match]]:
    """The repaired words, and the entries in them that no one could read before."""
    repaired = repair(disguises, folded, tokens)
    if not repaired.repaired:
        return repaired, []
    matches = find_matches(disguises.lexicon, repaired.tokens)
    return repaired, [m for m in matches if not repaired.repaired.isdisjoint(range(m.first, m.last + 1))]


def repair(disguises: Disguises, folded: Folded, tokens: Sequence[Token]) -> Repaired:
    """Put torn, dotted and respelled words together again; what is a hit as it stands is left alone."""
    out: list[Token] = []
    touched: list[int] = []
    index = 0
    while index < len(tokens):
        last, word = _repaired_at(disguises, folded, tokens, index)
        if word is None:
            out.extend(tokens[index : last + 1])
        else:
            touched.append(len(out))
            out.append(Token(word, tokens[index].start, tokens[last].end))
        index = last + 1
    return Repaired(tuple(out), frozenset(touched))


def _repaired_at(
    disguises: Disguises, folded: Folded, tokens: Sequence[Token], index: int
) -> tuple[int, str | None]:
    """The last token of the repair that begins here and the word it makes; or this token and None."""
    last = _run_end(tokens, index)
    if last - index + 1 >= _SHORTEST:
        return _spelled_out(disguises, [token.text for token in tokens[index : last + 1]], index)
    text = tokens[index].text
    if text in disguises.heads and index + 1 < len(tokens):
        word = _torn_at(disguises, folded, tokens[index], tokens[index + 1])
        if word is not None:
            return index + 1, word
    return index, None if _is_known(disguises.lexicon.word(text)) else disguises.unmask(text)


def _spelled_out(disguises: Disguises, letters: Sequence[str], index: int) -> tuple[int, str | None]:
    """The word that single letters spell; one loose letter may stand behind it. One in front is left for itself."""
    word = disguises.listed(collapsed("".join(letters)))
    if word is not None:
        return index + len(letters) - 1, word
    if (
        letters[0] in _LOOSE_LETTERS
        and len(letters) > _SHORTEST + 1
        and disguises.listed(collapsed("".join(letters[1:])))
    ):
        return index, None
    if letters[-1] in _LOOSE_LETTERS and len(letters) > _SHORTEST + 1:
        word = disguises.listed(collapsed("".join(letters[:-1])))
        if word is not None:
            return index + len(letters) - 2, word
    return index + len(letters) - 1, None


def _run_end(tokens: Sequence[Token], first: int) -> int:
    """The last of the single letters in a row that begin here, whatever stands between them."""
    last = first
    while last + 1 < len(tokens) and _follows(tokens[last], tokens[last + 1]):
        last += 1
    return last


def _follows(here: Token, there: Token) -> bool:
    return len(here.text) == len(there.text) == 1 and there.start - here.end <= _RUN_GAP


def _is_known(known: Word | None) -> bool:
    return known is not None and (known.entry is not None or known.innocent)


def _torn_at(disguises: Disguises, folded: Folded, left: Token, right: Token) -> str | None:
    """A word in two pieces, split by a space or by one or two other characters."""
    gap = folded.text[left.end : right.start]
    innocent = disguises.lexicon.innocent_phrases.get(left.text, ())
    if len(gap) > _TORN_GAP or (left.text, right.text) in innocent:
        return None
    word = None if gap.isspace() else _behind_mask(disguises, left.text, gap, right.text)
    if word is None and (gap == " " or " " not in gap):
        word = disguises.torn(left.text, right.text)
    return word


def _behind_mask(disguises: Disguises, head: str, gap: str, tail: str) -> str | None:
    """A letter replaced by a sign: the sign may stand for any letter, @ and $ for their own."""
    if (
        len(gap) != 1
        or gap not in _MASKS
        or disguises.listed(head + tail)
        or is_ordinary(collapsed(head + tail))
    ):
        return None
    word = disguises.listed(head + gap.translate(_LEET) + tail) or disguises.masked.get(head + "*" + tail)
    return None if word is None or _fits_an_ordinary_word(head, tail) else word


def _fits_an_ordinary_word(head: str, tail: str) -> bool:
    """Whether some letter in the gap makes an ordinary word: then the star hides nothing for certain."""
    return any(is_ordinary(head + letter + tail) for letter in (_LATIN if head.isascii() else _ARABIC))


def collapsed(word: str) -> str:
    """Runs of one letter to one, as folding does inside a word.

    >>> collapsed("كككل")
    'كل'
    """
    return "".join(letter for place, letter in enumerate(word) if not place or letter != word[place - 1])


_PIECE, _LONG_PIECE = 4, 8
"""Letters of a hit that may be a mere piece of a longer word; of a longer hit beside a mere fragment."""


def is_torn_innocent(lexicon: Lexicon, folded: Folded, tokens: Sequence[Token], index: int) -> bool:
    """Whether a hit is only a piece of an innocent word that was split: ح زب is حزب."""
    neighbours = [place for place in (index - 1, index + 1) if 0 <= place < len(tokens)]
    return any(
        _may_belong(tokens[index].text, tokens[place].text)
        and _make_a_word(lexicon, folded, tokens, min(index, place), index)
        for place in neighbours
    )


def _may_belong(hit: str, neighbour: str) -> bool:
    if len(hit) <= _PIECE:
        return True
    return len(hit) <= _LONG_PIECE and (len(neighbour) <= 2 or not is_ordinary(neighbour))


def _make_a_word(lexicon: Lexicon, folded: Folded, tokens: Sequence[Token], first: int, hit: int) -> bool:
    left, right = tokens[first], tokens[first + 1]
    gap = folded.text[left.end : right.start]
    if len(gap) > _TORN_GAP or "\n" in gap:
        return False
    if len(gap) == 1 and gap in _MASKS and len(tokens[hit].text) <= _PIECE:
        return True
    joined = collapsed(left.text + right.text)
    known = lexicon.word(joined)
    if known is not None and known.entry is not None:
        return False
    return (
        (known is not None and known.innocent)
        or is_ordinary(joined)
        or is_ordinary(joined.removeprefix("ال"))
    )
