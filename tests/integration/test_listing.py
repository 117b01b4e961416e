"""Moderators look through what doesn't wait: by list, article, author, words, reason and time, page after page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.world import FINE, HOLD, REJECT, SITE, World


def listed(world: World, query: str, who: str = "mina") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.moderator(who).call("GET", f"comments?{query}").json["comments"]
    return found


def texts(world: World, query: str) -> list[str]:
    return [comment["text"] for comment in listed(world, query)]


def decided(world: World, text: str, action: str, reason: str = "") -> str:
    comment: str = world.reader().post(f"{text} {HOLD}").json["id"]
    body = {"action": action, "version": 1, **({"reason": reason} if reason else {})}
    assert world.moderator().call("POST", f"comments/{comment}/decisions", body).status == 200
    return comment


def insisted(world: World, text: str) -> str:
    """A comment that was refused, and sent again all the same."""
    reader = world.reader()
    key = "k" * 20
    nudge = reader.post(text, key=key).json["nudge"]
    answer = reader.post(text, key=key, nudge=nudge)
    assert (answer.status, answer.json["code"]) == (422, "comment-refused")
    comment: str = answer.json["id"]
    return comment


def test_what_became_of_comments_is_in_five_lists_and_what_waits_in_none(world: World) -> None:
    world.reader().post(f"ينتظر {HOLD}")
    shown = world.reader().post(FINE).json["id"]
    expected = {
        "published": shown,
        "insisted": insisted(world, f"نص فيه {REJECT}"),
        "rejected": decided(world, "مرفوض", "reject"),
        "spam": decided(world, "سبام", "spam"),
        "deleted": decided(world, "محذوف", "delete"),
    }
    for name, comment in expected.items():
        assert [one["id"] for one in listed(world, f"list={name}")] == [comment]


def test_the_text_of_a_deleted_comment_is_in_no_list(world: World) -> None:
    comment = decided(world, "كلام محذوف", "delete")
    answer = world.moderator("dina").call("GET", f"comments?author={comment}&list=deleted")
    assert answer.json["comments"][0]["text"] == ""
    assert "كلام محذوف" not in answer.text


def test_lists_are_narrowed_by_words_reason_article_and_time(world: World) -> None:
    decided(world, "بطاطا حمراء", "reject", "insult")
    decided(world, "بطاطا بيضاء", "reject", "hate")
    red = f"بطاطا حمراء {HOLD}"
    assert texts(world, f"list=rejected&text={quote('حَمراء')}") == [red]
    assert texts(world, "list=rejected&reason=insult") == [red]
    page = listed(world, "list=rejected&reason=insult")[0]["page"]
    assert len(texts(world, f"list=rejected&page={page}")) == 2
    assert texts(world, f"list=rejected&page={'a' * 26}") == []
    created = listed(world, "list=rejected")[-1]["created"]
    assert texts(world, f"list=rejected&until={created}") == []
    assert len(texts(world, f"list=rejected&from={created}")) == 2


def test_all_that_an_author_wrote_is_found_from_one_comment(world: World) -> None:
    reader = world.reader()
    first = reader.post(FINE).json["id"]
    second = reader.post(f"ثانٍ {HOLD}").json["id"]
    world.reader().post("تعليق قارئ آخر تماماً")
    assert {one["id"] for one in listed(world, f"author={second}")} == {first, second}
    assert [one["id"] for one in listed(world, f"author={second}&list=published")] == [first]


def test_a_list_goes_on_by_its_cursor_and_by_no_other(world: World) -> None:
    made = [decided(world, f"رقم {n}", "spam") for n in range(3)]
    first = world.moderator().call("GET", "comments?list=spam&limit=2&order=oldest").json
    rest = (
        world.moderator()
        .call("GET", f"comments?list=spam&limit=2&order=oldest&cursor={first['cursor']}")
        .json
    )
    assert {one["id"] for one in first["comments"] + rest["comments"]} == set(made)
    assert rest["cursor"] is None
    wrong = world.moderator().call("GET", f"comments?list=rejected&limit=2&cursor={first['cursor']}")
    assert (wrong.status, wrong.json["code"]) == (400, "cursor")


@pytest.mark.parametrize(
    "query", ["", "list=pending", "list=spam&order=riskiest", "list=spam&from=yesterday",
              "list=spam&from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "list=spam&from=2026-01-01"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_the_name_of_what_is_wrong(world: World, query: str) -> None:
    answer = world.moderator().call("GET", f"comments?{query}")
    assert (answer.status, answer.json["code"]) == (400, "bad-parameter")


def test_only_the_sites_own_team_sees_the_lists_and_an_auditor_does(world: World) -> None:
    world.reader().post(FINE)
    assert len(listed(world, "list=published", "rima")) == 1
    headers = {"authorization": "Bearer elsewhere"}
    answer = world.request("GET", f"/v1/moderation/sites/{SITE}/comments?list=published", headers=headers)
    assert answer.status == 403


def test_what_a_reader_insisted_on_is_refused_by_somebody_and_leaves_the_list(world: World) -> None:
    comment = insisted(world, f"نص فيه {REJECT}")
    first, again = (world.moderator().decide(comment, "reject") for _ in range(2))
    assert (first.status, first.json["comment"]["decided_by"], again.json["comment"]["version"]) == (
        200,
        "mina",
        2,
    )
    assert listed(world, "list=insisted") == []
    assert [one["id"] for one in listed(world, "list=rejected")] == [comment]
    undone = world.moderator().call("POST", f"comments/{comment}/undo", {"version": 2})
    assert undone.status == 200
    assert [one["id"] for one in listed(world, "list=rejected")] == [comment]


def test_what_a_reader_insisted_on_is_published_when_somebody_says_so(world: World) -> None:
    comment = insisted(world, f"نص فيه {REJECT}")
    assert world.moderator().decide(comment, "approve").status == 200
    assert [one["id"] for one in listed(world, "list=published")] == [comment]
    world.deliver()
    assert [one["id"] for one in world.listed()] == [comment]
