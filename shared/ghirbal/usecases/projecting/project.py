"""The stream's work: counters that stay exact, and the events of the outbox.

Both are pure functions of what a record shows, so that a batch delivered twice, halved or late changes nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ghirbal.domain.clock import MINUTE, iso
from ghirbal.domain.comment import ActorKind, Comment, EventType, Status, event_of
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.ids import shard_of
from ghirbal.ports.comments import Ref
from ghirbal.ports.rounds import Overdue
from ghirbal.ports.stream import CommentChange, CountDelta, Counted, Counters, Event, ReportAdded
from ghirbal.usecases.projecting.tally import Sums, add, decider

CHUNK = 25
"""Versions in one transaction: 25 rows, their 25 roots, 25 shown counts, 5 counters, and the days' statistics."""

MOST_WRITES = 100
"""What DynamoDB takes in one transaction."""

TRIES = 5
_ROOMS = (ActorKind.MODERATOR, ActorKind.SYSTEM)
"""Whose steps moderators want to see at once, whether the comment waited or not."""


def event_for(change: CommentChange) -> Event | None:
    """The event of a version that is new; None when only likes, claims or counts changed, or for an import.

    The id is the same for every delivery of the record.
    """
    before, after = change.before, change.after
    if after.imported or (before is not None and before.version >= after.version):
        return None
    kind = event_of(after.previous, after.status, after.by.kind, after.cause)
    return Event(
        id=f"{after.id}#{after.version}#{kind}",
        type=kind,
        site=after.site,
        detail=_detail(after) | ({"to": after.status.value} if kind is EventType.REJECTED else {}),
    )


def _detail(comment: Comment) -> dict[str, object]:
    verdict = comment.verdict
    return {
        "comment": comment.id,
        "site": comment.site,
        "page": comment.page,
        "version": comment.version,
        "from": comment.previous.value if comment.previous else None,
        "cause": comment.cause,
        "reason": comment.reason,
        "action": verdict.action.value if verdict else None,
        "symbols": sorted({s.name for s in verdict.symbols}) if verdict else [],
        "policy_version": verdict.policy_version if verdict else None,
        "decided_by": comment.by.kind.value,
    }


def report_event(added: ReportAdded) -> Event:
    """The event of a comment's reports in one minute: `#n` is the minute, so that a brigade is one event (B9)."""
    kind, report = EventType.REPORTED, added.report
    number = report.at // MINUTE
    return Event(
        id=f"{added.comment_id}#{report.version}#{kind}#{number}",
        type=kind,
        site=added.site,
        detail={
            "comment": added.comment_id,
            "site": added.site,
            "page": report.page,
            "version": report.version,
            "reason": report.reason,
        },
    )


OVERDUE = "ReviewOverdue"
"""The detail type of a comment that waits longer than its site wants; it is no step of the comment."""


def overdue_event(overdue: Overdue) -> Event:
    """The event of an escalation: one for each version that waited too long."""
    return Event(
        id=f"{overdue.comment_id}#{overdue.version}#{OVERDUE}",
        type=OVERDUE,
        site=overdue.site,
        detail={
            "comment": overdue.comment_id,
            "site": overdue.site,
            "page": overdue.page,
            "version": overdue.version,
            "held_since": iso(overdue.held_since),
            "minutes": (overdue.at - overdue.held_since) // MINUTE,
        },
    )


def count(comments: Sequence[Comment], counters: Counters) -> None:
    """Bring the counters to what these comments (in the order of their records) now are.

    Raises StoreContended when others keep changing the same rows, StoreUnavailable.
    """
    versions = {(c.site, c.id, c.version): c for c in _newest(comments)}
    by_page: dict[tuple[str, str], list[Comment]] = {}
    for comment in versions.values():
        by_page.setdefault((comment.site, comment.page), []).append(comment)
    for group in by_page.values():
        for start in range(0, len(group), CHUNK):
            _count_chunk(group[start : start + CHUNK], counters)


def _newest(comments: Sequence[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda c: c.version)


def _count_chunk(group: Sequence[Comment], counters: Counters) -> None:
    refs = list(dict.fromkeys((c.site, id_) for c in group for id_ in (c.id, c.root) if id_))
    for _ in range(TRIES):
        delta = delta_of(group, counters.counted(refs))
        if delta is not None and delta.writes > MOST_WRITES and len(group) > 1:
            return _in_halves(group, counters)
        if delta is None or counters.commit(delta):
            return None
    raise StoreContended("counters")


def _in_halves(group: Sequence[Comment], counters: Counters) -> None:
    """Many moderators on many days at once: their statistics would not fit into one transaction."""
    middle = len(group) // 2
    for half in (group[:middle], group[middle:]):
        _count_chunk(half, counters)


def delta_of(group: Sequence[Comment], rows: Mapping[Ref, Counted]) -> CountDelta | None:
    """What one transaction has to add so that comments of one page are counted as they are; None for nothing.

    n = approved roots + approved replies under roots that show them. A late or repeated version adds nothing.
    """
    state, tally = dict(rows), _Tally()
    for comment in group:
        _apply(comment, state, tally)
    changed = tuple(row for ref, row in state.items() if row != rows.get(ref))
    if not changed:
        return None
    return CountDelta(
        site=group[0].site,
        page=group[0].page,
        rows=changed,
        n=tally.n,
        roots=tally.roots,
        pending={k: v for k, v in tally.pending.items() if v},
        replies={k: v for k, v in tally.replies.items() if v},
        touched=dict(tally.touched),
        sums=tally.sums,
    )


class _Tally:
    """What a chunk adds up to."""

    def __init__(self) -> None:
        self.n = 0
        self.roots = 0
        self.pending: Counter[int] = Counter()
        self.replies: Counter[str] = Counter()
        self.touched: Counter[int] = Counter()
        self.sums: Sums = {}


def _apply(comment: Comment, state: dict[Ref, Counted], tally: _Tally) -> None:
    ref = (comment.site, comment.id)
    old = state.get(ref) or _row(comment.site, comment.id, comment.page, comment.root)
    if comment.version <= old.version:
        return
    new = _counted(comment, old)
    state[ref] = new
    tally.pending[shard_of(comment.id)] += new.waiting - old.waiting
    if new.waiting or old.waiting or comment.by.kind in _ROOMS:
        tally.touched[shard_of(comment.id)] += 1
    add(tally.sums, comment, old)
    if comment.root is None:
        tally.roots += new.on - old.on
        tally.n += _weight(new) - _weight(old)
    elif new.on != old.on:
        _apply_reply(comment, new.on - old.on, state, tally)


def _apply_reply(comment: Comment, step: int, state: dict[Ref, Counted], tally: _Tally) -> None:
    assert comment.root is not None
    ref = (comment.site, comment.root)
    root = state.get(ref) or _row(comment.site, comment.root, comment.page, None)
    counted = replace(root, replies=root.replies + step)
    state[ref] = counted
    tally.replies[comment.root] += step
    tally.n += _weight(counted) - _weight(root)


def _weight(root: Counted) -> int:
    return root.on + (root.replies if root.shows else 0)


def _row(site: str, comment_id: str, page: str, root: str | None) -> Counted:
    return Counted(site=site, id=comment_id, page=page, root=root)


def _counted(comment: Comment, old: Counted) -> Counted:
    return replace(
        old,
        page=comment.page,
        version=comment.version,
        on=comment.public,
        shows=comment.root is None and comment.shows_replies,
        waiting=comment.status is Status.PENDING,
        outcome=comment.status.value,
        held=comment.held_since or 0,
        by=decider(comment),
    )
