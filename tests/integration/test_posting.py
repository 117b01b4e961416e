"""A reader posts: what they get back, and what everybody sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.world import FINE, HOLD, ORIGIN, REJECT, SITE, URL, World, a_site, comments_path

KEY = "k" * 20

ASKED = {"proof": {"bits": 1, "when": []}}
"""Proofs that are quick to solve."""


def test_a_harmless_comment_is_public_at_once_and_counted(world: World) -> None:
    answer = world.reader().post(FINE)
    assert (answer.status, answer.json["status"], answer.json["version"]) == (201, "published", 1)
    world.deliver()
    listed = world.request("GET", comments_path())
    assert [c["text"] for c in listed.json["comments"]] == [FINE]
    assert listed.json["count"] == {"all": 1, "roots": 1}
    assert [str(e.type) for e in world.publisher.sent] == ["CommentPublished"]


def test_a_doubtful_comment_waits_and_nobody_else_sees_it(world: World) -> None:
    answer = world.reader().post(f"كلام {HOLD}")
    assert (answer.status, answer.json["status"]) == (202, "held")
    assert answer.json["message"].startswith("وصل تعليقك")
    world.deliver()
    assert world.listed() == []
    assert world.request("GET", comments_path()).json["count"] == {"all": 0, "roots": 0}


def test_a_first_refusal_stores_nothing_and_tells_where_to_change(world: World) -> None:
    reader = world.reader()
    answer = reader.post(f"يا {REJECT}", key=KEY)
    assert (answer.status, answer.json["code"]) == (422, "comment-refused")
    assert answer.json["spans"] == [{"start": 3, "end": 3 + len(REJECT)}]
    assert answer.json["nudge"]
    assert "score" not in answer.text
    assert "symbols" not in answer.text
    world.deliver()
    assert world.publisher.sent == []


@pytest.mark.parametrize("text", ["\u200b", "ـ", "\u3164\u2800", "\u064b", "\u202e \u202c"])
def test_a_comment_of_which_nothing_can_be_seen_is_empty(world: World, text: str) -> None:
    assert world.reader().post(text).json["code"] == "text-empty"
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    assert reader.edit(own, text).json["code"] == "text-empty"


def test_a_name_of_which_nothing_can_be_seen_is_none(world: World) -> None:
    assert world.reader().post(FINE, name="\u200b\u3164").json["comment"]["name"] == ""


def test_the_mark_stands_on_the_word_whatever_white_space_a_browser_leaves_before_it(world: World) -> None:
    answer = world.reader().post(f"\x85\ufeff{REJECT} ", key=KEY)
    (span,) = answer.json["spans"]
    assert f"\x85\ufeff{REJECT}"[span["start"] : span["end"]] == REJECT


def test_an_edit_is_answered_as_a_post_of_the_same_text(world: World) -> None:
    text = f"{FINE} {REJECT} و{REJECT}"
    refused = world.reader().post(text).json
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    edited = reader.edit(own, text).json
    assert (edited["code"], edited["reason"], edited["spans"]) == (
        refused["code"],
        refused["reason"],
        refused["spans"],
    )
    assert edited["spans"]


def test_sent_again_with_the_nudge_it_is_stored_as_rejected_for_a_moderator_to_overturn(world: World) -> None:
    reader = world.reader()
    nudge = reader.post(f"يا {REJECT}", key=KEY).json["nudge"]
    answer = reader.post(f"يا {REJECT}", key=KEY, nudge=nudge)
    assert answer.status == 422
    assert reader.status(answer.json["id"]).json["status"] == "rejected"
    assert world.moderator().decide(answer.json["id"], "approve").status == 200
    world.deliver()
    assert len(world.listed()) == 1


def test_changed_after_the_nudge_it_is_published_under_the_same_key(world: World) -> None:
    reader = world.reader()
    assert reader.post(f"يا {REJECT}", key=KEY).status == 422
    assert reader.post(FINE, key=KEY).status == 201


def test_after_three_refusals_an_hour_the_nudge_is_off(world: World) -> None:
    reader = world.reader()
    answers = [reader.post(f"محاولة {n} {REJECT}") for n in range(4)]
    assert ["nudge" in a.json for a in answers] == [True, True, True, False]
    assert "id" in answers[3].json


def test_a_nudge_of_another_reader_counts_for_nothing(world: World) -> None:
    stolen = world.reader().post(REJECT).json["nudge"]
    assert "nudge" in world.reader().post(REJECT, nudge=stolen).json


def test_a_policy_can_turn_the_nudge_off(world: World) -> None:
    world.put_site(a_site(policy={"nudge": False}))
    answer = world.reader().post(REJECT)
    assert (answer.status, "nudge" in answer.json, "id" in answer.json) == (422, False, True)


def test_a_repeated_post_answers_the_same_comment_even_after_form_and_limits_ran_out(world: World) -> None:
    """Case 51: the answer was lost; limits, own fingerprint and form expiry don't turn a retry into an error."""
    world.put_site(a_site(policy={"limits": {"reader": {"n": 1, "seconds": 600}}}))
    reader = world.reader()
    first = reader.post(FINE, key=KEY)
    world.clock.forward(seconds=3 * 3600)
    again = reader.post(FINE, key=KEY)
    assert (again.status, again.json["id"]) == (201, first.json["id"])
    world.deliver()
    assert len(world.listed()) == 1
    assert len(world.publisher.sent) == 1


def test_one_key_with_another_body_is_a_conflict_and_the_first_stays(world: World) -> None:
    """Case 3."""
    reader = world.reader()
    first = reader.post(FINE, key=KEY)
    other = reader.post(f"{FINE} جداً", key=KEY)
    assert (other.status, other.json["code"]) == (409, "idempotency-conflict")
    world.deliver()
    assert [c["id"] for c in world.listed()] == [first.json["id"]]


def test_the_same_key_of_two_readers_makes_two_comments(world: World) -> None:
    """Case 3, second half."""
    ids = {world.reader().post(FINE, key=KEY).json["id"] for _ in range(2)}
    assert len(ids) == 2


def test_the_same_text_again_by_the_same_reader_is_a_duplicate(world: World) -> None:
    reader = world.reader()
    assert reader.post(FINE).status == 201
    assert (reader.post(FINE + " !").status, reader.post(FINE).json["code"]) == (409, "duplicate")
    assert world.reader().post(FINE).status == 201, "another reader may say the same"


def test_one_key_many_bodies_exhausts_limit(world: World) -> None:
    """H1: a thousand bodies under one key still meet the limit; previews have one of their own."""
    reader = world.reader()
    for n in range(3):
        assert reader.post(f"نص رقم {n} {REJECT}", key=KEY).status == 422
    previews = [reader.preview(f"تجربة رقم {n}").status for n in range(22)]
    assert previews == [200] * 20 + [429] * 2
    assert [reader.post(f"نص آخر {n}", key=f"{n}{KEY}").status for n in range(8)] == [201] * 7 + [429]
    late = reader.post("نص أخير", key=KEY)
    assert late.status == 429
    assert late.headers["retry-after"].isdigit()


def test_a_crowded_address_asks_for_proof_and_holds_nobody(world: World) -> None:
    world.put_site(a_site(policy=ASKED | {"limits": {"address": {"n": 3, "seconds": 600}}}))
    answers = [world.reader().post(f"تعليق قارئ {n}").status for n in range(5)]
    assert answers == [201, 201, 201, 403, 403]
    assert world.reader().post_solving("تعليق قارئ آخر").status == 201


def test_v6_rotation(world: World) -> None:
    """Attack L3: a whole /48 shares a second limit, so that new /64s don't help."""
    world.put_site(a_site(policy=ASKED | {"limits": {"network": {"n": 3, "seconds": 600}}}))
    addresses = [f"2001:db8:1:{n:x}::1" for n in range(5)]
    answers = [world.reader(address).post(f"تعليق {n}").status for n, address in enumerate(addresses)]
    assert answers == [201, 201, 201, 403, 403]


def test_a_forwarded_header_changes_no_limit(world: World) -> None:
    """Case 35."""
    world.put_site(a_site(policy=ASKED | {"limits": {"address": {"n": 1, "seconds": 600}}}))
    assert world.reader().post("الأول").status == 201
    liar = world.reader()
    headers = liar.headers(**{"idempotency-key": KEY, "x-forwarded-for": "198.51.100.9, 10.0.0.1"})
    answer = world.request("POST", liar.path, {"text": "الثاني", "url": URL}, headers, liar.address)
    assert answer.json["code"] == "proof-required"


def test_reserved_name_held(world: World) -> None:
    """Attack L4: a name that looks like the staff's, whatever letters it is spelled in."""
    world.put_site(a_site(staff_names=("هيئة التحرير",)))
    assert world.reader().post(FINE, name="هيئـــة التحريــر").status == 202
    assert world.reader().post(FINE, name="سعاد").status == 201


@pytest.mark.parametrize(
    "name",
    [
        "هيئة التحرير",
        "هَيْئَةُ التّحرير",
        "Admin",
        "ADMIN ✓",
        "La rédaction",
        "أخبار",
        "اخبار",
        "Akhbar",
        "akhbar.example",
        "Αdmin",
        "ᴀᴅᴍɪɴ",
        "Аdmіn",
        "A d m i n",
    ],
)
def test_nobody_signs_as_the_site_or_its_team_at_a_site_that_reserved_nothing(
    world: World, name: str
) -> None:
    assert world.reader().post(FINE, name=name).status == 202


@pytest.mark.parametrize("name", ["خبير", "Edmon", "مشرفة على التقاعد", "سعاد", "Mod1", "أبو الأخبار"])
def test_names_that_only_sound_like_it_are_readers_own(world: World, name: str) -> None:
    assert world.reader().post(FINE, name=name).status == 201


def test_a_filled_honeypot_and_an_impossible_speed_are_not_published(world: World) -> None:
    assert world.reader().post(FINE, website="https://x.example").status != 201
    hasty = world.reader()
    hasty.open_form()
    sent = hasty.post(f"{FINE} مرة")
    detail = world.moderator().call("GET", f"comments/{sent.json['id']}").json
    assert {symbol["name"] for symbol in detail["symbols"]} == {"TOO_FAST"}


def test_another_address_than_the_forms_is_no_reason_to_hold(world: World) -> None:
    reader = world.reader()
    reader.address = "198.51.100.20"
    assert reader.post(FINE).status == 201


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("javascript:alert(1)", "page-url"),
        ("https://evil.example/sports/match-1", "page-url"),
        ("https://akhbar.example@evil.example/", "page-url"),
        ("http://akhbar.example:8080/sports/match-1", "page-url"),
        (f"{ORIGIN}/another", "page-mismatch"),
        ("", "page-url"),
    ],
)
def test_foreign_or_javascript_page_url_refused(world: World, url: str, code: str) -> None:
    """H3."""
    answer = world.reader().post(FINE, url=url)
    assert (answer.status, answer.json["code"]) == (422, code)


def test_a_page_title_is_untrusted_and_capped(world: World) -> None:
    answer = world.reader().post(f"{HOLD}", title="عنوان\r\nBcc: x\u202e" + "ط" * 500)
    detail = world.moderator().call("GET", f"comments/{answer.json['id']}").json
    assert len(detail["title"]) <= 200
    assert "\n" not in detail["title"]
    assert "\u202e" not in detail["title"]


@pytest.mark.parametrize("title", ["\ud83d", "عنوان \ude00\ud83d", "أ\x00ب", "ط" * 1_500])
def test_no_title_however_broken_keeps_a_comment_out(world: World, title: str) -> None:
    answer = world.reader().post(HOLD, title=title)
    assert answer.status == 202
    shown = world.moderator().call("GET", f"comments/{answer.json['id']}").json["title"]
    assert shown.encode().decode() == shown
    assert "\x00" not in shown


def test_a_token_from_nowhere_or_from_another_site_is_refused(world: World) -> None:
    """Case 54: forged, foreign or lost tokens change nothing of others."""
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    for token in ("", "v1.0.e30.AAAA", reader.form, reader.token[:-2] + "xx"):
        stranger = replace(reader, token=token)
        assert stranger.post("غيره").json["code"] == "reader-token"
        assert stranger.edit(own, "شيء آخر").json["code"] == "reader-token"
        assert stranger.delete(own).json["code"] == "reader-token"
        assert stranger.status(own).status == 404
    other = world.reader()
    assert other.edit(own, "شيء آخر").status == 404
    assert other.delete(own).status == 404
    assert other.status(own).status == 404


def test_shared_form_token_refused(world: World) -> None:
    one, other = world.reader(), world.reader()
    answer = replace(other, form=one.form).post(FINE)
    assert answer.json["code"] == "form-token"
    elsewhere = replace(one, url=f"{ORIGIN}/other-page").post(FINE)
    assert elsewhere.json["code"] == "form-token"


def test_an_old_form_is_refused_with_a_way_on(world: World) -> None:
    reader = world.reader()
    world.clock.forward(seconds=2 * 3600)
    answer = reader.post(FINE)
    assert answer.json["code"] == "form-expired"
    reader.open_form()
    world.clock.forward(seconds=5)
    assert reader.post(FINE).status == 201


def test_a_reply_hangs_under_its_root_and_counts(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    reply = world.reader().post("رد أول", parent=root).json["id"]
    nested = world.reader().post("رد على الرد", parent=reply)
    assert nested.json["comment"]["root"] == root
    world.deliver()
    replies = world.request("GET", f"{comments_path()}/{root}/replies").json["comments"]
    assert [c["text"] for c in replies] == ["رد أول", "رد على الرد"]
    listed = world.request("GET", comments_path()).json
    assert listed["count"] == {"all": 3, "roots": 1}
    assert listed["comments"][0]["replies"] == 2


def test_a_reply_needs_a_public_parent_of_the_same_open_page(world: World) -> None:
    """Case 52."""
    held = world.reader().post(f"{HOLD}").json["id"]
    author = world.reader()
    gone = author.post("سيحذف").json["id"]
    author.delete(gone)
    elsewhere = world.reader(page=f"{ORIGIN}/other-page").post(FINE).json["id"]
    for parent in (held, gone, elsewhere, "a" * 26):
        answer = world.reader().post("رد", parent=parent)
        assert (answer.status, answer.json["code"]) == (409, "parent-unavailable"), parent


def test_a_closed_article_takes_nothing_and_says_so(world: World) -> None:
    world.reader().post(FINE)
    page = comments_path().split("/")[-2]
    assert world.moderator().call("PUT", f"pages/{page}", {"open": False}).json["open"] is False
    answer = world.reader().post("بعد الإغلاق")
    assert (answer.status, answer.json["code"]) == (409, "page-closed")
    assert world.request("GET", comments_path()).json["open"] is False
    world.moderator().call("PUT", f"pages/{page}", {"open": True})
    assert world.reader().post("بعد الفتح").status == 201


def test_preview_judges_and_stores_nothing(world: World) -> None:
    reader = world.reader()
    assert reader.preview(FINE).json == {"action": "publish", "reason": None, "spans": []}
    refused = reader.preview(f"يا {REJECT}").json
    assert (refused["action"], refused["spans"]) == ("reject", [{"start": 3, "end": 3 + len(REJECT)}])
    world.deliver()
    assert world.publisher.sent == []


def test_an_hold_all_site_publishes_nothing_by_itself(world: World) -> None:
    world.put_site(a_site(profile="hold-all"))
    assert world.reader().post(FINE).status == 202


def test_an_invalid_policy_holds_and_is_seen_in_the_sites_health(world: World) -> None:
    world.put_site(a_site(policy={"thresholds": {"hold": "many"}}))
    assert world.reader().post(FINE).status == 202
    assert world.moderator().call("GET", "health").json["policy_valid"] is False


def test_reader_unlinkable(world: World) -> None:
    """M10: no reader, hash, moderator or score in public answers; times in seconds; other hashes on another site."""
    reader = world.reader()
    posted = reader.post(FINE)
    world.deliver()
    comment = world.listed()[0]
    assert set(comment) == {
        "id", "page", "parent", "root", "text", "name", "created", "edited", "replies", "likes", "staff", "avatar",
        "version", "placeholder",
    }  # fmt: skip
    assert comment["created"].endswith("Z")
    assert "." not in comment["created"]
    stored = world.memory.comments.get(SITE, posted.json["id"])
    assert stored is not None
    assert stored.reader not in posted.text + world.request("GET", comments_path()).text
    key = world.deps.keys
    assert key.pinned("reader", SITE) != key.pinned("reader", "other-site")


def test_counts_answer_for_a_hundred_pages_in_one_request(world: World) -> None:
    world.reader().post(FINE)
    world.deliver()
    page = comments_path().split("/")[-2]
    other = "a" * 26
    pages = ".".join(sorted([page, other]))
    answer = world.request("GET", f"/v1/sites/{SITE}/counts?pages={pages}")
    assert answer.json == {"counts": {page: 1, other: 0}}
