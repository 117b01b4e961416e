"""The comparison of sizes: its parts, and that the page which shows it isn't out of date."""

from __future__ import annotations

import gzip
import json
import re
import urllib.request
from pathlib import Path

from ghirbal_tools.sizes import SUBJECTS, WIDGET, Measured, Subject, serving, table

PAGE = Path(__file__).resolve().parents[3] / "docs" / "widget.md"


def shown() -> dict[str, list[str]]:
    """The table's rows on the widget's page, by system."""
    rows = re.findall(r"^\| (Ghirbal|isso|Artalk|Waline) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in rows}


def test_the_page_names_the_systems_and_versions_that_are_measured() -> None:
    assert {name: cells[0] for name, cells in shown().items()} == {
        one.name: one.package[2] for one in SUBJECTS
    }


def test_the_widgets_figure_is_not_out_of_date() -> None:
    """Within 2 %: a build that changes it more has to be measured again."""
    now = len(gzip.compress((WIDGET / "dist" / "ghirbal.js").read_bytes(), 9))
    said = int(shown()["Ghirbal"][1].replace(",", ""))
    assert abs(said - now) <= now // 50


def test_a_row_adds_up() -> None:
    made = table([Measured("A", "1", 1_000, 234, 3)])
    assert made.splitlines()[-1] == "| A | 1 | 1,000 | 234 | 1,234 | 3 |"


def test_the_stand_in_serves_the_package_and_nothing_outside(tmp_path: Path) -> None:
    files = tmp_path / "package"
    files.mkdir()
    (files / "a.js").write_text("1")
    (tmp_path / "secret").write_text("2")
    subject = Subject("A", ("npm", "a", "1"), "<p>page</p>", "x", {"/conf": {"b": 1}})
    with serving(subject, files) as page:
        base = page.removesuffix("/page")
        read = {
            path: urllib.request.urlopen(base + path, timeout=5).read().decode()
            for path in ("/page", "/a.js", "/conf", "/../secret", "/other")
        }
    assert "<p>page</p>" in read["/page"]
    assert (read["/a.js"], json.loads(read["/conf"])) == ("1", {"b": 1})
    assert read["/../secret"] == read["/other"] == "{}"
