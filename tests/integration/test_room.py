"""The moderators' room: bulk, undo, claims, notes, answers, and everything about one comment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreUnavailable
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from tests.support.world import FINE, HOLD, SITE, URL, Answer, World

PAGE = page_id(canonical_url(URL))


def held(world: World, text: str = f"كلام {HOLD}") -> str:
    answer = world.elsewhere().post(text)
    assert answer.status == 202
    identifier: str = answer.json["id"]
    return identifier


def stored(world: World, comment: str) -> Comment:
    found = world.memory.comments.get(SITE, comment)
    assert found is not None
    return found


def bulk(world: World, ids: list[str], action: str = "approve", name: str = "mina") -> Answer:
    decisions = [{"id": comment, "action": action, "version": 1} for comment in ids]
    return world.moderator(name).call("POST", "decisions", {"decisions": decisions})


def undo(world: World, comment: str, version: int = 2, name: str = "mina", way: str = "undo") -> Answer:
    return world.moderator(name).call("POST", f"comments/{comment}/{way}", {"version": version})


@dataclass
class Throttled:
    """A store that refuses every change of one comment."""

    inner: Comments
    comment: str
    refused: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def change(self, change: Change) -> None:
        if change.before.id == self.comment:
            self.refused.append(change.before.id)
            raise StoreUnavailable("ThrottlingException")
        self.inner.change(change)


# --- bulk ----------------------------------------------------------------------------------------------------


def test_case_9_of_fifty_decisions_one_conflict_and_one_throttle_leave_forty_eight(world: World) -> None:
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(50)]
    world.moderator("omar").decide(ids[3], "reject")
    throttled = Throttled(world.memory.comments, ids[7])
    world.deps = world.deps.replace(comments=throttled)
    results = bulk(world, ids).json["results"]
    assert [r["id"] for r in results] == ids
    assert [r["status"] for r in results].count(200) == 48
    conflict, throttle = results[3], results[7]
    assert (conflict["status"], conflict["problem"]["decided_by"]) == (409, "omar")
    assert (throttle["status"], throttle["problem"]["code"]) == (503, "store-unavailable")
    assert stored(world, ids[7]).version == 1


def test_case_60_a_bulk_sent_again_after_a_lost_answer_does_nothing_twice(world: World) -> None:
    ids = [held(world, f"{HOLD} رقم {n}") for n in range(3)]
    bulk(world, ids[:2])
    again = bulk(world, ids)
    assert [r["status"] for r in again.json["results"]] == [200, 200, 200]
    assert [len(world.memory.comments.log(SITE, comment)) for comment in ids] == [1, 1, 1]


def test_a_bulk_has_at_most_fifty_and_each_names_its_version(world: World) -> None:
    assert bulk(world, [held(world)] * 51).status == 422
    assert bulk(world, []).status == 422
    answer = world.moderator().call(
        "POST", "decisions", {"decisions": [{"id": "a" * 26, "action": "approve"}]}
    )
    assert answer.status == 422


def test_a_bulk_never_reaches_another_sites_comment(world: World) -> None:
    """API1."""
    comment = held(world)
    world.memory.sites.put(replace(world.deps.site_configs.get(SITE), id="other-site"))
    stranger = replace(world.moderator("elsewhere"), site="other-site")
    answer = stranger.call(
        "POST", "decisions", {"decisions": [{"id": comment, "action": "approve", "version": 1}]}
    )
    assert answer.json["results"][0]["status"] == 404


# --- undo ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["approve", "reject", "spam", "delete"])
def test_case_53_an_undo_in_time_leaves_state_text_and_counters_as_before(world: World, action: str) -> None:
    comment = held(world)
    world.deliver()
    before = stored(world, comment)
    world.moderator().decide(comment, action)
    world.deliver()
    world.clock.forward(seconds=59)
    answer = undo(world, comment)
    assert (answer.status, answer.json["comment"]["version"], answer.json["comment"]["status"]) == (
        200,
        3,
        "PENDING",
    )
    world.deliver(again=1)
    after = stored(world, comment)
    same = ("status", "text", "name", "held_since", "reason", "verdict", "replies", "report_weight")
    assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
    assert world.memory.comments.pending(SITE) == 1
    assert world.memory.comments.head(SITE, PAGE).all == 0
    last = world.publisher.sent[-1]
    assert (str(last.type), last.detail["cause"], last.detail["version"]) == ("CommentHeld", "undo", 3)


def test_an_undone_deletion_of_a_public_comment_is_public_and_counted_again(world: World) -> None:
    comment = world.reader().post(FINE).json["id"]
    world.deliver()
    world.moderator().decide(comment, "delete")
    world.deliver()
    assert world.memory.comments.head(SITE, PAGE).all == 0
    assert undo(world, comment).status == 200
    world.deliver()
    assert [(c["id"], c["text"]) for c in world.listed()] == [(comment, FINE)]
    assert world.memory.comments.head(SITE, PAGE).all == 1


def test_case_53_an_undo_late_by_a_colleague_or_after_another_decision_is_refused(world: World) -> None:
    late, foreign, moved = (held(world, f"{HOLD} {n}") for n in range(3))
    for comment in (late, foreign, moved):
        world.moderator().decide(comment, "approve")
    assert undo(world, foreign, name="omar").json["code"] == "undo-refused"
    world.moderator("omar").decide(moved, "reject", version=2)
    assert undo(world, moved).json["code"] == "version-conflict"
    world.clock.forward(seconds=60.001)
    assert undo(world, late).json["code"] == "undo-refused"
    assert stored(world, late).version == 2


def test_an_undo_is_safe_to_repeat_and_is_not_undone_itself(world: World) -> None:
    comment = held(world)
    world.moderator().decide(comment, "approve")
    assert [undo(world, comment).json["comment"]["version"] for _ in range(2)] == [3, 3]
    assert undo(world, comment, version=3).json["code"] == "undo-refused"
    assert undo(world, held(world, f"{HOLD} آخر"), version=1).json["code"] == "undo-refused"


def test_an_editor_restores_within_thirty_days_what_a_moderator_deleted(world: World) -> None:
    """M14: a rogue moderator's deletions can be taken back; an author's never."""
    comment = held(world)
    world.moderator().decide(comment, "delete")
    world.clock.forward(seconds=29 * 86_400)
    assert undo(world, comment, way="restore").status == 403
    assert undo(world, comment, way="restore", name="dina").json["comment"]["status"] == "PENDING"
    author = world.reader()
    own = author.post(f"{HOLD} لي").json["id"]
    author.delete(own)
    assert undo(world, own, way="restore", name="dina").json["code"] == "restore-refused"


def test_a_restore_after_thirty_days_is_refused(world: World) -> None:
    comment = held(world)
    world.moderator().decide(comment, "delete")
    world.clock.forward(seconds=30 * 86_400 + 1)
    assert undo(world, comment, way="restore", name="dina").json["code"] == "restore-refused"


# --- claims and notes ----------------------------------------------------------------------------------------


def test_a_claim_shows_in_the_queue_for_two_minutes_and_makes_no_event(world: World) -> None:
    comment = held(world)
    claimed = world.moderator().call("PUT", f"comments/{comment}/claim")
    assert (claimed.status, claimed.json["comment"]["version"]) == (200, 1)
    assert world.moderator("omar").queue()[0]["claim"]["by"] == "mina"
    refused = world.moderator("omar").call("PUT", f"comments/{comment}/claim")
    assert (refused.status, refused.json["code"], refused.json["by"]) == (409, "claimed", "mina")
    world.deliver()
    assert [str(e.type) for e in world.publisher.sent] == ["CommentHeld"]
    world.clock.forward(seconds=120)
    assert world.moderator("omar").queue()[0]["claim"] is None
    assert world.moderator("omar").call("PUT", f"comments/{comment}/claim").status == 200


def test_a_claim_is_no_lock_on_deciding_and_goes_with_it(world: World) -> None:
    comment = held(world)
    world.moderator().call("PUT", f"comments/{comment}/claim")
    decided = world.moderator("omar").decide(comment, "approve")
    assert (decided.status, decided.json["comment"]["claim"]) == (200, None)


def test_a_claim_is_given_back(world: World) -> None:
    comment = held(world)
    world.moderator().call("PUT", f"comments/{comment}/claim")
    world.moderator("omar").call("DELETE", f"comments/{comment}/claim")
    assert world.moderator().queue()[0]["claim"]["by"] == "mina"
    answer = world.moderator().call("DELETE", f"comments/{comment}/claim")
    assert (answer.status, answer.json["comment"]["claim"]) == (200, None)


def test_notes_are_kept_for_colleagues_and_never_shown_to_readers(world: World) -> None:
    comment = held(world)
    note = world.moderator().call("POST", f"comments/{comment}/notes", {"text": "  يكتب هذا كل يوم  "})
    assert (note.status, note.json["by"], note.json["text"]) == (201, "mina", "يكتب هذا كل يوم")
    notes = world.moderator("rima").call("GET", f"comments/{comment}/notes").json["notes"]
    assert [n["text"] for n in notes] == ["يكتب هذا كل يوم"]
    world.moderator().decide(comment, "approve")
    world.deliver()
    assert "كل يوم" not in world.request("GET", f"/v1/sites/{SITE}/pages/{PAGE}/comments").text


@pytest.mark.parametrize(("text", "status"), [("", 422), ("س" * 1_001, 422), ("س" * 1_000, 201)])
def test_a_note_has_one_to_a_thousand_characters(world: World, text: str, status: int) -> None:
    assert world.moderator().call("POST", f"comments/{held(world)}/notes", {"text": text}).status == status


# --- one comment ---------------------------------------------------------------------------------------------


def test_a_comment_comes_with_its_thread_its_author_and_texts_like_it(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    author = world.reader()
    world.deliver()
    earlier = author.post("رأي آخر لي").json["id"]
    asked = author.post(f"رد {HOLD}", parent=root).json["id"]
    twin = held(world, f"رَدّ {HOLD}!")
    found = world.moderator().call("GET", f"comments/{asked}").json
    assert [c["id"] for c in found["thread"]] == [root]
    assert [c["id"] for c in found["author"]["comments"]] == [earlier]
    assert (found["author"]["known"], found["author"]["trusted"]) == (False, False)
    assert [c["id"] for c in found["duplicates"]] == [twin]
    assert stored(world, asked).reader not in str(found)


def test_a_root_comes_with_its_last_replies(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    replies = [world.reader().post(f"رد رقم {n}", parent=root).json["id"] for n in range(7)]
    found = world.moderator().call("GET", f"comments/{root}").json
    assert [c["id"] for c in found["thread"]] == replies[2:]


def test_the_history_has_every_text(world: World) -> None:
    author = world.reader()
    comment = author.post(f"أول {HOLD}").json["id"]
    author.edit(comment, f"ثان {HOLD}")
    world.moderator().decide(comment, "reject", version=2, reason="insult")
    found = world.moderator("rima").call("GET", f"comments/{comment}/history").json
    assert [(v["text"], v["by"], v["to"]) for v in found["versions"]] == [
        (f"أول {HOLD}", "author", "PENDING"),
        (f"ثان {HOLD}", "mina", "REJECTED"),
    ]
    assert (found["comment"]["decided_by"], found["comment"]["reason"]) == ("mina", "insult")


def test_what_is_not_there_has_no_history_and_no_detail(world: World) -> None:
    for path in (f"comments/{'a' * 26}", f"comments/{'a' * 26}/history"):
        assert world.moderator().call("GET", path).status == 404


# --- staff answers -------------------------------------------------------------------------------------------


def say(world: World, text: str, key: str = "", name: str = "mina", page: str = PAGE, **body: Any) -> Answer:
    headers = {"authorization": f"Bearer {name}", "idempotency-key": key or new_token_id()}
    return world.request(
        "POST", f"/v1/moderation/sites/{SITE}/pages/{page}/comments", {"text": text} | body, headers
    )


def test_a_staff_answer_is_public_at_once_marked_and_counted(world: World) -> None:
    root = world.reader().post(FINE).json["id"]
    answer = say(world, f"شكراً لك {HOLD}", parent=root, name="mina")
    assert answer.status == 201
    world.deliver()
    replies = world.request("GET", f"/v1/sites/{SITE}/pages/{PAGE}/comments/{root}/replies").json["comments"]
    assert [(c["staff"], c["name"], c["parent"]) for c in replies] == [(True, "أخبار", root)]
    assert world.memory.comments.head(SITE, PAGE).all == 2
    last = world.publisher.sent[-1]
    assert (str(last.type), last.detail["decided_by"]) == ("CommentPublished", "moderator")


def test_the_same_answer_sent_twice_is_one(world: World) -> None:
    world.reader().post(FINE)
    key = new_token_id()
    first, second = (say(world, "أهلاً", key) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.json["comment"]["id"] == second.json["comment"]["id"]
    assert say(world, "غير ذلك", key).json["code"] == "idempotency-conflict"


def test_a_staff_answer_keeps_the_rules_of_place(world: World) -> None:
    waiting = held(world)
    assert say(world, "أهلاً", page="a" * 26).status == 404
    assert say(world, "أهلاً", parent=waiting).json["code"] == "parent-unavailable"
    assert say(world, "أهلاً", name="rima").status == 403
    assert say(world, "أهلاً", name="gone").json["code"] == "not-on-team"
    world.moderator().call("PUT", f"pages/{PAGE}", {"open": False})
    assert say(world, "أهلاً").json["code"] == "page-closed"


def test_a_staff_answer_needs_a_key(world: World) -> None:
    world.reader().post(FINE)
    assert world.moderator().call("POST", f"pages/{PAGE}/comments", {"text": "أهلاً"}).status == 400
