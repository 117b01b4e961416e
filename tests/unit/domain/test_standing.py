"""A reader's record: what gives trust, what takes it, and what can't be farmed or cleaned (SECURITY M5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import PIPELINE, SYSTEM, Actor, ActorKind, Status, advance, tombstone
from ghirbal.domain.policy_flood import Standings
from ghirbal.domain.reader import DayRecord, Standing
from ghirbal.domain.standing import (
    Outcome,
    known,
    moved,
    often_rejected,
    outcome_of,
    report_weight,
    reported,
    trusted,
)
from tests.support.making import NOW, a_comment, approved

RULES = Standings()
TODAY = NOW // DAY
MINA = Actor(ActorKind.MODERATOR, "mina")


def written(*outcomes: tuple[Outcome, int]) -> Standing:
    """A record after comments with these outcomes, each written so many days ago."""
    standing = Standing()
    for outcome, ago in outcomes:
        standing = moved(standing, Outcome.OPEN, outcome, NOW - ago * DAY, NOW, RULES)
    return standing


def test_three_approvals_on_three_days_give_trust() -> None:
    assert written(*((Outcome.APPROVED, ago) for ago in range(3))).trusted


@pytest.mark.parametrize(
    "outcomes",
    [
        [(Outcome.APPROVED, 0)] * 9,
        [(Outcome.APPROVED, 0), (Outcome.APPROVED, 1)] * 5,
        [(Outcome.PUBLISHED, ago) for ago in range(8)],
        [(Outcome.APPROVED, ago) for ago in (0, 3, 9)],
    ],
)
def test_harmless_posts_and_approvals_on_few_days_give_none(outcomes: list[tuple[Outcome, int]]) -> None:
    assert not written(*outcomes).trusted


def test_only_eight_days_are_kept_and_each_comment_is_on_its_own() -> None:
    standing = written(*((Outcome.PUBLISHED, ago) for ago in range(12)))
    assert [day.day for day in standing.days] == [TODAY - ago for ago in range(7, -1, -1)]


def test_a_decision_taken_back_leaves_the_record_as_it_was() -> None:
    before = written((Outcome.PUBLISHED, 2), (Outcome.APPROVED, 1))
    once = moved(before, Outcome.OPEN, Outcome.REJECTED, NOW, NOW, RULES)
    back = moved(once, Outcome.REJECTED, Outcome.OPEN, NOW, NOW, RULES)
    assert replace(back, days=tuple(day for day in back.days if day.day != TODAY)) == before


def test_delete_keeps_rejection() -> None:
    """M5: an author's deletion leaves the outcome as it was; a moderator's is a rejection."""
    rejected = advance(a_comment("akhbar"), Status.REJECTED, MINA, at=NOW)
    author = Actor(ActorKind.AUTHOR, rejected.reader)
    assert outcome_of(rejected, Outcome.OPEN) is Outcome.REJECTED
    assert outcome_of(tombstone(rejected, author, at=NOW), Outcome.REJECTED) is Outcome.REJECTED
    assert outcome_of(tombstone(approved("akhbar"), author, at=NOW), Outcome.PUBLISHED) is Outcome.PUBLISHED
    assert outcome_of(tombstone(approved("akhbar"), MINA, at=NOW), Outcome.PUBLISHED) is Outcome.REJECTED


def test_what_waits_or_ran_out_of_time_is_open() -> None:
    held = a_comment("akhbar")
    assert outcome_of(held, Outcome.PUBLISHED) is Outcome.OPEN
    assert outcome_of(advance(held, Status.REJECTED, SYSTEM, at=NOW), Outcome.OPEN) is Outcome.OPEN
    refused = a_comment("akhbar", status=Status.REJECTED, by=PIPELINE)
    assert outcome_of(refused, Outcome.OPEN) is Outcome.REFUSED


def test_a_week_of_rejections_holds_and_suspends_trust() -> None:
    bad = replace(written(*[(Outcome.REJECTED, 1)] * 3, *[(Outcome.PUBLISHED, 1)] * 3), trusted=True)
    assert often_rejected(bad, NOW, RULES)
    assert not trusted(bad, NOW, RULES)
    assert trusted(bad, NOW + 9 * DAY, RULES)
    few = written(*[(Outcome.REJECTED, 1)] * 2)
    many_good = written(*[(Outcome.REJECTED, 1)] * 3, *[(Outcome.PUBLISHED, 1)] * 4)
    assert not often_rejected(few, NOW, RULES)
    assert not often_rejected(many_good, NOW, RULES)
    assert not often_rejected(None, NOW, RULES)


def test_a_reader_is_known_from_the_day_after_something_of_theirs_was_public() -> None:
    assert not known(None, NOW)
    assert not known(written((Outcome.PUBLISHED, 0)), NOW)
    assert not known(written((Outcome.REFUSED, 1)), NOW)
    assert known(written((Outcome.PUBLISHED, 1)), NOW)
    assert known(Standing(trusted=True), NOW)


def test_a_report_weighs_what_the_readers_reports_were_worth() -> None:
    assert report_weight(None) == report_weight(Standing(days=(DayRecord(1),))) == 1
    assert report_weight(Standing(reports=4, upheld=2)) == 2
    assert report_weight(Standing(reports=4, upheld=0)) == 1
    assert report_weight(Standing(reports=10, upheld=1)) == 0


def test_reports_are_judged_by_moderators_alone_and_once() -> None:
    standing = Standing()
    for old, new in [
        (Outcome.PUBLISHED, Outcome.OPEN),
        (Outcome.OPEN, Outcome.REJECTED),
        (Outcome.REJECTED, Outcome.APPROVED),
        (Outcome.APPROVED, Outcome.REFUSED),
    ]:
        standing = reported(standing, old, new)
        assert (standing.reports, standing.upheld) == {
            Outcome.OPEN: (0, 0),
            Outcome.REJECTED: (1, 1),
            Outcome.APPROVED: (1, 0),
            Outcome.REFUSED: (0, 0),
        }[new]
