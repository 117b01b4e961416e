"""A reader reports a comment; enough weight takes it back to the queue."""

from __future__ import annotations

from ghirbal.domain.comment import SYSTEM, Comment, Status, advance
from ghirbal.domain.errors import Conflict, NotFound
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Site
from ghirbal.ports import Change, Comments, Report
from ghirbal.usecases import gates
from ghirbal.usecases.gates import Visitor
from ghirbal.usecases.policies import policy_of

REASONS = ("abuse", "spam", "other")
WEIGHT = 1
"""Every report weighs the same until readers have a record of upheld ones."""


def report_comment(
    comment_id: str, page: str, reason: str, visitor: Visitor, site: Site, comments: Comments, now: int
) -> None:
    """Count one report per reader and comment; a second one, or one's own comment, changes nothing.

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
    report = Report(
        reader=visitor.reader, reason=reason, weight=WEIGHT, at=now, page=page, version=comment.version
    )
    try:
        after = comments.report(comment, report, limits)
    except Conflict:
        return
    if after is not None:
        _hold_if_heavy(after, policy, comments, now)


def _hold_if_heavy(comment: Comment, policy: Policy, comments: Comments, now: int) -> None:
    """APPROVED → PENDING by the system, unless a moderator approved it after reports before."""
    if comment.reports_settled or not comment.public or comment.report_weight < policy.reports.hold_at:
        return
    after = advance(comment, Status.PENDING, SYSTEM, at=now, cause="reports", reason="reports")
    try:
        comments.change(Change(before=comment, after=after))
    except Conflict:
        return
