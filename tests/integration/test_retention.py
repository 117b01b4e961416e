"""What was rejected, spam or deleted long ago loses its words; what is public, waits or is young keeps them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Retention
from ghirbal_tools.retention import main
from tests.support.world import FINE, HOLD, SITE, URL, World, a_site

PAGE = page_id(canonical_url(URL))
DAY = 24 * 3600
Capture = pytest.CaptureFixture[str]


def retain(world: World, capsys: Capture, *more: str) -> dict[str, dict[str, int]]:
    capsys.readouterr()
    assert main(["--site", SITE, *more], world.deps) == 0
    said: dict[str, dict[str, int]] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return said


def texts(world: World, ids: dict[str, str]) -> dict[str, bool]:
    """Which comments still have words, in their row or their log."""
    found = {}
    for name, comment_id in ids.items():
        now = world.memory.comments.get(SITE, comment_id)
        assert now is not None
        found[name] = any((now.text, *(entry.text for entry in world.memory.comments.log(SITE, comment_id))))
    return found


def filled(world: World) -> dict[str, str]:
    moderator = world.moderator("dina")
    ids = {"public": world.elsewhere().post(FINE).json["id"]}
    for name in ("rejected", "spam", "waiting", "restorable"):
        ids[name] = world.elsewhere().post(f"{HOLD} {name}").json["id"]
    for name, action in (("rejected", "reject"), ("spam", "spam"), ("restorable", "delete")):
        assert moderator.decide(ids[name], action).status == 200
    world.deliver()
    return ids


def test_words_go_when_the_sites_days_are_over_and_not_before(world: World, capsys: Capture) -> None:
    ids = filled(world)
    world.put_site(a_site(retention=Retention(rejected=60, spam=10, deleted=30)))
    assert retain(world, capsys)["gone"] == {}
    world.clock.forward(seconds=11 * DAY)
    assert retain(world, capsys, "--dry-run")["due"] == {"spam": 1}
    assert texts(world, ids) == dict.fromkeys(ids, True)
    assert retain(world, capsys)["gone"] == {"spam": 1}
    assert texts(world, ids) == dict.fromkeys(ids, True) | {"spam": False}
    world.clock.forward(seconds=20 * DAY)
    assert retain(world, capsys)["gone"] == {"deleted": 1}
    world.clock.forward(seconds=30 * DAY)
    assert retain(world, capsys)["gone"] == {"rejected": 1}
    assert texts(world, ids) == {
        "public": True, "waiting": True, "rejected": False, "spam": False, "restorable": False,
    }  # fmt: skip
    assert retain(world, capsys)["gone"] == {}
    assert [one["text"] for one in world.listed()] == [FINE]
    assert world.memory.comments.pending(SITE) == 1
    assert world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)


def test_a_decision_of_yesterday_keeps_an_old_comment(world: World, capsys: Capture) -> None:
    held = world.elsewhere().post(HOLD).json["id"]
    world.clock.forward(seconds=400 * DAY)
    assert world.moderator().decide(held, "spam").status == 200
    world.deliver()
    world.clock.forward(seconds=DAY)
    assert retain(world, capsys)["gone"] == {}
    assert texts(world, {"held": held}) == {"held": True}


def test_nothing_is_due_where_everything_is_kept_for_ever(world: World, capsys: Capture) -> None:
    filled(world)
    world.put_site(replace(a_site(), retention=Retention(0, 0, 0)))
    world.clock.forward(seconds=5_000 * DAY)
    assert retain(world, capsys, "--dry-run")["due"] == {}


def test_the_event_says_that_it_was_time_and_not_a_person(world: World, capsys: Capture) -> None:
    filled(world)
    world.clock.forward(seconds=400 * DAY)
    told = len(world.publisher.sent)
    retain(world, capsys)
    world.deliver()
    events = world.publisher.sent[told:]
    assert {(str(event.type), event.detail["cause"], event.detail["decided_by"]) for event in events} == {
        ("CommentDeleted", "retention", "system")
    }
