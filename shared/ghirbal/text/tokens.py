"""Words of a folded text, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

from ghirbal.text.fold import Folded

_WORD = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """A word of the folded text: `start` and `end` are half-open positions in that text."""

    text: str
    start: int
    end: int


_new = tuple.__new__
"""Makes a token in half the time of calling Token: 30 words a comment, on every comment."""


def tokenize(folded: Folded) -> list[Token]:
    """Runs of letters and digits. An apostrophe ends a word, so that French l'ane is l, ane.

    >>> from ghirbal.text.fold import fold
    >>> [token.text for token in tokenize(fold("هاد الكلام، 3lach? J'ai"))]
    ['هاد', 'الكلام', '3lach', 'j', 'ai']
    """
    return [_new(Token, (found[0], *found.span())) for found in _WORD.finditer(folded.text)]
