"""Measured figures: what is committed is what the document shows, and a missed target is told."""

from __future__ import annotations

import json

import pytest

from ghirbal_tools.bench.results import DOCUMENT, FOLDER, Row, Section, tables, with_tables

FILES = sorted(path.stem for path in FOLDER.glob("*.json"))


def test_the_document_shows_the_committed_figures() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == with_tables(text), "run `ghirbal bench tables`"


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_figures_has_its_place_in_the_document(name: str) -> None:
    assert f"<!-- figures: {name} -->" in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_figures_say_where_and_with_what_they_were_measured(name: str) -> None:
    run = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["run"]
    assert {"command", "at", "machine", "busy", "python", "versions"} <= run.keys()
    assert run["machine"] in tables(name)


def test_a_ratio_over_its_target_is_missed_and_one_at_it_is_not() -> None:
    rows = [Row("slow", {"x": 1.6}, 1.5), Row("even", {"x": 1.5}, 1.5), Row("free", {"x": 9.0})]
    assert Section("Starts", "x", rows).missed() == ["slow"]


def test_the_text_around_the_tables_stays() -> None:
    text = "before\n<!-- figures: start -->\nold\n<!-- end -->\nafter\n"
    made = with_tables(text)
    assert made.startswith("before\n<!-- figures: start -->\n")
    assert made.endswith("<!-- end -->\nafter\n")
    assert "old\n<!-- end -->" not in made
