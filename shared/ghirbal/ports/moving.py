"""Threads that follow an article to another address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Page


class Moves(Protocol):
    """What a move writes. Every method may be called again, and may raise StoreUnavailable, StoreContended."""

    def leave(self, old: Page, new: Page) -> None:
        """Close the old page and let it lead to the new one, whose row is made if there is none.

        From then on no comment is stored at the old page, for each looks at its page's row in the same write.
        """

    def standing_at(self, site: str, page: str) -> Iterator[Comment]:
        """All comments of a page whatever their state, whole and consistently; found by indexes, which lag behind."""

    def carry(self, comment: Comment, page: str) -> bool:
        """Put a comment, with its log, likes and reports, under another page.

        No new version, so no event; False when the comment changed meanwhile.
        """

    def settle(self, site: str, old: str, new: str) -> None:
        """Add what the old page's counters hold to those of the new one, and let the old ones lead there."""
