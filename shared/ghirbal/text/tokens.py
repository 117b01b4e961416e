"""Words of a folded text, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def joined_letters(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with single letters that stand in a row joined into one.

    >>> from ghirbal.text.fold import fold
    >>> [token.text for token in joined_letters(tokenize(fold("k a r i m 75")))]
    ['karim', '75']

    Wrong for initials in a row: "J. R. R." is one word then.
    """
    out: list[Token] = []
    alone = False
    for token in tokens:
        if len(token.text) == 1 and alone:
            before = out.pop()
            token = Token(before.text + token.text, before.start, token.end)
            out.append(token)
        else:
            alone = len(token.text) == 1
            out.append(token)
    return out
