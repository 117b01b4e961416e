"""Hits that are only a piece of an innocent word which somebody split: ح زب is حزب, a party."""

from __future__ import annotations

from collections.abc import Sequence

from ghirbal.moderation.lexicon import Lexicon
from ghirbal.moderation.repair import MASKS, TORN_GAP
from ghirbal.text.fold import Folded, collapse
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

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
    if len(gap) > TORN_GAP or "\n" in gap:
        return False
    if len(gap) == 1 and gap in MASKS and len(tokens[hit].text) <= _PIECE:
        return True
    joined = collapse(left.text + right.text)
    known = lexicon.known[joined]
    if known is not None and known.entry is not None:
        return False
    return (
        (known is not None and known.innocent)
        or is_ordinary(joined)
        or is_ordinary(joined.removeprefix("ال"))
    )
