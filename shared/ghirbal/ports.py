"""What the use cases need of the world, as protocols; `wiring.py` fills them in.

The in-memory fakes in `tests/support` and the real adapters raise the same errors (`domain/errors.py`), and one
contract suite runs on both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ghirbal.domain.comment import Comment, EventType
from ghirbal.domain.reader import Ban, Moderator, Page, Role, Site, Standing
from ghirbal.domain.surge import Rush
from ghirbal.ports_abuse import Near, Trip

Ref = tuple[str, str]
"""(site, comment id): the site is part of every address."""


# --- posting -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKeys:
    """What a post's first call asks for, in one consistent batch read.

    `bans` are (kind, hash) pairs; `days` the UTC days whose duplicate buckets are read, newest first.
    """

    site: str
    page: str
    reader: str
    comment_id: str
    fingerprint: str
    parent: str | None = None
    bans: tuple[tuple[str, str], ...] = ()
    days: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    """Near-duplicate buckets, read for the same days; none for a short text."""
    hour: int = 0
    """The present hour since 1970: the three before it tell what is normal; 0 asks for no window at all."""
    minute: int = 0
    """The present minute since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Comments with the same folded text in the days read; `posters` are hashes of (reader, page).

    `approved`: a moderator approved one of them.
    """

    ids: frozenset[str] = frozenset()
    posters: frozenset[str] = frozenset()
    approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How much is going on: the article's past hours, the site's articles by size, the breakers, the new readers.

    `rush` is the article's own breaker, `unknown_rush` that of all articles the site never announced; `newcomers` are
    the comments of new readers in this minute or the last, whichever had more.
    """

    hours: tuple[int, ...] = ()
    sizes: Mapping[int, int] = field(default_factory=dict)
    rush: Rush | None = None
    unknown_rush: Rush | None = None
    newcomers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostContext:
    """What stands in the table before a post. A key that the store did not answer is never "absent"."""

    existing: Comment | None = None
    parent: Comment | None = None
    page: Page | None = None
    standing: Standing | None = None
    bans: tuple[Ban, ...] = ()
    patterns: tuple[Ban, ...] = ()
    """The site's banned names and domains, whether or not this post has one."""
    duplicates: Duplicates = Duplicates()
    near: tuple[Near, ...] = ()
    near_full: bool = False
    traffic: Traffic = field(default_factory=Traffic)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """One use of a limit: at most `n` different `member`s in the window that starts at `window` (epoch seconds).

    A member already counted passes again, so a retry costs nothing. `expires` is epoch seconds.
    """

    kind: str
    key: str
    window: int
    n: int
    member: str
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A post's entry in the duplicate bucket of its text. `poster` is a hash of (reader, page)."""

    fingerprint: str
    day: str
    comment_id: str
    poster: str
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateRow:
    """Keyed hashes of address and mail, kept apart from the comment and shorter (90 days).

    `ranges` are what the address is banned by, narrow and wide: under a key that isn't rotated.
    """

    comment_id: str
    address: str
    mail: str
    expires: int
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Everything that must be true and be written together before a comment is stored, or none of it."""

    site: str
    limits: tuple[LimitUse, ...]
    fingerprint: Fingerprint | None = None
    private: PrivateRow | None = None
    page: Page | None = None
    """The page's row, written only if it is new (its url and title are the first poster's)."""


DUPLICATE = "duplicate"
"""What `reserve` answers, beside limit kinds, when the same reader posted the same text on this page."""


# --- deciding ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step from `before` (as read) to `after`, with its log row, in one transaction.

    `moderator` and `roles`: the team row that must exist with one of these roles at that moment.
    `limits`: used in the same transaction (an author's edit).
    """

    before: Comment
    after: Comment
    moderator: str | None = None
    roles: tuple[Role, ...] = ()
    limits: tuple[LimitUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's report of a comment, as seen at `version`: one per reader and comment. `at` is epoch milliseconds."""

    reader: str
    reason: str
    weight: int
    at: int
    page: str
    version: int


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


# --- reading -----------------------------------------------------------------------------------------------


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


# --- the stream's work -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Row K: what the counters already hold of one comment.

    `on`: the comment itself is counted as approved; `shows`: its replies are public (roots); `waiting`: counted as
    pending; `replies`: approved replies counted under it; `revision`: optimistic lock, 0 = no row yet. `held` is since
    when it waits, `by` who is answerable for its state (`m:<moderator>` or a kind), for the statistics.
    """

    site: str
    id: str
    page: str
    root: str | None
    version: int = 0
    on: bool = False
    shows: bool = False
    waiting: bool = False
    replies: int = 0
    outcome: str = ""
    revision: int = 0
    held: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDelta:
    """One transaction of the stream: rows K as they shall be (with the revision read) and what to add.

    `n` and `roots` go to the page's counter, `pending` (shard → delta) to the site's, `replies` (comment id →
    delta) to the shown count on the comments themselves. At most 25 rows come from records. `touched` (shard → changes)
    moves the mark of the site's queue, `sums` ((UTC day, who) → number → delta) are its statistics.
    """

    site: str
    page: str
    rows: tuple[Counted, ...]
    n: int = 0
    roots: int = 0
    pending: Mapping[int, int] | None = None
    replies: Mapping[str, int] | None = None
    touched: Mapping[int, int] | None = None
    sums: Mapping[tuple[str, str], Mapping[str, int]] | None = None

    @property
    def writes(self) -> int:
        """How many rows the transaction writes, at most."""
        shards = len({*(self.pending or ()), *(self.touched or ())})
        return len(self.rows) + 1 + shards + len(self.replies or ()) + len(self.sums or ())


class Counters(Protocol):
    """Counters that stay exact under redelivery, loss and late versions."""

    def counted(self, refs: Sequence[Ref]) -> Mapping[Ref, Counted]:
        """Rows K as they are, consistently; missing ones are absent from the answer."""

    def commit(self, delta: CountDelta) -> bool:
        """Write it whole; False when a row changed since it was read: read again and retry."""

    def recount(self, site: str, page: str) -> PageHead:
        """Count the page's comments themselves, without the counters (slow; for checks and repair)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event for the bus. `id` is `<comment>#<version>#<type>[#<n>]`; `detail` holds no text, mail or address."""

    id: str
    type: EventType | str
    site: str
    detail: Mapping[str, object]


class Publisher(Protocol):
    """The event bus."""

    def publish(self, events: Sequence[Event]) -> frozenset[int]:
        """Send all, in chunks of 10; failed entries are retried, and the positions that still failed are answered.

        Raises nothing for a failing bus: every position is then in the answer.
        """


# --- telling moderators ------------------------------------------------------------------------------------


class Seen(Protocol):
    """Which events a consumer has handled (15 days)."""

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        """Take an event; False when it is done or another holds an unexpired lease."""

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        """Mark it handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail; header values carry no line breaks. `html` says the same as `body`, for programs that show it."""

    to: str
    subject: str
    body: str
    lang: str = "ar"
    html: str = ""


class Mailer(Protocol):
    """Whatever sends mail."""

    def send(self, mail: Mail) -> None:
        """Send it or raise MailUnavailable-like GhirbalError("mail-unavailable")."""


# --- secrets and tokens ------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who was told once that a comment would be refused: site, page, reader hash and comment id."""

    site: str
    page: str
    reader: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a proof of work is for: one comment of one reader on one page, with exactly this body."""

    site: str
    page: str
    reader: str
    comment: str
    body: str


class Proofs(Protocol):
    """Proof of work, asked for only when policy says so."""

    def ask(self, work: Work, bits: int, now: int) -> str:
        """A challenge of this difficulty."""

    def solved(self, challenge: str, nonce: str, work: Work, now: int) -> bool:
        """Whether the nonce solves a living challenge that was issued for this very work. Never raises."""


class Nudges(Protocol):
    """Signed proof that a reader was told once, so that the second sending is stored."""

    def issue(self, told: Told, now: int) -> str:
        """A token for this reader and comment."""

    def holds(self, token: str, told: Told, now: int) -> bool:
        """Whether the token is such a proof and still alive. Never raises."""
