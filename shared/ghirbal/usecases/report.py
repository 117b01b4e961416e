"""A reader reports a comment; enough weight takes it back to the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ghirbal.domain.clock import SECOND
from ghirbal.domain.comment import SYSTEM, Comment, Status, advance
from ghirbal.domain.errors import Conflict, LimitReached, NotFound
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Site
from ghirbal.domain.standing import known, report_weight
from ghirbal.ports import Change, Comments, LimitUse, Report
from ghirbal.ports_abuse import Records
from ghirbal.usecases import gates
from ghirbal.usecases.gates import Visitor
from ghirbal.usecases.policies import policy_of

REASONS = ("abuse", "spam", "other")
FRESH = "fresh-report"
"""The limit that lets one report of a reader without a record weigh in a while: a brigade of new tokens weighs one."""


def report_comment(
    comment_id: str,
    page: str,
    reason: str,
    visitor: Visitor,
    site: Site,
    comments: Comments,
    records: Records,
    now: int,
) -> None:
    """Count one report per reader and comment; a second one, or one's own comment, changes nothing.

    It weighs as much as the reader's earlier reports were worth.

    Raises NotFound when the comment isn't public, LimitReached.
    """
    comment = comments.get(site.id, comment_id)
    if comment is None or not comment.public or comment.page != page:
        raise NotFound("not-found")
    if comment.reader == visitor.reader:
        return
    policy = policy_of(site)
    member = gates.member_of("report", comment_id)
    limits = [gates.limit_use(policy, "report", visitor.reader, member=member, now=now)]
    standing = records.standings(site.id, [visitor.reader]).get(visitor.reader)
    report = Report(
        reader=visitor.reader,
        reason=reason,
        weight=report_weight(standing),
        at=now,
        page=page,
        version=comment.version,
    )
    fresh = () if known(standing, now) else (_fresh(comment_id, visitor.reader, policy, now),)
    try:
        after = _report(comment, report, limits, fresh, comments)
    except Conflict:
        return
    if after is not None:
        _hold_if_heavy(after, policy, comments, now)


def _report(
    comment: Comment,
    report: Report,
    limits: Sequence[LimitUse],
    fresh: Sequence[LimitUse],
    comments: Comments,
) -> Comment | None:
    """Count the report; one of too many by readers without a record is kept and weighs nothing."""
    try:
        return comments.report(comment, report, [*limits, *fresh])
    except LimitReached as full:
        if full.details.get("kind") != FRESH:
            raise
    return comments.report(comment, replace(report, weight=0), limits)


def _fresh(comment_id: str, reader: str, policy: Policy, now: int) -> LimitUse:
    seconds = now // SECOND
    length = policy.reports.fresh_seconds
    window = seconds - seconds % length
    return LimitUse(
        kind=FRESH, key=comment_id, window=window, n=1, member=reader, expires=window + 2 * length
    )


def _hold_if_heavy(comment: Comment, policy: Policy, comments: Comments, now: int) -> None:
    """APPROVED → PENDING by the system, unless a moderator approved it after reports before."""
    if comment.reports_settled or not comment.public or comment.report_weight < policy.reports.hold_at:
        return
    after = advance(comment, Status.PENDING, SYSTEM, at=now, cause="reports", reason="reports")
    try:
        comments.change(Change(before=comment, after=after))
    except Conflict:
        return
