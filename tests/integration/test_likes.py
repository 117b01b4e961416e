"""Readers like comments: the whole way from the vote to the list of the most liked."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from typing import Any

import pytest

from functions.stream import app as stream
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.storage.stream.records import PoisonRecord
from tests.support.world import FINE, HOLD, ORIGIN, SITE, URL, ReaderSession, World, a_site, context

PAGE = page_id(canonical_url(URL))


def a_comment(world: World, text: str = FINE) -> str:
    """A public comment, counted."""
    answer = world.reader().post(f"{text} {len(world.memory.records())}")
    assert answer.status == 201, answer.text
    world.deliver()
    made: str = answer.json["id"]
    return made


def a_voter(world: World, comment: str, on: bool = True) -> ReaderSession:
    """A reader who just said what they think."""
    reader = world.reader()
    answer = reader.vote(comment, on)
    assert (answer.status, answer.json) == (200, {"on": on})
    return reader


def likes(world: World) -> dict[str, int]:
    return {comment["id"]: comment["likes"] for comment in world.listed()}


def settled(world: World) -> None:
    """Deliver until the stream has nothing new to tell."""
    told = -1
    while told != len(world.memory.records()):
        told = len(world.memory.records())
        world.deliver()


def test_a_like_is_counted_and_shown(world: World) -> None:
    comment = a_comment(world)
    for _ in range(3):
        a_voter(world, comment)
    settled(world)
    assert likes(world) == {comment: 3}


def test_a_reader_counts_once_however_often_they_say_so(world: World) -> None:
    comment = a_comment(world)
    reader = a_voter(world, comment)
    for _ in range(4):
        assert reader.vote(comment).json == {"on": True}
    settled(world)
    assert likes(world) == {comment: 1}


def test_a_like_can_be_taken_back_and_given_again(world: World) -> None:
    comment = a_comment(world)
    reader = a_voter(world, comment)
    settled(world)
    for on, expected in ((False, 0), (False, 0), (True, 1)):
        reader.vote(comment, on)
        settled(world)
        assert likes(world) == {comment: expected}


def test_taking_back_what_was_never_given_leaves_no_row(world: World) -> None:
    comment = a_comment(world)
    before = len(world.memory.records())
    a_voter(world, comment, on=False)
    assert len(world.memory.records()) == before


def test_nobody_likes_their_own_comment(world: World) -> None:
    author = world.reader()
    own = author.post().json["id"]
    answer = author.vote(own)
    assert (answer.status, answer.json["code"]) == (403, "own-vote")


def test_only_public_comments_of_this_page_can_be_liked(world: World) -> None:
    held, shown = world.reader().post(HOLD).json["id"], a_comment(world)
    assert world.reader().vote(held).status == 404
    assert world.reader(page=f"{ORIGIN}/other").vote(shown).status == 404


@pytest.mark.parametrize("body", [{}, {"on": 1}, {"on": "true"}, {"on": True, "likes": 99}, {"on": None}])
def test_a_vote_is_a_flag_and_nothing_else(world: World, body: dict[str, Any]) -> None:
    comment, reader = a_comment(world), world.reader()
    answer = world.request("POST", f"{reader.path}/{comment}/vote", body, reader.headers())
    assert (answer.status, answer.json["code"]) == (422, "body-field")


def test_a_vote_needs_a_listed_origin_and_a_reader_we_issued(world: World) -> None:
    comment, reader = a_comment(world), world.reader()
    path = f"{reader.path}/{comment}/vote"
    foreign = world.request("POST", path, {"on": True}, reader.headers(origin="https://evil.example"))
    invented = world.request("POST", path, {"on": True}, reader.headers(**{"ghirbal-reader": "v1.0.x.y"}))
    assert (foreign.json["code"], invented.json["code"]) == ("origin-not-allowed", "reader-token")


def test_votes_have_limits_and_saying_the_same_again_uses_none(world: World) -> None:
    world.put_site(a_site(policy={"limits": {"vote": {"n": 2, "seconds": 3600}}}))
    comment = a_comment(world)
    reader = a_voter(world, comment)
    assert [reader.vote(comment).status for _ in range(5)] == [200] * 5
    assert reader.vote(comment, on=False).status == 200
    full = reader.vote(comment)
    assert (full.status, full.json["code"]) == (429, "limit-reached")
    assert int(full.headers["retry-after"]) > 0


def test_one_address_cannot_vote_for_ever_with_new_readers(world: World) -> None:
    world.put_site(a_site(policy={"limits": {"vote-address": {"n": 3, "seconds": 3600}}}))
    comment = a_comment(world)
    statuses = [world.reader().vote(comment).status for _ in range(4)]
    assert statuses == [200, 200, 200, 403], "the fourth brings a proof"
    assert world.reader(address="198.51.100.9").vote(comment).status == 200


def test_a_banned_reader_likes_nothing(world: World) -> None:
    comment, bad = a_comment(world), world.reader()
    own = bad.post("تعليق آخر مهذب").json["id"]
    made = world.moderator("dina").call("POST", "bans", {"kind": "reader", "comment": own, "hours": 1})
    assert made.status == 201
    refused = bad.vote(comment)
    assert (refused.status, refused.json["code"]) == (403, "banned")
    world.clock.forward(seconds=3_601)
    assert bad.vote(comment).status == 200


def test_likes_make_no_event_and_no_version(world: World) -> None:
    comment = a_comment(world)
    told = len(world.publisher.sent)
    a_voter(world, comment)
    settled(world)
    assert len(world.publisher.sent) == told
    assert [one["version"] for one in world.listed()] == [1]


def test_likes_are_exact_under_redelivery_halves_and_disorder(world: World) -> None:
    """Case 4 for likes: whole, in halves, one by one and shuffled, each of them again."""
    comments = [a_comment(world) for _ in range(3)]
    readers = [world.reader() for _ in range(5)]
    for number, (reader, comment) in enumerate(itertools.product(readers, comments)):
        reader.vote(comment)
        if number % 3 == 0:
            reader.vote(comment, on=False)
    chance = random.Random(5)
    for _ in range(3):
        records = list(world.memory.records())
        half = len(records) // 2
        shuffled = chance.sample(records, len(records))
        for batch in (records, records[half:], records[:half], shuffled, *([one] for one in records)):
            assert stream.handler({"Records": batch}, context(), world.deps) == {"batchItemFailures": []}
    said = [vote for c in comments for vote in world.memory.votes.of(SITE, c, everybody(world))]
    assert likes(world) == {c: sum(v.on for v in said if v.comment_id == c) for c in comments}
    assert sum(likes(world).values()) == 10


def vote_records(world: World) -> list[Mapping[str, Any]]:
    """The records of votes alone."""
    records = world.memory.records()
    return [one for one in records if one["dynamodb"]["Keys"]["SK"]["S"].startswith("V#")]


def everybody(world: World) -> set[str]:
    """Every reader who voted."""
    return {key.sk.removeprefix("V#") for key in world.memory.rows.items if key.sk.startswith("V#")}


def test_a_batch_flushes_the_likes_of_a_comment_once(world: World) -> None:
    """A comment liked 20 times in one batch is written once, not 20 times."""
    comment = a_comment(world)
    for number in range(20):
        world.reader(address=f"198.51.100.{number}").vote(comment)
    cast, before = vote_records(world), len(world.memory.records())
    assert stream.handler({"Records": cast}, context(), world.deps) == {"batchItemFailures": []}
    written = [record["dynamodb"]["Keys"]["SK"]["S"] for record in world.memory.records()[before:]]
    assert (len(cast), written.count("C")) == (20, 1)
    assert likes(world) == {comment: 20}


def test_the_most_liked_come_first_then_the_newest(world: World) -> None:
    comments = [a_comment(world) for _ in range(4)]
    for comment, n in ((comments[1], 2), (comments[0], 1)):
        for _ in range(n):
            a_voter(world, comment)
    settled(world)
    order = [one["id"] for one in world.listed(sort="liked")]
    assert order == [comments[1], comments[0], comments[3], comments[2]]


def test_the_list_of_the_most_liked_goes_on_by_cursor(world: World) -> None:
    comments = [a_comment(world) for _ in range(4)]
    a_voter(world, comments[0])
    settled(world)
    path = f"{world.reader().path}?sort=liked&limit=3"
    first = world.request("GET", path).json
    second = world.request("GET", f"{path}&cursor={first['cursor']}").json
    assert [one["id"] for one in first["comments"] + second["comments"]] == [comments[0], *comments[:0:-1]]
    assert second["cursor"] is None
    other = world.request("GET", f"{world.reader().path}?sort=newest&cursor={first['cursor']}")
    assert (other.status, other.json["code"]) == (400, "cursor")


def test_what_is_taken_down_leaves_the_most_liked_and_comes_back_with_its_likes(world: World) -> None:
    comment = a_comment(world)
    a_voter(world, comment)
    settled(world)
    moderator = world.moderator()
    moderator.decide(comment, "reject")
    settled(world)
    assert world.memory.votes.top(SITE, PAGE).placed == ()
    moderator.decide(comment, "approve", version=2)
    settled(world)
    assert [place.id for place in world.memory.votes.top(SITE, PAGE).placed] == [comment]


def test_replies_are_liked_but_never_among_the_most_liked_roots(world: World) -> None:
    root = a_comment(world)
    reply = world.reader().post("رد مهذب", parent=root).json["id"]
    a_voter(world, reply)
    settled(world)
    assert world.memory.votes.top(SITE, PAGE).placed == ()
    shown = world.request("GET", f"{world.reader().path}/{root}/replies").json["comments"]
    assert [one["likes"] for one in shown] == [1]


def test_a_malformed_vote_is_a_poison_record(world: World) -> None:
    comment = a_comment(world)
    a_voter(world, comment)
    broken = dict(vote_records(world)[-1])
    image = {name: value for name, value in broken["dynamodb"]["NewImage"].items() if name != "rd"}
    broken["dynamodb"] = {**broken["dynamodb"], "NewImage": image}
    with pytest.raises(PoisonRecord):
        stream.handler({"Records": [broken]}, context(), world.deps)
