"""Every minute: what waits too long is escalated, then expires if the site's policy says so."""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.clock import MINUTE
from ghirbal.domain.comment import SYSTEM, Comment, Status, advance
from ghirbal.domain.errors import Conflict
from ghirbal.domain.reader import Site
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.rounds import Overdue, Rounds, WaitingComment
from ghirbal.usecases.policy.in_force import policy_of

EXPIRED = "expired"
A_SHARD = 25
"""Comments of each of the four shards in one round: a hundred transactions are two seconds; the rest comes later."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a round did."""

    escalated: int = 0
    expired: int = 0


def sweep(site: Site, comments: Comments, rounds: Rounds, now: int) -> Swept:
    """Read what is due and nothing else; safe to run twice at once (fault case 10).

    Expiry is tried first: what is rejected needs no alarm any more.
    """
    held = policy_of(site).held
    expired = (
        _expire(site.id, now - held.expire_minutes * MINUTE, comments, rounds, now)
        if held.expire_minutes
        else 0
    )
    escalated = (
        _escalate(site.id, now - held.overdue_minutes * MINUTE, rounds, now) if held.overdue_minutes else 0
    )
    return Swept(escalated, expired)


def _expire(site: str, until: int, comments: Comments, rounds: Rounds, now: int) -> int:
    due = rounds.due(site, 0, until, A_SHARD)
    return sum(_expire_one(site, row, until, comments, now) for row in due.rows)


def _expire_one(site: str, row: WaitingComment, until: int, comments: Comments, now: int) -> bool:
    """PENDING → REJECTED by the system, of what really waits since then; another round may be faster."""
    comment = comments.get(site, row.id)
    if comment is None or not _waits_since(comment, until):
        return False
    after = advance(comment, Status.REJECTED, SYSTEM, at=now, cause=EXPIRED, reason=EXPIRED)
    try:
        comments.change(Change(before=comment, after=after))
    except Conflict:
        return False
    return True


def _waits_since(comment: Comment, until: int) -> bool:
    return comment.status is Status.PENDING and (comment.held_since or comment.created) <= until


def _escalate(site: str, until: int, rounds: Rounds, now: int) -> int:
    """Escalate what became overdue since the last round. What it reads is a minute old and more: no index is later."""
    mark = rounds.escalated_upto(site)
    if mark >= until:
        return 0
    due = rounds.due(site, mark, until, A_SHARD)
    escalated = sum(rounds.escalate(_overdue(site, row, now)) for row in due.rows)
    rounds.set_escalated_upto(site, due.upto)
    return escalated


def _overdue(site: str, row: WaitingComment, now: int) -> Overdue:
    return Overdue(
        site=site,
        comment_id=row.id,
        page=row.page,
        version=row.version,
        held_since=row.held_since,
        at=now,
    )
