"""A reader reports a comment; enough weight takes it back to the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ghirbal.domain.clock import SECOND
from ghirbal.domain.comment import SYSTEM, Comment, Status, advance
from ghirbal.domain.errors import Conflict, LimitReached, NotFound, StoreContended
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Site
from ghirbal.domain.reputation import known, report_weight
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change, Report
from ghirbal.ports.posting import LimitUse
from ghirbal.ports.reputation import Reputations
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.gates import Visitor

TRIES = 3
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
    reputations: Reputations,
    now: int,
) -> None:
    """Count one report per reader and comment; a second one adds nothing, and one's own comment has none.

    It weighs as much as the reader's earlier reports were worth.

    Raises NotFound when the comment isn't public, LimitReached, Refused("banned"), StoreContended.
    """
    for _ in range(TRIES):
        comment = comments.get(site.id, comment_id)
        if comment is None or comment.page != page:
            raise NotFound("not-found")
        if not comment.public and visitor.reader not in comment.reporters:
            raise NotFound("not-found")
        if comment.reader == visitor.reader or not comment.public:
            return  # one's own, or the very report that hid it, sent again because its answer was lost
        try:
            after = _count(comment, reason, visitor, site, comments, reputations, now)
        except Conflict:
            continue  # edited or decided meanwhile: the report is of what stands there now, if it is still public
        # Reported before: nothing is added, but the step that its weight called for may have failed then.
        _hold_if_heavy(after or comment, policy_of(site), comments, now)
        return
    raise StoreContended("report")


def _count(
    comment: Comment,
    reason: str,
    visitor: Visitor,
    site: Site,
    comments: Comments,
    reputations: Reputations,
    now: int,
) -> Comment | None:
    policy = policy_of(site)
    member = gates.member_of("report", comment.id)
    limits = [gates.limit_use(policy, "report", visitor.reader, member=member, now=now)]
    reputation = reputations.reputations(site.id, [visitor.reader]).get(visitor.reader)
    report = Report(
        reader=visitor.reader,
        reason=reason,
        weight=report_weight(reputation),
        at=now,
        page=comment.page,
        version=comment.version,
    )
    fresh = () if known(reputation, now) else (_fresh(comment.id, visitor.reader, policy, now),)
    bans = [ban for ban in visitor.bans if ban[0] == "reader"]
    return _report(comment, report, limits, fresh, bans, comments)


def _report(
    comment: Comment,
    report: Report,
    limits: Sequence[LimitUse],
    fresh: Sequence[LimitUse],
    bans: Sequence[tuple[str, str]],
    comments: Comments,
) -> Comment | None:
    """Count the report; one of too many by readers without a record is kept and weighs nothing."""
    try:
        return comments.report(comment, report, [*limits, *fresh], bans)
    except LimitReached as full:
        if full.details.get("kind") != FRESH:
            raise
    return comments.report(comment, replace(report, weight=0), limits, bans)


def _fresh(comment_id: str, reader: str, policy: Policy, now: int) -> LimitUse:
    seconds = now // SECOND
    length = policy.reports.fresh_seconds
    window = seconds - seconds % length
    return LimitUse(
        kind=FRESH, key=comment_id, window=window, n=1, member=reader, expires=window + 2 * length
    )


def _hold_if_heavy(comment: Comment | None, policy: Policy, comments: Comments, now: int) -> None:
    """APPROVED → PENDING by the system, unless a moderator approved it after reports before.

    A step that meets another one looks again: a text edited at that moment is no less reported.
    """
    for _ in range(TRIES):
        if comment is None or comment.reports_settled or not comment.public:
            return
        if comment.report_weight < policy.reports.hold_at:
            return
        after = advance(comment, Status.PENDING, SYSTEM, at=now, cause="reports", reason="reports")
        try:
            comments.change(Change(before=comment, after=after))
        except Conflict:
            comment = comments.get(comment.site, comment.id)
        else:
            return
