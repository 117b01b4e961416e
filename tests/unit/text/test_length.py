"""The counter of the widget and of the server: one vectors file, two implementations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ghirbal.text.length import count_characters

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "length.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["why"] for vector in VECTORS])
def test_a_text_counts_as_the_vectors_say(vector: dict[str, Any]) -> None:
    assert count_characters(vector["text"]) == vector["count"]


def test_there_are_at_least_twenty_vectors() -> None:
    assert len(VECTORS) >= 20
