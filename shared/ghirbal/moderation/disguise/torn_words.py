"""Pieces of innocent words which somebody split: ح زب is حزب, a party."""

from __future__ import annotations

from collections.abc import Sequence

from ghirbal.moderation.disguise.masked_letters import MASKS
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.text.fold import Folded, collapse
from ghirbal.text.skeleton import arabic_letters
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

_VOCATIVES = frozenset({"يا", "ya", "ايا"})
"""Words that call somebody and are nobody's ending, though غبي يا looks like غبيا."""
RUN_GAP, TORN_GAP = 3, 2
"""Characters between the letters of a spelled-out word; between two pieces of a torn word."""
_PIECE, _LONG_PIECE = 4, 8
"""Letters of a hit that may be a mere piece of a longer word; of a longer hit beside a mere fragment."""


def is_torn_innocent(lexicon: Lexicon, folded: Folded, tokens: Sequence[Token], index: int) -> bool:
    """Whether a hit is only a piece of an innocent word that was split: ح زب is حزب."""
    hit = tokens[index].text
    if len(hit) <= _LONG_PIECE and _is_starred(folded, tokens[index], inside=len(hit) > _PIECE):
        return True
    pairs = ((first, first + 1) for first in (index - 1, index) if 0 <= first < len(tokens) - 1)
    return len(hit) <= _LONG_PIECE and any(
        _make_a_word(lexicon, folded, tokens[left], tokens[right], hit) for left, right in pairs
    )


def _is_starred(folded: Folded, token: Token, *, inside: bool) -> bool:
    """Whether a sign for a letter stands right before or right behind a token, and not on both sides.

    `inside` asks for a letter beyond the sign as well.
    """
    text = folded.text
    before, behind = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 1]
    if (before in MASKS) == (behind in MASKS):
        return False
    beyond = (
        text[token.start - 2 : token.start - 1] if before in MASKS else text[token.end + 1 : token.end + 2]
    )
    return beyond.isalnum() or not inside


def _make_a_word(lexicon: Lexicon, folded: Folded, left: Token, right: Token, hit: str) -> bool:
    """Whether two neighbours make an innocent word; an ordinary one only if the other is no word by itself."""
    gap = folded.text[left.end : right.start]
    if len(gap) > TORN_GAP or "\n" in gap:
        return False
    joined = collapse(left.text + right.text)
    known = lexicon.known[joined]
    if known is not None:
        return known.innocent and known.entry is None
    neighbour = right.text if hit == left.text else left.text
    if neighbour in _VOCATIVES:
        return False
    if len(hit) > _PIECE and _is_word(neighbour):
        return False
    return is_ordinary(joined) or is_ordinary(joined.removeprefix("ال"))


def mended(lexicon: Lexicon, folded: Folded, tokens: Sequence[Token]) -> list[str]:
    """The words of a text: split innocent ones joined, those in two scripts written in one, starred ones left out."""
    words: list[str] = []
    index = 0
    while index < len(tokens):
        last = _run_of_pieces(lexicon, folded, tokens, index)
        if last + 1 < len(tokens) and _is_masked(folded, tokens[last], tokens[last + 1]):
            index = last + 2
            continue
        joined = collapse("".join(token.text for token in tokens[index : last + 1]))
        words.append(joined if joined.isascii() else arabic_letters(joined))
        index = last + 1
    return words


def _is_masked(folded: Folded, left: Token, right: Token) -> bool:
    return right.start - left.end == 1 and folded.text[left.end] in MASKS


def _run_of_pieces(lexicon: Lexicon, folded: Folded, tokens: Sequence[Token], first: int) -> int:
    """The last token that belongs to the word which begins at `first`: letters in a row, or one more piece."""
    last = first
    while last + 1 < len(tokens) and follows(tokens[last], tokens[last + 1]):
        last += 1
    if (
        last == first
        and last + 1 < len(tokens)
        and _are_pieces(lexicon, folded, tokens[first], tokens[first + 1])
    ):
        last += 1
    return last


def _are_pieces(lexicon: Lexicon, folded: Folded, left: Token, right: Token) -> bool:
    """Whether two tokens are one word: joined by marks, or joined into an innocent word, and not both words."""
    gap = folded.text[left.end : right.start]
    if len(gap) > TORN_GAP or gap in MASKS or (_is_word(left.text) and _is_word(right.text)):
        return False
    if " " not in gap and not _is_word(left.text) and not _is_word(right.text):
        return True
    joined = collapse(left.text + right.text)
    known = lexicon.known[joined]
    return (known is not None and known.innocent) or is_ordinary(joined)


def _is_word(text: str) -> bool:
    return len(text) > 2 and is_ordinary(text)


def follows(here: Token, there: Token) -> bool:
    """Whether a single letter follows a single letter, at most three characters on."""
    return len(here.text) == len(there.text) == 1 and there.start - here.end <= RUN_GAP
