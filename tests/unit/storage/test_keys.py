"""Keys hold what was looked at, and nothing that could address another row (case 40)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ghirbal.domain.errors import NotFound
from ghirbal.domain.ids import SHARDS
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.keys import Key
from tests.support.making import NOW, a_comment, a_verdict, an_id, approved

ID = an_id("one")
MAKERS: dict[str, Callable[[str], object]] = {
    "comment site": lambda bad: keys.comment(bad, ID),
    "comment id": lambda bad: keys.comment("akhbar", bad),
    "page": lambda bad: keys.page("akhbar", bad),
    "count": lambda bad: keys.page_count("akhbar", bad),
    "private": lambda bad: keys.private("akhbar", bad),
    "reporter": lambda bad: keys.report("akhbar", ID, bad),
    "limit kind": lambda bad: keys.limit("akhbar", bad, ID, 1),
    "limit key": lambda bad: keys.limit("akhbar", "reader", bad, 1),
    "fingerprint": lambda bad: keys.duplicates("akhbar", bad, "2026-09-21"),
    "day": lambda bad: keys.duplicates("akhbar", "f", bad),
    "standing": lambda bad: keys.reputation("akhbar", bad),
    "ban kind": lambda bad: keys.ban("akhbar", bad, ID),
    "ban": lambda bad: keys.ban("akhbar", "reader", bad),
    "site": keys.site_config,
    "pending": lambda bad: keys.site_pending(bad, 0),
    "team": keys.team,
    "registry": keys.registry,
    "roots": lambda bad: indexes.roots_of("akhbar", bad),
    "replies": lambda bad: indexes.replies_of("akhbar", bad),
    "waiting": lambda bad: indexes.waiting_at("akhbar", bad),
    "risk": indexes.risk_shards,
    "wait": indexes.wait_shards,
}
HOSTILE = ["", "a#b", "C#akhbar#" + ID, "..", "\u0000", "é" * 26, "x" * 2_000, ID + "\n", " " + ID, "ا" * 26]


@pytest.mark.parametrize("bad", HOSTILE)
@pytest.mark.parametrize("maker", MAKERS)
def test_case_40_no_key_is_made_of_a_hostile_token(maker: str, bad: str) -> None:
    with pytest.raises(NotFound, match="not-found"):
        MAKERS[maker](bad)


def test_case_40_an_object_in_the_place_of_a_text_makes_no_key() -> None:
    with pytest.raises(NotFound):
        keys.comment("akhbar", {"$ne": ""})  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["", "\n", "a\u0000b", "x" * 301, "نور"])
def test_a_members_id_is_printable_ascii(bad: str) -> None:
    with pytest.raises(NotFound):
        keys.moderator("akhbar", bad)


def test_readers_by_hash_and_by_sign_on_have_keys() -> None:
    assert keys.reputation("akhbar", ID) == Key(f"U#akhbar#{ID}", "STAT")
    assert keys.reputation("akhbar", "sso:user.1|x@y") == Key("U#akhbar#sso:user.1|x@y", "STAT")
    assert keys.limit("akhbar", "reader", "sso:u", 90).sk == "0000000090"


def test_versions_sort_as_numbers() -> None:
    written = [keys.log("akhbar", ID, version).sk for version in (1, 2, 10, 999, 1000)]
    assert written == sorted(written)


def test_only_what_waits_is_in_the_queues() -> None:
    queues = {*indexes.risk_shards("akhbar"), *indexes.wait_shards("akhbar")}
    waits, shown = (indexes.of_comment(make("akhbar")) for make in (a_comment, approved))
    assert {str(waits["kp"]), str(waits["wp"])} <= queues
    assert not {str(shown["kp"]), str(shown["wp"])} & queues


def test_the_riskiest_sorts_first_and_the_oldest_among_equals() -> None:
    def place(risk: int, since: int) -> str:
        comment = a_comment("akhbar", held_since=NOW + since, verdict=a_verdict(risk))
        return str(indexes.of_comment(comment)["ks"])

    ordered = [place(999, 0), place(500, 0), place(500, 1), place(0, 0)]
    assert ordered == sorted(ordered)
    assert place(5_000, 0)[:3] == "000"


def test_the_shards_of_a_queue_are_all_named() -> None:
    named = {str(indexes.of_comment(a_comment("akhbar"))["kp"]) for _ in range(64)}
    assert named == set(indexes.risk_shards("akhbar"))
    assert len(indexes.wait_shards("akhbar")) == SHARDS
