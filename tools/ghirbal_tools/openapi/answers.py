"""The shapes of the answers. Only the OpenAPI document is made of them; handlers build plain objects."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Time = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, description="ISO 8601, UTC, to the second")
]
Id = Annotated[str, Field(pattern="^[a-z2-7]{26}$")]


class Answer(BaseModel):
    """A closed object."""

    model_config = ConfigDict(extra="forbid")


class PublicComment(Answer):
    """A comment as everybody sees it. `placeholder`: deleted, kept for the replies under it."""

    id: Id
    page: Id
    parent: Id | None
    root: Id | None
    text: str
    name: str
    created: Time
    edited: Time | None
    replies: int
    likes: int
    staff: bool
    avatar: str | None
    version: int
    placeholder: bool


class Count(Answer):
    """`all` includes replies."""

    all: int
    roots: int


class CommentList(Answer):
    """One page of an article's comments. `cursor` goes on; null at the end."""

    comments: list[PublicComment]
    cursor: str | None
    count: Count
    open: bool


class ReplyList(Answer):
    """One page of replies."""

    comments: list[PublicComment]
    cursor: str | None


class Counts(Answer):
    """Comments the public sees, by page id."""

    counts: dict[str, int]


class FormTokens(Answer):
    """What a form needs. Keep `reader`; use `form` within two hours."""

    reader: str
    form: str
    characters: int


class Posted(Answer):
    """A stored comment: published (201) or held (202)."""

    id: Id
    status: Literal["published", "held", "rejected", "deleted"]
    version: int
    comment: PublicComment
    reason: str | None
    message: str


class Previewed(Answer):
    """What a text would meet. Spans are code points, half-open."""

    action: Literal["publish", "hold", "reject"]
    reason: str | None
    spans: list[Span]


class Span(Answer):
    """Code points of the text, half-open."""

    start: int
    end: int


class OwnStatus(Answer):
    """What became of one's own comment."""

    id: Id
    status: Literal["published", "held", "rejected", "deleted"]
    version: int
    text: str
    reason: str | None
    message: str
    editable_until: Time | None


class Deleted(Answer):
    """A tombstone."""

    id: Id
    status: Literal["deleted"]
    version: int


class Reported(Answer):
    """The report is counted, or was before."""

    reported: Literal[True]


class Voted(Answer):
    """How the reader's like stands; the comment's `likes` follow within seconds."""

    on: bool


class FoundSymbol(Answer):
    """A piece of evidence; positions are code points of the text, half-open, null without a place."""

    name: str
    score: float
    start: int | None
    end: int | None
    matched: str | None


class Claim(Answer):
    """Who reads a comment just now, until when."""

    by: str
    until: Time


class ModeratorComment(Answer):
    """A comment with its evidence. `decided_by` is a moderator, or pipeline, author or system."""

    id: Id
    version: int
    status: Literal["PENDING", "APPROVED", "REJECTED", "SPAM", "DELETED"]
    text: str
    name: str
    page: Id
    parent: Id | None
    root: Id | None
    created: Time
    edited: Time | None
    held_since: Time | None
    risk: int
    score: float
    reason: str
    symbols: list[FoundSymbol]
    reports: int
    staff: bool
    replies: int
    decided_by: str
    cause: str
    updated: Time
    claim: Claim | None


class Explanation(Answer):
    """A symbol in words."""

    symbol: str
    text: str


class LogRow(Answer):
    """A version left behind, and by whom."""

    version: int
    status: str
    to: str
    by: str
    by_kind: str
    cause: str
    reason: str
    at: Time


class ModeratorDetail(ModeratorComment):
    """One comment with everything that led to it."""

    explanations: list[Explanation]
    action: Literal["publish", "hold", "reject"] | None
    policy_version: str | None
    engine_version: str | None
    abuse: float | None
    spam: float | None
    log: list[LogRow]
    url: str | None
    title: str | None


class Queue(Answer):
    """One page of what waits; `pending` is how many wait on the site."""

    comments: list[ModeratorComment]
    cursor: str | None
    pending: int


class Decided(Answer):
    """The comment after a decision."""

    comment: ModeratorComment


class PageState(Answer):
    """An article."""

    id: Id
    url: str
    title: str
    open: bool
    count: Count


class DetectorHealth(Answer):
    """A detector: whether it works and what it finds on a text made for that, and when it last failed on a comment."""

    name: str
    works: bool
    hits: int
    failed: Time | None


class SiteHealth(Answer):
    """Whether the site's policy is usable, how many comments wait, which detectors work."""

    policy_valid: bool
    pending: int
    detectors: list[DetectorHealth]


class ServiceHealth(Answer):
    """The service answers."""

    status: Literal["ok"]
    version: str


class Problem(BaseModel):
    """RFC 9457. `type` is stable, `title` and `detail` are in the language of Accept-Language (ar, fr, en)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
