"""The queue narrowed down, what changed, the decision log and its export, the statistics."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from ghirbal.domain.clock import hour, iso
from ghirbal.domain.page import canonical_url, page_id
from tests.support.world import FINE, HOLD, ORIGIN, REJECT, SITE, URL, Answer, ReaderSession, World

MONTH = "2026-09"


def held(world: World, text: str = f"كلام {HOLD}", reader: ReaderSession | None = None, **body: Any) -> str:
    answer = (reader or world.elsewhere()).post(text, **body)
    assert answer.status == 202
    identifier: str = answer.json["id"]
    return identifier


def get(world: World, path: str, name: str = "mina", **headers: str) -> Answer:
    return world.request(
        "GET", f"/v1/moderation/sites/{SITE}/{path}", headers={"authorization": f"Bearer {name}"} | headers
    )


def found(world: World, query: str) -> list[str]:
    return [comment["id"] for comment in world.moderator().queue(query)]


# --- the queue, narrowed down --------------------------------------------------------------------------------


def test_the_queue_is_narrowed_to_an_article_an_author_and_a_reason(world: World) -> None:
    author = world.reader()
    first = held(world, f"{HOLD} أول", author)
    world.clock.forward(seconds=1)
    second = held(world, f"{HOLD} ثان", author)
    elsewhere = held(world, f"{HOLD} هناك", world.reader(page=f"{ORIGIN}/other"))
    page = page_id(canonical_url(f"{ORIGIN}/other"))
    assert found(world, f"page={page}") == [elsewhere]
    assert found(world, f"author={first}") == [second, first]
    assert set(found(world, "reason=abuse")) == {first, second, elsewhere}
    assert found(world, "reason=spam") == []


@pytest.mark.parametrize("words", ["المدرب", "اَلْمُدَرِّب", "%20المدرب%20فاشل"])
def test_words_are_found_however_they_are_spelled(world: World, words: str) -> None:
    comment = held(world, f"المدرّب فاشل {HOLD}")
    held(world, f"شيء آخر {HOLD}")
    assert found(world, f"text={words}") == [comment]


def test_a_search_says_how_many_it_looked_through_and_goes_on(world: World) -> None:
    needle = held(world, f"إبرة {HOLD}")
    for n in range(100):
        held(world, f"قش رقم {n} {HOLD}")
    first = get(world, "queue?order=newest&text=إبرة").json
    assert (first["comments"], first["searched"], first["reasons"]) == ([], 100, {"abuse": 100})
    rest = get(world, f"queue?order=newest&text=إبرة&cursor={first['cursor']}").json
    assert ([c["id"] for c in rest["comments"]], rest["searched"], rest["cursor"]) == ([needle], 1, None)


def test_a_cursor_of_one_search_does_not_open_another(world: World) -> None:
    for n in range(3):
        held(world, f"{HOLD} {n}")
    cursor = get(world, "queue?limit=1").json["cursor"]
    assert get(world, f"queue?limit=1&cursor={cursor}").status == 200
    assert get(world, f"queue?limit=1&reason=abuse&cursor={cursor}").json["code"] == "cursor"


def test_an_authors_queue_tells_nothing_of_an_unknown_comment(world: World) -> None:
    assert get(world, f"queue?author={'a' * 26}").status == 404
    assert get(world, f"queue?text={'a' * 101}").status == 400


# --- what changed --------------------------------------------------------------------------------------------


def test_polling_costs_no_body_until_something_changes(world: World) -> None:
    comment = held(world)
    world.deliver()
    first = get(world, "changes")
    tag = first.headers["etag"]
    assert (first.status, first.json["pending"], first.headers["cache-control"]) == (
        200,
        1,
        "private, no-store",
    )
    same = get(world, "changes", **{"if-none-match": tag})
    assert (same.status, same.text) == (304, "")
    world.moderator().call("PUT", f"comments/{comment}/claim")
    claimed = get(world, "changes", **{"if-none-match": tag})
    assert (claimed.status, claimed.headers["etag"] != tag) == (200, True)
    world.moderator().decide(comment, "approve")
    world.deliver()
    decided = get(world, "changes", **{"if-none-match": claimed.headers["etag"]})
    assert (decided.status, decided.json["pending"]) == (200, 0)
    world.reader().post(FINE)
    world.deliver()
    quiet = get(world, "changes", **{"if-none-match": decided.headers["etag"]})
    assert quiet.status == 304, "what is published at once is nobody's work"


# --- the decision log ----------------------------------------------------------------------------------------


def a_day(world: World) -> list[str]:
    """Four decisions of two moderators, one of them undone."""
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(4)]
    for comment, name, action in zip(
        ids, ("mina", "omar", "mina", "omar"), ("approve", "reject", "spam", "delete"), strict=True
    ):
        world.clock.forward(seconds=5)
        world.moderator(name).decide(comment, action, reason="insult" if action == "reject" else "")
    world.moderator("omar").call("POST", f"comments/{ids[3]}/undo", {"version": 2})
    return ids


def test_the_log_tells_who_decided_what_when_on_which_text(world: World) -> None:
    ids = a_day(world)
    rows = get(world, f"log?month={MONTH}", "rima").json["decisions"]
    assert [(r["comment"], r["by"], r["to"], r["cause"]) for r in rows] == [
        (ids[3], "omar", "PENDING", "undo"),
        (ids[3], "omar", "DELETED", "moderator"),
        (ids[2], "mina", "SPAM", "moderator"),
        (ids[1], "omar", "REJECTED", "moderator"),
        (ids[0], "mina", "APPROVED", "moderator"),
    ]
    assert rows[-1]["text"] == f"{HOLD} رقم 0"


def test_the_log_is_filtered_by_person_action_and_month(world: World) -> None:
    ids = a_day(world)
    assert {r["comment"] for r in get(world, "log?moderator=mina").json["decisions"]} == {ids[0], ids[2]}
    assert [r["comment"] for r in get(world, "log?action=reject").json["decisions"]] == [ids[1]]
    assert [r["comment"] for r in get(world, "log?action=undo").json["decisions"]] == [ids[3]]
    assert get(world, "log?month=2026-08").json["decisions"] == []
    assert get(world, "log?month=2026-13").status == 404
    assert get(world, "log?action=eat").status == 400


def test_the_log_goes_on_by_cursor(world: World) -> None:
    a_day(world)
    first = get(world, "log?limit=3").json
    rest = get(world, f"log?limit=3&cursor={first['cursor']}").json
    assert (len(first["decisions"]), len(rest["decisions"]), rest["cursor"]) == (3, 2, None)
    assert get(world, f"log?limit=3&moderator=mina&cursor={first['cursor']}").json["code"] == "cursor"


def test_the_log_never_names_a_reader(world: World) -> None:
    author = world.reader()
    comment = held(world, f"أول {HOLD}", author)
    author.edit(comment, f"ثان {HOLD}")
    world.moderator().decide(comment, "approve", version=2)
    answer = get(world, "log")
    stored = world.memory.comments.get(SITE, comment)
    assert stored is not None
    assert stored.reader not in answer.text
    assert [r["by_kind"] for r in answer.json["decisions"]] == ["moderator"]


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    " =1",
    "\u200f=HYPERLINK(1)",
    '"; =1',
    "a\nb,c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_case_41_a_formula_in_a_comment_is_text_in_the_export(world: World, text: str) -> None:
    """ASVS 1.2.10, attack H5 for CSV."""
    comment = held(world, f"{text} {HOLD}")
    world.moderator().decide(comment, "reject", reason="other")
    answer = get(world, "log?format=csv", "rima")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{SITE}-{MONTH}.csv"'
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert (rows[0]["comment"], rows[0]["by"], rows[0]["reason"]) == (comment, "mina", "other")
    for row in rows:
        for cell in row.values():
            assert cell.lstrip(" \u200f")[:1] not in tuple("=+-@＝")
    assert text.strip().replace("'", "") in rows[0]["text"].replace("'", "")


# --- statistics ----------------------------------------------------------------------------------------------


def numbers(world: World, query: str = "") -> dict[str, Any]:
    answer = get(world, f"statistics{query}", "rima")
    assert answer.status == 200
    found: dict[str, Any] = answer.json
    return found


def test_the_statistics_count_what_was_held_decided_and_how_long_it_took(world: World) -> None:
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(4)]
    world.deliver()
    held_at = world.clock()
    for comment, minutes in zip(ids, (1, 4, 10), strict=False):
        world.clock.now = held_at + minutes * 60_000
        world.moderator("mina").decide(comment, "reject", reason="insult")
    world.moderator("omar").decide(ids[3], "approve")
    world.deliver()
    total = numbers(world)["total"]
    assert (total["held"], total["decided"], total["decisions"]["rejected"]) == (4, 4, 3)
    assert total["held_why"] == {"abuse": 4}
    assert total["rejected_why"] == {"insult": 3}
    people = {row["id"]: row["decided"] for row in numbers(world)["moderators"]}
    assert people == {"mina": 3, "omar": 1}
    mina = numbers(world)["moderators"][0]
    assert 240 / 1.25 <= mina["median_seconds"] <= 290 * 1.25, "a median of 4 minutes and some seconds"


def test_case_4_a_batch_delivered_twice_counts_once_and_every_version_counts(world: World) -> None:
    """Two versions in one batch are two steps: held, then decided."""
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(5)]
    for comment in ids:
        world.moderator().decide(comment, "approve")
    world.deliver(again=2)
    total = numbers(world)["total"]
    assert (total["held"], total["decided"], total["decisions"]["approved"]) == (5, 5, 5)


def test_what_a_colleague_turns_round_is_told_and_what_one_undoes_is_not(world: World) -> None:
    turned, undone, machine = (
        held(world, f"{HOLD} ١"),
        held(world, f"{HOLD} ٢"),
        world.reader().post(FINE).json["id"],
    )
    world.moderator("mina").decide(turned, "approve")
    world.moderator("omar").decide(turned, "reject", version=2)
    world.moderator("mina").decide(undone, "reject")
    world.moderator("mina").call("POST", f"comments/{undone}/undo", {"version": 2})
    world.moderator("omar").decide(machine, "delete")
    world.deliver()
    found = numbers(world)
    assert (found["total"]["overturned"], found["total"]["corrected"], found["total"]["undone"]) == (1, 1, 1)
    people = {row["id"]: (row["overturned"], row["undone"]) for row in found["moderators"]}
    assert people == {"mina": (1, 1), "omar": (0, 0)}


def test_a_refusal_and_a_staff_answer_are_counted(world: World) -> None:
    reader = world.reader()
    first = reader.post(f"{REJECT} كلام", key="k" * 20)
    assert first.status == 422
    reader.post(f"{REJECT} كلام", key="k" * 20, nudge=first.json["nudge"])
    world.deliver()
    total = numbers(world)["total"]
    assert (total["refused"], total["held"], total["decided"]) == (1, 0, 0)


def test_a_reason_has_one_name_in_the_log_and_in_the_numbers(world: World) -> None:
    world.moderator("mina").decide(held(world), "reject", reason="off-topic")
    world.deliver()
    [row] = get(world, "log?month=" + iso(world.clock())[:7]).json["decisions"]
    assert numbers(world)["total"]["rejected_why"] == {row["reason"]: 1} == {"off-topic": 1}


def test_what_was_posted_is_counted_by_what_became_of_it_and_by_hour(world: World) -> None:
    at = hour(world.clock())
    world.reader().post(FINE)
    held(world)
    reader = world.reader()
    first = reader.post(f"{REJECT} كلام", key="k" * 20)
    reader.post(f"{REJECT} كلام", key="k" * 20, nudge=first.json["nudge"])
    world.deliver(again=2)
    found = numbers(world)
    total = found["total"]
    assert (total["posted"], total["published"], total["held"], total["refused"]) == (3, 1, 1, 1)
    assert found["hours"][at] == 3
    assert sum(found["hours"]) == 3


def test_the_waiting_curve_is_what_waited_at_the_end_of_each_day_whoever_ended_it(world: World) -> None:
    first, second, third = (held(world, f"{HOLD} رقم {n}") for n in range(3))
    world.deliver()
    world.clock.forward(seconds=86_400)
    world.moderator().decide(first, "reject")
    world.moderator("mina").decide(second, "approve")
    world.moderator("mina").decide(second, "hold", version=2)
    world.deliver()
    world.clock.forward(seconds=86_400)
    world.moderator().decide(third, "approve")
    world.deliver(again=2)
    found = numbers(world, "?days=5")
    assert [day["waiting"] for day in found["days"]] == [None, None, 3, 2, 1]
    assert found["pending"] == 1 == get(world, "changes").json["pending"]


def test_the_days_go_out_as_a_table_for_a_spreadsheet(world: World) -> None:
    held(world)
    world.deliver()
    answer = get(world, "statistics?days=2&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    header, *days = csv.reader(answer.text.removeprefix("\ufeff").splitlines())
    today = dict(zip(header, days[-1], strict=True))
    assert (len(days), today["posted"], today["held"], today["waiting_at_end"]) == (2, "1", "1", "1")
    assert get(world, "statistics?format=xml").status == 400


def test_days_without_numbers_are_zero_and_a_moderators_day_counts_apart(world: World) -> None:
    held(world)
    world.deliver()
    world.clock.forward(seconds=2 * 86_400)
    comment = held(world, f"{HOLD} اليوم")
    world.moderator().decide(comment, "spam")
    world.deliver()
    days = numbers(world, "?days=3")["days"]
    assert [day["held"] for day in days] == [1, 0, 1]
    assert [day["decided"] for day in days] == [0, 0, 1]
    assert numbers(world, "?days=1")["total"]["held"] == 1
    assert get(world, "statistics?days=91").status == 400


def test_another_sites_team_sees_none_of_it(world: World) -> None:
    """API1."""
    a_day(world)
    for path in ("changes", "log", "statistics", "queue"):
        assert get(world, path, "elsewhere").status == 403
    world.memory.sites.put(replace(world.deps.site_configs.get(SITE), id="other-site"))
    stranger = replace(world.moderator("elsewhere"), site="other-site")
    assert stranger.call("GET", "log").json["decisions"] == []


def test_links_to_the_article_stay_out_of_the_log(world: World) -> None:
    held(world)
    assert URL not in get(world, "log").text
