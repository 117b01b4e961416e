"""The decision log, the days' numbers and the queue's mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.deciding import Change
from ghirbal.ports.decision_log import LogSlice, Tally
from ghirbal.ports.stream import CountDelta
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, an_id, decision

MONTH = "2026-09"


def decided(
    store: Store, site: str, n: int, moderator: str = "mina", target: Status = Status.APPROVED
) -> Comment:
    """A comment on which somebody decided `n` milliseconds from now."""
    comment = a_comment(site)
    store.comments.put_new(comment)
    change = decision(comment, target, moderator)
    store.comments.change(replace(change, after=replace(change.after, updated=NOW + n, reason="spam")))
    return comment


def ids(found: LogSlice) -> list[str]:
    return [row.comment_id for row in found.rows]


def test_the_log_of_a_month_is_newest_first(store: Store, site: str) -> None:
    comments = [decided(store, site, n) for n in range(3)]
    found = store.decision_log.decisions(site, MONTH, None, 10, None)
    assert ids(found) == [c.id for c in reversed(comments)]
    row = found.rows[0]
    assert (row.page, row.entry.by, row.entry.to, row.entry.reason, row.entry.at) == (
        comments[2].page,
        "mina",
        "APPROVED",
        "spam",
        NOW + 2,
    )
    assert found.after is None
    assert store.decision_log.decisions(site, "2026-08", None, 10, None).rows == ()


def test_the_log_goes_on_where_it_stopped(store: Store, site: str) -> None:
    comments = [decided(store, site, n // 2) for n in range(7)]
    seen: list[str] = []
    after = None
    for _ in range(10):
        found = store.decision_log.decisions(site, MONTH, None, 2, after)
        seen += ids(found)
        after = found.after
        if after is None:
            break
    assert sorted(seen) == sorted(c.id for c in comments)
    assert len(seen) == len(set(seen))


def test_the_log_of_one_moderator_leaves_out_others_and_authors_edits(store: Store, site: str) -> None:
    mine = [decided(store, site, n, "mina") for n in (0, 4)]
    others = [decided(store, site, n, "omar") for n in (1, 2, 3)]
    comment = a_comment(site)
    store.comments.put_new(comment)
    author = Actor(ActorKind.AUTHOR, comment.reader)
    edited = advance(comment, Status.PENDING, author, at=NOW + 9)
    store.comments.change(Change(before=comment, after=edited))
    assert ids(store.decision_log.decisions(site, MONTH, "mina", 10, None)) == [mine[1].id, mine[0].id]
    everybody = ids(store.decision_log.decisions(site, MONTH, None, 10, None))
    assert set(everybody) == {c.id for c in (*mine, *others)}


def test_a_place_in_another_log_is_refused(store: Store, site: str) -> None:
    """Fault case 39."""
    for n in range(3):
        decided(store, site, n)
    after = store.decision_log.decisions(site, MONTH, None, 1, None).after
    assert after is not None
    for wrong in ({**after, "at": "x"}, {**after, "v": "-1"}, {**after, "list": "L#other#2026-09"}, {}):
        with pytest.raises(Refused):
            store.decision_log.decisions(site, MONTH, None, 1, wrong)
    with pytest.raises(NotFound):
        store.decision_log.decisions(site, "2026-13", None, 1, None)


def test_numbers_are_added_up_by_day_and_person(store: Store, site: str) -> None:
    for day, who, n in (("2026-09-20", "site", 1), ("2026-09-21", "site", 2), ("2026-09-21", "m:mina", 2)):
        sums = {(day, who): {"held": n, "to_SPAM": 0}}
        assert store.counters.commit(CountDelta(site=site, page=an_id("page"), rows=(), sums=sums))
    again = {("2026-09-21", "site"): {"held": 3}}
    store.counters.commit(CountDelta(site=site, page=an_id("page"), rows=(), sums=again))
    found = store.decision_log.tallies(site, "2026-09-21", "2026-09-21")
    held = [(tally.day, tally.who, tally.counts["held"]) for tally in found]
    assert held == [("2026-09-21", "m:mina", 2), ("2026-09-21", "site", 5)]
    assert len(store.decision_log.tallies(site, "2026-09-01", "2026-09-30")) == 3
    assert store.decision_log.tallies(an_id()[:12].replace("2", "a"), "2026-09-01", "2026-09-30") == ()


def test_a_day_without_numbers_has_no_row(store: Store, site: str) -> None:
    store.counters.commit(
        CountDelta(site=site, page=an_id("page"), rows=(), sums={("2026-09-21", "site"): {}})
    )
    assert store.decision_log.tallies(site, "2026-09-21", "2026-09-21") in (
        (),
        (Tally("2026-09-21", "site"),),
    )


def test_the_mark_changes_with_what_waits_what_is_decided_and_what_is_claimed(
    store: Store, site: str
) -> None:
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    marks = [store.decision_log.stamp(site)]
    for pending, touched in (({1: 2}, {}), ({}, {1: 1}), ({1: -1}, {1: 1})):
        delta = CountDelta(site=site, page=an_id("page"), rows=(), pending=pending, touched=touched)
        store.counters.commit(delta)
        marks.append(store.decision_log.stamp(site))
    comment = a_comment(site)
    store.comments.put_new(comment)
    store.workplace.claim(comment, "mina", (Role.MODERATOR,), NOW + 1, NOW)
    marks.append(store.decision_log.stamp(site))
    assert len({stamp.mark for stamp in marks}) == 5
    assert [stamp.pending for stamp in marks] == [0, 2, 2, 1, 1]
    assert store.decision_log.stamp(site) == marks[-1]
