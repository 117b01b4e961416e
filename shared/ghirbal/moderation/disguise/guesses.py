"""What a disguised word may stand for, and how much more it takes to believe it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Needs(IntEnum):
    """What a guess needs to count: nothing more, an aim or a phrase, any phrase, an explicit phrase."""

    NOTHING, AIM, PHRASE, EXPLICIT_PHRASE = range(4)


class Guess(NamedTuple):
    """The words that a disguised one may stand for, likeliest first, what they need to count, how they were reached."""

    words: tuple[str, ...]
    needs: Needs = Needs.NOTHING
    ways: tuple[str, ...] = ()
