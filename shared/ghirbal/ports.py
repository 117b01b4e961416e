"""What the use cases need of the world, as protocols; `wiring.py` fills them in.

The in-memory fakes in `tests/support` and the real adapters raise the same errors (`domain/errors.py`), and one
contract suite runs on both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Moderator, Page, Role, Site
    from ghirbal.ports_abuse import Trip
    from ghirbal.ports_deciding import Change, Report
    from ghirbal.ports_posting import LimitUse, PostContext, PostKeys, Reservation


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


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list; `after` is the position to go on from, None at the end.

    An empty slice may still have one (fault case 15): the caller gets a usable cursor.
    """

    comments: tuple[Comment, ...]
    after: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PageHead:
    """Count of what the public sees (`all` includes replies) and whether the page takes comments."""

    all: int = 0
    roots: int = 0
    open: bool = True


class Comments(Protocol):
    """Comments in the table.

    Every method may raise StoreUnavailable (throttled, no answer in time) or StoreContended.
    """

    def open_post(self, keys: PostKeys) -> PostContext:
        """One consistent batch read; unanswered keys are asked again, then StoreUnavailable."""

    def reserve(self, reservation: Reservation) -> frozenset[str]:
        """Write it whole and answer an empty set, or write nothing and answer what was full or DUPLICATE."""

    def put_new(self, comment: Comment, trip: Trip | None = None) -> Comment | None:
        """Store a new comment, tripping a breaker in the same write; answer the one already there instead, if any."""

    def get(self, site: str, comment_id: str) -> Comment | None:
        """One comment, read consistently."""

    def change(self, change: Change) -> None:
        """Carry out a step. Raises Conflict (version moved), Forbidden("not-on-team"), LimitReached."""

    def report(
        self,
        comment: Comment,
        report: Report,
        limits: Sequence[LimitUse],
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

    def pending(self, site: str) -> int:
        """How many comments of the site wait, as counted."""


class Pages(Protocol):
    """Articles."""

    def get(self, site: str, page: str) -> Page | None:
        """The page's row, if any comment or moderator made one."""

    def put(self, page: Page, moderator: str, roles: tuple[Role, ...]) -> None:
        """Write it; raises Forbidden("not-on-team") when the team row does not allow it."""


class Sites(Protocol):
    """Sites, their policy documents and their teams."""

    def get(self, site: str) -> Site | None:
        """The site's configuration."""

    def put(self, site: Site) -> None:
        """Create or change a site, and its row in the registry."""

    def all(self) -> tuple[str, ...]:
        """The registry of site ids."""

    def moderator(self, site: str, moderator: str) -> Moderator | None:
        """One row of the team, read consistently."""

    def team(self, site: str) -> tuple[Moderator, ...]:
        """The whole team of a site."""

    def put_moderator(self, moderator: Moderator) -> None:
        """Add or change a member."""

    def remove_moderator(self, site: str, moderator: str) -> None:
        """Remove a member; from then on every write of theirs is refused."""


class Keys(Protocol):
    """Key material, derived per purpose and site from one secret."""

    def pinned(self, purpose: str, site: str) -> bytes:
        """A key that never rotates: comment id, reader, mail, bans."""

    def derived(self, purpose: str, site: str, key_id: str) -> bytes:
        """A key that its site's owner knows too; a new `key_id` makes another one."""

    def hashing(self, purpose: str, site: str) -> bytes:
        """The current key for short-lived keyed hashes (addresses)."""


class Tokens(Protocol):
    """Signed tokens `v1.<key id>.<payload>.<mac>`, the purpose inside the MAC."""

    def issue(self, purpose: str, payload: Mapping[str, object]) -> str:
        """A token signed by the newest key."""

    def read(self, purpose: str, token: str) -> Mapping[str, object] | None:
        """The payload when any live key signed it for this purpose; None for garbage. Never raises."""
