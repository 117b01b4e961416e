"""What a run of digits is before anybody calls it a telephone number: a date, scores, a sum, a list, a paper's number.

A telephone number's shape is wide: ten digits in any grouping. Most of what readers count, list and cite has it by
chance, so the shapes of these are told first, and for what no shape tells the words beside the number decide.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from ghirbal.text.fold import fold_words

_FILE = Path(__file__).parent / "data" / "number_neighbours.tsv"

_DAY_MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])([/. -])(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = re.compile(rf"(?<!\d)(?:{_DAY_MONTH}\1{_YEAR}|{_YEAR}([/.-])\d{{1,2}}\2\d{{1,2}})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ /-]*){2,}")
_PAIRS = re.compile(r"\d{1,3}\s?[-/.]\s?\d{1,2}(?:\s+\d{1,3}\s?[-/.]\s?\d{1,2})+")
"""Scores of matches, marks, decimals: two figures and a sign, time and again."""

_BOOK = re.compile(r"0-\d{2,7}-\d{1,7}-[\dx]")
_DECIMAL = re.compile(r"0\.\d{4,}")
_ROUND = re.compile(r"0[ .]?0[ .]?0$")
_GROUP = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_IN_A_ROW = 4
_BEFORE, _NAMED, _AFTER, _REACH = 4, 3, 3, 60
"""Words looked at in front, those that may name the number, words looked at behind; letters within which they stand."""

_GLUED = ("وبال", "وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ف", "ل")
_SHORTEST = 3


def number_kind(text: str, start: int, end: int) -> str:
    """What the digits at half-open positions of a folded text are: date, score, book, decimal, sum, list, reference;
    "" when nothing but a telephone number is left.

    >>> number_kind("05 06 2019", 0, 10), number_kind("0-1 2-0 3-1 2-2 1-1", 0, 19)
    ('date', 'score')
    >>> number_kind("06 07 08 09 10 فوج", 0, 14), number_kind("0 700 000 000 درهم", 0, 13)
    ('list', 'sum')

    A word for calling beside it makes it a number to call again.

    >>> number_kind("عيط 06 07 08 09 10", 4, 18)
    ''

    Wrong for somebody whose number counts up and who names it without such a word.

    >>> number_kind("انا 06 07 08 09 10", 4, 18)
    'list'
    """
    written = text[start:end].strip(" ._*-()/")
    kind = _by_form(written)
    if kind:
        return kind
    before, after = _words(text[max(0, start - _REACH) : start])[-_BEFORE:], _words(text[end : end + _REACH])
    if _any(before, "call") or _any(after[:_AFTER], "call"):
        return ""
    return _by_look(written) or _by_words(written, before, after)


def _by_form(written: str) -> str:
    """What no telephone number looks like, whatever stands around it."""
    if _SLASHED.search(written) or _YEARS.fullmatch(written):
        return "date"
    if _BOOK.fullmatch(written):
        return "book"
    return "decimal" if _DECIMAL.fullmatch(written) else ""


def _by_look(written: str) -> str:
    """What a telephone number may look like, and seldom does."""
    if _PAIRS.fullmatch(written):
        return "score"
    if _DATE.search(written):
        return "date"
    return "list" if _counts_up(written, step=1) else ""


def _by_words(written: str, before: list[str], after: list[str]) -> str:
    """What the words right beside it make of it."""
    if _any(after[:1], "unit") and _ROUND.search(written):
        return "sum"
    if _is_referred(before[-_NAMED:]):
        return "reference"
    listed = _any(before[-2:], "series") and _counts_up(written, step=0)
    return "list" if listed else ""


def _is_referred(before: list[str]) -> bool:
    """Whether a paper and the word "number", or two papers, stand right before: "visa 06..." alone may sell one."""
    naming = [word for word in before if _any([word], "reference") or _any([word], "marker")]
    referred = _any(before, "reference") and len(naming) > 1
    return referred and naming[-1] == before[-1]


def _counts_up(written: str, *, step: int) -> bool:
    """Whether four or more figures of at most two digits grow, by `step` if it is one."""
    figures = [int(found) for found in _GROUP.findall(written) if len(found) <= 2]
    whole = len(figures) == len(_GROUP.findall(written)) >= _FEWEST_IN_A_ROW
    return whole and all(low < high and step in (0, high - low) for low, high in pairwise(figures))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _any(words: list[str], role: str) -> bool:
    """Whether one of the words has a role, with or without what is glued in front of it."""
    listed = _listed()
    return any(role in listed.get(word, ()) or role in listed.get(_bare(word), ()) for word in words)


def _bare(word: str) -> str:
    """
    >>> _bare("بالملف"), _bare("ولد")
    ('ملف', 'ولد')
    """
    glued = next((g for g in _GLUED if word.startswith(g) and len(word) - len(g) >= _SHORTEST), "")
    return word[len(glued) :]


@cache
def _listed() -> dict[str, frozenset[str]]:
    """Roles by word; a word may have several."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            words, role = line.split("\t")
            for word in fold_words(words).split(","):
                found.setdefault(word, set()).add(role)
    return {word: frozenset(roles) for word, roles in found.items()}
