"""What posting needs of the world beside `ports.comments`: what is read and written for one comment, nudges, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.breaker import Breaker
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Ban, Page, Reputation
    from ghirbal.ports.flood import Near


class LimitRow(NamedTuple):
    """The row of one window of a limit: `window` is its start, epoch seconds."""

    kind: str
    key: str
    window: int

    def before(self, seconds: int) -> LimitRow:
        """The window before it."""
        return LimitRow(self.kind, self.key, self.window - seconds)


class Usage(NamedTuple):
    """What was counted in a window: members of a reader's, or of a range by place.

    `paid` are the uses of a range that brought a proof; `marks` sketches of texts that came from there.
    """

    n: int = 0
    places: Mapping[str, int] = MappingProxyType({})
    paid: Mapping[str, int] = MappingProxyType({})
    marks: tuple[int, ...] = ()

    def shrunk(self, share: float) -> Usage:
        """A share of what was counted, rounded up."""
        places, paid = (
            {place: ceil(n * share) for place, n in counted.items()} for counted in (self.places, self.paid)
        )
        return Usage(ceil(self.n * share), places, paid, self.marks)


NOTHING_USED = Usage()


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
    limits: tuple[LimitRow, ...] = ()
    """Windows of limits whose use is to be told."""


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

    `breaker` is the article's own, `unknown_breaker` that of all articles the site never announced; `newcomers` are the
    comments of new readers in this minute or the last, whichever had more.
    """

    hours: tuple[int, ...] = ()
    sizes: Mapping[int, int] = field(default_factory=dict)
    breaker: Breaker | None = None
    unknown_breaker: Breaker | None = None
    newcomers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostContext:
    """What stands in the table before a post. A key that the store did not answer is never "absent"."""

    existing: Comment | None = None
    parent: Comment | None = None
    page: Page | None = None
    reputation: Reputation | None = None
    bans: tuple[Ban, ...] = ()
    patterns: tuple[Ban, ...] = ()
    """The site's banned names and domains, whether or not this post has one."""
    duplicates: Duplicates = Duplicates()
    near: tuple[Near, ...] = ()
    near_full: bool = False
    traffic: Traffic = field(default_factory=Traffic)
    used: Mapping[LimitRow, Usage] = field(default_factory=dict)
    """What was counted in the windows asked for; an absent one holds nothing."""


MARKS = 24
"""Texts of a range that a window remembers by their sketches, 22 bytes each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeUse:
    """One use of an address range's allowance, counted in its row at the address's `place`: nothing is refused by it.

    `paid`: it brought a proof, and is counted apart. `mark` is (one of `MARKS` slots, sketch) of a long text. Numbers,
    not sets: the row stays small however many come, and a retry counts again.
    """

    kind: str
    key: str
    window: int
    place: str
    expires: int
    paid: bool = False
    mark: tuple[int, int] | None = None


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


Use = LimitUse | RangeUse


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
    limits: tuple[Use, ...]
    fingerprint: Fingerprint | None = None
    private: PrivateRow | None = None
    page: Page | None = None
    """The page's row, written only if it is new (its url and title are the first poster's)."""


DUPLICATE = "duplicate"
"""What `reserve` answers, beside limit kinds, when the same reader posted the same text on this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeSubject:
    """Who was told once that a comment would be refused: site, page, reader hash and comment id."""

    site: str
    page: str
    reader: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWork:
    """What a proof of work is for: one comment of one reader on one page, with exactly this body."""

    site: str
    page: str
    reader: str
    comment: str
    body: str


class Proofs(Protocol):
    """Proof of work, asked for only when policy says so."""

    def ask(self, work: ProofWork, bits: int, now: int) -> str:
        """A challenge of this difficulty."""

    def solved(self, challenge: str, nonce: str, work: ProofWork, bits: int, now: int) -> bool:
        """Whether the nonce solves a living challenge that was issued for this very work, at least so hard a one.

        Never raises.
        """


class Nudges(Protocol):
    """Signed proof that a reader was told once, so that the second sending is stored."""

    def issue(self, told: NudgeSubject, now: int) -> str:
        """A token for this reader and comment."""

    def holds(self, token: str, told: NudgeSubject, now: int) -> bool:
        """Whether the token is such a proof and still alive. Never raises."""
