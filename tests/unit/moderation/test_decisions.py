"""The shipped engine's decisions on the sentences of tests/golden/decisions.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge

GOLDEN = Path(__file__).parents[2] / "golden" / "decisions.tsv"
ROWS = [
    line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "actions", "why"), ROWS, ids=[f"{row[2]}: {row[0]}" for row in ROWS])
def test_a_golden_sentence_is_decided_as_agreed(text: str, actions: str, why: str) -> None:
    assert judge(Submission(text), shipped_policy()).action.value in actions.split("|"), why
