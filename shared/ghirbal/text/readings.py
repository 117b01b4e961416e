"""What the characters of an oddly written word may stand for: data/readings.tsv, and where to look at a word again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "data" / "readings.tsv"
_FEWEST_DOTLESS = 8
"""Arabic letters without any dot from which a text is one: of honest texts of so many one in two hundred has none."""
_DOTTED = re.compile("[بتثجخذزشضظغفقنيةئ]")
_ARABIC = re.compile("[\u0621-\u064a]")


class Stands(NamedTuple):
    """What a character may stand for, "" for nothing, and by which way of writing."""

    letters: tuple[str, ...]
    way: str


@cache
def _rows() -> tuple[tuple[str, Stands, bool], ...]:
    lines = _FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(
        (written, Stands(tuple("" if letter == "-" else letter for letter in meant), way), sign == "sign")
        for written, meant, way, sign in rows
    )


@cache
def stands_for() -> Mapping[str, Stands]:
    """Each character that may stand for something else.

    >>> stands_for()["ٯ"], stands_for()["x"].letters
    (Stands(letters=('ق', 'ف'), way='dots'), ('',))
    """
    return {letter: stands for written, stands, _sign in _rows() for letter in written}


@cache
def _signs(way: str = "") -> re.Pattern[str]:
    signs = "".join(written for written, stands, sign in _rows() if sign and way in ("", stands.way))
    return re.compile(f"[{signs}]|ى(?=[^\\W\\d_])")


def lacks_dots(text: str) -> bool:
    """Whether a word, as it was sent, holds a letter that is written without its dots.

    >>> lacks_dots("سلاٮ"), lacks_dots("سہلام")
    (True, False)
    """
    return _signs("dots").search(text) is not None


_FILLED = re.compile(r"(?<![^\W_])[^\W_](?:x[^\W_]){2,}(?![^\W_])|(?<![^\W_])[^\W_](?:×[^\W_])+")


def is_filled(folded: str) -> bool:
    """Whether a folded text holds a word with x between all its letters.

    >>> is_filled("oh kxexlxb"), is_filled("xerox taxi"), is_filled("كxلxب")
    (True, False, True)
    """
    return _FILLED.search(folded) is not None


def is_odd(text: str) -> bool:
    """Whether a text, or a word of it, holds a sign of being written oddly. The text as it was sent, not folded.

    >>> is_odd("سلام"), is_odd("سلاٮ"), is_odd("على"), is_odd("علىه")
    (False, True, False, True)
    """
    return _signs().search(text) is not None


def is_dotless(text: str) -> bool:
    """Whether a text has Arabic letters enough and none with dots.

    >>> is_dotless("ولد الحومه ما رالوا"), is_dotless("ولد الحومة"), is_dotless("الله")
    (True, False, False)

    Wrong for an honest text that happens to need no dots.

    >>> is_dotless("السلام عله")
    True
    """
    return _DOTTED.search(text) is None and len(_ARABIC.findall(text)) >= _FEWEST_DOTLESS
