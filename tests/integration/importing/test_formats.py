"""Every format that is imported: what comes in, what is skipped and why, by the whole command on a real table."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from ghirbal.domain.comment import Status
from tests.integration.importing import exports
from tests.integration.importing.conftest import Place
from tests.integration.importing.exports import ARABIC, PLAIN

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "disqus": (
        "e.xml",
        exports.DISQUS,
        {"read": 5, "imported": 4, "reasons": {"deleted": 1}, "pages": 2, "threads": 3},
    ),
    "wordpress": (
        "e.xml",
        exports.WORDPRESS,
        {"read": 4, "imported": 2, "reasons": {"deleted": 1, "pingback": 1}, "pages": 1, "threads": 1},
    ),
    "remark42": (
        "e.json",
        exports.REMARK42,
        {"read": 3, "imported": 2, "reasons": {"broken-row": 1}, "pages": 1, "threads": 1},
    ),
    "commento": (
        "e.json",
        exports.COMMENTO,
        {"read": 2, "imported": 2, "reasons": {}, "pages": 1, "threads": 1},
    ),
    "artalk": ("e.json", exports.ARTALK, {"read": 2, "imported": 2, "reasons": {}, "pages": 1, "threads": 1}),
    "waline": ("e.json", exports.WALINE, {"read": 3, "imported": 3, "reasons": {}, "pages": 1, "threads": 2}),
    "blogger": (
        "e.xml",
        exports.BLOGGER,
        {"read": 2, "imported": 2, "reasons": {}, "pages": 1, "threads": 1},
    ),
    "csv": (
        "e.csv",
        exports.CSV,
        {"read": 3, "imported": 2, "reasons": {"bad-date": 1}, "pages": 1, "threads": 1},
    ),
}


@pytest.mark.parametrize("form", CASES)
@pytest.mark.parametrize("told", ["auto", "named"])
def test_a_format_comes_in_whole_and_a_second_time_changes_nothing(
    place: Place, form: str, told: str
) -> None:
    name, content, expected = CASES[form]
    path = place.file(name, content)
    wanted = "auto" if told == "auto" else form
    skipped = sum(expected["reasons"].values())
    code, said = place.run(wanted, path)
    assert (code, said) == (0, {**expected, "merged": 0, "skipped": skipped}), place.said
    assert f"Imported {expected['imported']}\n" in place.said
    code, again = place.run(wanted, path)
    assert (code, again["imported"], again["merged"]) == (0, 0, expected["imported"])


def test_comentario_and_valine_are_read_by_their_forerunners_names(place: Place) -> None:
    assert place.run("auto", place.file("c.json", exports.COMENTARIO))[1]["imported"] == 2
    assert place.run("auto", place.file("v.json", exports.VALINE))[1]["imported"] == 1
    assert {root.name for root in place.roots(PLAIN)} == {"أمين", "كريم"}


def test_a_disqus_thread_without_a_link_is_found_by_its_title_and_a_parent_may_come_later(
    place: Place,
) -> None:
    place.run("disqus", place.file("e.xml", exports.DISQUS))
    (root,) = place.roots(ARABIC)
    assert root.text == "أول تعليق\n\nفقرة ثانية هنا (https://a.example/x)"
    assert [reply.text for reply in place.replies(root)] == ["ردّ & سلام"]
    assert place.count(ARABIC) == (2, 1)
    orphan = place.roots(PLAIN)
    assert [(one.name, one.text) for one in orphan] == [("Zoé", "réponse à un absent")]
    assert "answer a comment that is not in the file" in place.said


def test_states_likes_dates_and_lines_are_kept_and_addresses_are_not(place: Place) -> None:
    place.run("wordpress", place.file("e.xml", exports.WORDPRESS))
    (root,) = place.roots(ARABIC)
    assert (root.text, root.likes, root.created) == ('سطر أول\nسطر ثانٍ "مقتبس"', 7, 1_646_121_600_000)
    assert place.replies(root) == ()
    assert place.deps.comments.pending("akhbar") == 1
    assert [one.id for one in place.deps.votes.liked("akhbar", root.page, 10, None).comments] == [root.id]
    whole = str(place.deps.table.partition(f"C#akhbar#{root.id}"))
    assert "203.0.113" not in whole
    assert "mona@mail.example" not in whole


def test_an_isso_database_is_only_read(place: Place) -> None:
    path = exports.isso(place.folder / "isso.db")
    before = path.read_bytes()
    path.chmod(0o400)
    code, said = place.run("auto", path)
    assert (code, said["imported"], said["reasons"]) == (0, 2, {"deleted": 1})
    assert path.read_bytes() == before
    assert sorted(one.name for one in place.folder.iterdir() if one.name.startswith("isso")) == ["isso.db"]
    assert place.roots(PLAIN)[0].likes == 2


def test_a_newsrooms_own_table_comes_in_by_a_mapping(place: Place) -> None:
    rules = place.file("map.json", exports.JSONL_RULES)
    code, said = place.run("jsonl", place.file("e.jsonl", exports.JSONL), "--map", str(rules))
    assert (code, said["imported"]) == (0, 2)
    (root,) = place.roots(PLAIN)
    assert (root.text, root.name) == ("نعم", "هند")
    rules = place.file("map2.json", exports.XML_RULES)
    assert place.run("xml", place.file("e.xml", exports.XML), "--map", str(rules))[1]["imported"] == 2


@pytest.mark.parametrize("spelling", ["cp1256", "utf-8-sig", "utf-16"])
def test_old_encodings_are_told_from_the_bytes(place: Place, spelling: str) -> None:
    path = place.file("e.csv", exports.CSV.replace("Ali", "علي").encode(spelling))
    assert place.run("csv", path)[1]["imported"] == 2
    assert place.roots(PLAIN)[0].text == "سطر;\nوآخر"


def test_a_packed_file_with_broken_utf8_loses_only_the_broken_letter(place: Place) -> None:
    content = exports.REMARK42.encode().replace("بكم".encode(), "بك".encode() + b"\xff")
    code, said = place.run("auto", place.file("e.gz", gzip.compress(content)))
    assert (code, said["imported"]) == (0, 2)
    assert place.roots(PLAIN)[0].text == "مرحبا بك\ufffd"


@pytest.mark.parametrize(
    "address",
    [
        "https://akhbar.example/رياضة/مباراة",
        "http://www.akhbar.example/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/%d9%85%d8%a8%d8%a7%d8%b1%d8%a7%d8%a9/",
        "//akhbar.example/رياضة/مباراة/amp",
        "/رياضة/مباراة?utm_source=x#comment-5",
        "https://akhbar.example/%D1%ED%C7%D6%C9/%E3%C8%C7%D1%C7%C9",
        "https://akhbar.example/رياضة/مباراة?fbclid=1&amp;gclid=2",
    ],
)
def test_every_spelling_of_an_arabic_address_is_one_page(place: Place, address: str) -> None:
    rows = f'id,url,text,date\n1,"{address}",سلام,2023-01-01\n'
    assert place.run("csv", place.file("e.csv", rows))[1]["imported"] == 1
    assert len(place.roots(ARABIC)) == 1


@pytest.mark.parametrize(
    "address", ["ftp://akhbar.example/a", "mailto:a@akhbar.example", "javascript:x()", "android-app://a/b"]
)
def test_what_is_no_web_address_is_told_and_never_a_path_of_the_site(place: Place, address: str) -> None:
    rows = f"id,url,text,date\n1,{address},سلام,2023-01-01\n"
    assert place.run("csv", place.file("e.csv", rows))[1]["reasons"] == {"page-url": 1}


def test_an_address_that_changed_is_mapped_and_a_foreign_one_is_told(place: Place) -> None:
    rows = "id,url,text,date\n1,http://old.example/?p=7,أهلاً,2023-01-01\n2,http://older.example/x,سلام,2023-01-01\n"
    rules = place.file("moved.txt", "http://old.example/?p=* https://akhbar.example/a/*\n")
    code, said = place.run("csv", place.file("e.csv", rows), "--map", str(rules))
    assert (code, said["imported"], said["pages"]) == (0, 2, 2)
    assert len(place.roots("https://akhbar.example/a/7")) == 1
    assert "older.example, which is no origin of the site" in place.said


def test_a_deleted_comment_that_was_answered_stays_as_a_placeholder(place: Place) -> None:
    rows = f"id,parent,url,text,date,state\n1,,{PLAIN},سر,2023-01-01,deleted\n2,1,{PLAIN},رد,2023-01-02,approved\n"
    assert place.run("csv", place.file("e.csv", rows))[1]["imported"] == 2
    (root,) = place.roots(PLAIN)
    assert (root.status, root.text, root.name) == (Status.DELETED, "", "")
    assert [reply.text for reply in place.replies(root)] == ["رد"]
    assert place.count(PLAIN) == (1, 0)
