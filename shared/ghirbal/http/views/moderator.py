"""What the moderators' room shows beyond the queue. Names no reader; of authors only what they wrote at this site."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Conflict
from ghirbal.domain.reader import Reputation
from ghirbal.http.errors import described
from ghirbal.http.views.serializer import (
    Json,
    log_entry,
    moderator_comment,
    moderator_detail,
    version_conflict,
)
from ghirbal.ports.comments import LogEntry
from ghirbal.ports.workplace import Note
from ghirbal.usecases.moderating.bulk import Result
from ghirbal.usecases.moderating.detail import Detail
from ghirbal.usecases.moderating.queue import QueueSlice


def detail(found: Detail, explanations: Iterable[tuple[str, str]], now: int) -> Json:
    """One comment, what led to it, and what stands around it."""
    return {
        **moderator_detail(found.comment, found.page, found.log, explanations, now),
        "thread": [brief(comment) for comment in found.thread],
        "author": {**_standing(found.reputation), "comments": [brief(comment) for comment in found.own]},
        "duplicates": [brief(comment) for comment in found.duplicates],
        "notes": [note(one) for one in found.notes],
    }


def listing(found: QueueSlice, cursor: str | None, now: int) -> Json:
    """One page of a list. `searched` comments were looked at for it, `reasons` says why those were held or refused."""
    return {
        "comments": [moderator_comment(comment, now) for comment in found.comments],
        "cursor": cursor,
        "searched": found.searched,
        "reasons": dict(found.reasons),
    }


def brief(comment: Comment) -> Json:
    """A comment beside the one that is looked at."""
    return {
        "id": comment.id,
        "status": str(comment.status),
        "text": comment.text,
        "name": comment.name,
        "page": comment.page,
        "root": comment.root,
        "created": iso(comment.created),
        "staff": comment.staff,
    }


def note(kept: Note) -> Json:
    """A colleague's note."""
    return {"by": kept.by, "text": kept.text, "at": iso(kept.at)}


def notes(kept: Iterable[Note]) -> Json:
    """All notes of a comment."""
    return {"notes": [note(one) for one in kept]}


def history(comment: Comment, log: Iterable[LogEntry], now: int) -> Json:
    """Every version with its text, the present one last."""
    versions = [{**log_entry(entry), "text": entry.text} for entry in log]
    return {"comment": moderator_comment(comment, now), "versions": versions}


def results(found: Iterable[Result], lang: str, now: int) -> Json:
    """One entry for each decision of a bulk, in its order: the comment, or the problem it met."""
    return {"results": [_result(result, lang, now) for result in found]}


def _result(result: Result, lang: str, now: int) -> Json:
    shown: Json = {"id": result.decision.comment_id, "status": 200, "comment": None, "problem": None}
    if result.comment is not None:
        return shown | {"comment": moderator_comment(result.comment, now)}
    error = result.error
    assert error is not None
    problem = described(version_conflict(error.current) if isinstance(error, Conflict) else error, lang)
    return shown | {"status": problem["status"], "problem": problem}


def _standing(reputation: Reputation | None) -> Json:
    known = reputation or Reputation()
    return {
        "known": reputation is not None,
        "trusted": known.trusted,
        "approved": known.approved,
        "rejected": known.rejected,
    }
