"""The decoder: a word as a lattice, read along the lists.

Each place of a written word holds the letters it may stand for: itself, a letter with dots added, any letter behind
a sign, nothing for an ornament. The lattice is walked once, from left to right, along the beginnings of listed words,
so that only what may become one is kept: disguises combine without a word of code for their combinations. A reading
says by which ways it was reached. The rival is an ordinary word on the same lattice.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import islice, product
from typing import NamedTuple

from ghirbal.moderation.lexicon.phrases import ARTICLES

MOST_PATHS = 32
"""Paths kept at a place: listed words share few beginnings, so that more are never met but in texts made for it."""
MOST_RIVALS = 160
"""Innocent readings tried of one lattice."""
ANY = "*"
"""The letter of an option that may be any."""
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz0123456789"
_WORN = ("ال", "يا", "ل", "و", "ب", "l", "el", "al", "ya", *ARTICLES - {""})
_WORN_BEGINNINGS = frozenset(worn[:cut] for worn in _WORN for cut in range(1, len(worn) + 1))
_ENDINGS = frozenset({"", "ي", "ك", "ه", "ها", "كم", "هم", "نا", "ات", "ين", "i", "ek", "k", "at", "in", "s"})
_ENDING_BEGINNINGS = frozenset(ending[:cut] for ending in _ENDINGS for cut in range(len(ending) + 1))


class Option(NamedTuple):
    """What a place may be: a letter, "" for nothing, ANY; what that costs, and the way it is written."""

    letter: str
    cost: float = 0.0
    way: str = ""


Spot = tuple[Option, ...]
"""One place of a lattice."""


class Reading(NamedTuple):
    """A word that a lattice may be, what its letters cost together, and the ways it was reached by."""

    word: str
    cost: float
    ways: frozenset[str]


class _Path(NamedTuple):
    """A word as far as it is read: where its core begins behind an article, and where that ended, 0 before."""

    word: str
    core: int
    end: int


class Decoder:
    """Reads lattices along listed words."""

    def __init__(self, forms: Container[str], beginnings: Container[str]) -> None:
        """Take whole forms, and every beginning of one."""
        self._forms, self._beginnings = forms, beginnings

    def readings(self, spots: Sequence[Spot]) -> list[Reading]:
        """The listed words that a lattice may be, with article and ending, cheapest first.

        >>> decoder = Decoder({"كتاب"}, {"ك", "كت", "كتا", "كتاب"})
        >>> dots = (Option("ت", 1.0, "dots"), Option("ب", 1.0, "dots"))
        >>> spots = [(Option("ك"),), dots, (Option(ANY, 2.0, "mask"),), dots]
        >>> [(reading.word, sorted(reading.ways)) for reading in decoder.readings(spots)]
        [('كتاب', ['dots', 'mask'])]
        """
        paths: dict[_Path, Reading] = {_Path("", 0, 0): Reading("", 0.0, frozenset())}
        for spot in spots:
            paths = self._onward(paths, spot)
            if not paths:
                return []
        whole = {
            read.word: read for path, read in sorted(paths.items(), key=_dearest) if self._is_whole(path)
        }
        return sorted(whole.values(), key=lambda reading: reading.cost)

    def _onward(self, paths: dict[_Path, Reading], spot: Spot) -> dict[_Path, Reading]:
        grown: dict[_Path, Reading] = {}
        for path, read in paths.items():
            for option in _spelled(spot, path.word):
                cost, ways = read.cost + option.cost, read.ways | {option.way} if option.way else read.ways
                for longer in self._grown(path, option.letter):
                    if longer not in grown or cost < grown[longer].cost:
                        grown[longer] = Reading(longer.word, cost, ways)
        if len(grown) <= MOST_PATHS:
            return grown
        return dict(nsmallest(MOST_PATHS, grown.items(), key=lambda item: item[1].cost))

    def _grown(self, path: _Path, letter: str) -> Iterator[_Path]:
        """The paths that go on with a letter; one that stands there already has been folded into one."""
        if not letter or path.word.endswith(letter):
            yield path
            return
        word = path.word + letter
        if path.end:
            if word[path.end :] in _ENDING_BEGINNINGS:
                yield path._replace(word=word)
            return
        if word[path.core :] in self._beginnings:
            yield path._replace(word=word)
            if word[path.core :] in self._forms:
                yield _Path(word, path.core, len(word))
        elif not path.core and word in _WORN_BEGINNINGS:
            yield path._replace(word=word)
        if not path.core and word in _WORN:
            yield _Path(word, len(word), 0)

    def _is_whole(self, path: _Path) -> bool:
        return path.end > 0 and path.word[path.end :] in _ENDINGS


def _dearest(item: tuple[_Path, Reading]) -> float:
    return -item[1].cost


def _spelled(spot: Spot, before: str) -> Iterator[Option]:
    """The options of a place, those that may be any letter written out in the script of what stands before."""
    for option in spot:
        if option.letter == ANY:
            letters = _LATIN if before[:1].isascii() and before else _ARABIC if before else _LATIN + _ARABIC
            yield from (option._replace(letter=letter) for letter in letters)
        else:
            yield option


def rivals(spots: Sequence[Spot]) -> Iterator[str]:
    """Words that a lattice may be, innocent or not, at most `MOST_RIVALS`; what may be any letter only once.

    >>> list(rivals([(Option("ر"), Option("ز")), (Option("ا"),), (Option("ر"), Option("ز"))]))
    ['رار', 'راز', 'زار', 'زاز']
    """
    if sum(option.letter == ANY for spot in spots for option in spot) > 1:
        return iter(())
    arabic = any("\u0600" < option.letter < "\u0700" for spot in spots for option in spot)
    letters = [_letters(spot, _ARABIC if arabic else _LATIN) for spot in spots]
    return islice(map("".join, product(*letters)), MOST_RIVALS)


def _letters(spot: Spot, alphabet: str) -> Iterable[str]:
    return [letter for option in spot for letter in (alphabet if option.letter == ANY else (option.letter,))]
