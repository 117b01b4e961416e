"""The way back: one's own last decision within a minute, or a colleague's deletion within a month."""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.clock import DAY, MINUTE
from ghirbal.domain.comment import RESTORE, RETURNS, UNDO, Actor, ActorKind, Comment, Status, revert
from ghirbal.domain.errors import Conflict, NotFound, Refused
from ghirbal.domain.reader import Role
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.workplace import Workplace

UNDO_WITHIN = MINUTE
RESTORE_WITHIN = 30 * DAY
"""A moderator's deletion can be taken back for 30 days (attack M14); an author's and an erase never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevertRequest:
    """A wish to go back from the version that was seen."""

    site: str
    comment_id: str
    version: int
    moderator: str
    role: Role


def undo(wish: RevertRequest, comments: Comments, workplace: Workplace, now: int) -> Comment:
    """The comment as it was before the moderator's own decision of the last minute, as a new version.

    Safe to repeat. Raises NotFound, Conflict, Forbidden, Refused("undo-refused"): another's decision, older than 60 s,
    or not a decision.
    """
    allow(wish.role, Role.MODERATOR)
    comment = _seen(wish, UNDO, comments)
    if comment.version == wish.version + 1:
        return comment
    mine = comment.by == Actor(ActorKind.MODERATOR, wish.moderator)
    if not mine or comment.cause in RETURNS or now - comment.updated > UNDO_WITHIN:
        raise Refused("undo-refused")
    return _go_back(wish, comment, UNDO, Role.MODERATOR, comments, workplace, now)


def restore(wish: RevertRequest, comments: Comments, workplace: Workplace, now: int) -> Comment:
    """The comment as it was before a moderator deleted it, whoever did, within 30 days.

    Safe to repeat. Raises NotFound, Conflict, Forbidden, Refused("restore-refused").
    """
    allow(wish.role, Role.EDITOR)
    comment = _seen(wish, RESTORE, comments)
    if comment.version == wish.version + 1:
        return comment
    by_moderator = comment.status is Status.DELETED and comment.by.kind is ActorKind.MODERATOR
    if not by_moderator or now - comment.updated > RESTORE_WITHIN:
        raise Refused("restore-refused")
    return _go_back(wish, comment, RESTORE, Role.EDITOR, comments, workplace, now)


def _seen(wish: RevertRequest, cause: str, comments: Comments) -> Comment:
    """The comment at the version seen, or one later when this very wish was carried out already."""
    comment = comments.get(wish.site, wish.comment_id)
    if comment is None:
        raise NotFound("not-found")
    mine = comment.by == Actor(ActorKind.MODERATOR, wish.moderator) and comment.cause == cause
    if comment.version != wish.version and not (mine and comment.version == wish.version + 1):
        raise Conflict(comment)
    return comment


def _go_back(
    wish: RevertRequest,
    comment: Comment,
    cause: str,
    needed: Role,
    comments: Comments,
    workplace: Workplace,
    now: int,
) -> Comment:
    past = workplace.past(comment)
    if past is None or not past.text:
        raise Refused(f"{cause}-refused")
    by = Actor(ActorKind.MODERATOR, wish.moderator)
    after = revert(comment, past, by, at=now, cause=cause)
    comments.change(Change(before=comment, after=after, moderator=wish.moderator, roles=at_least(needed)))
    return after
