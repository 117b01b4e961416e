"""Steps of a comment: the row, what it was before, the right to do it and the limits, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.errors import Conflict, Forbidden, NotFound, Refused
from ghirbal.storage import limits
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, changes, check, put, update
from ghirbal.storage.rows.comment import comment_from_item, comment_to_item, log_to_item, report_to_item

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Role
    from ghirbal.ports.deciding import Change, Report
    from ghirbal.ports.posting import Use
    from ghirbal.storage.dynamodb.failures import Reason
    from ghirbal.storage.dynamodb.items import Plain
    from ghirbal.storage.dynamodb.table import Table

COUNTED_BY_OTHERS = frozenset({"rc", "lk"})
"""Replies and likes are added up by the stream: a decision must not write back what it read of them."""

FIRST_REPORTERS = 3
"""Who reported first: those whose record is credited."""

_AS_SEEN = "#v = :seen AND #st = :status AND #pg = :page"
"""The page too: a thread that moves keeps its versions, and its index keys are made of the page."""

_NEW = "attribute_not_exists(#PK)"


def change(table: Table, step: Change, now: int) -> None:
    """Carry out a step; `now` is for telling when a full limit opens again."""
    row, log = 0, 1
    writes = [_step(step.before, step.after), put(log_to_item(step.before, step.after), _NEW)]
    if step.moderator is not None:
        writes.append(on_team(step.before.site, step.moderator, step.roles))
    if step.while_open:
        writes.append(page_open(step.before))
    reasons = carry_out(table, [*writes, *(limits.use(step.before.site, limit) for limit in step.limits)])
    if not reasons:
        return
    if step.moderator is not None and reasons[2].failed:
        raise Forbidden("not-on-team")
    if reasons[row].failed or reasons[log].failed:
        raise Conflict(_current(table, step.before, reasons[row]))
    if step.while_open and reasons[len(writes) - 1].failed:
        raise Refused("page-closed")
    raise limits.reached(step.limits, reasons[len(writes) :], now)


def report(
    table: Table,
    comment: Comment,
    told: Report,
    uses: Sequence[Use],
    bans: Sequence[tuple[str, str]],
    now: int,
) -> Comment | None:
    """Add a report; the comment as it is after it, read again so that reports made at once see one another."""
    own, row = 0, 1
    checks = [unbanned(comment.site, *ban, at=told.at) for ban in bans]
    writes = [put(report_to_item(comment, told), _NEW), _weigh(comment, told), *checks]
    reasons = carry_out(table, [*writes, *(limits.use(comment.site, limit) for limit in uses)])
    if not reasons:
        return read(table, comment.site, comment.id)
    if reasons[own].failed:
        return None
    if any(reason.failed for reason in reasons[2 : len(writes)]):
        raise Refused("banned")
    if reasons[row].failed:
        raise Conflict(_current(table, comment, reasons[row]))
    raise limits.reached(uses, reasons[len(writes) :], now)


def unbanned(site: str, kind: str, hashed: str, *, at: int) -> Write:
    """The check that no ban stands; one without an end has no `until`, which no comparison holds for."""
    return check(keys.ban(site, kind, hashed), "attribute_not_exists(#PK) OR #until <= :now", now=at)


def page_open(comment: Comment) -> Write:
    """The check that the comment's article takes comments at the moment of the write (attack B16)."""
    key = keys.page(comment.site, comment.page)
    return check(key, "attribute_not_exists(#closed) OR #closed = :no", no=False)


def on_team(site: str, moderator: str, roles: Sequence[Role]) -> Write:
    """The check that a moderator's row is there, with one of the roles (any, when none is named)."""
    key = keys.moderator(site, moderator)
    if not roles:
        return check(key, "attribute_exists(#PK)")
    named: dict[str, Plain] = {f"role{place}": str(role) for place, role in enumerate(roles)}
    return check(key, f"#role IN ({', '.join(f':{name}' for name in named)})", **named)


def read(table: Table, site: str, comment_id: str) -> Comment | None:
    """One comment, consistently."""
    item = table.get(keys.comment(site, comment_id))
    return comment_from_item(item) if item else None


def _step(before: Comment, after: Comment) -> Write:
    expression, values = changes(comment_to_item(before), comment_to_item(after), COUNTED_BY_OTHERS)
    return update(
        keys.comment(before.site, before.id),
        expression,
        _AS_SEEN,
        seen=before.version,
        status=str(before.status),
        page=before.page,
        **values,
    )


def _weigh(comment: Comment, told: Report) -> Write:
    """Two reports made at once may name a fourth reporter, never lose one of the three."""
    first = comment.reports < FIRST_REPORTERS
    named: dict[str, Plain] = {"who": frozenset({told.reader})} if first else {}
    return update(
        keys.comment(comment.site, comment.id),
        "ADD #rn :one, #rw :weight" + (", #fr :who" if first else ""),
        _AS_SEEN,
        one=1,
        weight=told.weight,
        seen=comment.version,
        status=str(comment.status),
        page=comment.page,
        **named,
    )


def _current(table: Table, seen: Comment, reason: Reason) -> Comment:
    """The comment as it stands: what the refusal brought along, else read again."""
    if reason.row:
        return comment_from_item(reason.row)
    current = read(table, seen.site, seen.id)
    if current is None:
        raise NotFound("not-found")
    return current
