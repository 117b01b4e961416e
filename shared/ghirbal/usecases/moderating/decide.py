"""A moderator decides on a comment, or closes an article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, advance, tombstone
from ghirbal.domain.errors import Conflict, NotFound, Refused
from ghirbal.domain.reader import Page, Role
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.comments import Comments
from ghirbal.ports.deciding import Change
from ghirbal.ports.sites import Pages

TARGETS = {
    "approve": Status.APPROVED,
    "reject": Status.REJECTED,
    "spam": Status.SPAM,
    "hold": Status.PENDING,
    "delete": Status.DELETED,
}
REASONS = (
    "insult", "profanity", "hate", "threat", "defamation", "privacy", "spam", "off-topic", "unreadable", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a moderator wants of the comment they saw at `version`."""

    site: str
    comment_id: str
    action: str
    version: int
    moderator: str
    role: Role
    reason: str = ""
    cause: str = ""


def decide(decision: Decision, comments: Comments, now: int) -> Comment:
    """The comment after the decision; the same decision twice answers the same.

    Raises NotFound, Conflict (with the comment as it is now), Forbidden, IllegalTransition, Refused("bad-parameter").
    """
    allow(decision.role, Role.MODERATOR)
    target = TARGETS.get(decision.action)
    if target is None or (decision.reason and decision.reason not in REASONS):
        raise Refused("bad-parameter", name="action" if target is None else "reason")
    comment = comments.get(decision.site, decision.comment_id)
    if comment is None:
        raise NotFound("not-found")
    if _done_already(comment, target, decision):
        return comment
    if comment.version != decision.version:
        raise Conflict(comment)
    return _carry_out(comment, target, decision, comments, now)


def _done_already(comment: Comment, target: Status, decision: Decision) -> bool:
    """Whether there is nothing left to do; what the checks alone refused is still to be refused by somebody."""
    if comment.status is not target or (comment.by.kind is ActorKind.PIPELINE and target is Status.REJECTED):
        return False
    mine = comment.by == Actor(ActorKind.MODERATOR, decision.moderator)
    return comment.version == decision.version or (mine and comment.version == decision.version + 1)


def _carry_out(comment: Comment, target: Status, decision: Decision, comments: Comments, now: int) -> Comment:
    actor = Actor(ActorKind.MODERATOR, decision.moderator)
    cause = decision.cause or "moderator"
    if target is Status.DELETED:
        after = replace(tombstone(comment, actor, at=now, cause=cause), reason=decision.reason)
    else:
        after = advance(comment, target, actor, at=now, cause=cause, reason=decision.reason)
    change = Change(before=comment, after=after, moderator=decision.moderator, roles=at_least(Role.MODERATOR))
    try:
        comments.change(change)
    except Conflict as conflict:
        if _done_already(conflict.current, target, decision):
            return conflict.current
        raise
    return after


def set_page_open(site: str, page_id: str, is_open: bool, moderator: str, role: Role, pages: Pages) -> Page:
    """Close or open an article for comments. Raises NotFound for a page nobody has written on, Forbidden."""
    allow(role, Role.MODERATOR)
    page = pages.get(site, page_id)
    if page is None:
        raise NotFound("not-found")
    changed = replace(page, open=is_open)
    pages.put(changed, moderator, at_least(Role.MODERATOR))
    return changed
