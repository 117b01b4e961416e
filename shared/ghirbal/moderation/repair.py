"""Repairing a text: torn, dotted, starred and spelled-out words are put together and read again.

What the matcher finds in repaired words is a disguise. Every repair is bold, so `Disguises` has a
second check for each, and the matcher is the third.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ghirbal.moderation.disguise import HEAD, HIDES, LEET, SINGLE, Disguises
from ghirbal.moderation.matching import Match, find_matches
from ghirbal.text.fold import Folded, collapse
from ghirbal.text.tokens import Token
from ghirbal.text.vocabulary import is_ordinary

MASKS = frozenset("*#@$%!•×+")
"""Signs that people write for a letter they mean."""
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz0123456789"
_LOOSE_LETTERS = frozenset("وayoeld")
"""Single letters that are words themselves and may stand before or behind a word that is spelled out."""
_SHORTEST, _RUN_GAP, TORN_GAP = 3, 3, 2
"""Letters of a spelled-out word; characters between its letters; characters between two pieces of a torn word."""


class Repaired(NamedTuple):
    """The words of a text after repairs: `repaired` tells which of them are not as they stood."""

    tokens: tuple[Token, ...]
    repaired: frozenset[int]


def find_disguised(
    disguises: Disguises, folded: Folded, tokens: Sequence[Token]
) -> tuple[Repaired, list[Match]]:
    """The repaired words, and the entries in them that no one could read before."""
    repaired = repair(disguises, folded, tokens)
    if not repaired.repaired:
        return repaired, []
    matches = find_matches(disguises.lexicon, repaired.tokens)
    return repaired, [m for m in matches if not repaired.repaired.isdisjoint(range(m.first, m.last + 1))]


def repair(disguises: Disguises, folded: Folded, tokens: Sequence[Token]) -> Repaired:
    """Put torn, dotted and respelled words together again; what is a hit as it stands is left alone."""
    looks = disguises.looks
    suspects = [index for index, token in enumerate(tokens) if looks[token[0]]]
    out: list[Token] = []
    touched: list[int] = []
    done = 0
    for index in suspects:
        if index >= done:
            last, word = _repaired_at(disguises, folded, tokens, index)
            if word is not None:
                out.extend(tokens[done:index])
                touched.append(len(out))
                out.append(Token(word, tokens[index].start, tokens[last].end))
                done = last + 1
            elif last > index:
                out.extend(tokens[done : last + 1])
                done = last + 1
    if not touched:
        return Repaired(tuple(tokens), frozenset())
    return Repaired((*out, *tokens[done:]), frozenset(touched))


def _repaired_at(
    disguises: Disguises, folded: Folded, tokens: Sequence[Token], index: int
) -> tuple[int, str | None]:
    """The last token of the repair that begins here and the word it makes; or this token and None."""
    text = tokens[index].text
    look = disguises.looks[text]
    if look & SINGLE:
        last = _run_end(tokens, index)
        if last - index + 1 >= _SHORTEST:
            return _spelled_out(disguises, [token.text for token in tokens[index : last + 1]], index)
    if look & HEAD and index + 1 < len(tokens):
        word = _torn_at(disguises, folded, tokens[index], tokens[index + 1])
        if word is not None:
            return index + 1, word
    return index, disguises.unmask(text) if look & HIDES else None


def _spelled_out(disguises: Disguises, letters: Sequence[str], index: int) -> tuple[int, str | None]:
    """The word that single letters spell; one loose letter may stand behind it. One in front is left for itself."""
    word = disguises.listed(collapse("".join(letters)))
    if word is not None:
        return index + len(letters) - 1, word
    if (
        letters[0] in _LOOSE_LETTERS
        and len(letters) > _SHORTEST + 1
        and disguises.listed(collapse("".join(letters[1:])))
    ):
        return index, None
    if letters[-1] in _LOOSE_LETTERS and len(letters) > _SHORTEST + 1:
        word = disguises.listed(collapse("".join(letters[:-1])))
        if word is not None:
            return index + len(letters) - 2, word
    return index + len(letters) - 1, None


def _run_end(tokens: Sequence[Token], first: int) -> int:
    """The last of the single letters in a row that begin here, whatever stands between them."""
    last = first
    while last + 1 < len(tokens) and _follows(tokens[last], tokens[last + 1]):
        last += 1
    return last


def _follows(here: Token, there: Token) -> bool:
    return len(here.text) == len(there.text) == 1 and there.start - here.end <= _RUN_GAP


def _torn_at(disguises: Disguises, folded: Folded, left: Token, right: Token) -> str | None:
    """A word in two pieces, split by a space or by one or two other characters."""
    gap = folded.text[left.end : right.start]
    innocent = disguises.lexicon.innocent_phrases.get(left.text, ())
    if len(gap) > TORN_GAP or (left.text, right.text) in innocent:
        return None
    word = None if gap.isspace() else _behind_mask(disguises, left.text, gap, right.text)
    joins = gap == " " or " " not in gap
    if word is None and joins and disguises.may_join(left.text, right.text):
        word = disguises.torn(left.text, right.text)
    return word


def _behind_mask(disguises: Disguises, head: str, gap: str, tail: str) -> str | None:
    """A letter replaced by a sign: the sign may stand for any letter, @ and $ for their own."""
    if (
        len(gap) != 1
        or gap not in MASKS
        or disguises.listed(head + tail)
        or is_ordinary(collapse(head + tail))
    ):
        return None
    word = disguises.listed(head + gap.translate(LEET) + tail) or disguises.masked.get(head + "*" + tail)
    return None if word is None or _fits_an_ordinary_word(head, tail) else word


def _fits_an_ordinary_word(head: str, tail: str) -> bool:
    """Whether some letter in the gap makes an ordinary word: then the star hides nothing for certain."""
    return any(is_ordinary(head + letter + tail) for letter in (_LATIN if head.isascii() else _ARABIC))
