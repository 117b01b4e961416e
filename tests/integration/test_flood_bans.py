"""Moderators ban and trust, by naming a comment."""

from __future__ import annotations

from typing import Any

import pytest

from ghirbal.domain.ids import encode_parts, keyed_hash
from ghirbal.domain.reader import Ban, Moderator, Role
from ghirbal.moderation.cost import steps
from ghirbal.text.fold import fold
from ghirbal.usecases.posting.banned import matched
from tests.support.making import NOW
from tests.support.world import FINE, SITE, Answer, ReaderSession, World


def ban(world: World, who: str = "dina", **body: Any) -> Answer:
    return world.moderator(who).call("POST", "bans", body)


def reader_at(world: World, address: str) -> ReaderSession:
    return world.reader(address=address)


def test_a_banned_reader_is_told_so_and_others_at_the_address_write_on(world: World) -> None:
    bad, other = world.reader(), world.reader()
    comment = bad.post(FINE).json["id"]
    made = ban(world, "mina", kind="reader", comment=comment, hours=24)
    assert (made.status, made.json["ban"]["kind"], made.json["ban"]["by"]) == (201, "reader", "mina")
    refused = bad.post("تعليق آخر")
    assert (refused.status, refused.json["code"]) == (403, "banned")
    assert other.post("تعليق آخر").status == 201


def test_a_timed_ban_ends_by_itself_and_any_ban_can_be_lifted(world: World) -> None:
    bad = world.reader()
    comment = bad.post(FINE).json["id"]
    ban(world, kind="reader", comment=comment, hours=1)
    world.clock.forward(seconds=3_601)
    assert bad.post("بعد ساعة").status == 201
    made = ban(world, kind="reader", comment=comment).json["ban"]
    assert made["until"] is None
    assert bad.post("ممنوع").json["code"] == "banned"
    assert world.moderator("dina").call("DELETE", f"bans/{made['id']}").status == 200
    assert bad.post("مسموح من جديد").status == 201
    assert world.moderator("dina").call("DELETE", f"bans/{made['id']}").status == 404


def test_range_ban_holds(world: World) -> None:
    """Attack L2: a carrier's thousands share an address: a range is held for moderators, never refused."""
    bad = reader_at(world, "203.0.113.7")
    comment = bad.post(FINE).json["id"]
    assert ban(world, kind="address", comment=comment, hours=24, wide=True).status == 201
    near, far = reader_at(world, "203.0.113.200"), reader_at(world, "203.0.114.7")
    assert near.post("من الشبكة نفسها").status == 202
    assert far.post("من شبكة أخرى").status == 201


def test_a_narrow_range_is_one_address(world: World) -> None:
    comment = reader_at(world, "203.0.113.7").post(FINE).json["id"]
    ban(world, kind="address", comment=comment)
    assert reader_at(world, "203.0.113.7").post("من العنوان").status == 202
    assert reader_at(world, "203.0.113.8").post("من جاره").status == 201


def test_v6_ranges_are_64_and_48(world: World) -> None:
    comment = reader_at(world, "2001:db8:1:2::9").post(FINE).json["id"]
    ban(world, kind="address", comment=comment)
    assert reader_at(world, "2001:db8:1:2::77").post("من الشبكة").status == 202
    assert reader_at(world, "2001:db8:1:3::77").post("من شبكة أخرى").status == 201


def test_a_banned_mail_is_refused_from_any_reader(world: World) -> None:
    comment = world.reader().post(FINE, email="Bad@mail.example").json["id"]
    ban(world, kind="mail", comment=comment)
    assert world.reader().post("من جديد", email="bad@mail.example").json["code"] == "banned"
    assert world.reader().post("من غيره", email="good@mail.example").status == 201


@pytest.mark.parametrize(
    ("pattern", "name", "status"),
    [
        ("بائع*", "بائعات الذهب", 202),
        ("بائع*", "البائع", 201),
        ("*سمسار*", "السماسرة", 201),
        ("*سمسار*", "سمسارك", 202),
        ("*promo*", "Сheap ᴘʀᴏᴍᴏ", 202),
        ("*promo*", "P r o m o", 202),
        ("*promo*", "P. Romain", 201),
    ],
)
def test_a_banned_name_is_held_however_it_is_written(
    world: World, pattern: str, name: str, status: int
) -> None:
    assert ban(world, kind="name", pattern=pattern).status == 201
    assert world.reader().post(FINE, name=name).status == status
    assert {held["reason"] for held in world.moderator().queue()} <= {"name"}


def test_a_banned_domain_and_all_below_it_are_refused(world: World) -> None:
    assert ban(world, kind="domain", pattern="https://Ads-App.example.com/x").status == 201
    refused = world.reader().post("شاهد www.ads-app.example.com الآن")
    assert (refused.status, refused.json["spans"]) == (422, [])
    assert world.reader().post("شاهد https://new.ads-app.example.com/a").status == 422
    assert world.reader().post("شاهد notads-app.example.com").status in (201, 202)


def test_an_edit_passes_the_bans_as_a_post_does(world: World) -> None:
    """H2: what can't be posted can't be edited in."""
    ban(world, kind="domain", pattern="ads.example.com")
    reader = world.reader()
    comment = reader.post(FINE).json["id"]
    assert reader.edit(comment, "شاهد https://ads.example.com/x").status == 422
    ban(world, kind="reader", comment=comment, hours=1)
    assert reader.edit(comment, "نص بريء").json["code"] == "banned"


def test_moderators_ban_readers_for_thirty_days_and_editors_the_rest(world: World) -> None:
    comment = world.reader().post(FINE, email="a@mail.example").json["id"]
    assert ban(world, "mina", kind="reader", comment=comment, hours=720).status == 201
    for wish in (
        {"kind": "reader", "comment": comment, "hours": 721},
        {"kind": "reader", "comment": comment},
        {"kind": "address", "comment": comment, "hours": 1},
        {"kind": "mail", "comment": comment},
        {"kind": "name", "pattern": "بائع*"},
        {"kind": "domain", "pattern": "ads.example.com"},
    ):
        assert ban(world, "mina", **wish).json["code"] == "not-allowed"
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.MODERATOR))
    assert ban(world, "dina", kind="mail", comment=comment).status == 403


def test_what_is_no_pattern_or_no_comment_is_refused(world: World) -> None:
    assert ban(world, kind="name", pattern="ب*").json["code"] == "bad-parameter"
    assert ban(world, kind="name", pattern="").json["code"] == "bad-parameter"
    assert ban(world, kind="domain", pattern="كلمة").json["code"] == "bad-parameter"
    assert ban(world, kind="reader", comment="a" * 26).status == 404
    assert ban(world, kind="mail", comment=world.reader().post(FINE).json["id"]).json["code"] == "ban-unknown"


def test_moderators_see_bans_and_their_log_and_never_a_hash(world: World) -> None:
    comment = reader_at(world, "203.0.113.7").post(FINE).json["id"]
    made = ban(world, "mina", kind="reader", comment=comment, hours=2).json["ban"]
    world.clock.forward(seconds=1)
    world.moderator().call("POST", "readers/trust", {"comment": comment, "trusted": True})
    answer = world.moderator().call("GET", "bans")
    assert answer.json["bans"] == [made]
    assert [(line["step"], line["by"]) for line in answer.json["log"]] == [
        ("trusted", "mina"),
        ("banned", "mina"),
    ]
    stored = {key.sk.partition("#")[2] for key in world.memory.rows.items if key.pk == f"S#{SITE}#BANS"}
    row = world.memory.rows.partition(f"C#{SITE}#{comment}")[0]
    assert not any(secret in answer.text for secret in {*stored, str(row["rd"])})


def test_trust_is_given_and_taken_by_moderators(world: World) -> None:
    reader = world.reader()
    comment = reader.post(FINE).json["id"]
    for given in (True, False):
        body = {"comment": comment, "trusted": given}
        assert world.moderator().call("POST", "readers/trust", body).json == {"trusted": given}


def test_ban_pattern_linear() -> None:
    """Attack L5: a name pattern is a wildcard: ten times the name is no more than some ten times the work."""
    patterns = [Ban("name", None, "*ابا* *باب* جيم*")] * 5

    def work(length: int) -> int:
        name = "ابا" * length + " باب" * length
        return steps(lambda: matched(patterns, name, fold(""), NOW))

    assert work(2_000) < 11 * work(200)


def test_id_encoding() -> None:
    """Attack L1: `sso:a` + `b1` is never `sso:ab` + `1`, and no kind of ban is another's."""
    assert encode_parts("sso:a", "b1") != encode_parts("sso:ab", "1")
    assert keyed_hash(b"k", "reader", "x") != keyed_hash(b"k", "mail", "x")
    assert keyed_hash(b"k", "reader", "ab", "c") != keyed_hash(b"k", "reader", "a", "bc")
