"""What each request spends of the table, counted: docs/cost.json holds it, and the template rests on it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from ghirbal_tools.cost.document import COUNTED
from tests.support.metered import metered
from tests.support.tour import CONTRACTS, Spent, unvisited, walk

ROUNDING = 0.02
ROOMY = {"limits": {"reader": {"n": 1_000, "seconds": 600}}, "proof": {"bits": 1}}


@pytest.fixture(scope="module")
def spent() -> Spent:
    with metered(ROOMY) as made:
        return walk(made)


def test_no_request_spends_other_units_than_are_written_down(spent: Spent) -> None:
    """After a change that is meant: GHIRBAL_WRITE_COSTS=1 writes what was counted, `ghirbal cost` the document."""
    if os.environ.get("GHIRBAL_WRITE_COSTS"):
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(units)}" for name, units in spent.items())
        COUNTED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    written: Spent = json.loads(Path(COUNTED).read_text(encoding="utf-8"))
    assert written.keys() == spent.keys()
    other = {name: units for name, units in spent.items() if not alike(units, written[name])}
    assert other == {}


def alike(found: Mapping[str, float], written: Mapping[str, float]) -> bool:
    """Whether two counts differ by rounding alone: ids are random, so is the shard they fall into, and a number's size
    goes by its digits; of three runs the dearest differed by 1.9 %."""
    return found.keys() == written.keys() and all(
        abs(n - written[kind]) <= max(1, ROUNDING * written[kind]) for kind, n in found.items()
    )


def test_routes_that_are_not_counted_are_seldom_called(spent: Spent) -> None:
    """They are an editor's or an owner's, or read nothing; the template's test assumes what one costs."""
    left = {key: CONTRACTS[key]["rate"] for key in unvisited(spent) if "OPTIONS" not in key}
    assert max(left.values()) <= 20
    assert not [key for key in left if key.split()[1].startswith("/v1/sites/")]
