"""A reader's rights: what is stored is shown, copied and erased, and nobody else's comes along (case 58, attack M9)."""

from __future__ import annotations

import itertools
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ghirbal.auth.reader import mail_hash, reader_of
from ghirbal.auth.sso import reader_hash
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Moderator, Role
from ghirbal.http.routes.decisions import ERASED_AT_ONCE
from ghirbal.storage.dynamodb.items import number
from ghirbal_tools.erasing.command import main
from tests.support.making import approved
from tests.support.world import FINE, HOLD, SITE, URL, ReaderSession, World

DAY = 24 * 3600
PAGE = page_id(canonical_url(URL))
SECRET = "كلام يُحذف"
Capture = pytest.CaptureFixture[str]
Busy = tuple[World, ReaderSession, dict[str, str]]
"""The world, the reader whose wish it is, and comments by what they are."""


def erase(world: World, *more: str) -> int:
    return main(["--site", SITE, *more], world.deps)


def hash_of(world: World, reader: ReaderSession) -> str:
    found = reader_of(world.deps.tokens, world.deps.keys, reader.token, SITE, world.clock())
    assert found is not None
    return found


def kept(world: World, word: str) -> list[str]:
    """The rows that hold a word, without those that go by themselves within two days (limits, copies)."""
    soon = world.clock() // 1_000 + 2 * 24 * 3_600
    return [
        f"{key.pk} {key.sk}"
        for key, item in world.memory.rows.items.items()
        if word in f"{key} {item}" and number(item, "exp", soon + 1) > soon
    ]


def exact(world: World) -> bool:
    return world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)


@pytest.fixture
def busy(world: World) -> Busy:
    """A reader who wrote, edited, deleted, was held and decided on, liked and reported; others around them."""
    mine, other = world.reader(), world.elsewhere()
    ids = {"other": other.post("تعليق غيره").json["id"]}
    ids["root"] = mine.post(f"{FINE} {SECRET}", name="صاحب الطلب", email="me@reader.example").json["id"]
    assert mine.edit(ids["root"], f"{SECRET} بعد التعديل").status == 201
    ids["reply"] = other.post("رد على الأول", parent=ids["root"]).json["id"]
    ids["held"] = mine.post(f"{HOLD} {SECRET}").json["id"]
    ids["approved"] = mine.post(f"{HOLD} {SECRET} ثانية").json["id"]
    ids["gone"] = mine.post(f"{SECRET} ثالثة").json["id"]
    assert mine.delete(ids["gone"]).status == 200
    moderator = world.moderator()
    assert moderator.decide(ids["approved"], "approve").status == 200
    note = {"text": f"قال: {SECRET}"}
    assert moderator.call("POST", f"comments/{ids['held']}/notes", note).status == 201
    assert mine.vote(ids["other"]).status == 200
    mine.report(ids["other"])
    assert other.vote(ids["root"]).status == 200
    world.deliver()
    return world, mine, ids


def test_case_58_an_erased_reader_is_in_no_row_and_threads_and_counts_stay_right(
    busy: Busy, capsys: Capture
) -> None:
    world, mine, ids = busy
    who = hash_of(world, mine)
    assert kept(world, SECRET)
    assert kept(world, who)
    assert erase(world, "--comment", ids["root"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["erased"] == {"comments": 4, "log": 6, "notes": 1, "records": 1, "reports": 1, "votes": 1}
    for word in (SECRET, who, "صاحب الطلب", mail_hash(world.deps.keys, SITE, "me@reader.example")):
        assert kept(world, word) == [], word
    shown = {one["id"]: one["text"] for one in world.listed()}
    assert shown == {ids["other"]: "تعليق غيره", ids["root"]: ""}
    replies = world.request("GET", f"{mine.path}/{ids['root']}/replies").json["comments"]
    assert [one["text"] for one in replies] == ["رد على الأول"]
    assert exact(world)
    assert world.memory.comments.head(SITE, PAGE).all == 2
    assert world.memory.comments.pending(SITE) == 0
    other = world.memory.comments.get(SITE, ids["other"])
    assert other is not None
    assert (other.likes, other.reporters) == (0, ())


def test_case_58_what_the_stream_tells_of_an_erase_changes_no_count_and_holds_no_word(busy: Busy) -> None:
    world, mine, ids = busy
    who, told = hash_of(world, mine), len(world.publisher.sent)
    assert erase(world, "--comment", ids["root"]) == 0
    head = world.memory.comments.head(SITE, PAGE)
    world.deliver()
    assert world.memory.comments.head(SITE, PAGE) == head
    assert exact(world)
    events = world.publisher.sent[told:]
    assert {str(event.type) for event in events} == {"CommentDeleted"}
    said = json.dumps([event.detail for event in events], ensure_ascii=False)
    assert SECRET not in said
    assert who not in said
    assert kept(world, who) == []


def test_an_erase_that_is_repeated_finds_nobody_and_changes_nothing(busy: Busy, capsys: Capture) -> None:
    world, mine, ids = busy
    who = hash_of(world, mine)
    assert erase(world, "--reader", who) == 0
    before = {key: row for key, row in world.memory.rows.items.items() if not key.sk.startswith("LOG#")}
    capsys.readouterr()
    assert erase(world, "--reader", who) == 0
    assert json.loads(capsys.readouterr().out)["erased"] == {}
    assert {k: row for k, row in world.memory.rows.items.items() if not k.sk.startswith("LOG#")} == before
    assert erase(world, "--comment", ids["root"]) == 1


@pytest.mark.parametrize("step", ["clear", "strip", "unsay", "forget", "keep"])
@pytest.mark.parametrize("call", [1, 2])
def test_a_killed_erase_is_started_again_and_finds_what_is_left(busy: Busy, step: str, call: int) -> None:
    world, mine, _ = busy
    who, real, calls = hash_of(world, mine), getattr(world.memory.erasures, step), itertools.count(1)

    def dies(*given: Any) -> Any:
        if next(calls) == call:
            raise KeyboardInterrupt
        return real(*given)

    setattr(world.memory.erasures, step, dies)
    with suppress(KeyboardInterrupt):
        erase(world, "--reader", who)
    delattr(world.memory.erasures, step)
    assert erase(world, "--reader", who) == 0
    assert kept(world, SECRET) == kept(world, who) == []
    assert exact(world)


def test_an_erased_comment_comes_back_by_no_retry_undo_or_restore(busy: Busy) -> None:
    world, mine, ids = busy
    key = "k" * 20
    late = mine.post(f"{SECRET} رابعة", key=key).json["id"]
    assert erase(world, "--token", mine.token) == 0
    assert mine.post(f"{SECRET} رابعة", key=key).status in (404, 409, 410, 422)
    now = world.memory.comments.get(SITE, late)
    assert now is not None
    assert now.text == ""
    owner = world.moderator("dina")
    for wish in ("undo", "restore"):
        answer = owner.call("POST", f"comments/{ids['root']}/{wish}", {"version": 3})
        assert answer.status == 409
    assert kept(world, SECRET) == []


def test_mail_proof_scope(world: World, capsys: Capture) -> None:
    """M9: the code covers what bears the mail; not its reader's other comments, nor their likes; one mail a day."""
    claimed, honest = world.reader(), world.elsewhere()
    mine = honest.post(f"{FINE} واحد", email="Me@Reader.example").json["id"]
    unsigned = honest.post(f"{FINE} اثنان").json["id"]
    foreign = claimed.post(f"{FINE} ثلاثة", email="me@reader.example ").json["id"]
    others = claimed.post(f"{FINE} أربعة", email="else@reader.example").json["id"]
    assert honest.vote(others).status == 200
    world.deliver()
    assert erase(world, "--mail", "me@reader.example") == 0
    assert erase(world, "--mail", "ME@reader.example") == 1
    assert erase(world, "--mail", "stranger@reader.example") == 1
    (sent,) = world.mailer.sent
    assert sent.to == "me@reader.example"
    code = next(line for line in sent.body.splitlines() if line.startswith("v1."))
    assert erase(world, "--proof", code + "x") == 1
    assert erase(world, "--proof", code, "--dry-run") == 0
    assert {one["id"]: one["text"] != "" for one in world.listed()} == dict.fromkeys(
        (mine, unsigned, foreign, others), True
    )
    capsys.readouterr()
    assert erase(world, "--proof", code) == 0
    assert json.loads(capsys.readouterr().out)["erased"] == {"comments": 2, "log": 2}
    assert {one["id"] for one in world.listed() if one["text"]} == {unsigned, others}
    liked = world.memory.comments.get(SITE, others)
    assert liked is not None
    assert liked.likes == 1
    assert kept(world, hash_of(world, honest))
    world.clock.forward(seconds=25 * 3600)
    assert erase(world, "--proof", code) == 0
    world.clock.forward(seconds=48 * 3600)
    assert erase(world, "--proof", code) == 1


def test_a_mailbox_has_one_mail_in_24_hours_whatever_the_day_is(world: World) -> None:
    """M9: two days meet at midnight, and two mails must not."""
    world.reader().post(FINE, email="me@reader.example")
    midnight = (world.clock() // 1_000 // DAY + 1) * DAY
    world.clock.forward(seconds=midnight - 60 - world.clock() / 1_000)
    sent = []
    for hours in (0, 0.1, 6, 17, 5):
        world.clock.forward(seconds=hours * 3600)
        sent.append(erase(world, "--mail", "me@reader.example") == 0)
    assert sent == [True, False, False, False, True]


def test_a_mail_that_could_not_be_sent_uses_up_the_day_and_says_so(world: World) -> None:
    world.reader().post(FINE, email="me@reader.example")
    world.mailer.down = True
    with pytest.raises(Exception, match="mail-unavailable"):
        erase(world, "--mail", "me@reader.example")
    assert world.mailer.sent == []


def test_a_copy_holds_what_the_reader_wrote_and_said_and_nothing_of_others(
    busy: Busy, tmp_path: Path
) -> None:
    world, mine, ids = busy
    out = tmp_path / "mine.json"
    assert erase(world, "--token", mine.token, "--copy", str(out), "--dry-run") == 0
    told = json.loads(out.read_text("utf-8"))
    assert {one["id"] for one in told["comments"]} == {ids["root"], ids["held"], ids["approved"], ids["gone"]}
    root = next(one for one in told["comments"] if one["id"] == ids["root"])
    assert (root["page"], root["name"], root["likes"]) == (URL, "صاحب الطلب", 1)
    assert [one["text"] for one in root["versions"]] == [f"{FINE} {SECRET}"]
    assert [one["comment"] for one in told["votes"]] == [ids["other"]]
    assert [(one["comment"], one["reason"]) for one in told["reports"]] == [(ids["other"], "abuse")]
    assert "تعليق غيره" not in out.read_text("utf-8")
    assert kept(world, SECRET)


def test_nobody_is_erased_by_a_token_or_a_name_that_is_none(world: World, capsys: Capture) -> None:
    for given in (("--token", "v1.garbage"), ("--reader", "x"), ("--comment", "y" * 26)):
        assert erase(world, *given) == 1
    assert "ghirbal erase: " in capsys.readouterr().err


def test_a_signed_in_reader_is_named_by_their_id_at_the_site(world: World) -> None:
    comment = approved(SITE, PAGE, reader=reader_hash(world.deps.keys, SITE, "42"))
    world.memory.comments.put_new(comment)
    assert erase(world, "--reader", "sso:41", "--dry-run") == 1
    assert erase(world, "--reader", "sso:42", "--dry-run") == 0
    assert erase(world, "--reader", "sso:42") == 0
    now = world.memory.comments.get(SITE, comment.id)
    assert now is not None
    assert (now.text, now.reader) == ("", "")


def test_an_owner_erases_the_author_of_a_comment_in_the_console_s_endpoint_call_by_call(busy: Busy) -> None:
    world, mine, ids = busy
    who = hash_of(world, mine)
    for n in range(ERASED_AT_ONCE):
        world.memory.comments.put_new(approved(SITE, PAGE, reader=who, text=f"{SECRET} {n}"))
    owner, path = world.moderator("dina"), f"comments/{ids['held']}/erasure"
    first = owner.call("POST", path)
    assert (first.status, first.json["more"]) == (200, True)
    assert first.json["erased"]["comments"] == ERASED_AT_ONCE
    second = owner.call("POST", path)
    assert (second.json["more"], second.json["erased"]["comments"]) == (False, 4)
    assert kept(world, SECRET) == kept(world, who) == []
    assert exact(world)
    assert owner.call("POST", path).status == 404
    assert len(world.memory.erasures.receipts(SITE, 9)) == 2


def test_who_is_no_owner_any_more_erases_nobody(busy: Busy) -> None:
    world, _, ids = busy
    path = f"comments/{ids['root']}/erasure"
    assert world.moderator("mina").call("POST", path).status == 403
    world.memory.sites.put_moderator(Moderator(SITE, "dina", Role.EDITOR))
    assert world.moderator("dina").call("POST", path).status == 403
    assert kept(world, SECRET)
