"""A comment, its states, and who may move it between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ghirbal.domain.errors import IllegalTransition
from ghirbal.domain.verdict import Action, Verdict


class Status(StrEnum):
    """The states of a comment."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    SPAM = "SPAM"
    DELETED = "DELETED"


class ActorKind(StrEnum):
    """Who moves a comment."""

    PIPELINE = "pipeline"
    AUTHOR = "author"
    MODERATOR = "moderator"
    SYSTEM = "system"


class EventType(StrEnum):
    """The detail types on the event bus."""

    PUBLISHED = "CommentPublished"
    HELD = "CommentHeld"
    APPROVED = "CommentApproved"
    REJECTED = "CommentRejected"
    EDITED = "CommentEdited"
    REPORTED = "CommentReported"
    DELETED = "CommentDeleted"
    SURGE = "QueueSurge"


class Actor(NamedTuple):
    """A kind and, for authors and moderators, who exactly (never shown to the public)."""

    kind: ActorKind
    id: str = ""


PIPELINE = Actor(ActorKind.PIPELINE)
SYSTEM = Actor(ActorKind.SYSTEM)

STATUS_OF_ACTION = {
    Action.PUBLISH: Status.APPROVED,
    Action.HOLD: Status.PENDING,
    Action.REJECT: Status.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment at one version. Times are epoch milliseconds.

    `root` and `parent` are None for a top-level comment; a reply has both. `body_hash` is of the
    post that made it and never changes, so that a repeated POST is recognised after edits.
    `previous` and `cause` tell how this version came about. `placeholder` marks a deleted comment that was
    public, under which its approved replies stay readable. `reports_settled` is set when
    a moderator approved it after reports: reports alone don't take it down again. `reporters` are the first three who
    reported it: nobody earns credit by joining in (attack M5). `claimed_by` is the moderator who
    reads it just now, until `claimed_until`: a hint for colleagues, not a lock.
    """

    site: str
    id: str
    page: str
    reader: str
    text: str
    name: str
    status: Status
    created: int
    body_hash: str
    version: int = 1
    root: str | None = None
    parent: str | None = None
    edited: int | None = None
    held_since: int | None = None
    verdict: Verdict | None = None
    reason: str = ""
    by: Actor = PIPELINE
    cause: str = ""
    previous: Status | None = None
    replies: int = 0
    likes: int = 0
    report_weight: int = 0
    reports: int = 0
    reports_settled: bool = False
    reporters: tuple[str, ...] = ()
    staff: bool = False
    avatar: str = ""
    edits: int = 0
    imported: bool = False
    placeholder: bool = False
    updated: int = 0
    claimed_by: str = ""
    claimed_until: int = 0

    @property
    def public(self) -> bool:
        """Whether readers see it (a reply also needs a public root)."""
        return self.status is Status.APPROVED

    @property
    def listed(self) -> bool:
        """Whether it has a place among the others: what was deleted has one as long as there are replies under it."""
        return self.public or (self.placeholder and self.replies > 0)

    @property
    def shows_replies(self) -> bool:
        """Whether replies under it may be read: an approved root, or the placeholder of a deleted one."""
        return self.public or self.placeholder


class Step(NamedTuple):
    """One row of the state machine; `source` None means a new comment."""

    source: Status | None
    target: Status
    by: ActorKind
    event: EventType


_P, _A, _R, _S, _D = Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM, Status.DELETED
_EVENT_OF_DECISION = {
    _A: EventType.APPROVED,
    _R: EventType.REJECTED,
    _S: EventType.REJECTED,
    _P: EventType.HELD,
    _D: EventType.DELETED,
}
_LIVE = (_P, _A, _R, _S)

STEPS: tuple[Step, ...] = (
    Step(None, _A, ActorKind.PIPELINE, EventType.PUBLISHED),
    Step(None, _P, ActorKind.PIPELINE, EventType.HELD),
    Step(None, _R, ActorKind.PIPELINE, EventType.REJECTED),
    Step(None, _A, ActorKind.MODERATOR, EventType.PUBLISHED),
    *(Step(s, t, ActorKind.AUTHOR, EventType.EDITED) for s in (_P, _A) for t in (_P, _A)),
    *(
        Step(s, t, ActorKind.MODERATOR, _EVENT_OF_DECISION[t])
        for s in _LIVE
        for t in _LIVE
        if s is not t and {s, t} != {_R, _S}
    ),
    Step(
        _R, _R, ActorKind.MODERATOR, EventType.REJECTED
    ),  # what the checks alone refused, confirmed by somebody
    Step(_A, _P, ActorKind.SYSTEM, EventType.HELD),
    Step(_P, _R, ActorKind.SYSTEM, EventType.REJECTED),
    *(
        Step(s, _D, by, EventType.DELETED)
        for s in _LIVE
        for by in (ActorKind.AUTHOR, ActorKind.MODERATOR, ActorKind.SYSTEM)
    ),
)
_EVENTS = {(step.source, step.target, step.by): step.event for step in STEPS}

UNDO, RESTORE = "undo", "restore"
RETURNS = frozenset({UNDO, RESTORE})
"""Causes of a moderator's step back to what a comment was one version earlier, even out of DELETED."""


def event_of(source: Status | None, target: Status, by: ActorKind, cause: str = "") -> EventType:
    """The event that a step makes; a step back makes the event of where it leads.

    Raises IllegalTransition when the state machine has no such step.

    >>> str(event_of(Status.PENDING, Status.APPROVED, ActorKind.MODERATOR))
    'CommentApproved'
    """
    if cause in RETURNS and by is ActorKind.MODERATOR and target in _LIVE:
        return _EVENT_OF_DECISION[target]
    try:
        return _EVENTS[source, target, by]
    except KeyError:
        raise IllegalTransition(
            "illegal-transition", source=str(source), target=str(target), by=str(by)
        ) from None


def advance(
    comment: Comment, target: Status, by: Actor, *, at: int, cause: str = "", reason: str = ""
) -> Comment:
    """The next version of `comment`, moved to `target`.

    The weight of reports starts again at zero with each decision of a moderator. Raises IllegalTransition.
    """
    event_of(comment.status, target, by.kind, cause)
    decided = by.kind is ActorKind.MODERATOR
    return replace(
        comment,
        version=comment.version + 1,
        status=target,
        previous=comment.status,
        by=by,
        cause=cause,
        reason=reason,
        updated=at,
        held_since=at if target is Status.PENDING else None,
        placeholder=target is Status.DELETED and comment.public and comment.root is None,
        claimed_by="",
        claimed_until=0,
        report_weight=0 if decided else comment.report_weight,
        reports_settled=comment.reports_settled
        or (decided and target is Status.APPROVED and comment.reports > 0),
    )


def tombstone(comment: Comment, by: Actor, *, at: int, cause: str = "") -> Comment:
    """The deleted version of `comment`: no text, no name. Raises IllegalTransition."""
    return replace(
        advance(comment, Status.DELETED, by, at=at, cause=cause), text="", name="", avatar="", verdict=None
    )


ERASE = "erase"
"""Cause of a deletion that takes the author along."""


def erased(comment: Comment, *, at: int) -> Comment:
    """`comment` without text, name and author: a tombstone that nobody can be found by.

    One that was deleted before stays at its version, for nothing happened to it that anybody has to hear of.
    """
    gone = comment if comment.status is Status.DELETED else tombstone(comment, SYSTEM, at=at, cause=ERASE)
    by = Actor(ActorKind.AUTHOR) if gone.by.kind is ActorKind.AUTHOR else gone.by
    return replace(
        gone,
        text="",
        name="",
        avatar="",
        verdict=None,
        reader="",
        body_hash="",
        reporters=(),
        by=by,
    )


def revert(comment: Comment, past: Comment, by: Actor, *, at: int, cause: str) -> Comment:
    """The next version of `comment`, which is again what `past` was: state, text, name, verdict and place in the queue.

    What is restored days later waits from now on: its old place would be overdue, or expired, at once.

    Raises IllegalTransition for a `cause` that isn't one of RETURNS, or a `past` that was deleted.
    """
    if cause not in RETURNS:
        raise IllegalTransition("illegal-transition", source=str(comment.status), target=str(past.status))
    return replace(
        advance(comment, past.status, by, at=at, cause=cause, reason=past.reason),
        text=past.text,
        name=past.name,
        avatar=past.avatar,
        verdict=past.verdict,
        held_since=at if cause == RESTORE and past.held_since is not None else past.held_since,
        report_weight=past.report_weight,
        reports_settled=past.reports_settled,
    )
