"""What is trimmed and what is blank: the same first character here and in the widget, nothing invisible published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghirbal.text.blank import is_blank, trimmed

SHARED = Path(__file__).parents[2] / "vectors"
VECTORS = json.loads((SHARED / "trim.json").read_text("utf-8"))
BLANK: dict[str, list[str]] = json.loads((SHARED / "blank.json").read_text("utf-8"))
"""Held to by the widget too, which sends nothing blank."""


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["why"] for vector in VECTORS])
def test_a_text_is_trimmed_as_a_browser_trims_it(vector: dict[str, str]) -> None:
    assert trimmed(vector["text"]) == vector["stored"]


@pytest.mark.parametrize("text", BLANK["blank"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", BLANK["seen"])
def test_one_character_to_see_is_enough(text: str) -> None:
    assert not is_blank(text)
