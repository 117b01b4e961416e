"""What goes out. Public views are allow-lists: no reader, hash, moderator, symbol or score, times in seconds (M10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import ActorKind, Comment, Status
from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Page
from ghirbal.domain.verdict import Symbol, Verdict
from ghirbal.ports.comments import LogEntry, PageHead

Json = dict[str, object]

PUBLIC_STATUS: Mapping[Status, str] = {
    Status.APPROVED: "published",
    Status.PENDING: "held",
    Status.REJECTED: "rejected",
    Status.SPAM: "rejected",
    Status.DELETED: "deleted",
}
"""What readers are told; whether a moderator called it spam is none of them."""


def public_comment(comment: Comment) -> Json:
    """A comment as everybody may see it."""
    return {
        "id": comment.id,
        "page": comment.page,
        "parent": comment.parent,
        "root": comment.root,
        "text": comment.text,
        "name": comment.name,
        "created": iso(comment.created),
        "edited": _time(comment.edited),
        "replies": comment.replies,
        "likes": comment.likes,
        "staff": comment.staff,
        "avatar": comment.avatar or None,
        "version": comment.version,
        "placeholder": comment.placeholder,
    }


def comment_list(comments: Iterable[Comment], cursor: str | None) -> Json:
    """One page of replies."""
    return {"comments": [public_comment(comment) for comment in comments], "cursor": cursor}


def page_list(comments: Iterable[Comment], cursor: str | None, head: PageHead) -> Json:
    """One page of an article's comments, with its counts and whether it takes more."""
    return {
        **comment_list((comment for comment in comments if comment.listed), cursor),
        "count": {"all": head.all, "roots": head.roots},
        "open": head.open,
    }


def posted(comment: Comment, message: str) -> Json:
    """The answer to a post or an edit, alike for published and held."""
    return {
        "id": comment.id,
        "status": PUBLIC_STATUS[comment.status],
        "version": comment.version,
        "comment": public_comment(comment),
        "reason": comment.reason or None,
        "message": message,
    }


def own_status(comment: Comment, message: str, editable_until: int | None) -> Json:
    """What became of a comment, for its author; `editable_until` is epoch milliseconds."""
    return {
        "id": comment.id,
        "status": PUBLIC_STATUS[comment.status],
        "version": comment.version,
        "text": comment.text,
        "reason": comment.reason or None,
        "message": message,
        "editable_until": _time(editable_until),
    }


def deleted(comment: Comment) -> Json:
    """The answer to an author's deletion."""
    return {"id": comment.id, "status": PUBLIC_STATUS[comment.status], "version": comment.version}


def moderator_comment(comment: Comment, now: int) -> Json:
    """A comment in the queue: with the evidence, still without reader, address or mail.

    `claim` names who reads it just now, while that lasts (`now` is epoch milliseconds).
    """
    verdict = comment.verdict
    return {
        "id": comment.id,
        "version": comment.version,
        "status": str(comment.status),
        "text": comment.text,
        "name": comment.name,
        "page": comment.page,
        "parent": comment.parent,
        "root": comment.root,
        "created": iso(comment.created),
        "edited": _time(comment.edited),
        "held_since": _time(comment.held_since),
        "risk": verdict.risk if verdict else 0,
        "score": verdict.score if verdict else 0.0,
        "reason": comment.reason,
        "symbols": [_symbol(symbol) for symbol in verdict.symbols] if verdict else [],
        "reports": comment.reports,
        "staff": comment.staff,
        "replies": comment.replies,
        "decided_by": who_decided(comment),
        "cause": comment.cause,
        "updated": iso(comment.updated),
        "claim": _claim(comment, now),
    }


def who_decided(comment: Comment) -> str:
    """A moderator by name; of anyone else only the kind, so that no reader's hash leaves."""
    return comment.by.id if comment.by.kind is ActorKind.MODERATOR else str(comment.by.kind)


def _claim(comment: Comment, now: int) -> Json | None:
    if not comment.claimed_by or comment.claimed_until <= now:
        return None
    return {"by": comment.claimed_by, "until": iso(comment.claimed_until)}


def moderator_detail(
    comment: Comment,
    page: Page | None,
    log: Iterable[LogEntry],
    explanations: Iterable[tuple[str, str]],
    now: int,
) -> Json:
    """One comment with everything that led to it; `explanations` are (symbol, sentence)."""
    return {
        **moderator_comment(comment, now),
        "explanations": [{"symbol": symbol, "text": text} for symbol, text in explanations],
        **_judged(comment.verdict),
        "log": [log_entry(entry) for entry in log],
        "url": page.url if page else None,
        "title": page.title if page else None,
    }


def queue(comments: Iterable[Comment], cursor: str | None, pending: int, now: int) -> Json:
    """One page of a site's queue and how many wait in all."""
    return {
        "comments": [moderator_comment(comment, now) for comment in comments],
        "cursor": cursor,
        "pending": pending,
    }


def page_state(page: Page, head: PageHead) -> Json:
    """An article as moderators see it."""
    count = {"all": head.all, "roots": head.roots}
    return {"id": page.id, "url": page.url, "title": page.title, "open": page.open, "count": count}


def _judged(verdict: Verdict | None) -> Json:
    if verdict is None:
        return dict.fromkeys(("action", "policy_version", "engine_version", "abuse", "spam"))
    return {
        "action": str(verdict.action),
        "policy_version": verdict.policy_version,
        "engine_version": verdict.engine_version,
        "abuse": verdict.abuse,
        "spam": verdict.spam,
    }


def _symbol(symbol: Symbol) -> Json:
    return {
        "name": symbol.name,
        "score": symbol.score,
        "start": symbol.start,
        "end": symbol.end,
        "matched": symbol.matched,
    }


def log_entry(entry: LogEntry) -> Json:
    """`by` names a moderator; of an author only the kind is told, so that no reader hash leaves."""
    return {
        "version": entry.version,
        "status": entry.status,
        "to": entry.to,
        "by": entry.by if entry.by_kind == ActorKind.MODERATOR else entry.by_kind,
        "by_kind": entry.by_kind,
        "cause": entry.cause,
        "reason": entry.reason,
        "at": iso(entry.at),
    }


def _time(ms: int | None) -> str | None:
    return None if ms is None else iso(ms)


def version_conflict(current: Comment) -> Refused:
    """The conflict with who decided, for a colleague's eyes."""
    return Refused(
        "version-conflict",
        version=current.version,
        status=str(current.status),
        decided_by=who_decided(current),
        at=iso(current.updated),
    )
