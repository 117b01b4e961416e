"""What is exported comes back in the same, and opens nothing in a spreadsheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ghirbal_tools.exporting.command import main
from tests.integration.importing import exports
from tests.integration.importing.conftest import Place
from tests.integration.importing.exports import ARABIC


def exported(place: Place, site: str, form: str = "jsonl", *more: str) -> Path:
    out = place.folder / f"{site}.{form}"
    assert main(["--site", site, "--out", str(out), "--format", form, *more]) == 0
    return out


def without_ids(path: Path) -> str:
    return re.sub(r'"(id|parent)": "[a-z2-7]{26}"', r'"\1": "…"', path.read_text("utf-8"))


def test_export_import_export_gives_the_same_bytes_but_for_ids(place: Place) -> None:
    for name, content in (("d.xml", exports.DISQUS), ("w.xml", exports.WORDPRESS), ("c.csv", exports.CSV)):
        place.run("auto", place.file(name, content))
    first = exported(place, "akhbar")
    code, said = place.run("ghirbal", first, site="other")
    assert (code, said["skipped"]) == (0, 0)
    assert said["imported"] == 8
    second = exported(place, "other")
    assert without_ids(second) == without_ids(first)


def test_a_file_that_is_not_its_manifests_is_refused(place: Place) -> None:
    place.run("auto", place.file("d.xml", exports.DISQUS))
    out = exported(place, "akhbar")
    out.write_text(out.read_text("utf-8").replace("سلام", "كلام"), "utf-8")
    assert place.run("ghirbal", out, site="other")[0] == 1
    assert "is not the file" in place.said


def test_wordpress_reads_back_what_it_would_get(place: Place) -> None:
    place.run("auto", place.file("d.xml", exports.DISQUS))
    code, said = place.run("auto", exported(place, "akhbar", "wxr"), site="other")
    assert (code, said["imported"], said["threads"]) == (0, 4, 3)
    (root,) = place.roots(ARABIC, site="other")
    assert [reply.text for reply in place.replies(root)] == ["ردّ & سلام"]


def test_a_table_for_people_starts_no_formula_and_can_be_narrowed(place: Place) -> None:
    rows = f"id,url,text,date,state\n1,{ARABIC},=1+1,2023-01-01,approved\n2,{ARABIC},x,2023-01-01,spam\n"
    place.run("csv", place.file("e.csv", rows))
    said = exported(place, "akhbar", "csv", "--state", "approved").read_text("utf-8-sig")
    assert "'=1+1" in said
    assert len(said.splitlines()) == 2
    manifest = json.loads((place.folder / "akhbar.csv.manifest.json").read_text("utf-8"))
    assert (manifest["comments"], manifest["format"]) == (1, "csv")


def test_nothing_that_names_a_reader_leaves(place: Place) -> None:
    place.run("auto", place.file("d.xml", exports.DISQUS))
    root = place.deps.comments.get("akhbar", place.roots(ARABIC)[0].id)
    assert root is not None
    assert root.reader
    assert root.reader not in exported(place, "akhbar").read_text("utf-8")
