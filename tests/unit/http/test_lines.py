"""A text is laid out alike in the widget and in the HTML for a site's own server: `tests/vectors/lines.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ghirbal.http.views.lines import lines
from ghirbal.http.views.sinks import html_lines

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "lines.json").read_text(encoding="utf-8")
)["texts"]


@pytest.mark.parametrize("vector", VECTORS, ids=[repr(each["text"]) for each in VECTORS])
def test_a_text_has_these_lines(vector: dict[str, Any]) -> None:
    found = [
        {"dir": line.direction or None, "parts": [[p.text] if p.link else p.text for p in line.parts]}
        for line in lines(vector["text"])
    ]
    assert found == vector["lines"]


def test_each_line_is_an_element_in_its_own_direction() -> None:
    assert html_lines("Bonjour\nمرحبا") == '<p dir="ltr">Bonjour</p><p dir="rtl">مرحبا</p>'


def test_nine_hundred_line_breaks_make_one_blank_line() -> None:
    assert html_lines("أ" + "\n" * 900 + "ب").count("<p") == 3


def test_an_address_keeps_the_bracket_that_it_opened() -> None:
    shown = html_lines("https://ar.example/wiki/مصر_(توضيح)")
    assert 'href="https://ar.example/wiki/مصر_(توضيح)"' in shown
