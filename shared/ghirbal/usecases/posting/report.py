"""A reader reports a comment; enough weight takes it back to the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ghirbal.domain.clock import DAY, SECOND
from ghirbal.domain.comment import SYSTEM, Comment, Status, advance
from ghirbal.domain.errors import Conflict, LimitReached, NotFound, StoreContended
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Site
from ghirbal.domain.reputation import report_weight, vouched
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change, Report
from ghirbal.ports.posting import NOTHING_USED, LimitRow, LimitUse, Proofs, ProofWork, Use
from ghirbal.ports.reputation import Reputations
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.payer import Act, Payer, rows
from ghirbal.usecases.posting.proof import pay
from ghirbal.usecases.posting.visitor import Visitor

TRIES = 3
REASONS = ("abuse", "spam", "other")
FRESH = "fresh-report"
"""The limit that lets one report of a reader without a record weigh in a while: a brigade of new tokens weighs one."""

FROM_RANGE = "report-range"
"""The limit that lets one report of a /24 or /48 weigh on a comment, whoever makes it."""

_RANGE_SECONDS = 30 * DAY // SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """A reader's word against a comment; `proof` is (challenge, nonce) of an earlier demand for proof of work."""

    comment_id: str
    page: str
    reason: str
    proof: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Ports:
    """What reporting needs."""

    comments: Comments
    reputations: Reputations
    proofs: Proofs


def report_comment(asked: ReportRequest, visitor: Visitor, site: Site, ports: Ports, now: int) -> None:
    """Count one report per reader and comment; a second one adds nothing, and one's own comment has none.

    It weighs as much as the reader's earlier reports were worth.

    Raises NotFound when the comment isn't public, LimitReached, Refused("banned" or, where very many reports came from
    this range, "proof-required"), StoreContended.
    """
    for _ in range(TRIES):
        comment = ports.comments.get(site.id, asked.comment_id)
        if comment is None or not gates.stands_at(comment, asked.page, ports.comments):
            raise NotFound("not-found")
        if not comment.public and visitor.reader not in comment.reporters:
            raise NotFound("not-found")
        if comment.reader == visitor.reader or not comment.public:
            return  # one's own, or the very report that hid it, sent again because its answer was lost
        try:
            after = _count(comment, asked, visitor, site, ports, now)
        except Conflict:
            continue  # edited or decided meanwhile: the report is of what stands there now, if it is still public
        # Reported before: nothing is added, but the step that its weight called for may have failed then.
        _hold_if_heavy(after or comment, policy_of(site), ports.comments, now)
        return
    raise StoreContended("report")


def _count(
    comment: Comment, asked: ReportRequest, visitor: Visitor, site: Site, ports: Ports, now: int
) -> Comment | None:
    policy = policy_of(site)
    used = ports.comments.used(site.id, _rows(comment.id, visitor, policy, now))
    reputation = ports.reputations.reputations(site.id, [visitor.reader]).get(visitor.reader)
    known_well = vouched(reputation, now)
    payer = Payer(visitor, policy, used, now, comment.page, known_well)
    paid = pay(payer, Act.REPORT, _work(comment, visitor, asked), asked.proof, ports.proofs)
    report = Report(
        reader=visitor.reader,
        reason=asked.reason,
        weight=report_weight(reputation),
        at=now,
        page=comment.page,
        version=comment.version,
    )
    limits = payer.every(Act.REPORT, gates.member_of("report", comment.id), paid=paid)
    bans = [ban for ban in visitor.bans if ban[0] == "reader"]
    return _report(comment, report, limits, _weighing(comment.id, payer), bans, ports.comments)


def _work(comment: Comment, visitor: Visitor, asked: ReportRequest) -> ProofWork:
    return ProofWork(
        site=comment.site, page=comment.page, reader=visitor.reader, comment=comment.id, body=asked.reason
    )


def _report(
    comment: Comment,
    report: Report,
    limits: Sequence[Use],
    weighing: Sequence[LimitUse],
    bans: Sequence[tuple[str, str]],
    comments: Comments,
) -> Comment | None:
    """Count the report; one that has no room among those that weigh is kept and weighs nothing."""
    try:
        return comments.report(comment, report, [*limits, *weighing], bans)
    except LimitReached as full:
        if full.details.get("kind") not in (FRESH, FROM_RANGE):
            raise
    return comments.report(comment, replace(report, weight=0), limits, bans)


def _weighing(comment_id: str, payer: Payer) -> tuple[LimitUse, ...]:
    """What a report needs to weigh: to be the first of its range on this comment and, of readers no moderator has
    vouched for, the first in a while (attack B2)."""
    now = payer.now // SECOND
    key = gates.member_of(comment_id, payer.visitor.network)
    # Kept for a month in rows that no erase finds, so it must not lead back to the reader.
    member = gates.member_of(comment_id, payer.visitor.reader)
    of_range = LimitUse(kind=FROM_RANGE, key=key, window=0, n=1, member=member, expires=now + _RANGE_SECONDS)
    if payer.vouched:
        return (of_range,)
    seconds = payer.policy.reports.fresh_seconds
    row = _fresh_row(comment_id, seconds, payer.now)
    left = 1 - payer.used.get(row.before(seconds), NOTHING_USED).n
    fresh = LimitUse(
        kind=FRESH, key=comment_id, window=row.window, n=left, member=member, expires=row.window + 2 * seconds
    )
    return (of_range, fresh)


def _rows(comment_id: str, visitor: Visitor, policy: Policy, now: int) -> tuple[LimitRow, ...]:
    seconds = policy.reports.fresh_seconds
    return (*rows((Act.REPORT,), visitor, policy, now), _fresh_row(comment_id, seconds, now).before(seconds))


def _fresh_row(comment_id: str, seconds: int, now: int) -> LimitRow:
    at = now // SECOND
    return LimitRow(FRESH, comment_id, at - at % seconds)


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
