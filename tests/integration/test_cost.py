"""What each request spends of the table, counted: docs/cost.json holds it, and the template rests on it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ghirbal_tools.cost.document import COUNTED
from tests.support.metered import metered
from tests.support.tour import CONTRACTS, Spent, unvisited, walk

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
    assert json.loads(Path(COUNTED).read_text(encoding="utf-8")) == spent


def test_routes_that_are_not_counted_are_seldom_called(spent: Spent) -> None:
    """They are an editor's or an owner's, or read nothing; the template's test assumes what one costs."""
    left = {key: CONTRACTS[key]["rate"] for key in unvisited(spent) if "OPTIONS" not in key}
    assert max(left.values()) <= 20
    assert not [key for key in left if key.split()[1].startswith("/v1/sites/")]
