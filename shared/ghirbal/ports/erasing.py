"""What the table knows of one reader, and how it goes: everything in the order that a killed erase can go on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment


@dataclass(frozen=True, slots=True)
class Saying:
    """What a reader said of somebody's comment: a like ("vote") or a "report", as its row has it."""

    kind: str
    comment_id: str
    row: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What one erase took away, in numbers: nothing in it leads back to anybody. `at` is epoch milliseconds."""

    site: str
    id: str
    by: str
    at: int
    counts: Mapping[str, int] = field(default_factory=dict)


class Erasures(Protocol):
    """Everything that is stored of a reader. Every method may raise StoreUnavailable, StoreContended."""

    def written(self, site: str, reader: str) -> Iterator[Comment]:
        """All that a reader wrote, whole and consistently; found by an index, which lags behind by moments."""

    def bearing(self, site: str, mail: str) -> Iterator[Comment]:
        """All comments sent with a mail (its keyed hash), as long as that is kept. Reads the whole table."""

    def sayings(self, site: str, reader: str) -> Iterator[Saying]:
        """A reader's likes and reports; found by the same index."""

    def log(self, comment: Comment) -> tuple[Mapping[str, object], ...]:
        """The rows of a comment's log, as they are."""

    def clear(self, comment: Comment) -> Mapping[str, int]:
        """Take text, name and author out of a comment's log and delete its notes; how many of each were changed.

        Only for a comment that is deleted: a step taken meanwhile would write another row.
        """

    def strip(self, before: Comment, after: Comment) -> bool:
        """Put `after` in the place of `before` and delete the row of hashed addresses, in one transaction.

        False when the comment changed meanwhile. The last step: afterwards no index finds the comment by its author.
        """

    def unsay(self, site: str, reader: str, saying: Saying) -> Comment | None:
        """Take a like with its count, or a report with its name, away; the comment if one lost a like.

        Again changes nothing.
        """

    def forget(self, site: str, reader: str) -> bool:
        """Delete a reader's record; whether there was one."""

    def keep(self, receipt: ErasureReceipt) -> None:
        """Write a line of the site's own log."""

    def receipts(self, site: str, limit: int) -> tuple[ErasureReceipt, ...]:
        """The newest lines, newest first."""
