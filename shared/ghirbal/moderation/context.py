"""What stands around a word and may take its sting: negation, quotation, animals, a citation.

Each context found raises a symbol at the place of the word; the policy's composites decide what it
is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ghirbal.moderation import DATA
from ghirbal.moderation.matching import Match
from ghirbal.text.fold import fold
from ghirbal.text.tokens import Token

_NEAR = 4
"""Words looked at on each side of a match: the length of "he said that you are a …"."""


def _read_words() -> dict[str, frozenset[str]]:
    """Folded words of data/context.tsv, by rule."""
    words: dict[str, set[str]] = {}
    for line in (DATA / "context.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, listed = line.split("\t")
            words.setdefault(rule, set()).update(fold(listed).text.split())
    return {rule: frozenset(listed) for rule, listed in words.items()}


_WORDS = _read_words()
_QUOTES = '"«»“”„'


def contexts(match: Match, tokens: Sequence[Token], text: str) -> Iterator[str]:
    """Names of the context symbols that hold at a match."""
    before = [token.text for token in tokens[max(0, match.first - 2) : match.first]]
    around = {token.text for token in tokens[max(0, match.first - _NEAR) : match.last + 1 + _NEAR]}
    if _WORDS["negation"].intersection(before):
        yield "CTX_NEGATED"
    if "not_about_animals" in match.entry.context and _WORDS["animals"] & around:
        yield "CTX_ANIMALS"
    if _quoted(text, tokens[match.first].start, tokens[match.last].end):
        yield "CTX_QUOTED"


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks close around the match, within 40 characters on each side."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    return any(mark in before for mark in _QUOTES) and any(mark in after for mark in _QUOTES)
