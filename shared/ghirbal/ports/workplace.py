"""Working on one comment: claims, notes, staff answers, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Reputation, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a moderator wrote beside a comment, for colleagues. `at` is epoch milliseconds."""

    site: str
    comment_id: str
    by: str
    text: str
    at: int


class Workplace(Protocol):
    """Working on one comment. Every method may raise StoreUnavailable or StoreContended."""

    def past(self, comment: Comment) -> Comment | None:
        """The comment as it was one version earlier, from its log row; None for the first version."""

    def claim(self, comment: Comment, moderator: str, roles: tuple[Role, ...], until: int, now: int) -> None:
        """Mark it as being read by a moderator until `until`; no new version. A claim of one's own is prolonged.

        Raises Refused("claimed") with `by` and `until`, NotFound, Forbidden("not-on-team").
        """

    def release(self, comment: Comment, moderator: str) -> None:
        """Take one's own claim back; another's, or none, stays as it is."""

    def notes(self, site: str, comment_id: str) -> tuple[Note, ...]:
        """The notes beside a comment, oldest first, at most 100."""

    def add_note(self, note: Note, roles: tuple[Role, ...]) -> None:
        """Keep a note. Raises NotFound (no such comment), Forbidden("not-on-team")."""

    def answer(self, comment: Comment, roles: tuple[Role, ...]) -> Comment | None:
        """Store a staff answer; the one already there under this id instead. Raises Forbidden("not-on-team")."""

    def by_author(self, site: str, reader: str, limit: int) -> tuple[Comment, ...]:
        """The newest comments of a reader, whatever their state. Two calls."""

    def alike(self, site: str, fingerprint: str, days: Sequence[str]) -> tuple[Comment, ...]:
        """The comments with this folded text on these UTC days, as far as their buckets name them."""

    def thread_of(self, comment: Comment, limit: int) -> tuple[Comment, ...]:
        """Root, parent and the newest public replies around a comment, oldest first, without itself."""

    def reputation(self, site: str, reader: str) -> Reputation | None:
        """A reader's record, None for a new one."""
