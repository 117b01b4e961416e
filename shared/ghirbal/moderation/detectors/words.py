"""Words and phrases of the lexicon, as they stand and in disguise, and a site's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.disguise.leniency import leniency
from ghirbal.moderation.disguise.repair import Repairer, is_whole
from ghirbal.moderation.disguise.torn_words import is_torn_innocent
from ghirbal.moderation.lexicon.aim import is_addressed, is_lineage, is_of_somebody, needs_aim
from ghirbal.moderation.lexicon.context import contexts
from ghirbal.moderation.lexicon.entries import SEVERITIES, Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon, site_lexicon
from ghirbal.moderation.lexicon.matching import Match, find_matches
from ghirbal.moderation.lexicon.wildcards import find_patterns, site_words
from ghirbal.moderation.reading import Reading
from ghirbal.text.tokens import Token

STRENGTHS = {3: 0.93, 2: 0.82, 1: 0.68}
"""How sure an entry of each severity makes us: odds of 13, 4.6 and 2.1 to one, fitted by eye on dev rows."""

_PLAIN = 1
_UNAIMED = "CTX_UNAIMED"
_TAKES_BACK = frozenset({_UNAIMED, "CTX_ANIMALS"})


@dataclass(frozen=True, slots=True)
class WordDetector:
    """Entries of the shipped lexicon, unless the site allows the word."""

    lexicon: Lexicon
    name: str = "words"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """One symbol for each match, and one for each context that holds there."""
        matches = list(find_matches(self.lexicon, reading.tokens))
        meant = self._meant(reading, matches) if matches else {}
        for match in matches:
            span = _span(match, reading.tokens)
            if _allowed(reading, match):
                yield _symbol(reading, match, "SITE_WORD_ALLOWED", 0.0)
            elif span in meant and not self._is_piece(reading, match):
                yield _symbol(reading, match, match.symbol, STRENGTHS[match.entry.severity])
                for context in meant[span]:
                    yield _symbol(reading, match, context, 0.0)

    def _meant(self, reading: Reading, matches: Sequence[Match]) -> dict[tuple[int, int], list[str]]:
        """Where entries stand when what is around them is read with leniency, and in what contexts."""
        kept = {place for match in matches for place in range(match.first, match.last + 1)}
        words = leniency(self.lexicon).read(reading.folded, reading.tokens, kept)
        return {
            _span(match, words): list(_contexts(match, words, reading.folded.text))
            for match in find_matches(self.lexicon, words)
        }

    def _is_piece(self, reading: Reading, match: Match) -> bool:
        single = match.first == match.last
        return single and is_torn_innocent(self.lexicon, reading.folded, reading.tokens, match.first)


@dataclass(frozen=True, slots=True)
class DisguiseDetector:
    """Entries of the shipped lexicon that somebody took pains to hide."""

    repairer: Repairer
    name: str = "disguises"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """DISGUISED_EXPLICIT, DISGUISED_STRONG, DISGUISED_PLAIN; DISGUISED_GUESSED where a repair is no more than likely."""
        repaired, matches = self.repairer.find(reading.folded, reading.tokens)
        for match in matches:
            words = repaired.tokens
            taken_back = _TAKES_BACK.intersection(_contexts(match, words, reading.folded.text))
            if not taken_back and not _allowed(reading, match, words):
                severity = match.entry.severity
                sure = severity == _PLAIN or is_whole(match, repaired)
                name = f"DISGUISED_{SEVERITIES[severity] if sure else 'GUESSED'}"
                yield _symbol(reading, match, name, STRENGTHS[severity], words)


@dataclass(frozen=True, slots=True)
class SiteWordDetector:
    """The words of the policy document's `words` section."""

    name: str = "site-words"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """SITE_WORD_HOLD and SITE_WORD_REJECT where the site's words stand."""
        words = reading.policy.words
        for symbol, listed in (("SITE_WORD_HOLD", words.hold), ("SITE_WORD_REJECT", words.reject)):
            if listed:
                for match in _site_matches(listed, reading.tokens):
                    yield _symbol(reading, match, symbol, 1.0)


def _site_matches(listed: tuple[str, ...], tokens: Sequence[Token]) -> Iterator[Match]:
    """Where a site's own words stand: those written whole with their endings, those with a star as they are."""
    words = site_words(listed)
    if words.plain:
        yield from find_matches(site_lexicon(words.plain), tokens)
    for first, last in find_patterns(words, tokens):
        yield Match(_STARRED, first, last)


def _contexts(match: Match, words: Sequence[Token], text: str) -> Iterator[str]:
    """What stands around a match and may take its sting; CTX_UNAIMED once, whatever says that nobody is meant."""
    found = list(contexts(match, words, text))
    unaimed = is_lineage(match, words) or (needs_aim(match) and not is_of_somebody(match, words))
    if unaimed and _TAKES_BACK.isdisjoint(found):
        found.append(_UNAIMED)
    if is_addressed(match, words):
        found.append("CTX_AIMED")
    yield from found


_STARRED = Entry((), "ar", "site", 2, frozenset())


def _span(match: Match, tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[match.first].start, tokens[match.last].end


def _symbol(
    reading: Reading, match: Match, name: str, strength: float, tokens: Sequence[Token] | None = None
) -> Symbol:
    words = reading.tokens if tokens is None else tokens
    return reading.found(name, strength, words[match.first].start, words[match.last].end)


def _allowed(reading: Reading, match: Match, tokens: Sequence[Token] | None = None) -> bool:
    allow = reading.policy.words.allow
    if not allow:
        return False
    words = (reading.tokens if tokens is None else tokens)[match.first : match.last + 1]
    return next(_site_matches(allow, words), None) is not None
