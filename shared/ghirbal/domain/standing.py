"""A reader's record at a site: what became of their comments and reports, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.policy_flood import Standings
from ghirbal.domain.reader import DayRecord, Standing

DAYS_KEPT = 8
"""Seven whole days and today."""

SOUND = 2
"""Weight of a report by a reader whose reports were upheld before; others weigh 1, or 0 after many idle ones."""

_IDLE_REPORTS = 5
"""Reports judged before a share of upheld ones says anything about a reader."""


class Outcome(StrEnum):
    """What became of a comment, as far as its author's record cares."""

    OPEN = ""
    PUBLISHED = "published"
    APPROVED = "approved"
    REFUSED = "refused"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Judged:
    """Row J: which version of a comment its author's record holds, and how. `revision` 0: no row yet."""

    site: str
    id: str
    version: int = 0
    outcome: Outcome = Outcome.OPEN
    revision: int = 0


def outcome_of(comment: Comment, before: Outcome) -> Outcome:
    """The outcome of this version; `before` is what the record held.

    An author's deletion keeps it, so that nobody cleans a record by deleting (SECURITY, M5); a moderator's deletion
    is a rejection. What waits, and what ran out of time, is open.
    """
    moderated = comment.by.kind is ActorKind.MODERATOR
    if comment.status is Status.DELETED:
        return Outcome.REJECTED if moderated else before
    if comment.status is Status.APPROVED:
        return Outcome.APPROVED if moderated else Outcome.PUBLISHED
    if comment.status is Status.PENDING or comment.by.kind is ActorKind.SYSTEM:
        return Outcome.OPEN
    return Outcome.REJECTED if moderated else Outcome.REFUSED


def moved(
    standing: Standing, old: Outcome, new: Outcome, created: int, now: int, rules: Standings
) -> Standing:
    """The record after a comment of `created` went from one outcome to another; all times are epoch milliseconds.

    Trust is earned once: `approvals` by moderators on `days` different days of writing, nobody's own doing (M5).
    """
    day = created // DAY
    days = {known.day: known for known in standing.days if known.day > now // DAY - DAYS_KEPT}
    if day > now // DAY - DAYS_KEPT:
        days[day] = _stepped(_stepped(days.get(day, DayRecord(day)), old, -1), new, 1)
    kept = tuple(days[known] for known in sorted(days))
    judged = replace(
        standing,
        days=kept,
        approved=max(0, standing.approved + (new is Outcome.APPROVED) - (old is Outcome.APPROVED)),
        rejected=max(0, standing.rejected + _bad(new) - _bad(old)),
    )
    return replace(judged, trusted=standing.trusted or _earned(judged, rules))


def _stepped(day: DayRecord, outcome: Outcome, step: int) -> DayRecord:
    return DayRecord(
        day.day,
        max(0, day.published + step * (outcome is Outcome.PUBLISHED)),
        max(0, day.approved + step * (outcome is Outcome.APPROVED)),
        max(0, day.rejected + step * _bad(outcome)),
    )


def _bad(outcome: Outcome) -> bool:
    return outcome in (Outcome.REFUSED, Outcome.REJECTED)


def _earned(standing: Standing, rules: Standings) -> bool:
    approvals = [known.approved for known in standing.days if known.approved]
    return len(approvals) >= rules.days and sum(approvals) >= rules.approvals


def reported(standing: Standing, old: Outcome, new: Outcome) -> Standing:
    """The record of one who reported a comment, after a moderator's word on it: upheld when it was rejected."""
    judged = (Outcome.APPROVED, Outcome.REJECTED)
    return replace(
        standing,
        reports=max(0, standing.reports + (new in judged) - (old in judged)),
        upheld=max(0, standing.upheld + (new is Outcome.REJECTED) - (old is Outcome.REJECTED)),
    )


def known(standing: Standing | None, now: int) -> bool:
    """Whether something of this reader's was public on an earlier day, or a moderator trusts them."""
    if standing is None:
        return False
    return standing.trusted or any(
        day.day < now // DAY and (day.published or day.approved) for day in standing.days
    )


def often_rejected(standing: Standing | None, now: int, rules: Standings) -> bool:
    """Whether the last seven days hold enough rejections, and a large enough share of them."""
    if standing is None:
        return False
    recent = [day for day in standing.days if day.day > now // DAY - DAYS_KEPT]
    rejected = sum(day.rejected for day in recent)
    judged = rejected + sum(day.published + day.approved for day in recent)
    return rejected >= rules.rejections and rejected >= rules.share * judged


def trusted(standing: Standing | None, now: int, rules: Standings) -> bool:
    """Whether a moderator's trust stands: a week of rejections suspends it."""
    return standing is not None and standing.trusted and not often_rejected(standing, now, rules)


def report_weight(standing: Standing | None) -> int:
    """How much a report of this reader weighs: 2 when most of theirs were upheld, 0 when hardly any was, else 1."""
    if standing is None or not standing.reports:
        return 1
    if standing.upheld * 2 >= standing.reports:
        return SOUND
    return 0 if standing.reports >= _IDLE_REPORTS and standing.upheld * 5 < standing.reports else 1
