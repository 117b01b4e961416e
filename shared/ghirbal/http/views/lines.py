"""How a comment's text is laid out: in lines, each in its own direction, with web addresses as links.

The same rules as in `widget/src/lines.ts`; both are held to `tests/vectors/lines.json`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_ADDRESS = re.compile(
    r"https?://[^\s\x00-\x20\x7f\x85<>\"'`\\^{|}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]{1,500}",
    re.I,
)
_PLAIN = re.compile(r"https?://[^/?#@:\[\]]+(:[0-9]{1,5})?([/?#]|$)", re.I)
"""A host without name and password, which only ever deceive."""

_ENDS = ".,;:!?»،؛؟…"
"""Punctuation that ends a sentence more often than an address."""

_SPACE = re.compile("[ \t\xa0]")


class Part(NamedTuple):
    """A piece of a line; an address is a link."""

    text: str
    link: bool


class Line(NamedTuple):
    """A line with the direction of its letters: "rtl", "ltr", or "" where it has none."""

    direction: str
    parts: tuple[Part, ...]


def lines(text: str) -> list[Line]:
    """The lines of a text; blank ones come one at a time.

    >>> [line.direction for line in lines("Bonjour" + chr(10) + "مرحبا")]
    ['ltr', 'rtl']
    """
    rows = [row if any(map(_shows, row)) else "" for row in text.split("\n")]
    kept = [row for above, row in zip(["", *rows], rows, strict=False) if row or above]
    return [Line(_direction(row), tuple(part for part in _parts(row) if part.text)) for row in kept]


def _shows(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _direction(line: str) -> str:
    """That of most words, rtl where as many."""
    firsts = [next(filter(str.isalpha, word), "") for word in _SPACE.split(line)]
    leftward = [unicodedata.bidirectional(letter) in ("R", "AL") for letter in firsts if letter]
    if not leftward:
        return ""
    return "ltr" if 2 * sum(leftward) < len(leftward) else "rtl"


def _parts(line: str) -> Iterator[Part]:
    done = 0
    for found in _ADDRESS.finditer(line):
        address = _trimmed(found[0])
        if not _PLAIN.match(address):
            continue
        yield Part(line[done : found.start()], link=False)
        yield Part(address, link=True)
        done = found.start() + len(address)
    yield Part(line[done:], link=False)


def _trimmed(address: str) -> str:
    """Without what ends a sentence; a bracket belongs to the address where it was opened in it."""
    while address and (address[-1] in _ENDS or _closes_nothing(address)):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    for opening, closing in ("()", "[]"):
        if address.endswith(closing) and address.count(opening) < address.count(closing):
            return True
    return False
