"""The stream's work for the defence against floods: readers' records, articles' normal hours, texts to recognise.

Row J says what is remembered of a comment already, so a batch delivered twice, halved or late changes nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ghirbal.domain.breaker import SURGE
from ghirbal.domain.clock import DAY, HOUR, MINUTE, SECOND, day
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Reputation
from ghirbal.domain.reputation import CommentOutcome, ReputationRow, known, moved, outcome_of, reported
from ghirbal.domain.verdict import Action
from ghirbal.moderation.scoring import DEGRADED
from ghirbal.ports.flood import Near
from ghirbal.ports.reputation import Hour, NearMark, Ref, ReputationDelta, Reputations, SamePrint
from ghirbal.ports.stream import CommentChange
from ghirbal.text.fingerprint import fingerprint
from ghirbal.text.fold import fold
from ghirbal.usecases.posting.traffic import likeness

CHUNK = 12
"""Comments in one transaction: each with its author and three reporters, their hours and minutes: below 100 rows."""

TRIES = 5
_KEPT = 2 * DAY

PolicyOf = Callable[[str], Policy]
"""The policy of a site, by its id."""


def update_reputation(
    changes: Sequence[CommentChange], reputations: Reputations, policy_of: PolicyOf, now: int
) -> None:
    """Bring records, hours and buckets to what these changes (in the order of their records) say.

    Raises StoreContended when others keep changing the same rows, StoreUnavailable.
    """
    told = [change for change in changes if not change.after.imported and not change.after.staff]
    by_site: dict[str, list[CommentChange]] = {}
    for change in told:
        by_site.setdefault(change.after.site, []).append(change)
    for site, group in by_site.items():
        policy = policy_of(site)
        for start in range(0, len(group), CHUNK):
            comments = [change.after for change in group[start : start + CHUNK]]
            _record(site, sorted(comments, key=lambda c: c.version), reputations, policy, now)
        reputations.remember([mark for change in group for mark in _marks(change, policy)])
        for name, at in _failures(group).items():
            reputations.failed(site, name, at)
        reputations.vouch([said for change in group for said in _words(change, policy)])


def _record(
    site: str, comments: Sequence[Comment], reputations: Reputations, policy: Policy, now: int
) -> None:
    refs = {(site, comment.id) for comment in comments}
    readers = {reader for comment in comments for reader in (comment.reader, *comment.reporters) if reader}
    hours = {_hour(comment) for comment in comments}
    for _ in range(TRIES):
        state = _State(
            reputations.judged(refs), reputations.reputations(site, readers), reputations.hours(site, hours)
        )
        delta = delta_of(site, comments, state, policy, now)
        if delta is None or reputations.commit(delta):
            return
    raise StoreContended("reputations")


class _State:
    """What is remembered, as read and then as it shall be."""

    def __init__(
        self,
        judged: Mapping[Ref, ReputationRow],
        reputations: Mapping[str, Reputation],
        hours: Mapping[Hour, int],
    ) -> None:
        self.judged, self.reputations, self.hours = dict(judged), dict(reputations), dict(hours)
        self.read = dict(judged), dict(reputations), dict(hours)
        self.newcomers: Counter[int] = Counter()

    def reader(self, reader: str) -> Reputation:
        return self.reputations.get(reader) or Reputation()


def delta_of(
    site: str, comments: Sequence[Comment], state: _State, policy: Policy, now: int
) -> ReputationDelta | None:
    """What one transaction has to write so that these comments are remembered as they are; None for nothing."""
    for comment in comments:
        _apply(comment, state, policy, now)
    judged, reputations, hours = state.read
    rows = tuple(row for ref, row in state.judged.items() if row != judged.get(ref))
    if not rows:
        return None
    return ReputationDelta(
        site=site,
        rows=rows,
        reputations={who: s for who, s in state.reputations.items() if s != reputations.get(who)},
        hours={hour: (hours.get(hour, 0), n) for hour, n in state.hours.items() if n != hours.get(hour, 0)},
        newcomers=dict(state.newcomers),
    )


def _apply(comment: Comment, state: _State, policy: Policy, now: int) -> None:
    ref = comment.site, comment.id
    old = state.judged.get(ref) or ReputationRow(comment.site, comment.id)
    if comment.version <= old.version:
        return
    new = replace(old, version=comment.version, outcome=outcome_of(comment, old.outcome))
    state.judged[ref] = new
    if old.version == 0:
        _arrived(comment, state)
    if new.outcome is not old.outcome:
        _judged(comment, old.outcome, new.outcome, state, policy, now)


def _arrived(comment: Comment, state: _State) -> None:
    """Count a new comment: a surge raises neither an article's normal nor the number of new readers."""
    names = {symbol.name for symbol in comment.verdict.symbols} if comment.verdict else set()
    if SURGE in names or comment.verdict is None:
        return
    if comment.verdict.action is Action.PUBLISH:
        hour = _hour(comment)
        state.hours[hour] = state.hours.get(hour, 0) + 1
    if not known(state.reputations.get(comment.reader), comment.created):
        state.newcomers[comment.created // MINUTE] += 1


def _judged(
    comment: Comment, old: CommentOutcome, new: CommentOutcome, state: _State, policy: Policy, now: int
) -> None:
    if comment.reader:
        before = state.reader(comment.reader)
        state.reputations[comment.reader] = moved(before, old, new, comment.created, now, policy.reputation)
    for reporter in comment.reporters:
        state.reputations[reporter] = reported(state.reader(reporter), old, new)


def _hour(comment: Comment) -> Hour:
    return comment.page, comment.created // HOUR


def _failures(changes: Iterable[CommentChange]) -> dict[str, int]:
    """Detectors that failed on these comments, and when last: the verdict names them."""
    latest: dict[str, int] = {}
    for comment in (change.after for change in changes):
        for symbol in comment.verdict.symbols if comment.verdict else ():
            if symbol.name == DEGRADED and symbol.matched:
                latest[symbol.matched] = max(latest.get(symbol.matched, 0), comment.edited or comment.created)
    return latest


def _marks(change: CommentChange, policy: Policy) -> Iterable[NearMark]:
    """The entry of a new text, and of one that a moderator has decided on."""
    after, before = change.after, change.before
    same_text = before is not None and before.text == after.text
    if not after.text or (same_text and not _decided(change)):
        return
    alike = likeness(fold(after.text), policy.duplicates)
    if alike is not None:
        yield NearMark(
            site=after.site,
            day=day(after.created),
            near=Near(alike.simhash, after.id, _approved(after)),
            expires=(after.created + _KEPT) // SECOND,
        )


def _words(change: CommentChange, policy: Policy) -> Iterable[SamePrint]:
    """A moderator's decision, in the bucket of the day it was written and of the day it was decided."""
    after = change.after
    if not after.text or not _decided(change):
        return
    folded = fold(after.text)
    if likeness(folded, policy.duplicates) is None:
        return
    for when in dict.fromkeys((day(after.created), day(after.updated))):
        yield SamePrint(
            site=after.site,
            fingerprint=fingerprint(folded),
            day=when,
            approved=_approved(after),
            expires=(after.updated + _KEPT) // SECOND,
        )


def _decided(change: CommentChange) -> bool:
    after, before = change.after, change.before
    return after.by.kind is ActorKind.MODERATOR and (before is None or before.version != after.version)


def _approved(comment: Comment) -> bool:
    return comment.by.kind is ActorKind.MODERATOR and comment.status is Status.APPROVED
