"""The shapes of the moderators' room's answers."""

from __future__ import annotations

from typing import Any

from ghirbal_tools.openapi.answers import Answer, Decided, Id, LogRow, ModeratorComment, ModeratorDetail, Time

__all__ = ["BulkResults", "Decided", "History", "NoteRow", "Notes", "RoomDetail"]


class BriefComment(Answer):
    """A comment beside the one that is looked at."""

    id: Id
    status: str
    text: str
    name: str
    page: Id
    root: Id | None
    created: Time
    staff: bool


class Author(Answer):
    """An author's record at this site and the newest other comments; `known` is false for a new one."""

    known: bool
    trusted: bool
    approved: int
    rejected: int
    comments: list[BriefComment]


class NoteRow(Answer):
    """A colleague's note."""

    by: str
    text: str
    at: Time


class Notes(Answer):
    """What colleagues noted, oldest first."""

    notes: list[NoteRow]


class RoomDetail(ModeratorDetail):
    """One comment, what led to it, and what stands around it."""

    thread: list[BriefComment]
    author: Author
    duplicates: list[BriefComment]
    notes: list[NoteRow]


class Version(LogRow):
    """A version left behind, with its text."""

    text: str


class History(Answer):
    """Every version: those left behind, oldest first, and the present one."""

    comment: ModeratorComment
    versions: list[Version]


class BulkResult(Answer):
    """What became of one decision: `status` as a single decision's answer would have it."""

    id: Id
    status: int
    comment: ModeratorComment | None
    problem: dict[str, Any] | None


class BulkResults(Answer):
    """One entry for each decision, in order."""

    results: list[BulkResult]
