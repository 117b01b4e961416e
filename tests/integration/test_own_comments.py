"""Authors edit, delete and look after their own comments; readers report others'."""

from __future__ import annotations

from tests.support.world import FINE, HOLD, ORIGIN, REJECT, SITE, World, a_site, comments_path


def test_an_edit_of_a_published_comment_shows_at_once_and_is_told(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    world.clock.forward(seconds=30)
    answer = reader.edit(own, "نص معدل")
    assert (answer.status, answer.json["version"], answer.json["comment"]["text"]) == (201, 2, "نص معدل")
    world.deliver()
    assert world.listed()[0]["edited"] is not None
    assert [str(e.type) for e in world.publisher.sent] == ["CommentPublished", "CommentEdited"]


def test_an_edit_that_would_be_refused_changes_nothing(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    answer = reader.edit(own, REJECT)
    assert (answer.status, answer.json["code"]) == (422, "comment-refused")
    world.deliver()
    assert world.listed()[0]["text"] == FINE


def test_an_edit_into_something_doubtful_is_held(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    assert reader.edit(own, f"الآن {HOLD}").status == 202
    world.deliver()
    assert world.listed() == []


def test_a_text_held_for_itself_may_be_mended_by_its_author(world: World) -> None:
    reader = world.reader()
    own = reader.post(f"كلام {HOLD}").json["id"]
    assert reader.edit(own, FINE).status == 201


def test_edit_cannot_republish_reported_comment(world: World) -> None:
    """H2: neither the first nor the second harmless edit lifts what reports took down."""
    world.put_site(a_site(policy={"reports": {"hold_at": 2, "fresh_seconds": 1}}))
    author = world.reader()
    own = author.post(FINE).json["id"]
    for number in range(2):
        assert world.reader(f"198.51.{number}.7").report(own).status == 202
    assert author.status(own).json["status"] == "held"
    assert author.edit(own, "نص بريء", version=2).status == 202
    assert author.edit(own, "نص بريء جداً", version=3).status == 202
    world.deliver()
    assert world.listed() == []


def test_edit_of_what_a_moderator_approved_or_held_waits_for_a_moderator(world: World) -> None:
    """H2."""
    author = world.reader()
    approved = author.post(f"{HOLD} أول").json["id"]
    world.moderator().decide(approved, "approve")
    assert author.edit(approved, "نص آخر", version=2).status == 202
    assert author.edit(approved, "نص ثالث", version=3).status == 202
    held = author.post("تعليق ثان").json["id"]
    world.moderator().decide(held, "hold")
    assert author.edit(held, "تعليق بريء", version=2).status == 202


def test_a_behaviour_hold_is_not_lifted_by_an_edit(world: World) -> None:
    author = world.reader()
    own = author.post("الثاني", website="https://bot.example").json["id"]
    world.clock.forward(seconds=200)
    assert author.edit(own, "الثاني معدلاً").status == 202


def test_the_window_and_the_number_of_edits_end(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    for version in range(1, 6):
        assert reader.edit(own, f"نسخة {version}", version=version).status == 201
    assert reader.edit(own, "نسخة أخيرة", version=6).json["code"] == "edits-exhausted"
    late = world.reader()
    other = late.post(FINE).json["id"]
    world.clock.forward(seconds=301)
    assert late.edit(other, "متأخر").json["code"] == "edit-window"
    assert late.status(other).json["editable_until"] is None


def test_a_repeated_edit_answers_the_same_and_a_stale_one_is_a_conflict(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    assert reader.edit(own, "معدل").json["version"] == 2
    assert (reader.edit(own, "معدل").status, reader.edit(own, "معدل").json["version"]) == (201, 2)
    assert (reader.edit(own, "غيره").status, reader.edit(own, "غيره").json["code"]) == (
        409,
        "version-conflict",
    )


def test_the_version_seen_is_required(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    document = {"text": "معدل", "url": reader.url}
    assert world.request("PATCH", f"{reader.path}/{own}", document, reader.headers()).status == 428
    assert world.request("DELETE", f"{reader.path}/{own}", headers=reader.headers()).status == 428


def test_a_deleted_root_stays_as_a_placeholder_over_its_replies_and_the_count_is_right(world: World) -> None:
    """Case 52."""
    author = world.reader()
    root = author.post(FINE).json["id"]
    world.reader().post("رد", parent=root)
    world.deliver()
    gone = author.delete(root)
    assert (gone.status, gone.json["status"], gone.json["version"]) == (200, "deleted", 2)
    assert author.delete(root).json["version"] == 2, "deleting again answers the same"
    world.deliver()
    listed = world.request("GET", comments_path()).json
    assert listed["count"] == {"all": 1, "roots": 0}
    assert [(c["placeholder"], c["text"], c["name"]) for c in listed["comments"]] == [(True, "", "")]
    replies = world.request("GET", f"{comments_path()}/{root}/replies").json["comments"]
    assert [c["text"] for c in replies] == ["رد"]


def test_a_deleted_root_that_nobody_answered_leaves_nothing(world: World) -> None:
    author = world.reader()
    author.delete(author.post(FINE).json["id"])
    world.deliver()
    assert world.request("GET", comments_path()).json["comments"] == []
    assert "<li" not in world.request("GET", comments_path().replace("/comments", "/embed")).text


def test_replies_of_rejected_root_hidden(world: World) -> None:
    """M12: neither shown nor counted, and back when the root is approved again."""
    root = world.reader().post(FINE).json["id"]
    world.reader().post("رد", parent=root)
    world.deliver()
    world.moderator().decide(root, "reject")
    world.deliver()
    assert world.request("GET", f"{comments_path()}/{root}/replies").json["comments"] == []
    assert world.request("GET", comments_path()).json["count"] == {"all": 0, "roots": 0}
    assert world.reader().post("رد جديد", parent=root).json["code"] == "parent-unavailable"
    world.moderator().decide(root, "approve", version=2)
    world.deliver()
    assert world.request("GET", comments_path()).json["count"] == {"all": 2, "roots": 1}


def test_replies_to_a_reply_of_a_hidden_root_are_refused(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    reply = world.reader().post("رد", parent=root).json["id"]
    world.moderator().decide(root, "spam")
    assert world.reader().post("رد على رد", parent=reply).json["code"] == "parent-unavailable"


def test_status_never_cached(world: World) -> None:
    """H4: whatever carries a token, and every error, is private."""
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    answers = [
        reader.status(own),
        reader.status("a" * 26),
        reader.open_form(),
        reader.post("آخر"),
        reader.post("", key="!"),
        world.request("GET", f"{comments_path()}?limit=0"),
        world.request("GET", "/v1/moderation/sites/akhbar/queue"),
        world.moderator().call("GET", "queue"),
    ]
    assert [a.headers["cache-control"] for a in answers] == ["private, no-store"] * len(answers)


def test_reports_count_once_a_reader_and_own_ones_never(world: World) -> None:
    world.put_site(a_site(policy={"reports": {"hold_at": 2}}))
    author, other = world.reader(), world.reader()
    own = author.post(FINE).json["id"]
    for _ in range(3):
        assert other.report(own).json == {"reported": True}
        assert author.report(own).json == {"reported": True}
    world.deliver()
    assert len(world.listed()) == 1
    assert [str(e.type) for e in world.publisher.sent] == ["CommentPublished", "CommentReported"]


def test_what_a_moderator_approved_after_reports_stays(world: World) -> None:
    world.put_site(a_site(policy={"reports": {"hold_at": 1}}))
    own = world.reader().post(FINE).json["id"]
    world.reader().report(own)
    assert world.moderator().decide(own, "approve", version=2).status == 200
    world.reader().report(own)
    world.deliver()
    assert len(world.listed()) == 1


def test_only_public_comments_can_be_reported(world: World) -> None:
    held = world.reader().post(HOLD).json["id"]
    assert world.reader().report(held).status == 404
    assert world.reader(page=f"{ORIGIN}/other").report(held).status == 404


def test_another_sites_comment_cannot_be_addressed(world: World) -> None:
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    world.memory.sites.put(a_site(id="other-site"))
    path = f"{reader.path}/{own}".replace(SITE, "other-site")
    assert world.request("GET", f"{path}/status", headers=reader.headers()).status == 404
    assert world.request("GET", f"{path}/replies").json["comments"] == []
