"""Hate against groups and threats: what is said of whom, found by a grammar and not by rude words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.grammar.grammar import Grammar
from ghirbal.moderation.reading import Reading

STRENGTHS = {"HATE_GROUP": 0.8, "HATE_GROUP_SURE": 0.95, "THREAT": 0.8, "THREAT_SURE": 0.95}
CITED = {
    "HATE_GROUP": "HATE_CITED",
    "HATE_GROUP_SURE": "HATE_CITED",
    "THREAT": "THREAT",
    "THREAT_SURE": "THREAT",
}
_CITED_STRENGTH = 0.5


class HateDetector:
    """What the grammar finds, weaker where the text condemns or reports it."""

    name = "hate"

    def __init__(self, load: Callable[[], Grammar]) -> None:
        """Take what loads the grammar: a damaged list then fails this detector alone, and holds the comment."""
        self._load = load

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """HATE_GROUP, HATE_GROUP_SURE, HATE_CITED, THREAT, THREAT_SURE, each at its place."""
        tokens = reading.tokens
        for said in self._load().find(tokens, reading.folded.text):
            name = CITED[said.symbol] if said.cited else said.symbol
            strength = _CITED_STRENGTH if said.cited else STRENGTHS[said.symbol]
            yield reading.found(name, strength, tokens[said.first].start, tokens[said.last].end)
