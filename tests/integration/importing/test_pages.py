"""`ghirbal pages`, as it is typed."""

from __future__ import annotations

import pytest

from ghirbal.domain.page import page_id
from ghirbal_tools.moving.command import main
from tests.integration.importing.conftest import SITE, Place

OLD, NEW = "https://akhbar.example/a", "https://akhbar.example/b"
Capture = pytest.CaptureFixture[str]


def filled(place: Place, *urls: str) -> None:
    rows = "".join(f"{n},{url},2024-05-01T10:00:00Z,اسم,تعليق {n}\n" for n, url in enumerate(urls))
    place.run("csv", place.file("c.csv", "id,url,date,name,text\n" + rows))


def pages(*argv: str) -> int:
    return main([*argv, "--site", SITE])


def test_a_dry_run_says_what_would_move_and_moves_nothing(place: Place, capsys: Capture) -> None:
    filled(place, OLD, OLD)
    assert pages("move", OLD, NEW, "--dry-run") == 0
    assert "2 comments of 1 articles would move" in capsys.readouterr().out
    assert place.count(OLD) == (2, 2)
    assert pages("move", OLD, NEW) == 0
    assert "2 comments of 1 articles moved" in capsys.readouterr().out
    assert place.count(NEW) == (2, 2)
    assert pages("move", OLD, NEW) == 0
    assert "0 comments of 1 articles moved" in capsys.readouterr().out
    assert place.count(NEW) == (2, 2)


def test_a_move_onto_a_thread_is_a_merge_and_has_to_be_called_so(place: Place, capsys: Capture) -> None:
    filled(place, OLD, NEW, NEW)
    assert pages("move", OLD, NEW) == 1
    assert "use merge" in capsys.readouterr().err
    assert place.count(OLD) == (1, 1)
    assert pages("merge", OLD, NEW) == 0
    assert place.count(NEW) == (3, 3)


def test_an_alias_is_for_an_address_without_a_thread(place: Place, capsys: Capture) -> None:
    filled(place, OLD, NEW)
    assert pages("alias", OLD, NEW) == 1
    assert "use move, or merge" in capsys.readouterr().err
    assert pages("alias", "https://akhbar.example/short", NEW) == 0
    assert len(place.roots(NEW)) == 1
    short = page_id("https://akhbar.example/short")
    assert place.deps.comments.counts(SITE, [short]) == {short: 1}


def test_a_whole_host_moves_by_a_rule(place: Place, capsys: Capture) -> None:
    urls = [f"https://www.jarida.example/2024/{n}" for n in range(3)]
    filled(place, *urls, OLD)
    rules = place.file("rules.txt", "https://www.jarida.example/2024/* https://akhbar.example/archive/*\n")
    assert pages("move", "--map", str(rules), "--dry-run") == 0
    assert "3 comments of 3 articles would move" in capsys.readouterr().out
    assert pages("move", "--map", str(rules)) == 0
    assert [place.count(f"https://akhbar.example/archive/{n}") for n in range(3)] == [(1, 1)] * 3
    assert place.count(OLD) == (1, 1)
    capsys.readouterr()
    assert pages("move", "--map", str(rules)) == 0
    assert "0 comments of 3 articles moved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("move", OLD), "give OLD and NEW"),
        (("move", OLD, NEW, "--map", "x"), "give OLD and NEW"),
        (("move", OLD, OLD + "/"), "are one article"),
        (("move", OLD, "https://stranger.example/a"), "no origin of the site"),
        (("move", OLD, "mailto:x@example.org"), "addresses of web pages"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    place: Place, capsys: Capture, argv: tuple[str, ...], why: str
) -> None:
    assert pages(*argv) == 1
    assert why in capsys.readouterr().err
