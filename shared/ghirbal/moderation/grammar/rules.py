"""Rules over labels (data/hate_rules.tsv, contempt_rules.tsv): what has to stand in which order, and how far apart."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import read_rows
from ghirbal.moderation.lexicon.tables import Store

SYMBOLS = frozenset({"HATE_GROUP", "HATE_GROUP_SURE", "THREAT", "THREAT_SURE", "CONTEMPT"})
FLAGS = frozenset({"back", "asked", "stands", "begins", "whole"})


class Part(NamedTuple):
    """One place of a rule: any of these labels, at most `gap` other words behind the place before."""

    labels: frozenset[str]
    gap: int


PlainRule = tuple[str, tuple[tuple[tuple[str, ...], int], ...], tuple[str, ...]]
"""A rule in plain values: what a compiled table keeps."""


class Rule(NamedTuple):
    """A symbol and the parts that make it. `flags`: header of data/hate_rules.tsv."""

    symbol: str
    parts: tuple[Part, ...]
    flags: frozenset[str]


def parse_rule(symbol: str, parts: str, flags: str) -> Rule:
    """A rule as it is written in the file.

    >>> parse_rule("HATE_GROUP", "group ~3 vermin|filth", "").parts[1].gap
    3

    Raises ValueError for a symbol, a gap or a flag that nobody knows.
    """
    if symbol not in SYMBOLS:
        raise ValueError(f"symbol {symbol!r}; write one of {', '.join(sorted(SYMBOLS))}")
    known = frozenset(flags.replace(",", " ").split())
    if not known <= FLAGS:
        raise ValueError(f"flags {flags!r}; write of {', '.join(sorted(FLAGS))}")
    made: list[Part] = []
    gap = 0
    for piece in parts.split():
        if piece.startswith("~"):
            gap = int(piece[1:])
        else:
            made.append(Part(frozenset(piece.split("|")), gap))
            gap = 0
    return Rule(symbol, tuple(made), known)


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file. Raises ValueError naming file, line and what was expected."""
    places, rows = read_rows(path, 3)
    rules = []
    for place, row in zip(places, rows, strict=True):
        try:
            rules.append(parse_rule(row[0], row[1], row[2]))
        except ValueError as wrong:
            raise ValueError(f"{path.name}:{place}: {wrong}") from None
    return rules


def rules_of(store: Store) -> list[Rule]:
    """The rules of the package, compiled or of their source."""
    numbered = store.kept("hate rules", _numbered, whole=True)
    return [
        Rule(symbol, tuple(Part(frozenset(labels), gap) for labels, gap in parts), frozenset(flags))
        for symbol, parts, flags in numbered.values()
    ]


def _numbered() -> dict[str, PlainRule]:
    """The rules in plain values by their places in the file, in an order that sorting keeps."""
    rules = [*read_rules(DATA / "hate_rules.tsv"), *read_rules(DATA / "contempt_rules.tsv")]
    return {
        f"{place:05}": (
            rule.symbol,
            tuple((tuple(sorted(part.labels)), part.gap) for part in rule.parts),
            tuple(sorted(rule.flags)),
        )
        for place, rule in enumerate(rules)
    }
