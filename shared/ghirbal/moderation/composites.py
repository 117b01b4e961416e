"""Composites: symbols made of others, at a place of the text or anywhere in it.

1,000 characters hold 500 insults, and each was compared with every other for every composite: 150 times the work of
an ordinary text. So the places of each name are kept in order, and whether a name stands somewhere is one bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from ghirbal.domain.policy import Composite, fits
from ghirbal.domain.verdict import Symbol


class Places:
    """Where one name stands: beginnings in order, and how far anything begun until then reaches."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take half-open spans in any order."""
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Whether one of the spans has a character in common with `start` to `end`.

        >>> Places([(8, 9), (0, 3)]).overlap(2, 5), Places([(8, 9), (0, 3)]).overlap(3, 8)
        (True, False)
        """
        begun = bisect_left(self._starts, end)
        return begun > 0 and self._reach[begun - 1] > start


def compose(found: Sequence[Symbol], composites: Iterable[Composite]) -> list[Symbol]:
    """Apply composites in their order: each sees what the ones before it left."""
    symbols = list(found)
    names = {symbol.name for symbol in symbols}
    for composite in composites:
        if composite.same_place:
            if _can_fire(composite, names):
                symbols = _in_place(symbols, names, composite)
                names = {symbol.name for symbol in symbols}
        elif fires(composite, names):
            removed = _named(names, composite.removes)
            symbols = [symbol for symbol in symbols if symbol.name not in removed]
            symbols.append(Symbol(composite.name, 1.0))
            names = (names - removed) | {composite.name}
    return symbols


def fires(composite: Composite, names: Iterable[str]) -> bool:
    """Whether symbols of these names are what a composite asks for."""
    present = set(names)
    return _can_fire(composite, present) and not _named(present, composite.none)


def _can_fire(composite: Composite, names: Iterable[str]) -> bool:
    """Whether all that a composite needs is there, wherever; what forbids it may stand elsewhere."""
    return all(_named(names, [pattern]) for pattern in composite.every) and (
        not composite.some or bool(_named(names, composite.some))
    )


def _in_place(symbols: Sequence[Symbol], names: Iterable[str], composite: Composite) -> list[Symbol]:
    """The composite at every place where its evidence overlaps; the places are those it removes."""
    removes = _named(names, composite.removes)
    if not removes:
        return list(symbols)
    places = _places(symbols, _named(names, (*composite.every, *composite.some, *composite.none)))
    return [
        replace(symbol, name=composite.name)
        if symbol.name in removes and fires(composite, _around(symbol, places))
        else symbol
        for symbol in symbols
    ]


def _places(symbols: Iterable[Symbol], wanted: Container[str]) -> dict[str, Places]:
    """The places of each wanted name that has any."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for symbol in symbols:
        if symbol.name in wanted and symbol.start is not None and symbol.end is not None:
            spans.setdefault(symbol.name, []).append((symbol.start, symbol.end))
    return {name: Places(found) for name, found in spans.items()}


def _around(symbol: Symbol, places: dict[str, Places]) -> list[str]:
    """The names that overlap a symbol, its own among them; none for one without a place."""
    if symbol.start is None or symbol.end is None:
        return []
    return [name for name, known in places.items() if known.overlap(symbol.start, symbol.end)]


def _named(names: Iterable[str], patterns: Sequence[str]) -> set[str]:
    """The names that fit one of the patterns."""
    return {name for name in names if any(fits(pattern, name) for pattern in patterns)}
