"""What likes need of the store: one row a reader and comment, a sum on the comment, a list of the most liked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.ports.comments import Slice
    from ghirbal.ports.posting import Use

MOST = 100
"""Comments in the list of the most liked: five pages of a list, and 5 KB in its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a reader says of a comment: `on` likes it.

    `counted` is whether the comment's likes hold this one, `changes` how often the reader changed their mind (and the
    optimistic lock). `at` is epoch milliseconds.
    """

    site: str
    comment_id: str
    page: str
    reader: str
    on: bool
    counted: bool = False
    changes: int = 1
    at: int = 0


class Placed(NamedTuple):
    """A comment's place among the most liked; `created` is epoch milliseconds."""

    likes: int
    created: int
    id: str


@dataclass(frozen=True, slots=True)
class Top:
    """The most liked comments of a page, best first; `revision` is the optimistic lock, 0 = no row yet."""

    placed: tuple[Placed, ...] = ()
    revision: int = 0


class Votes(Protocol):
    """Likes in the table. Every method may raise StoreUnavailable or StoreContended."""

    def get(self, site: str, comment_id: str, reader: str) -> Vote | None:
        """A reader's vote on a comment, read consistently."""

    def cast(self, vote: Vote, limits: Sequence[Use], bans: Sequence[tuple[str, str]] = ()) -> bool:
        """Write a vote, the `changes`-th of its reader; False when another call was faster.

        Raises LimitReached, or Refused("banned") when one of the bans, (kind, hash), stands at the vote's time.
        """

    def of(self, site: str, comment_id: str, readers: Collection[str]) -> tuple[Vote, ...]:
        """The votes of these readers on a comment, consistently; at most 100 readers."""

    def count(self, votes: Sequence[Vote]) -> bool:
        """Mark votes on one comment (at most 99) as counted and bring its likes up to them, in one transaction.

        False when a vote is not as it was read: read again and retry. A comment that is gone counts nothing more.
        """

    def top(self, site: str, page: str) -> Top:
        """The most liked of a page, consistently."""

    def put_top(self, site: str, page: str, top: Top) -> bool:
        """Write the list made of the one read at `top.revision`; False when another is there now."""

    def comments(self, site: str, ids: Collection[str]) -> Mapping[str, Comment]:
        """Comments by id, consistently; missing ones are absent."""

    def liked(self, site: str, page: str, limit: int, after: Mapping[str, str] | None) -> Slice:
        """Public top-level comments: the most liked first, then the rest, newest first.

        While likes come in between two calls a comment may show twice or not at all. Raises Refused("cursor").
        """
