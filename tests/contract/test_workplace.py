"""Claims, notes, staff answers, what stands around a comment, and the way back to the version before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import UNDO, Actor, ActorKind, Comment, Status, revert, tombstone
from ghirbal.domain.errors import Conflict, Forbidden, NotFound, Refused
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.deciding import Change
from ghirbal.ports.workplace import Note
from tests.contract.conftest import Store
from tests.support.making import (
    DAY_NOW,
    NOW,
    a_comment,
    a_mark,
    a_reservation,
    an_id,
    approved,
    decision,
    reply_to,
)

WRITERS = (Role.MODERATOR, Role.EDITOR, Role.OWNER)
MINA = Actor(ActorKind.MODERATOR, "mina")


def stored(store: Store, comment: Comment) -> Comment:
    """The comment, put there."""
    store.comments.put_new(comment)
    return comment


@pytest.fixture
def team(store: Store, site: str) -> None:
    """Two moderators and an auditor."""
    for name, role in (("mina", Role.MODERATOR), ("omar", Role.MODERATOR), ("rima", Role.AUDITOR)):
        store.sites.put_moderator(Moderator(site, name, role))


def found(store: Store, comment: Comment) -> Comment:
    """The comment as it is now."""
    current = store.comments.get(comment.site, comment.id)
    assert current is not None
    return current


def test_a_decision_can_be_taken_back_to_the_last_detail(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    change = decision(comment, Status.REJECTED)
    change = replace(change, after=replace(change.after, reason="insult"))
    store.comments.change(change)
    past = store.workplace.past(change.after)
    assert past is not None
    back = revert(change.after, past, MINA, at=NOW + 30, cause=UNDO)
    store.comments.change(Change(before=change.after, after=back))
    assert found(store, comment) == replace(
        comment, version=3, previous=Status.REJECTED, by=MINA, cause=UNDO, updated=NOW + 30
    )


def test_a_deletion_can_be_taken_back_with_text_name_and_verdict(store: Store, site: str) -> None:
    comment = stored(store, approved(site, avatar="https://a.example/x.png"))
    gone = tombstone(comment, MINA, at=NOW + 3)
    store.comments.change(Change(before=comment, after=gone))
    past = store.workplace.past(gone)
    assert past is not None
    back = revert(gone, past, MINA, at=NOW + 9, cause=UNDO)
    store.comments.change(Change(before=gone, after=back))
    now = found(store, comment)
    assert (now.status, now.text, now.name, now.avatar, now.verdict) == (
        Status.APPROVED,
        comment.text,
        comment.name,
        comment.avatar,
        comment.verdict,
    )
    assert not now.placeholder


def test_the_first_version_has_no_past(store: Store, site: str) -> None:
    assert store.workplace.past(stored(store, a_comment(site))) is None


@pytest.mark.usefixtures("team")
def test_a_claim_is_seen_and_is_no_new_version(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    store.workplace.claim(comment, "mina", WRITERS, NOW + 120_000, NOW)
    assert found(store, comment) == replace(comment, claimed_by="mina", claimed_until=NOW + 120_000)


@pytest.mark.usefixtures("team")
def test_a_colleague_claims_only_when_the_first_claim_is_over(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    store.workplace.claim(comment, "mina", WRITERS, NOW + 120_000, NOW)
    with pytest.raises(Refused) as refusal:
        store.workplace.claim(comment, "omar", WRITERS, NOW + 121_000, NOW + 1_000)
    assert refusal.value.code == "claimed"
    assert refusal.value.details == {"by": "mina", "until": iso(NOW + 120_000)}
    store.workplace.claim(comment, "mina", WRITERS, NOW + 180_000, NOW + 60_000)
    store.workplace.claim(comment, "omar", WRITERS, NOW + 300_000, NOW + 180_000)
    assert found(store, comment).claimed_by == "omar"


@pytest.mark.usefixtures("team")
def test_a_claim_is_released_by_its_owner_alone(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    store.workplace.claim(comment, "mina", WRITERS, NOW + 120_000, NOW)
    store.workplace.release(comment, "omar")
    assert found(store, comment).claimed_by == "mina"
    store.workplace.release(comment, "mina")
    assert found(store, comment) == comment


@pytest.mark.usefixtures("team")
def test_a_decision_ends_the_claim(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    store.workplace.claim(comment, "mina", WRITERS, NOW + 120_000, NOW)
    store.comments.change(decision(found(store, comment), Status.APPROVED))
    assert found(store, comment).claimed_by == ""


@pytest.mark.usefixtures("team")
def test_nobody_claims_what_has_changed_or_without_the_right(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    with pytest.raises(Forbidden):
        store.workplace.claim(comment, "rima", WRITERS, NOW + 1, NOW)
    with pytest.raises(NotFound):
        store.workplace.claim(a_comment(site), "mina", WRITERS, NOW + 1, NOW)
    store.comments.change(decision(comment, Status.APPROVED))
    with pytest.raises(Conflict):
        store.workplace.claim(comment, "mina", WRITERS, NOW + 1, NOW)


@pytest.mark.usefixtures("team")
def test_notes_stand_beside_a_comment_in_the_order_they_were_written(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    notes = [
        Note(site=site, comment_id=comment.id, by="mina", text=f"ملاحظة {n}", at=NOW + n) for n in (2, 0, 1)
    ]
    for note in notes:
        store.workplace.add_note(note, WRITERS)
    assert store.workplace.notes(site, comment.id) == (notes[1], notes[2], notes[0])
    assert found(store, comment) == comment


@pytest.mark.usefixtures("team")
def test_newest_notes_shown(store: Store, site: str) -> None:
    """B19: a hundred old notes hide no new one."""
    comment = stored(store, a_comment(site))
    notes = [Note(site=site, comment_id=comment.id, by="mina", text="…", at=NOW + n) for n in range(103)]
    for note in notes:
        store.workplace.add_note(note, WRITERS)
    assert store.workplace.notes(site, comment.id) == tuple(notes[3:])


@pytest.mark.usefixtures("team")
def test_a_note_needs_a_comment_and_a_place_on_the_team(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    note = Note(site=site, comment_id=comment.id, by="rima", text="…", at=NOW)
    with pytest.raises(Forbidden):
        store.workplace.add_note(note, WRITERS)
    with pytest.raises(NotFound):
        store.workplace.add_note(replace(note, by="mina", comment_id=an_id()), WRITERS)
    assert store.workplace.notes(site, comment.id) == ()


@pytest.mark.usefixtures("team")
def test_a_staff_answer_is_stored_once_and_by_the_team_alone(store: Store, site: str) -> None:
    answer = approved(site, staff=True, by=MINA, verdict=None)
    assert store.workplace.answer(answer, WRITERS) is None
    assert store.workplace.answer(replace(answer, text="آخر"), WRITERS) == answer
    with pytest.raises(Forbidden):
        store.workplace.answer(approved(site, by=Actor(ActorKind.MODERATOR, "gone")), WRITERS)


def test_an_authors_comments_come_newest_first_whatever_their_state(store: Store, site: str) -> None:
    reader = an_id("one reader")
    old, new = (
        stored(store, approved(site, reader=reader)),
        stored(store, a_comment(site, reader=reader, created=NOW + 5)),
    )
    stored(store, a_comment(site))
    assert store.workplace.by_author(site, reader, 10) == (new, old)
    assert store.workplace.by_author(site, reader, 1) == (new,)


def test_comments_with_the_same_text_are_found_by_their_bucket(store: Store, site: str) -> None:
    comments = [stored(store, a_comment(site)) for _ in range(2)]
    for comment in comments:
        mark = a_mark(comment.id, an_id())
        store.comments.reserve(a_reservation(site, fingerprint=mark))
    print_ = "0123456789abcdef"
    assert {c.id for c in store.workplace.alike(site, print_, [DAY_NOW])} == {c.id for c in comments}
    assert store.workplace.alike(site, print_, ["2026-09-01"]) == ()


def test_the_thread_around_a_reply_has_root_parent_and_the_newest_replies(store: Store, site: str) -> None:
    root = stored(store, approved(site))
    replies = [stored(store, reply_to(root, created=NOW + n)) for n in range(1, 5)]
    asked = stored(store, a_comment(site, root.page, root=root.id, parent=replies[0].id, created=NOW + 9))
    around = store.workplace.thread_of(asked, 2)
    assert [c.id for c in around] == [root.id, replies[0].id, replies[2].id, replies[3].id]
    assert [c.id for c in store.workplace.thread_of(root, 2)] == [replies[2].id, replies[3].id]


def test_a_reader_without_a_record_has_no_standing(store: Store, site: str) -> None:
    assert store.workplace.reputation(site, an_id()) is None
