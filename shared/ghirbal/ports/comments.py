"""Comments in the table, their lists and what a version left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.listing import Listing
    from ghirbal.ports.deciding import Change, Report
    from ghirbal.ports.flood import BreakerTrip
    from ghirbal.ports.posting import LimitRow, PostContext, PostKeys, Reservation, Usage, Use


Ref = tuple[str, str]
"""(site, comment id): the site is part of every address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """What a comment was at `version`, and how it left it."""

    version: int
    status: str
    text: str
    to: str
    by_kind: str
    by: str
    cause: str
    reason: str
    at: int


class Order(StrEnum):
    """How lists and queues are ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RISKIEST = "riskiest"
    LIKED = "liked"


class Span(NamedTuple):
    """Epoch milliseconds from `since`, included, to `until`, not included."""

    since: int = 0
    until: int = 10**13


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list; `after` is the position to go on from, None at the end.

    An empty slice may still have one (fault case 15): the caller gets a usable cursor.
    """

    comments: tuple[Comment, ...]
    after: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PageHead:
    """Count of what the public sees (`all` includes replies) and whether the page takes comments.

    `moved_to` names the page whose head this is where it was asked for at an old address; "" else.
    """

    all: int = 0
    roots: int = 0
    open: bool = True
    moved_to: str = ""


class Comments(Protocol):
    """Comments in the table.

    Every method may raise StoreUnavailable (throttled, no answer in time) or StoreContended.
    """

    def open_post(self, keys: PostKeys) -> PostContext:
        """One consistent batch read; unanswered keys are asked again, then StoreUnavailable."""

    def reserve(self, reservation: Reservation) -> frozenset[str]:
        """Write it whole and answer an empty set, or write nothing and answer what was full or DUPLICATE."""

    def used(self, site: str, rows: Sequence[LimitRow]) -> Mapping[LimitRow, Usage]:
        """What windows of limits hold, consistently; absent ones hold nothing."""

    def put_new(self, comment: Comment, trip: BreakerTrip | None = None) -> Comment | None:
        """Store a new comment, tripping a breaker in the same write; answer the one already there instead, if any.

        Raises Refused("page-closed") when its article takes no comments at the moment of the write.
        """

    def get(self, site: str, comment_id: str) -> Comment | None:
        """One comment, read consistently."""

    def change(self, change: Change) -> None:
        """Carry out a step. Raises Conflict (version moved), Forbidden("not-on-team"), LimitReached,
        Refused("page-closed")."""

    def report(
        self,
        comment: Comment,
        report: Report,
        limits: Sequence[Use],
        bans: Sequence[tuple[str, str]] = (),
    ) -> Comment | None:
        """Add a report and its weight; the comment after it, or None when this reader had reported before.

        Raises Conflict (the comment is not as seen), LimitReached, Refused("banned") when a ban stands.
        """

    def log(self, site: str, comment_id: str) -> tuple[LogEntry, ...]:
        """The versions left behind, oldest first."""

    def roots(self, site: str, page: str, order: Order, limit: int, after: Mapping[str, str] | None) -> Slice:
        """Approved top-level comments (and placeholders) of a page, NEWEST or OLDEST; one query of `by_page`."""

    def thread(self, site: str, root: str, limit: int, after: Mapping[str, str] | None) -> Slice:
        """Approved replies under a root, oldest first; empty when the root shows none."""

    def head(self, site: str, page: str) -> PageHead:
        """The counters and state of one page."""

    def counts(self, site: str, pages: Sequence[str]) -> Mapping[str, int]:
        """Public comments of up to 100 pages; an unknown page counts 0."""

    def queue(
        self, site: str, order: Order, limit: int, after: Mapping[str, str] | None, page: str | None = None
    ) -> Slice:
        """Pending comments of a site, all shards merged in order; of one article when `page` is given."""

    def listing(
        self,
        site: str,
        listing: Listing,
        order: Order,
        limit: int,
        after: Mapping[str, str] | None,
        page: str | None = None,
        span: Span = ALWAYS,
    ) -> Slice:
        """What doesn't wait, of a site or one article, NEWEST or OLDEST first by when it was written. Five calls."""

    def written(
        self, site: str, reader: str, limit: int, after: Mapping[str, str] | None, span: Span = ALWAYS
    ) -> Slice:
        """All a reader wrote, whatever became of it, newest first. Two calls."""

    def pending(self, site: str) -> int:
        """How many comments of the site wait, as counted."""
