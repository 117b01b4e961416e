"""Words of which several letters are starred: s*l*p*, pl***.

With two letters hidden nearly every pattern fits some ordinary word, but nobody hides two letters of one. So explicit
entries alone are looked at, those of the same length, and two visible letters count only where the word is aimed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from ghirbal.moderation.disguise.disguises import WORN, Disguises
from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.text.fold import Folded
from ghirbal.text.tokens import Token

_STAR = "*"
_STARRED = re.compile(r"[^\W_]+(?:\*{1,6}[^\W_]+)*\*{0,6}")
_LONGEST, _EXPLICIT = 12, 3
_FEWEST_HIDDEN, _FEWEST_SEEN, _SURE_FROM = 2, 2, 3


class StarredWords:
    """Finds the explicit words that fit a pattern of several stars."""

    def __init__(self, disguises: Disguises) -> None:
        """Remember the disguises; the table is made when a text first asks for it."""
        self._disguises = disguises

    @cached_property
    def _forms(self) -> Mapping[tuple[int, str], tuple[str, ...]]:
        """Explicit words by length and first letter: some ten each."""
        return self._disguises.lexicon.store.kept("starred", self._make_forms)

    def _make_forms(self) -> dict[tuple[int, str], tuple[str, ...]]:
        table: dict[tuple[int, str], tuple[str, ...]] = {}
        for form, entry in self._disguises.forms.items():
            if entry.severity == _EXPLICIT and len(entry.words) == 1:
                key = (len(form), form[0])
                table[key] = (*table.get(key, ()), form)
        return table

    def at(self, folded: Folded, tokens: Sequence[Token], index: int) -> tuple[Guess, int] | None:
        """What begins at a token and hides two letters or more, and the last token of it."""
        start = tokens[index].start
        found = _STARRED.match(folded.text, start)
        if found is None or folded.text[max(0, start - 1) : start] == _STAR:
            return None
        pattern = found.group()
        hidden = pattern.count(_STAR)
        seen = len(pattern) - hidden
        if hidden < _FEWEST_HIDDEN or seen < _FEWEST_SEEN or len(pattern) > _LONGEST:
            return None
        words = self._fitting(pattern)
        if not words:
            return None
        last = index
        while last + 1 < len(tokens) and tokens[last + 1].end <= found.end():
            last += 1
        return Guess(words, Needs.NOTHING if seen >= _SURE_FROM else Needs.AIM), last

    def _fitting(self, pattern: str) -> tuple[str, ...]:
        return tuple(
            worn + form
            for worn in WORN
            if pattern.startswith(worn) and pattern[len(worn) :][:1] not in ("", _STAR)
            for form in self._forms.get((len(pattern) - len(worn), pattern[len(worn)]), ())
            if _fits(pattern[len(worn) :], form)
        )


def _fits(pattern: str, form: str) -> bool:
    """
    >>> _fits("pl*c*", "place"), _fits("pl*c*", "plume")
    (True, False)
    """
    return all(seen in (_STAR, letter) for seen, letter in zip(pattern, form, strict=True))
