"""Proof of work, as a reader's browser meets it."""

from __future__ import annotations

from ghirbal.auth.proof import solve
from tests.support.world import FINE, SITE, URL, Answer, ReaderSession, World, a_site, comments_path

ALWAYS = {"proof": {"bits": 6, "when": ["always"]}}
KEY = "k" * 20


def solved(answer: Answer) -> dict[str, str]:
    nonce = solve(answer.json["challenge"], answer.json["bits"])
    assert nonce is not None
    return {"challenge": answer.json["challenge"], "nonce": nonce}


def asked(world: World) -> tuple[ReaderSession, Answer]:
    world.put_site(a_site(policy=ALWAYS))
    reader = world.reader()
    return reader, reader.post(FINE, KEY)


def test_nobody_is_asked_as_shipped(world: World) -> None:
    assert world.reader().post(FINE).status == 201


def test_a_challenge_comes_with_403_and_nothing_is_stored(world: World) -> None:
    _, answer = asked(world)
    assert (answer.status, answer.json["code"], answer.json["bits"]) == (403, "proof-required", 6)
    assert world.memory.rows.partition(f"R#{SITE}") == []
    assert world.listed() == []


def test_the_retry_with_the_same_key_is_published(world: World) -> None:
    reader, answer = asked(world)
    again = reader.post(FINE, KEY, proof=solved(answer))
    assert (again.status, again.json["status"]) == (201, "published")


def test_a_lost_answer_to_a_proven_post_is_given_again_without_proof(world: World) -> None:
    reader, answer = asked(world)
    first = reader.post(FINE, KEY, proof=solved(answer))
    assert reader.post(FINE, KEY).json["id"] == first.json["id"]


def test_one_proof_for_many_bodies_is_refused(world: World) -> None:
    """M4: neither another text, nor another key, nor another reader lives on the same proof."""
    reader, answer = asked(world)
    proof = solved(answer)
    assert reader.post(FINE + " ثانية", KEY, proof=proof).json["code"] == "proof-required"
    assert reader.post(FINE, "another-key-of-20-ch", proof=proof).json["code"] == "proof-required"
    assert world.reader().post(FINE, KEY, proof=proof).json["code"] == "proof-required"


def test_shared_proof_of_another_article_refused(world: World) -> None:
    """M4: a challenge of one article opens no other."""
    _, answer = asked(world)
    other = world.reader(page=URL + "/other")
    assert other.path != comments_path()
    assert other.post(FINE, KEY, proof=solved(answer)).json["code"] == "proof-required"


def test_an_old_challenge_is_answered_with_a_new_one(world: World) -> None:
    reader, answer = asked(world)
    proof = solved(answer)
    world.clock.forward(seconds=601)
    late = reader.post(FINE, KEY, proof=proof)
    assert late.json["code"] == "proof-required"
    assert reader.post(FINE, KEY, proof=solved(late)).status == 201


def test_a_policy_may_ask_every_reader_without_a_record(world: World) -> None:
    world.put_site(a_site(policy={"proof": {"bits": 1, "when": ["new-reader"]}}))
    reader = world.reader()
    assert reader.post(FINE).status == 403
    assert reader.post_solving(FINE).status == 201
