"""Letters in a row that spell several words: where one ends and the next begins.

"w h a t a p l a c e" is read as the fewest words that people write, as a reader would. Only where the letters hold a
listed word is the row parted at all, and of two ways to part it that are as short the innocent one wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ghirbal.moderation.disguise.disguises import WORN, Disguises
from ghirbal.text.vocabulary import MOST_REMEMBERED, is_frequent, is_ordinary

MOST_LETTERS = 160
"""Letters of a row that are parted at once; what stands behind them is a row of its own."""
_LONGEST, _SHORTEST, _AROUND = 12, 3, 16
_LISTED, _FREQUENT, _ORDINARY, _LETTER, _ALONE = 1.05, 1.0, 1.4, 2.6, 0.8
"""What a word costs: listed, frequent, ordinary; a letter that belongs to no word, and one that is a word."""
_WORDS_OF_ONE = frozenset("واaywà")


class Part(NamedTuple):
    """Letters `first` to `end` (half-open) that are a word together, and whether it is a listed one."""

    word: str
    first: int
    end: int
    listed: bool


def parted(disguises: Disguises, letters: Sequence[str]) -> list[Part]:
    """The words that the first letters of a row spell, if one of them is listed; else nothing."""
    row = letters[:MOST_LETTERS]
    starts = [place for place, letter in enumerate(row) if place == 0 or letter != row[place - 1]]
    text = "".join(row[place] for place in starts)
    listed = _listed_places(disguises, text)
    if not listed:
        return []
    first = max(0, min(place for place, _ in listed) - _AROUND)
    end = min(len(text), max(end for _, end in listed) + _AROUND)
    parts = _cheapest(text, first, end, listed)
    if not any(part.listed for part in parts):
        return []
    starts.append(len(row))
    return [part._replace(first=starts[part.first], end=starts[part.end]) for part in parts]


def _listed_places(disguises: Disguises, text: str) -> set[tuple[int, int]]:
    """Where the letters are a listed word, bare or behind what may stand in front of one."""
    return {
        (first, end)
        for first in range(len(text) - _SHORTEST + 1)
        for worn in WORN
        if text.startswith(worn, first)
        for end in _ends(disguises, text, first + len(worn))
        if disguises.listed(text[first:end])
    }


def _ends(disguises: Disguises, text: str, first: int) -> list[int]:
    """Where the listed words end that begin at a letter."""
    ends: list[int] = []
    for end in range(first + 1, min(len(text), first + _LONGEST) + 1):
        if text[first:end] not in disguises.beginnings:
            break
        if end - first >= _SHORTEST and text[first:end] in disguises.forms:
            ends.append(end)
    return ends


def _cheapest(text: str, first: int, end: int, listed: set[tuple[int, int]]) -> list[Part]:
    """The cheapest way to part the letters from `first` to `end`."""
    best: dict[int, tuple[float, int]] = {first: (0.0, first)}
    for place in range(first, end):
        before = best[place][0]
        for to in range(place + 1, min(end, place + _LONGEST) + 1):
            cost = before + (_LISTED if (place, to) in listed else _price(text[place:to]))
            if to not in best or cost < best[to][0]:
                best[to] = (cost, place)
    parts: list[Part] = []
    while end > first:
        place = best[end][1]
        parts.append(Part(text[place:end], place, end, (place, end) in listed))
        end = place
    return parts[::-1]


@lru_cache(MOST_REMEMBERED)
def _price(word: str) -> float:
    """What a word costs that is not listed."""
    if len(word) == 1:
        return _ALONE if word in _WORDS_OF_ONE else _LETTER
    if not is_ordinary(word):
        return _LETTER * len(word)
    return _FREQUENT if is_frequent(word) else _ORDINARY
