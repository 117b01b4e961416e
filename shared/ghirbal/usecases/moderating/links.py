"""The decision links in mails: a GET shows, a POST decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, Forbidden, IllegalTransition
from ghirbal.domain.reader import Role
from ghirbal.ports.comments import Comments
from ghirbal.ports.sites import Sites
from ghirbal.usecases.moderating.decide import TARGETS, Decision, decide


class LinkOutcome(StrEnum):
    """What a link's page says."""

    ASK = "ask"
    DONE = "done"
    ALREADY = "already"
    STALE = "stale"
    GONE = "gone"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGrant:
    """What a valid link token allows: one action on one version, for one moderator."""

    site: str
    comment_id: str
    version: int
    action: str
    moderator: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """The outcome and, where it may be shown, the comment."""

    outcome: LinkOutcome
    comment: Comment | None = None


def show_link(grant: LinkGrant, comments: Comments, sites: Sites) -> LinkView:
    """What the page shows; changes nothing, however often a mail scanner asks."""
    if sites.moderator(grant.site, grant.moderator) is None:
        return LinkView(LinkOutcome.REMOVED)
    comment = comments.get(grant.site, grant.comment_id)
    if comment is None or comment.status is Status.DELETED:
        return LinkView(LinkOutcome.GONE)
    if comment.version != grant.version:
        done = comment.status is TARGETS[grant.action]
        return LinkView(LinkOutcome.ALREADY if done else LinkOutcome.STALE, comment)
    return LinkView(LinkOutcome.ASK, comment)


def follow_link(grant: LinkGrant, comments: Comments, sites: Sites, now: int) -> LinkView:
    """Carry the link's decision out. A removed moderator, an edited or already decided comment: refused, kindly."""
    shown = show_link(grant, comments, sites)
    if shown.outcome is not LinkOutcome.ASK:
        return shown
    decision = Decision(
        site=grant.site,
        comment_id=grant.comment_id,
        action=grant.action,
        version=grant.version,
        moderator=grant.moderator,
        role=Role.MODERATOR,
        cause="link",
    )
    try:
        return LinkView(LinkOutcome.DONE, decide(decision, comments, now))
    except (Conflict, IllegalTransition):
        return show_link(grant, comments, sites)
    except Forbidden:
        return LinkView(LinkOutcome.REMOVED)
