"""Readers' records and reports, through the handlers and the stream."""

from __future__ import annotations

from dataclasses import replace

from ghirbal.domain.clock import DAY
from ghirbal.domain.reader import Reputation
from ghirbal.storage.dynamodb import keys
from tests.support.world import FINE, HOLD, SITE, ReaderSession, World, a_site


def record(world: World, session: ReaderSession) -> Reputation:
    """What the service keeps of a reader."""
    reader = world.memory.rows.get(
        keys.comment(SITE, session.post(f"{FINE} {session.token[-9:]}").json["id"])
    )
    assert reader is not None
    name = str(reader["rd"])
    return world.memory.reputations.reputations(SITE, [name]).get(name, Reputation())


def decided(world: World, reader: ReaderSession, action: str, count: int = 1) -> list[str]:
    """Comments of a reader that wait, and a moderator's word on each."""
    ids = [reader.post(f"{HOLD} رقم {world.clock.now} {n}").json["id"] for n in range(count)]
    for comment in ids:
        assert world.moderator().decide(comment, action).status == 200
    world.deliver()
    return ids


def test_moderators_approvals_on_three_days_make_a_trusted_reader(world: World) -> None:
    reader = world.reader()
    for _ in range(3):
        reader.open_form()
        world.clock.forward(seconds=10)
        decided(world, reader, "approve")
        world.clock.forward(seconds=DAY / 1000)
    reader.open_form()
    world.clock.forward(seconds=10)
    assert record(world, reader).trusted


def test_a_record_is_exact_under_redelivery(world: World) -> None:
    reader = world.reader()
    comment = reader.post(f"{HOLD} أول").json["id"]
    world.moderator().decide(comment, "reject")
    world.deliver(again=2)
    reader.post(FINE)
    world.deliver(again=2)
    found = record(world, reader)
    assert (found.approved, found.rejected, [d.published for d in found.days]) == (0, 1, [1])


def test_the_next_comment_of_who_was_often_rejected_is_held(world: World) -> None:
    reader = world.reader()
    decided(world, reader, "reject", 3)
    answer = reader.post("سلام عليكم جميعاً")
    assert (answer.status, answer.json["status"]) == (202, "held")


def test_deleting_rejected_comments_cleans_no_record(world: World) -> None:
    """M5, through the whole way."""
    reader = world.reader()
    for comment in decided(world, reader, "reject", 3):
        assert reader.delete(comment, version=2).status == 200
    world.deliver()
    assert record(world, reader).rejected == 3
    assert reader.post("سلام عليكم جميعاً").status == 202


def test_a_policy_may_hold_the_first_comments_of_a_reader(world: World) -> None:
    world.put_site(a_site(policy={"standing": {"first": 1}}))
    reader = world.reader()
    first = reader.post(FINE)
    assert first.status == 202
    world.moderator().decide(first.json["id"], "approve")
    world.deliver()
    assert reader.post("تعليق ثان بعد القبول").status == 201


def test_a_brigade_of_new_tokens_takes_nothing_down(world: World) -> None:
    own = world.reader().post(FINE).json["id"]
    brigade = [ReaderSession(world, f"198.51.100.{n}", world.reader().url) for n in range(20)]
    for session in brigade:
        session.open_form()
    for session in brigade:
        assert session.report(own).json == {"reported": True}
    world.deliver()
    assert [comment["id"] for comment in world.listed()] == [own]
    told = {event.id for event in world.publisher.sent if str(event.type) == "CommentReported"}
    assert len(told) == 1, "consumers know it again by its id"


def test_three_readers_in_a_while_take_a_comment_back_to_the_queue(world: World) -> None:
    own = world.reader().post(FINE).json["id"]
    for _ in range(3):
        assert len(world.listed()) == 1
        world.elsewhere().report(own)
        world.clock.forward(seconds=1_201)
    assert world.listed() == []


def test_reports_of_readers_who_were_right_before_weigh_double(world: World) -> None:
    author, right = world.reader(), [world.elsewhere(), world.elsewhere()]
    bad = author.post(FINE).json["id"]
    for session in right:
        session.report(bad)
    world.moderator().decide(bad, "reject", 1)
    world.deliver(again=1)
    assert [record(world, session).upheld for session in right] == [1, 1]
    own = world.reader().post("تعليق آخر تماماً").json["id"]
    world.clock.forward(seconds=601)
    right[0].report(own)
    world.clock.forward(seconds=601)
    right[1].report(own)
    world.deliver()
    assert own not in [comment["id"] for comment in world.listed()]


def test_attack_m5_only_the_first_three_reporters_earn_credit(world: World) -> None:
    bad = world.reader().post(FINE).json["id"]
    sessions = [world.reader() for _ in range(5)]
    for session in sessions:
        session.report(bad)
    world.moderator().decide(bad, "spam", 1)
    world.deliver()
    assert sum(record(world, session).upheld for session in sessions) == 3


def test_reports_a_moderator_disagreed_with_lose_their_weight(world: World) -> None:
    nagger = world.reader()
    for number in range(5):
        own = world.reader().post(f"رأي عادي رقم {number}").json["id"]
        nagger.report(own)
        world.moderator().decide(own, "hold", 1)
        world.moderator().decide(own, "approve", 2)
    world.deliver()
    found = record(world, nagger)
    assert replace(found, days=(), revision=0) == Reputation(reports=5)
