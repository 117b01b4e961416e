"""The shapes of the moderators' room's answers."""

from __future__ import annotations

from typing import Any

from ghirbal_tools.openapi.answers import Answer, Id, LogRow, ModeratorComment, ModeratorDetail, Queue, Time


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


class FilteredQueue(Queue):
    """One page of what waits. `searched` comments were looked at for it, `reasons` says why those wait."""

    searched: int
    reasons: dict[str, int]


class Listed(Answer):
    """One page of a list of what doesn't wait. `searched` and `reasons` as in the queue."""

    comments: list[ModeratorComment]
    cursor: str | None
    searched: int
    reasons: dict[str, int]


class Changes(Answer):
    """How many wait, and a mark that is another one after every change."""

    pending: int
    mark: str


class DecisionRow(LogRow):
    """A decision: on which comment, and the text that was decided on."""

    comment: Id
    page: Id
    text: str


class DecisionLog(Answer):
    """One page of a month's decisions, newest first. `cursor` goes on, even after a page that is short."""

    decisions: list[DecisionRow]
    cursor: str | None


class Actions(Answer):
    """Decisions by what they did."""

    approved: int
    rejected: int
    spam: int
    deleted: int
    held: int


class Numbers(Answer):
    """`posted` by readers; `published` of them at once, `held` into the queue, `refused` by the checks.

    `overturned` were decided otherwise by a colleague, `corrected` are the machine's.

    `median_seconds` is within 23 % of the true median of the time that decided comments had waited.
    """

    posted: int
    published: int
    held: int
    refused: int
    expired: int
    overturned: int
    corrected: int
    undone: int
    answers: int
    decided: int
    decisions: Actions
    median_seconds: int | None
    held_why: dict[str, int]
    rejected_why: dict[str, int]


class DayNumbers(Numbers):
    """The numbers of one UTC day; `waiting` at its end, null for days before that was counted."""

    day: str
    waiting: int | None


class ModeratorNumbers(Numbers):
    """The numbers of one moderator."""

    id: str


class Statistics(Answer):
    """By day (oldest first), by moderator, in all; `pending` waits now, `hours` are posts by hour of the UTC day."""

    pending: int
    hours: list[int]
    days: list[DayNumbers]
    moderators: list[ModeratorNumbers]
    total: Numbers


class Member(Answer):
    """A member of the team. `confirmed`: they have signed in; `group` is what their tokens list."""

    id: str
    role: str
    mail: str
    lang: str
    budget: int
    confirmed: bool
    group: str


class Team(Answer):
    """Everybody on the team."""

    team: list[Member]


class Me(Member):
    """Who one is at this site; `role` is the lesser of the token's and the team's."""

    site: str
    name: str


class ErasedAuthor(Answer):
    """What one call of an erase took away, in numbers by kind; `more`: there is more, ask again."""

    receipt: Id
    erased: dict[str, int]
    more: bool


class Accepted(Answer):
    """Done. `managed` is false where the issuer's administrator has to set or clear the group."""

    accepted: bool
    group: str
    managed: bool
