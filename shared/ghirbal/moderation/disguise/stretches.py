"""Stretches of a text that are written oddly, as lattices, and what the lists say of them.

A stretch is a word, what signs and ornaments glue together (k_h_r_a, ك♥ل♥ب), or letters in a row. Each is looked at
only where something in it says that it is written oddly, and every reading is a guess: it holds, it never refuses, and
a frequent innocent word on the same lattice takes it back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from ghirbal.moderation.disguise.disguises import LEET, Disguises
from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.moderation.disguise.lattice import ANY, Decoder, Option, Reading, Spot, rivals
from ghirbal.moderation.disguise.masked_letters import MASKS
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS
from ghirbal.moderation.lexicon.phrases import bare
from ghirbal.text.clitics import stems
from ghirbal.text.fold import Folded, collapse, fold_character
from ghirbal.text.readings import Stands, is_dotless, is_filled, is_odd, lacks_dots, stands_for
from ghirbal.text.skeleton import arabic_letters, latin_letters
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_frequent, is_ordinary

MOST_DECODED = 100
"""Stretches of one text that are decoded: an honest one has none, and each costs as much as twenty words."""
_LONGEST, _GAP = 48, 6
"""Characters of a stretch, and of what stands between two of its pieces."""
_SPELLINGS = 16
_STRONG, _EXPLICIT = 2, 3
_SURE_FROM = 4
_MASK, _LEET, _SCRIPT, _STANDS, _NOTHING = 2.0, 0.5, 0.5, 1.0, 0.25
_PLAIN = r"[^\W_]"
_GLUED = re.compile(
    rf"{_PLAIN}(?:[^\w\s.,:;/'’()\"«»?…،؛؟-]|_){{1,3}}{_PLAIN}"
    rf"|(?<!{_PLAIN}){_PLAIN}{{1,2}}(?:[^\w\s]|_){{1,2}}{_PLAIN}{{1,2}}(?:[^\w\s]|_){{1,2}}{_PLAIN}"
)
"""Signs inside a word that nobody writes into one, or pieces of one or two letters between any."""


class Odd(NamedTuple):
    """What says that a text is written oddly, wherever: no dots at all; anything that a stretch may be."""

    dotless: bool
    anywhere: bool


def oddness(folded: Folded) -> Odd:
    """What a text holds of signs: mostly nothing, which three searches tell."""
    dotless = is_dotless(folded.original)
    glued_somewhere = _GLUED.search(folded.text) is not None
    return Odd(dotless, dotless or glued_somewhere or is_odd(folded.original) or is_filled(folded.text))


class Stretches:
    """Finds what odd stretches may stand for."""

    def __init__(self, disguises: Disguises) -> None:
        """Remember the disguises; a bounded number of stretches is remembered by how they are written."""
        self._disguises = disguises
        self._guesses: dict[tuple[str, bool], Guess | None] = {}

    @cached_property
    def _decoder(self) -> Decoder:
        return Decoder(self._disguises.forms, self._disguises.beginnings)

    def at(self, folded: Folded, tokens: Sequence[Token], index: int, odd: Odd) -> tuple[Guess, int] | None:
        """What begins at a token and is written oddly, and its last token."""
        last = glued(folded, tokens, index)
        start, end = tokens[index].start, tokens[last].end
        begin, finish = folded.span(start, end)
        written = folded.original[begin:finish]
        odd_here = odd.dotless or is_odd(written) or is_filled(folded.text[start:end])
        if not odd_here and not _GLUED.search(folded.text, start, end):
            return None
        guess = self._remembered(written, odd.dotless)
        return None if guess is None else (guess, last)

    def between(
        self, folded: Folded, tokens: Sequence[Token], first: int, last: int, odd: Odd
    ) -> Guess | None:
        """What the single letters from one token to another may be together."""
        begin, finish = folded.span(tokens[first].start, tokens[last].end)
        return self._remembered(folded.original[begin:finish], odd.dotless)

    def _remembered(self, written: str, dotless: bool) -> Guess | None:
        key = (written, dotless)
        if key not in self._guesses:
            if len(self._guesses) >= MOST_WORDS:
                self._guesses.clear()
            self._guesses[key] = self._guess(lattice_of(written, dotless=dotless))
        return self._guesses[key]

    def _guess(self, spots: Sequence[Spot]) -> Guess | None:
        found = [*self._decoder.readings(spots), *self._by_sound(spots)]
        readings = [one for one in found if one.ways and self._disguises.guessed(one.word)]
        if not readings:
            return None
        readings.sort(key=lambda one: (-self._severity(one.word), one.cost))
        best = readings[0]
        return Guess(
            tuple(one.word for one in readings), self._needs(best.word, spots), tuple(sorted(best.ways))
        )

    def _by_sound(self, spots: Sequence[Spot]) -> Iterator[Reading]:
        """Latin words as they are spelled: of these, what sounds like a listed word is a reading as well."""
        if any(option.letter == ANY or option.letter > "\u0600" for spot in spots for option in spot[1:]):
            return
        ways = frozenset(option.way for spot in spots for option in spot if option.way)
        for word in dict.fromkeys(map(collapse, islice(rivals(spots), _SPELLINGS))):
            if word.isascii() and len(word) >= _SURE_FROM:
                yield Reading(word, 1.0, ways)

    def _needs(self, word: str, spots: Sequence[Spot]) -> Needs:
        severity = self._severity(word)
        hidden = sum(option.letter == ANY for spot in spots for option in spot)
        others = [rival for rival in map(collapse, rivals(spots)) if not self._severity(rival)]
        if not severity or any(map(self._is_innocent, others)):
            return Needs.PHRASE
        seen = len(bare(word)) - hidden
        if severity < _STRONG or (hidden > 1 and (severity < _EXPLICIT or seen < _SURE_FROM)):
            return Needs.AIM
        return Needs.AIM if any(map(is_ordinary, others)) else Needs.NOTHING

    def _is_innocent(self, word: str) -> bool:
        innocent = self._disguises.lexicon.innocent
        return is_frequent(word) or any(stem.text in innocent and not stem.suffix for stem in stems(word))

    def _severity(self, word: str) -> int:
        known = self._disguises.lexicon.known[word]
        return 0 if known is None or known.entry is None else known.entry.severity


def glued(folded: Folded, tokens: Sequence[Token], first: int) -> int:
    """The last token that no blank parts from the first one, nor more than `_GAP` signs."""
    last = first
    while last + 1 < len(tokens):
        gap = folded.text[tokens[last].end : tokens[last + 1].start]
        if not 0 < len(gap) <= _GAP or " " in gap or tokens[last + 1].end - tokens[first].start > _LONGEST:
            break
        last += 1
    return last


def lattice_of(written: str, *, dotless: bool) -> list[Spot]:
    """What each character of a stretch, as it was sent, may stand for; marks make no place.

    >>> [[option.letter for option in spot] for spot in lattice_of("كـ*ٮ", dotless=False)]
    [['ك'], ['*', ''], ['ٮ', 'ب', 'ت', 'ث', 'ن', 'ي']]
    """
    characters = unicodedata.normalize("NFKC", written[:_LONGEST])
    pairs = [(sent, letter) for sent in characters for letter in fold_character(sent)]
    dots, filled = dotless or lacks_dots(characters), is_filled("".join(letter for _, letter in pairs))
    letters = [letter for _, letter in pairs if letter.isalpha() and not (filled and letter == "x")]
    latin = sum(letter.isascii() for letter in letters)
    scripts = 0 if latin in (0, len(letters)) else 1 if 2 * latin > len(letters) else -1
    return [
        _spot(letter, _stands(sent, dots and (sent != "ى" or place + 1 < len(pairs)), filled), scripts)
        for place, (sent, letter) in enumerate(pairs)
    ]


def _stands(sent: str, odd: bool, filled: bool) -> Stands | None:
    stands = stands_for().get(sent)
    ways = {"dots": odd, "filler": filled}
    return stands if stands is not None and ways.get(stands.way, True) else None


def _spot(letter: str, stands: Stands | None, scripts: int) -> Spot:
    if not letter.isalnum():
        return (Option("", _NOTHING, "filler"),) if stands is not None else _sign(letter)
    options = [Option(letter)]
    if stands is not None:
        options += [Option(other, _STANDS, stands.way) for other in stands.letters if other != letter]
    leet = letter.translate(LEET)
    if leet != letter and letter in "014":
        options.append(Option(leet, _LEET, "digits"))
    if scripts > 0 and not letter.isascii():
        options += [Option(other, _SCRIPT, "script") for other in latin_letters(letter)]
    elif scripts < 0 and letter.isascii():
        options.append(Option(arabic_letters(letter), _SCRIPT, "script"))
    return tuple(options)


def _sign(sign: str) -> Spot:
    """What stands between letters: nothing, and where people write it for a letter, that one or any."""
    nothing = Option("", _NOTHING, "signs")
    if sign not in MASKS:
        return (nothing,)
    letter = sign.translate(LEET)
    own = (Option(letter, _LEET, "signs"),) if letter != sign else ()
    return (*own, Option(ANY, _MASK, "stars"), nothing)
