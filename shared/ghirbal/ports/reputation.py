"""What the stream keeps of readers, articles and texts: records, hours, buckets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Reputation
    from ghirbal.domain.reputation import ReputationRow
    from ghirbal.ports.flood import Near

Ref = tuple[str, str]
Hour = tuple[str, int]
"""(page, hour since 1970)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMark:
    """A comment's entry in its near-duplicate buckets of one UTC day."""

    site: str
    day: str
    near: Near
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePrint:
    """A moderator's word on a text: copies of an approved one are no longer held for being copies."""

    site: str
    fingerprint: str
    day: str
    approved: bool
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReputationDelta:
    """One transaction of the stream about one site: rows J and readers' records as they shall be (with the revision
    read), and what to add to the hours of articles and to the minutes of new readers.

    `hours`: (page, hour) → (comments read, comments now). `newcomers`: minute since 1970 → comments.
    """

    site: str
    rows: tuple[ReputationRow, ...]
    reputations: Mapping[str, Reputation] = field(default_factory=dict)
    hours: Mapping[Hour, tuple[int, int]] = field(default_factory=dict)
    newcomers: Mapping[int, int] = field(default_factory=dict)


class Reputations(Protocol):
    """What the stream keeps of readers, articles and texts. Every method may raise StoreUnavailable."""

    def judged(self, refs: Collection[Ref]) -> Mapping[Ref, ReputationRow]:
        """Rows J as they are, consistently; missing ones are absent."""

    def reputations(self, site: str, readers: Collection[str]) -> Mapping[str, Reputation]:
        """Readers' records as they are, consistently; missing ones are absent."""

    def hours(self, site: str, hours: Collection[Hour]) -> Mapping[Hour, int]:
        """Published comments of articles in these hours; missing ones are absent."""

    def commit(self, delta: ReputationDelta) -> bool:
        """Write it whole; False when a row changed since it was read: read again and retry."""

    def remember(self, marks: Sequence[NearMark]) -> None:
        """Enter comments into their buckets, the newest 20 of each kept; entering again changes nothing."""

    def failed(self, site: str, detector: str, at: int) -> None:
        """Keep when a detector last failed on a comment of the site; an earlier moment changes nothing."""

    def failures(self, site: str) -> Mapping[str, int]:
        """Detectors that failed on comments of the site, and when last; kept for a month."""

    def vouch(self, prints: Sequence[SamePrint]) -> None:
        """Keep a moderator's word on a text in its duplicate bucket."""
