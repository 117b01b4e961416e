"""Words and phrases of the lexicon, and a site's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.context import contexts
from ghirbal.moderation.lexicon import Lexicon, site_lexicon
from ghirbal.moderation.matching import Match, find_matches
from ghirbal.moderation.reading import Reading

STRENGTHS = {3: 0.98, 2: 0.9, 1: 0.75}
"""How sure an entry of each severity makes us that a comment is abusive."""


@dataclass(frozen=True, slots=True)
class WordDetector:
    """Entries of the shipped lexicon, unless the site allows the word."""

    lexicon: Lexicon
    name: str = "words"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """One symbol for each match, and one for each context that holds there."""
        for match in find_matches(self.lexicon, reading.tokens):
            if not _allowed(reading, match):
                yield _symbol(reading, match, match.entry.symbol, STRENGTHS[match.entry.severity])
                for context in contexts(match, reading.tokens, reading.folded.text):
                    yield _symbol(reading, match, context, 0.0)


@dataclass(frozen=True, slots=True)
class SiteWordDetector:
    """The words of the policy document's `words` section."""

    name: str = "site-words"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """SITE_WORD_HOLD and SITE_WORD_REJECT where the site's words stand."""
        words = reading.policy.words
        for symbol, listed in (("SITE_WORD_HOLD", words.hold), ("SITE_WORD_REJECT", words.reject)):
            if listed:
                for match in find_matches(site_lexicon(listed), reading.tokens):
                    yield _symbol(reading, match, symbol, 1.0)


def _symbol(reading: Reading, match: Match, name: str, strength: float) -> Symbol:
    return reading.found(name, strength, reading.tokens[match.first].start, reading.tokens[match.last].end)


def _allowed(reading: Reading, match: Match) -> bool:
    allow = reading.policy.words.allow
    if not allow:
        return False
    words = reading.tokens[match.first : match.last + 1]
    return next(find_matches(site_lexicon(allow), words), None) is not None
