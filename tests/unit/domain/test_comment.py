"""The state machine: every step that stands in its table, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.comment import (
    RESTORE,
    STEPS,
    SYSTEM,
    UNDO,
    Actor,
    ActorKind,
    Comment,
    EventType,
    Status,
    advance,
    event_of,
    revert,
    tombstone,
)
from ghirbal.domain.errors import IllegalTransition

MODERATOR = Actor(ActorKind.MODERATOR, "m1")
AUTHOR = Actor(ActorKind.AUTHOR, "r1")


def a_comment(status: Status = Status.PENDING, **changes: object) -> Comment:
    made = Comment(
        site="akhbar",
        id="a" * 26,
        page="b" * 26,
        reader="r1",
        text="شكرا على المقال",
        name="قارئ",
        status=status,
        created=1_700_000_000_000,
        body_hash="h",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_no_step_stands_twice_and_nothing_leaves_deleted() -> None:
    keys = [(step.source, step.target, step.by) for step in STEPS]
    assert len(keys) == len(set(keys))
    assert all(step.source is not Status.DELETED for step in STEPS)


@pytest.mark.parametrize("target", [Status.APPROVED, Status.REJECTED, Status.SPAM])
def test_a_moderator_decides_what_waits(target: Status) -> None:
    assert advance(a_comment(), target, MODERATOR, at=1).status is target


def test_an_author_cannot_approve_what_was_rejected() -> None:
    with pytest.raises(IllegalTransition):
        advance(a_comment(Status.REJECTED), Status.APPROVED, AUTHOR, at=1)


def test_the_system_takes_back_and_expires_but_never_approves() -> None:
    assert event_of(Status.APPROVED, Status.PENDING, ActorKind.SYSTEM) is EventType.HELD
    assert event_of(Status.PENDING, Status.REJECTED, ActorKind.SYSTEM) is EventType.REJECTED
    with pytest.raises(IllegalTransition):
        event_of(Status.PENDING, Status.APPROVED, ActorKind.SYSTEM)


def test_each_step_makes_the_next_version_and_remembers_the_one_before() -> None:
    after = advance(a_comment(), Status.APPROVED, MODERATOR, at=5, cause="moderator")
    assert (after.version, after.previous, after.by, after.updated) == (2, Status.PENDING, MODERATOR, 5)


def test_the_weight_of_reports_starts_at_zero_with_a_decision_and_approval_settles_them() -> None:
    reported = a_comment(Status.PENDING, report_weight=4, reports=4)
    approved = advance(reported, Status.APPROVED, MODERATOR, at=5)
    assert (approved.report_weight, approved.reports_settled) == (0, True)
    assert (
        advance(a_comment(Status.APPROVED, report_weight=4), Status.PENDING, SYSTEM, at=5).report_weight == 4
    )


def test_a_deleted_public_root_stays_as_a_placeholder_without_its_text() -> None:
    gone = tombstone(a_comment(Status.APPROVED), AUTHOR, at=5)
    assert (gone.text, gone.name, gone.placeholder, gone.shows_replies) == ("", "", True, True)
    assert not tombstone(a_comment(Status.REJECTED), AUTHOR, at=5).shows_replies
    assert not tombstone(a_comment(Status.APPROVED, root="c" * 26), AUTHOR, at=5).placeholder


def test_what_is_restored_waits_from_now_on_and_what_is_undone_keeps_its_place() -> None:
    waiting = a_comment(held_since=1_000)
    gone = tombstone(waiting, MODERATOR, at=2_000)
    assert revert(gone, waiting, MODERATOR, at=9_000, cause=RESTORE).held_since == 9_000
    approved = advance(waiting, Status.APPROVED, MODERATOR, at=2_000)
    assert revert(approved, waiting, MODERATOR, at=2_500, cause=UNDO).held_since == 1_000
