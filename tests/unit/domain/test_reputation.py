"""A reader's record: what gives trust, what takes it, and what can't be farmed or cleaned (attack M5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import PIPELINE, SYSTEM, Actor, ActorKind, Status, advance, tombstone
from ghirbal.domain.policy_flood import ReputationRules
from ghirbal.domain.reader import DayRecord, Reputation
from ghirbal.domain.reputation import (
    CommentOutcome,
    known,
    moved,
    often_rejected,
    outcome_of,
    report_weight,
    reported,
    trusted,
)
from tests.support.making import NOW, a_comment, approved

RULES = ReputationRules()
TODAY = NOW // DAY
MINA = Actor(ActorKind.MODERATOR, "mina")


def written(*outcomes: tuple[CommentOutcome, int]) -> Reputation:
    """A record after comments with these outcomes, each written so many days ago."""
    reputation = Reputation()
    for outcome, ago in outcomes:
        reputation = moved(reputation, CommentOutcome.OPEN, outcome, NOW - ago * DAY, NOW, RULES)
    return reputation


def test_three_approvals_on_three_days_give_trust() -> None:
    assert written(*((CommentOutcome.APPROVED, ago) for ago in range(3))).trusted


@pytest.mark.parametrize(
    "outcomes",
    [
        [(CommentOutcome.APPROVED, 0)] * 9,
        [(CommentOutcome.APPROVED, 0), (CommentOutcome.APPROVED, 1)] * 5,
        [(CommentOutcome.PUBLISHED, ago) for ago in range(8)],
        [(CommentOutcome.APPROVED, ago) for ago in (0, 3, 9)],
    ],
)
def test_harmless_posts_and_approvals_on_few_days_give_none(
    outcomes: list[tuple[CommentOutcome, int]],
) -> None:
    assert not written(*outcomes).trusted


def test_only_eight_days_are_kept_and_each_comment_is_on_its_own() -> None:
    reputation = written(*((CommentOutcome.PUBLISHED, ago) for ago in range(12)))
    assert [day.day for day in reputation.days] == [TODAY - ago for ago in range(7, -1, -1)]


def test_a_decision_taken_back_leaves_the_record_as_it_was() -> None:
    before = written((CommentOutcome.PUBLISHED, 2), (CommentOutcome.APPROVED, 1))
    once = moved(before, CommentOutcome.OPEN, CommentOutcome.REJECTED, NOW, NOW, RULES)
    back = moved(once, CommentOutcome.REJECTED, CommentOutcome.OPEN, NOW, NOW, RULES)
    assert replace(back, days=tuple(day for day in back.days if day.day != TODAY)) == before


def test_delete_keeps_rejection() -> None:
    """M5: an author's deletion leaves the outcome as it was; a moderator's is a rejection."""
    rejected = advance(a_comment("akhbar"), Status.REJECTED, MINA, at=NOW)
    author = Actor(ActorKind.AUTHOR, rejected.reader)
    assert outcome_of(rejected, CommentOutcome.OPEN) is CommentOutcome.REJECTED
    assert outcome_of(tombstone(rejected, author, at=NOW), CommentOutcome.REJECTED) is CommentOutcome.REJECTED
    assert (
        outcome_of(tombstone(approved("akhbar"), author, at=NOW), CommentOutcome.PUBLISHED)
        is CommentOutcome.PUBLISHED
    )
    assert (
        outcome_of(tombstone(approved("akhbar"), MINA, at=NOW), CommentOutcome.PUBLISHED)
        is CommentOutcome.REJECTED
    )


def test_what_waits_or_ran_out_of_time_is_open() -> None:
    held = a_comment("akhbar")
    assert outcome_of(held, CommentOutcome.PUBLISHED) is CommentOutcome.OPEN
    assert (
        outcome_of(advance(held, Status.REJECTED, SYSTEM, at=NOW), CommentOutcome.OPEN) is CommentOutcome.OPEN
    )
    refused = a_comment("akhbar", status=Status.REJECTED, by=PIPELINE)
    assert outcome_of(refused, CommentOutcome.OPEN) is CommentOutcome.REFUSED


def test_a_week_of_rejections_holds_and_suspends_trust() -> None:
    bad = replace(
        written(*[(CommentOutcome.REJECTED, 1)] * 3, *[(CommentOutcome.PUBLISHED, 1)] * 3), trusted=True
    )
    assert often_rejected(bad, NOW, RULES)
    assert not trusted(bad, NOW, RULES)
    assert trusted(bad, NOW + 9 * DAY, RULES)
    few = written(*[(CommentOutcome.REJECTED, 1)] * 2)
    many_good = written(*[(CommentOutcome.REJECTED, 1)] * 3, *[(CommentOutcome.PUBLISHED, 1)] * 4)
    assert not often_rejected(few, NOW, RULES)
    assert not often_rejected(many_good, NOW, RULES)
    assert not often_rejected(None, NOW, RULES)


def test_a_reader_is_known_from_the_day_after_something_of_theirs_was_public() -> None:
    assert not known(None, NOW)
    assert not known(written((CommentOutcome.PUBLISHED, 0)), NOW)
    assert not known(written((CommentOutcome.REFUSED, 1)), NOW)
    assert known(written((CommentOutcome.PUBLISHED, 1)), NOW)
    assert known(Reputation(trusted=True), NOW)


def test_a_report_weighs_what_the_readers_reports_were_worth() -> None:
    assert report_weight(None) == report_weight(Reputation(days=(DayRecord(1),))) == 1
    assert report_weight(Reputation(reports=4, upheld=2)) == 2
    assert report_weight(Reputation(reports=4, upheld=0)) == 1
    assert report_weight(Reputation(reports=10, upheld=1)) == 0


def test_reports_are_judged_by_moderators_alone_and_once() -> None:
    reputation = Reputation()
    for old, new in [
        (CommentOutcome.PUBLISHED, CommentOutcome.OPEN),
        (CommentOutcome.OPEN, CommentOutcome.REJECTED),
        (CommentOutcome.REJECTED, CommentOutcome.APPROVED),
        (CommentOutcome.APPROVED, CommentOutcome.REFUSED),
    ]:
        reputation = reported(reputation, old, new)
        assert (reputation.reports, reputation.upheld) == {
            CommentOutcome.OPEN: (0, 0),
            CommentOutcome.REJECTED: (1, 1),
            CommentOutcome.APPROVED: (1, 0),
            CommentOutcome.REFUSED: (0, 0),
        }[new]
