"""A reader's record at a site: what became of their comments and reports, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.policy_flood import ReputationRules
from ghirbal.domain.reader import DayRecord, Reputation

DAYS_KEPT = 8
"""Seven whole days and today."""

SOUND = 2
"""Weight of a report by a reader whose reports were upheld before; others weigh 1, or 0 after many idle ones."""

_IDLE_REPORTS = 5
"""Reports judged before a share of upheld ones says anything about a reader."""


class CommentOutcome(StrEnum):
    """What became of a comment, as far as its author's record cares."""

    OPEN = ""
    PUBLISHED = "published"
    APPROVED = "approved"
    REFUSED = "refused"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReputationRow:
    """Row J: which version of a comment its author's record holds, and how. `revision` 0: no row yet."""

    site: str
    id: str
    version: int = 0
    outcome: CommentOutcome = CommentOutcome.OPEN
    revision: int = 0


def outcome_of(comment: Comment, before: CommentOutcome) -> CommentOutcome:
    """The outcome of this version; `before` is what the record held.

    An author's deletion keeps it, so that nobody cleans a record by deleting (attack M5); a moderator's deletion
    is a rejection. What waits, and what ran out of time, is open.
    """
    moderated = comment.by.kind is ActorKind.MODERATOR
    if comment.status is Status.DELETED:
        return CommentOutcome.REJECTED if moderated else before
    if comment.status is Status.APPROVED:
        return CommentOutcome.APPROVED if moderated else CommentOutcome.PUBLISHED
    if comment.status is Status.PENDING or comment.by.kind is ActorKind.SYSTEM:
        return CommentOutcome.OPEN
    return CommentOutcome.REJECTED if moderated else CommentOutcome.REFUSED


def moved(
    reputation: Reputation,
    old: CommentOutcome,
    new: CommentOutcome,
    created: int,
    now: int,
    rules: ReputationRules,
) -> Reputation:
    """The record after a comment of `created` went from one outcome to another; all times are epoch milliseconds.

    Trust is earned once: `approvals` by moderators on `days` different days of writing, nobody's own doing (M5).
    """
    day = created // DAY
    days = {known.day: known for known in reputation.days if known.day > now // DAY - DAYS_KEPT}
    if day > now // DAY - DAYS_KEPT:
        days[day] = _stepped(_stepped(days.get(day, DayRecord(day)), old, -1), new, 1)
    kept = tuple(days[known] for known in sorted(days))
    judged = replace(
        reputation,
        days=kept,
        approved=max(
            0, reputation.approved + (new is CommentOutcome.APPROVED) - (old is CommentOutcome.APPROVED)
        ),
        rejected=max(0, reputation.rejected + _bad(new) - _bad(old)),
    )
    return replace(judged, trusted=reputation.trusted or _earned(judged, rules))


def _stepped(day: DayRecord, outcome: CommentOutcome, step: int) -> DayRecord:
    return DayRecord(
        day.day,
        max(0, day.published + step * (outcome is CommentOutcome.PUBLISHED)),
        max(0, day.approved + step * (outcome is CommentOutcome.APPROVED)),
        max(0, day.rejected + step * _bad(outcome)),
    )


def _bad(outcome: CommentOutcome) -> bool:
    return outcome in (CommentOutcome.REFUSED, CommentOutcome.REJECTED)


def _earned(reputation: Reputation, rules: ReputationRules) -> bool:
    approvals = [known.approved for known in reputation.days if known.approved]
    return len(approvals) >= rules.days and sum(approvals) >= rules.approvals


def reported(reputation: Reputation, old: CommentOutcome, new: CommentOutcome) -> Reputation:
    """The record of one who reported a comment, after a moderator's word on it: upheld when it was rejected."""
    judged = (CommentOutcome.APPROVED, CommentOutcome.REJECTED)
    return replace(
        reputation,
        reports=max(0, reputation.reports + (new in judged) - (old in judged)),
        upheld=max(
            0, reputation.upheld + (new is CommentOutcome.REJECTED) - (old is CommentOutcome.REJECTED)
        ),
    )


def known(reputation: Reputation | None, now: int) -> bool:
    """Whether something of this reader's was public on an earlier day, or a moderator trusts them."""
    if reputation is None:
        return False
    return reputation.trusted or any(
        day.day < now // DAY and (day.published or day.approved) for day in reputation.days
    )


def vouched(reputation: Reputation | None, now: int) -> bool:
    """Whether moderators themselves decided for this reader on an earlier day, or upheld a report of theirs.

    What was published by itself counts nothing: anyone can earn that (attack B2).
    """
    if reputation is None:
        return False
    approved = any(day.day < now // DAY and day.approved for day in reputation.days)
    return reputation.trusted or approved or reputation.upheld > 0


def often_rejected(reputation: Reputation | None, now: int, rules: ReputationRules) -> bool:
    """Whether the last seven days hold enough rejections, and a large enough share of them."""
    if reputation is None:
        return False
    recent = [day for day in reputation.days if day.day > now // DAY - DAYS_KEPT]
    rejected = sum(day.rejected for day in recent)
    judged = rejected + sum(day.published + day.approved for day in recent)
    return rejected >= rules.rejections and rejected >= rules.share * judged


def trusted(reputation: Reputation | None, now: int, rules: ReputationRules) -> bool:
    """Whether a moderator's trust stands: a week of rejections suspends it."""
    return reputation is not None and reputation.trusted and not often_rejected(reputation, now, rules)


def report_weight(reputation: Reputation | None) -> int:
    """How much a report of this reader weighs: 2 when most of theirs were upheld, 0 when hardly any was, else 1."""
    if reputation is None or not reputation.reports:
        return 1
    if reputation.upheld * 2 >= reputation.reports:
        return SOUND
    return 0 if reputation.reports >= _IDLE_REPORTS and reputation.upheld * 5 < reputation.reports else 1
