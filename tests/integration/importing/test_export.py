"""What is exported comes back in the same, and opens nothing in a spreadsheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ghirbal.storage.exporting import DynamoExport
from ghirbal_tools.erasing.command import main as erase
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


def test_case_58_what_was_erased_is_in_no_later_export_and_no_import_brings_it_back(place: Place) -> None:
    said_by = {
        "author_id": "4711",
        "name": "صاحب الطلب",
        "text": "كلام يُحذف",
        "page": "https://akhbar.example/a",
    }
    rows = [{"id": str(n), "date": "2024-05-01T10:00:00Z", **said_by} for n in (1, 2)]
    file = place.file("own.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    place.run("jsonl", file)
    one = next(comment for comment in DynamoExport(place.deps.table).comments("akhbar") if comment.reader)
    assert one.text in exported(place, "akhbar").read_text("utf-8")
    assert erase(["--site", "akhbar", "--comment", one.id]) == 0
    code, said = place.run("jsonl", file)
    assert (code, said["imported"]) == (0, 0)
    for form in ("jsonl", "csv", "wxr"):
        out = exported(place, "akhbar", form).read_text("utf-8")
        assert one.text not in out
        assert one.name not in out


def test_a_comment_whose_author_nobody_knows_is_erased_by_itself(place: Place) -> None:
    place.run("auto", place.file("w.xml", exports.WORDPRESS))
    first, second, *_ = DynamoExport(place.deps.table).comments("akhbar")
    assert erase(["--site", "akhbar", "--comment", first.id]) == 0
    assert erase(["--site", "akhbar", "--comment", first.id]) == 1
    left = {one.id: one.text for one in DynamoExport(place.deps.table).comments("akhbar")}
    assert (left[first.id], left[second.id]) == ("", second.text)
