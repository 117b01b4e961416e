"""Everything a moderator may want to know before deciding on one comment."""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.clock import DAY, day
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound
from ghirbal.domain.reader import Page, Reputation
from ghirbal.ports.comments import Comments, LogEntry
from ghirbal.ports.sites import Pages
from ghirbal.ports.workplace import Note, Workplace
from ghirbal.text.fingerprint import fingerprint

REPLIES = 5
OWN = 10
"""Neighbours in the thread and comments of the same author that are shown: one screen of a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A comment and what stands around it; `own` are the author's other comments, newest first."""

    comment: Comment
    page: Page | None
    log: tuple[LogEntry, ...]
    notes: tuple[Note, ...]
    thread: tuple[Comment, ...]
    own: tuple[Comment, ...]
    reputation: Reputation | None
    duplicates: tuple[Comment, ...]


def detail(site: str, comment_id: str, comments: Comments, pages: Pages, workplace: Workplace) -> Detail:
    """All of it, in ten calls at most. Raises NotFound."""
    comment = comments.get(site, comment_id)
    if comment is None:
        raise NotFound("not-found")
    by_same = workplace.by_author(site, comment.reader, OWN + 1) if comment.reader else ()
    return Detail(
        comment=comment,
        page=pages.get(site, comment.page),
        log=comments.log(site, comment_id),
        notes=workplace.notes(site, comment_id),
        thread=workplace.thread_of(comment, REPLIES),
        own=tuple(own for own in by_same if own.id != comment_id)[:OWN],
        reputation=workplace.reputation(site, comment.reader) if comment.reader else None,
        duplicates=_duplicates(comment, workplace),
    )


def _duplicates(comment: Comment, workplace: Workplace) -> tuple[Comment, ...]:
    """Comments with the same folded text of the same day and the one before; none for a deleted text."""
    if not comment.text:
        return ()
    days = (day(comment.created), day(comment.created - DAY))
    alike = workplace.alike(comment.site, fingerprint(comment.text), days)
    return tuple(other for other in alike if other.id != comment.id)
