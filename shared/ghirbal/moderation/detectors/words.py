"""Words and phrases of the lexicon, as they stand and in disguise, and a site's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.disguise.leniency import leniency
from ghirbal.moderation.disguise.repair import Repairer, is_whole, ways_of
from ghirbal.moderation.disguise.torn_words import is_torn_innocent
from ghirbal.moderation.lexicon.aim import contexts_and_aim
from ghirbal.moderation.lexicon.context import Surroundings
from ghirbal.moderation.lexicon.entries import SEVERITIES
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.matching import Match, find_matches
from ghirbal.moderation.lexicon.site_list import site_list
from ghirbal.moderation.reading import Reading
from ghirbal.text.tokens import Token

STRENGTHS = {3: 0.93, 2: 0.82, 1: 0.68}
"""How sure an entry of each severity makes us: odds of 13, 4.6 and 2.1 to one, fitted by eye on dev rows."""

MOST_ALIKE = 20
"""Matches told that raise the same symbols: a further one changes no score, and 1,000 characters hold 500."""

_ALLOWED = ("SITE_WORD_ALLOWED",)
_PLAIN = 1
_TAKES_BACK = frozenset({"CTX_UNAIMED", "CTX_ANIMALS"})
_SOFTENS = frozenset({"CTX_QUOTED", "CTX_CONDEMNED"})
"""Contexts told of a disguised word as well: with them it waits and is not refused."""


class WordDetector:
    """Entries of the shipped lexicon, unless the site allows the word."""

    name = "words"

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the shipped lexicon."""
        self.lexicon = lexicon

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """One symbol for each match, and one for each context that holds there."""
        told: Counter[tuple[str, ...]] = Counter()
        for match, names in self._named(reading, list(find_matches(self.lexicon, reading.tokens))):
            if told[names] < MOST_ALIKE and (names == _ALLOWED or not self._is_piece(reading, match)):
                told[names] += 1
                for name in names:
                    strength = STRENGTHS[match.entry.severity] if name == match.symbol else 0.0
                    yield _symbol(reading, match, name, strength)

    def _named(self, reading: Reading, matches: Sequence[Match]) -> Iterator[tuple[Match, tuple[str, ...]]]:
        """Each match that counts, and the symbols it raises: its entry's and those of its contexts."""
        meant = self._meant(reading, matches) if matches else {}
        allowed = site_list(reading.policy.words.allow)
        for match in matches:
            span = _span(match, reading.tokens)
            if allowed.holds(reading.tokens[match.first : match.last + 1]):
                yield match, _ALLOWED
            elif span in meant:
                yield match, (match.symbol, *meant[span])

    def _meant(self, reading: Reading, matches: Sequence[Match]) -> dict[tuple[int, int], tuple[str, ...]]:
        """Where entries stand when what is around them is read with leniency, and in what contexts."""
        kept = {place for match in matches for place in range(match.first, match.last + 1)}
        words = leniency(self.lexicon).read(reading.folded, reading.tokens, kept)
        around = Surroundings(words, reading.folded.text)
        if any(word[0] != token[0] for word, token in zip(words, reading.tokens, strict=False)):
            matches = list(find_matches(self.lexicon, words))
        return {_span(match, words): tuple(contexts_and_aim(match, around)) for match in matches}

    def _is_piece(self, reading: Reading, match: Match) -> bool:
        single = match.first == match.last
        return single and is_torn_innocent(self.lexicon, reading.folded, reading.tokens, match.first)


class DisguiseDetector:
    """Entries of the shipped lexicon that somebody took pains to hide."""

    name = "disguises"

    def __init__(self, repairer: Repairer) -> None:
        """Take what undoes disguises."""
        self.repairer = repairer

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """DISGUISED_EXPLICIT, DISGUISED_STRONG, DISGUISED_PLAIN; DISGUISED_GUESSED where a repair is a guess.

        Beside each READ_DOTS, READ_STARS, READ_LETTERS, ...: by which ways it was reached.
        """
        repaired, matches = self.repairer.find(reading.folded, reading.tokens)
        words = repaired.tokens
        around = Surroundings(words, reading.folded.text)
        allowed = site_list(reading.policy.words.allow)
        told: Counter[int] = Counter()
        for match in matches:
            severity = match.entry.severity
            if told[severity] >= MOST_ALIKE or allowed.holds(words[match.first : match.last + 1]):
                continue
            named = frozenset(contexts_and_aim(match, around))
            if not _TAKES_BACK & named:
                told[severity] += 1
                sure = severity == _PLAIN or is_whole(match, repaired)
                name = f"DISGUISED_{SEVERITIES[severity] if sure else 'GUESSED'}"
                yield _symbol(reading, match, name, STRENGTHS[severity], words)
                ways = (f"READ_{way.upper()}" for way in ways_of(match, repaired))
                for told_too in (*ways, *sorted(_SOFTENS & named)):
                    yield _symbol(reading, match, told_too, 0.0, words)


class SiteWordDetector:
    """The words of the policy document's `words` section."""

    name = "site-words"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """SITE_WORD_HOLD and SITE_WORD_REJECT where the site's words stand."""
        words = reading.policy.words
        for symbol, listed in (("SITE_WORD_HOLD", words.hold), ("SITE_WORD_REJECT", words.reject)):
            if listed:
                for match in islice(site_list(listed).find(reading.tokens), MOST_ALIKE):
                    yield _symbol(reading, match, symbol, 1.0)


def _span(match: Match, tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[match.first].start, tokens[match.last].end


def _symbol(
    reading: Reading, match: Match, name: str, strength: float, tokens: Sequence[Token] | None = None
) -> Symbol:
    words = reading.tokens if tokens is None else tokens
    return reading.found(name, strength, words[match.first].start, words[match.last].end)
