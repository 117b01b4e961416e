"""Steps of a comment, their log, and reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance, tombstone
from ghirbal.domain.errors import Conflict, Forbidden, LimitReached, NotFound
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.comments import LogEntry
from ghirbal.ports.deciding import Change
from ghirbal.ports.stream import CountDelta
from tests.contract.conftest import Store
from tests.support.making import (
    NOW,
    TEXT,
    a_comment,
    a_limit,
    a_report,
    a_reservation,
    a_verdict,
    an_id,
    approved,
    decision,
)

MODERATORS = (Role.MODERATOR, Role.EDITOR, Role.OWNER)


def stored(store: Store, comment: Comment) -> Comment:
    """The comment, put there."""
    store.comments.put_new(comment)
    return comment


def test_a_step_leaves_the_comment_as_it_shall_be(store: Store, site: str) -> None:
    change = decision(stored(store, a_comment(site)), Status.APPROVED)
    store.comments.change(change)
    assert store.comments.get(site, change.before.id) == change.after


def test_every_version_left_has_one_log_row(store: Store, site: str) -> None:
    first = decision(stored(store, a_comment(site)), Status.APPROVED)
    second = decision(first.after, Status.SPAM, "omar")
    second = replace(second, after=replace(second.after, reason="spam", updated=NOW + 9))
    for change in (first, second):
        store.comments.change(change)
    entries = store.comments.log(site, first.before.id)
    assert [(entry.version, entry.status, entry.to) for entry in entries] == [
        (1, "PENDING", "APPROVED"),
        (2, "APPROVED", "SPAM"),
    ]
    assert entries[1] == LogEntry(
        version=2,
        status="APPROVED",
        text=TEXT,
        to="SPAM",
        by_kind="moderator",
        by="omar",
        cause="moderator",
        reason="spam",
        at=NOW + 9,
    )


def test_a_log_of_many_versions_is_in_order(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    for turn in range(11):
        change = decision(comment, Status.REJECTED if turn % 2 == 0 else Status.APPROVED)
        store.comments.change(change)
        comment = change.after
    assert [entry.version for entry in store.comments.log(site, comment.id)] == list(range(1, 12))


def test_a_new_comment_has_no_log(store: Store, site: str) -> None:
    assert store.comments.log(site, stored(store, a_comment(site)).id) == ()


def test_case_6_the_second_of_two_decisions_meets_the_first(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    won, lost = decision(comment, Status.APPROVED), decision(comment, Status.REJECTED, "omar")
    store.comments.change(won)
    with pytest.raises(Conflict) as conflict:
        store.comments.change(lost)
    assert conflict.value.current == won.after
    assert len(store.comments.log(site, comment.id)) == 1


def test_case_8_a_decision_never_lands_on_a_text_nobody_saw(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    author = Actor(ActorKind.AUTHOR, comment.reader)
    edited = replace(
        advance(comment, Status.PENDING, author, at=NOW + 2), text="نص جديد", edited=NOW + 2, edits=1
    )
    store.comments.change(Change(before=comment, after=edited))
    with pytest.raises(Conflict):
        store.comments.change(decision(comment, Status.APPROVED))
    assert store.comments.get(site, comment.id) == edited


def test_a_step_of_a_comment_that_is_not_there_finds_nothing(store: Store, site: str) -> None:
    with pytest.raises(NotFound):
        store.comments.change(decision(a_comment(site), Status.APPROVED))


def test_what_others_count_survives_a_decision_made_on_an_older_reading(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    told = a_report(comment)
    store.comments.report(comment, told, ())
    delta = CountDelta(site=site, page=comment.page, rows=(), replies={comment.id: 3})
    assert store.counters.commit(delta)
    held = advance(comment, Status.PENDING, Actor(ActorKind.SYSTEM), at=NOW + 1)
    store.comments.change(Change(before=comment, after=held))
    now = store.comments.get(site, comment.id)
    assert now == replace(held, replies=3, reports=1, report_weight=1, reporters=(told.reader,))


def test_attack_m5_only_the_first_three_reporters_are_named(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    readers = [an_id(f"reporter {number}") for number in range(5)]
    seen = comment
    for reader in readers:
        after = store.comments.report(seen, a_report(seen, reader), ())
        assert after is not None
        seen = after
    assert (seen.reports, seen.reporters) == (5, tuple(sorted(readers[:3])))


def test_a_step_writes_nothing_of_what_the_stream_counts(store: Store, site: str) -> None:
    change = decision(stored(store, approved(site)), Status.PENDING)
    store.comments.change(replace(change, after=replace(change.after, replies=7, likes=7)))
    assert store.comments.get(site, change.before.id) == change.after


def test_a_decision_starts_the_weight_of_reports_at_zero(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    reported = store.comments.report(comment, a_report(comment, weight=2), ())
    assert reported is not None
    store.comments.change(decision(reported, Status.PENDING))
    now = store.comments.get(site, comment.id)
    assert now is not None
    assert (now.report_weight, now.reports) == (0, 1)


def test_a_tombstone_keeps_no_text(store: Store, site: str) -> None:
    comment = stored(store, approved(site, avatar="https://a.example/x.png"))
    gone = tombstone(comment, Actor(ActorKind.AUTHOR, comment.reader), at=NOW + 3)
    store.comments.change(Change(before=comment, after=gone))
    now = store.comments.get(site, comment.id)
    assert now == gone
    assert (gone.text, gone.name, gone.verdict, gone.placeholder) == ("", "", None, True)


def test_attack_h7_who_left_the_team_decides_nothing(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    change = decision(comment, Status.APPROVED, moderator="mina", roles=MODERATORS)
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    store.sites.remove_moderator(site, "mina")
    with pytest.raises(Forbidden, match="not-on-team"):
        store.comments.change(change)
    assert store.comments.get(site, comment.id) == comment
    assert store.comments.log(site, comment.id) == ()


def test_a_role_too_low_decides_nothing(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "nour", Role.AUDITOR))
    comment = stored(store, a_comment(site))
    with pytest.raises(Forbidden, match="not-on-team"):
        store.comments.change(decision(comment, Status.APPROVED, roles=MODERATORS, moderator="nour"))


def test_a_member_with_a_role_that_will_do_decides(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "dina", Role.OWNER))
    change = decision(stored(store, a_comment(site)), Status.APPROVED, roles=MODERATORS, moderator="dina")
    store.comments.change(change)
    assert store.comments.get(site, change.before.id) == change.after


def test_who_left_the_team_is_not_told_what_became_of_the_comment(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site))
    store.comments.change(decision(comment, Status.REJECTED))
    with pytest.raises(Forbidden):
        store.comments.change(decision(comment, Status.APPROVED, roles=MODERATORS, moderator="gone"))


def test_an_edit_beyond_its_limit_changes_nothing(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    author = Actor(ActorKind.AUTHOR, comment.reader)
    edited = replace(advance(comment, Status.APPROVED, author, at=NOW + 2), text="نص")
    limits = (a_limit("free", 1), a_limit("mine", 1, kind="address"))
    store.comments.reserve(a_reservation(site, a_limit("other", 1, kind="address")))
    with pytest.raises(LimitReached) as full:
        store.comments.change(Change(before=comment, after=edited, limits=limits))
    assert full.value.details == {"kind": "address", "retry_after": 60}
    assert store.comments.get(site, comment.id) == comment


def test_a_report_counts_once_for_each_reader(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    first = store.comments.report(comment, a_report(comment, an_id("r1"), weight=2), ())
    assert first is not None
    assert (first.reports, first.report_weight) == (1, 2)
    assert store.comments.report(comment, a_report(comment, an_id("r1"), weight=2), ()) is None
    second = store.comments.report(comment, a_report(comment, an_id("r2")), ())
    assert second is not None
    assert (second.reports, second.report_weight, second.version) == (2, 3, 1)


def test_a_report_of_what_has_changed_meets_the_change(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    change = decision(comment, Status.PENDING)
    store.comments.change(change)
    with pytest.raises(Conflict) as conflict:
        store.comments.report(comment, a_report(comment), ())
    assert conflict.value.current == change.after


def test_a_report_of_a_text_edited_since_is_not_of_the_new_one(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    author = Actor(ActorKind.AUTHOR, comment.reader)
    edited = replace(advance(comment, Status.APPROVED, author, at=NOW + 2), text="نص جديد", edited=NOW + 2)
    store.comments.change(Change(before=comment, after=edited))
    with pytest.raises(Conflict):
        store.comments.report(comment, a_report(comment), ())
    assert store.comments.get(site, comment.id) == edited


def test_a_report_beyond_the_readers_limit_is_not_counted(store: Store, site: str) -> None:
    one, other = stored(store, approved(site)), stored(store, approved(site))
    reader = an_id("reporter")
    uses = [a_limit(comment.id, 1, kind="report", key=reader) for comment in (one, other)]
    assert store.comments.report(one, a_report(one, reader), uses[:1]) is not None
    with pytest.raises(LimitReached):
        store.comments.report(other, a_report(other, reader), uses[1:])
    assert store.comments.get(site, other.id) == other


def test_a_verdict_survives_the_store_to_the_last_symbol(store: Store, site: str) -> None:
    comment = stored(store, a_comment(site, verdict=a_verdict(risk=999)))
    found = store.comments.get(site, comment.id)
    assert found is not None
    assert found.verdict == a_verdict(risk=999)
