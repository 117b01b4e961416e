"""An import that is disturbed, doubled, killed, starved or lied to: all of it or nothing, and nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance
from ghirbal.domain.errors import StoreUnavailable
from ghirbal.domain.reader import Moderator, Page, Role
from ghirbal.ports.deciding import Change
from ghirbal_tools.importing import load as loading
from ghirbal_tools.importing.record import ImportProblem
from ghirbal_tools.importing.report import Tally
from ghirbal_tools.importing.spool import spooled
from ghirbal_tools.importing.table_store import TableStore
from tests.integration.importing import exports
from tests.integration.importing.conftest import SITE, Place
from tests.integration.importing.exports import PLAIN


def many(n: int, *, broken: int = 0) -> str:
    rows = [f"{i},{PLAIN},نص {i},2023-01-01 10:{i % 60:02d}" for i in range(n)]
    rows += [f"x{i},{PLAIN},نص,never" for i in range(broken)]
    return "id,url,text,date\n" + "\n".join(rows) + "\n"


def test_case_57_a_killed_import_goes_on_without_doubles(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 57: the store goes away after the first batch; the same command then finishes the whole file."""
    monkeypatch.setattr(loading, "BATCH", 10)
    path = place.file("e.csv", many(35, broken=3))
    calls: list[int] = []

    class Dying(TableStore):
        def put(self, comment: Comment) -> bool:
            calls.append(1)
            if len(calls) > 15:
                raise StoreUnavailable("gone")
            return super().put(comment)

    monkeypatch.setattr(loading, "PAUSES", ())

    monkeypatch.setattr("ghirbal_tools.importing.command.TableStore", Dying)
    with pytest.raises(StoreUnavailable):
        place.run("csv", path)
    assert 10 <= len(place.roots(PLAIN)) < 35
    monkeypatch.setattr("ghirbal_tools.importing.command.TableStore", TableStore)
    code, said = place.run("csv", path)
    assert (code, said["read"], said["imported"], said["merged"], said["skipped"]) == (0, 38, 35, 0, 3)
    assert place.count(PLAIN) == (35, 35)
    assert not any((place.folder / "work").iterdir())


def killed(place: Place, monkeypatch: pytest.MonkeyPatch, path: Path, *more: str) -> None:
    """An import that stored what its first batch holds and was killed before it could say so."""

    class Dying(TableStore):
        def count(self, comments: Sequence[Comment]) -> None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ghirbal_tools.importing.command.TableStore", Dying)
        with pytest.raises(KeyboardInterrupt):
            place.run("csv", path, *more)


def test_what_a_killed_import_had_stored_is_its_own_and_what_was_there_before_is_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 57: "Imported" is the number of comments that this file brought, whoever was killed in between."""
    place.run("csv", place.file("first.csv", many(2)))
    twice = many(5) + f"4,{PLAIN},نص 4,2023-01-01 10:04\n"
    path = place.file("e.csv", twice)
    killed(place, monkeypatch, path)
    assert len(place.roots(PLAIN)) == 5
    code, said = place.run("csv", path)
    assert (code, said["read"], said["imported"], said["merged"]) == (0, 6, 3, 3)
    assert place.count(PLAIN) == (5, 5)


def test_a_dry_run_after_a_kill_leaves_the_checkpoint_where_it_is(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.file("e.csv", many(5))
    killed(place, monkeypatch, path)
    assert place.run("csv", path, "--dry-run")[1]["merged"] == 5
    assert place.run("csv", path)[1]["imported"] == 5
    assert not any((place.folder / "work").iterdir())
    assert place.run("csv", path, "--dry-run")[0] == 0
    assert not any((place.folder / "work").iterdir())


def test_what_lies_under_a_foreign_host_is_told_by_a_resumed_import_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.file("e.csv", many(3).replace("akhbar.example", "old.example"))
    killed(place, monkeypatch, path)
    assert place.run("csv", path)[0] == 0
    assert "warning: 3 comments lie under old.example" in place.said


def test_a_store_that_is_away_for_a_moment_is_asked_again_and_then_given_up(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(loading, "PAUSES", (0.0, 0.0))
    left = Counter({"put": 2, "count": 1, "there": 2, "put_page": 1})

    class Slow(TableStore):
        """Away a few times at each; the first put is carried out all the same, and its answer is lost."""

        def put(self, comment: Comment) -> bool:
            stored = super().put(comment) if left["put"] == 2 else False
            self._away("put")
            return stored or super().put(comment)

        def put_page(self, page: Page) -> None:
            self._away("put_page")
            super().put_page(page)

        def count(self, comments: Sequence[Comment]) -> None:
            self._away("count")
            super().count(comments)

        def there(self, site: str, ids: Iterable[str]) -> set[str]:
            self._away("there")
            return super().there(site, ids)

        def _away(self, name: str) -> None:
            left[name] -= 1
            if left[name] >= 0:
                waited.append(1)
                raise StoreUnavailable("ReadTimeoutError")

    monkeypatch.setattr(loading, "THREADS", 1)
    monkeypatch.setattr("ghirbal_tools.importing.command.TableStore", Slow)
    code, said = place.run("csv", place.file("e.csv", many(3)))
    assert (code, said["imported"], said["merged"], len(waited)) == (0, 3, 0, 6)
    assert place.count(PLAIN) == (3, 3)
    left["there"] = 3
    with pytest.raises(StoreUnavailable):
        place.run("csv", place.file("f.csv", many(4)))


def test_the_records_of_an_import_lie_in_no_folder_of_somebody_else(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.file("e.csv", many(1))
    monkeypatch.setenv("XDG_STATE_HOME", str(place.folder / "state"))
    with spooled(path, SITE) as spool:
        assert spool.count() == 0
        (lies,) = (place.folder / "state/ghirbal").iterdir()
        assert lies.stat().st_mode & 0o77 == 0
    trap = place.folder / "trap"
    (place.folder / "elsewhere").mkdir()
    trap.symlink_to(place.folder / "elsewhere")
    with pytest.raises(ImportProblem, match="no folder of your own"), spooled(path, SITE, folder=trap):
        pass


def test_two_imports_of_a_file_at_once_are_one(place: Place) -> None:
    path = place.file("e.csv", many(3))
    with spooled(path, SITE, "csv", "", "", folder=place.folder / "work"):
        code, _ = place.run("csv", path)
    assert code == 1
    assert "being imported into this site just now" in place.said
    assert place.run("csv", path)[1]["imported"] == 3


def test_an_import_over_a_full_disk_stores_nothing_and_says_where_room_is_missing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    path = place.file("e.csv", many(400))
    connect = sqlite3.connect

    def small(*args: object, **more: object) -> sqlite3.Connection:
        found: sqlite3.Connection = connect(*args, **more)  # type: ignore[call-overload]
        found.execute("PRAGMA max_page_count = 6")
        return found

    monkeypatch.setattr(sqlite3, "connect", small)
    code, _ = place.run("csv", path)
    assert code == 1
    assert "make room" in place.said
    monkeypatch.undo()
    assert place.roots(PLAIN) == ()


def test_what_a_moderator_decided_since_is_never_touched(place: Place) -> None:
    path = place.file("e.csv", many(2))
    place.run("csv", path)
    first = place.roots(PLAIN)[0]
    decided = advance(
        first, Status.REJECTED, Actor(ActorKind.MODERATOR, "mina"), at=first.created + 1, cause="moderator"
    )
    place.deps.sites.put_moderator(Moderator(SITE, "mina", Role.MODERATOR))
    place.deps.comments.change(Change(before=first, after=decided, moderator="mina", roles=(Role.MODERATOR,)))
    assert place.run("csv", path)[1] == {
        "read": 2, "imported": 0, "merged": 2, "skipped": 0, "reasons": {}, "pages": 1, "threads": 2,
    }  # fmt: skip
    after = place.deps.comments.get(SITE, first.id)
    assert after is not None
    assert (after.status, after.version) == (Status.REJECTED, 2)


def test_import_cannot_overwrite_or_cross_site(place: Place) -> None:
    """H8: a row that brings ids, another site, staff or a reader of ours gets none of it."""
    place.run("csv", place.file("e.csv", many(1)))
    (listed,) = place.roots(PLAIN)
    victim = place.deps.comments.get(SITE, listed.id)
    assert victim is not None
    row = {
        "id": victim.id, "site": "other", "staff": True, "reader": "sso:chief", "author": "هيئة التحرير",
        "url": PLAIN, "text": "بديل", "created": 1_600_000_000, "key": "C#other#x", "likes": 3,
    }  # fmt: skip
    assert place.run("jsonl", place.file("e.jsonl", json.dumps(row)))[1]["imported"] == 1
    assert place.deps.comments.get(SITE, victim.id) == victim
    assert place.roots(PLAIN, site="other") == ()
    brought = next(one for one in place.roots(PLAIN) if one.text == "بديل")
    assert not brought.staff
    assert brought.id != victim.id
    assert "sso" not in brought.reader


def test_broken_xml_says_line_and_column_and_imports_nothing_by_half(place: Place) -> None:
    cut = exports.DISQUS[: exports.DISQUS.index("réponse")]
    code, _ = place.run("disqus", place.file("e.xml", cut))
    assert code == 1
    assert "line 17, column 48: " in place.said
    assert place.roots(exports.ARABIC) == ()


def test_an_entity_bomb_is_refused(place: Place) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<rss><item><title>&b;</title></item></rss>"
    )
    code, _ = place.run("wordpress", place.file("e.xml", bomb))
    assert code == 1
    assert "entities are refused" in place.said


def test_a_dry_run_stores_nothing_and_says_of_every_row_what_would_become_of_it(place: Place) -> None:
    report = place.folder / "rows.csv"
    path = place.file("e.csv", many(3, broken=1))
    code, said = place.run("csv", path, "--dry-run", "--report", str(report))
    assert (code, said["imported"], said["reasons"]) == (0, 3, {"bad-date": 1})
    assert place.roots(PLAIN) == ()
    rows = report.read_text("utf-8").splitlines()
    assert len(rows) == 5
    assert rows[-1] == "line 5,skipped,bad-date," + PLAIN + ","


def test_a_dry_run_tells_what_is_there_and_what_comes_twice_in_the_file(place: Place) -> None:
    path = place.file("e.csv", many(250))
    assert place.run("csv", path)[1]["imported"] == 250
    head, *rows = many(253).splitlines(keepends=True)
    twice = place.file("twice.csv", head + "".join(rows + rows[-3:]))
    said = place.run("csv", twice, "--dry-run")[1]
    assert (said["read"], said["imported"], said["merged"]) == (256, 3, 253)
    again = place.run("csv", twice)[1]
    assert {name: again[name] for name in said} == said


def test_what_a_report_keeps_does_not_grow_with_the_file() -> None:
    found = Tally(3)
    for number in range(10_000):
        found.add("bad-date", f"line {number}")
    assert found.counts["bad-date"] == 10_000
    assert found.examples("bad-date") == "line 0, line 1, line 2"


def test_judging_says_what_would_have_been_held_by_place_and_never_by_text(place: Place) -> None:
    rows = f"id,url,text,date\n1,{PLAIN},شكراً لكم,2023-01-01\n2,{PLAIN},واتساب 0612345678 ربح سريع https://bit.ly/x,2023-01-01\n"
    code, _ = place.run("csv", place.file("e.csv", rows), "--judge", "--dry-run")
    assert code == 0
    assert "judged by the policy in force: " in place.said
    assert "line 3" in place.said
    assert "0612345678" not in place.said


@pytest.mark.parametrize(
    ("form", "content", "why"),
    [
        ("auto", "hello", "no format that is known fits"),
        ("csv", "a,b\n1,2\n", "no column is the text"),
        ("csv", "", "name the columns"),
        ("isso", "SQLite format 3\x00nonsense", "no isso database"),
        ("artalk", '[{"id": "1",', "broken JSON"),
        ("ghirbal", '{"ghirbal": 99}\n', "newer than this program"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(place: Place, form: str, content: str, why: str) -> None:
    code, _ = place.run(form, place.file("e.dat", content))
    assert code == 1
    assert why in place.said


def test_a_site_that_is_not_there_and_rules_that_are_wrong_are_told(place: Place) -> None:
    path = place.file("e.csv", many(1))
    assert place.run("csv", path, site="nobody")[0] == 1
    assert "no site nobody" in place.said
    rules = place.file("map.json", '{"colums": {}}')
    assert place.run("csv", path, "--map", str(rules))[0] == 1
    assert "colums is no part of a mapping" in place.said


def test_a_file_is_read_in_constant_memory(tmp_path: Path) -> None:
    """What a parsed element held is gone when the next comes: the root of a long file keeps no child."""
    from ghirbal_tools.importing.formats import Source
    from ghirbal_tools.importing.formats.xml_stream import elements

    path = tmp_path / "e.xml"
    path.write_text("<rss><channel>" + "<item><title>t</title></item>" * 2_000 + "</channel></rss>", "utf-8")
    seen = [len(one) for one in elements(Source(path=path), ("item",))]
    assert seen == [1] * 2_000
