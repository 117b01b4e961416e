"""Hate against groups, threats, contempt for a person: what is said of whom, found by a grammar, not by rude words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.grammar.grammar import CONTEMPT, Grammar, Said
from ghirbal.moderation.lexicon.site_list import site_list
from ghirbal.moderation.reading import Reading

STRENGTHS = {"HATE_GROUP": 0.8, "HATE_GROUP_SURE": 0.95, "THREAT": 0.8, "THREAT_SURE": 0.95, "CONTEMPT": 0.7}
CITED = {
    "HATE_GROUP": "HATE_CITED",
    "HATE_GROUP_SURE": "HATE_CITED",
    "THREAT": "THREAT",
    "THREAT_SURE": "THREAT",
}
"""What a symbol becomes in a text that cites it; contempt that is cited is nothing."""
_CITED_STRENGTH = 0.5


class HateDetector:
    """What the grammar finds, weaker where the text condemns or reports it."""

    name = "hate"

    def __init__(self, load: Callable[[], Grammar]) -> None:
        """Take what loads the grammar: a damaged list then fails this detector alone, and holds the comment."""
        self._load = load

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """HATE_GROUP, HATE_GROUP_SURE, HATE_CITED, THREAT, THREAT_SURE, CONTEMPT, each at its place."""
        tokens = reading.tokens
        for said in self._load().find(tokens, reading.folded.text):
            name = CITED.get(said.symbol) if said.cited else said.symbol
            if name is None or (name == CONTEMPT and _allowed(reading, said)):
                continue
            strength = _CITED_STRENGTH if said.cited else STRENGTHS[said.symbol]
            yield reading.found(name, strength, tokens[said.first].start, tokens[said.last].end)


def _allowed(reading: Reading, said: Said) -> bool:
    """Whether the site allows a word of what is said."""
    return site_list(reading.policy.words.allow).holds(reading.tokens[said.first : said.last + 1])
