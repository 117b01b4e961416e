"""Telephone numbers written in words, wholly or in part: "صفر ستة ...", "zero six douze ...", "06 douze 34 ..."."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ghirbal.text.fold import fold_words
from ghirbal.text.tokens import Token

_FILE = Path(__file__).parent / "data" / "number_words.tsv"
_SHORTEST_RUN = 6
"""Words of a number: French reads ten digits as "zero six" and four pairs, each of one word at least."""

_LONGEST_RUN = 24
_FEWEST_SPELLED = 3
_AREAS = frozenset("5678")
BEGINNINGS = ("0", "05", "06", "07", "08")
"""Tokens in digits that may begin such a number, beside the words for zero."""

_JOINERS = frozenset({"et", "و", "o", "w"})


def spelled_number(tokens: Sequence[Token], first: int) -> int | None:
    """The last token of a number that begins at `first`: a zero, then 5 to 8, then at least four more; or None.

    >>> from ghirbal.text.fold import fold
    >>> from ghirbal.text.tokens import tokenize
    >>> spelled_number(tokenize(fold("صفر ستة واحد جوج تلاتة ربعة خمسة ستة سبعة تمنية عيط")), 0)
    9
    >>> spelled_number(tokenize(fold("zero six pour cent en deux mille vingt")), 0)

    Wrong for somebody who counts aloud from zero six upwards.
    """
    words = number_words()
    last = _run(tokens, first, words)
    return last if _is_number(tokens[first : last + 1], words) else None


def begins_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether no other number stands right before a token: a run of a hundred zeros is looked at once, not each time.

    >>> from ghirbal.text.fold import fold
    >>> from ghirbal.text.tokens import tokenize
    >>> [begins_number(tokenize(fold("رقم صفر صفر ستة")), place) for place in (1, 2)]
    [True, False]
    """
    return place == 0 or not _digit(tokens[place - 1].text, number_words())


def _run(tokens: Sequence[Token], first: int, words: Mapping[str, str]) -> int:
    """The last of the number words, digits and joiners that follow one another."""
    last = first
    for place in range(first + 1, min(len(tokens), first + _LONGEST_RUN)):
        if _digit(tokens[place].text, words):
            last = place
        elif tokens[place].text not in _JOINERS:
            break
    return last


def _is_number(run: Sequence[Token], words: Mapping[str, str]) -> bool:
    digits = [digit for token in run if (digit := _digit(token.text, words))]
    spelled = sum(token.text in words for token in run)
    begun = "".join(digits[:2])
    if begun[:1] != "0":
        return False
    long = len(digits) >= _SHORTEST_RUN or (spelled < len(digits) and len("".join(digits)) >= 9)
    return long and spelled >= _FEWEST_SPELLED and begun[1:2] in _AREAS


def _digit(word: str, words: Mapping[str, str]) -> str:
    """The digits that a word stands for, "" if it is no number; و may be glued to it."""
    found = words.get(word) or words.get(word.removeprefix("و"), "")
    return found or (word if word.isdecimal() and len(word) <= 10 else "")


@cache
def number_words() -> Mapping[str, str]:
    """Folded number words and their digits."""
    found: dict[str, str] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _script, digit = line.split("\t")
            found.update(dict.fromkeys(fold_words(words).split(","), digit))
    return found
