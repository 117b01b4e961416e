"""docs/cost.md: the units of requests as a table, and what a million of them costs at a list price."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"
COUNTED, DOCUMENT = DOCS / "cost.json", DOCS / "cost.md"
STREAM = ", its stream"

READ_PRICE, WRITE_PRICE = 0.125, 0.625
"""US dollars for a million read and write request units on demand, table class Standard, us-east-1."""

_MARKED = re.compile(r"(<!-- units -->\n).*?(<!-- /units -->)", re.DOTALL)

Units = Mapping[str, float]


def counted() -> dict[str, dict[str, float]]:
    """Request -> {"reads table": …, "writes by_page": …}; what the stream does for it stands under its own name."""
    found: dict[str, dict[str, float]] = json.loads(COUNTED.read_text(encoding="utf-8"))
    return found


def of_route(spent: Mapping[str, Units], key: str) -> dict[str, float]:
    """The dearest of a route by each kind of unit, its stream's work included; {} for one that was not counted.

    HEAD does what GET does.
    """
    key, found = key.replace("HEAD ", "GET "), dict[str, float]()
    for name in spent:
        if name == key or (name.startswith(f"{key} (") and not name.endswith(STREAM)):
            for kind, n in whole(spent, name).items():
                found[kind] = max(found.get(kind, 0), n)
    return found


def whole(spent: Mapping[str, Units], name: str) -> dict[str, float]:
    """A request with its stream's work."""
    parts = (spent[name], spent.get(f"{name}{STREAM}", {}))
    return {kind: sum(part.get(kind, 0) for part in parts) for part in parts for kind in part}


def dollars(units: Units) -> float:
    """A million of such requests, in US dollars."""
    prices = ((n, READ_PRICE if kind.startswith("reads") else WRITE_PRICE) for kind, n in units.items())
    return sum(n * price for n, price in prices)


def rewritten(document: str) -> str:
    """The document with its table as the counted units have it."""
    table = "\n".join(_rows(counted()))
    return _MARKED.sub(lambda marks: f"{marks[1]}{table}\n{marks[2]}", document)


def _rows(spent: Mapping[str, Units]) -> Iterator[str]:
    yield "| request | reads | writes | of it the stream | dollars a million |"
    yield "|---|---|---|---|---|"
    for name in spent:
        if name.endswith(STREAM):
            continue
        units, after = whole(spent, name), spent.get(f"{name}{STREAM}", {})
        reads, writes = _sum(units, "reads"), _sum(units, "writes")
        later = f"{_sum(after, 'reads'):g} / {_sum(after, 'writes'):g}" if after else "–"
        yield f"| `{_short(name)}` | {reads:g} | {writes:g} | {later} | {dollars(units):.2f} |"


def _sum(units: Units, what: str) -> float:
    return sum(n for kind, n in units.items() if kind.startswith(what))


def _short(name: str) -> str:
    return name.replace("/v1/moderation/sites/{site}", "…").replace("/v1/sites/{site}", "")
