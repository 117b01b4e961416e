"""Retention: the words of what was rejected, spam or deleted go when nobody needs them any more.

What is decided stays decided, and counted; what is public stays for as long as the article does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import Comment
from ghirbal.domain.listing import Listing
from ghirbal.domain.reader import Retention
from ghirbal.ports.comments import Comments, Order, Span

CAUSE = "retention"
SLICE = 100


def cuts(retention: Retention, now: int) -> Mapping[Listing, int]:
    """Until when (epoch milliseconds) the words of each list are due; lists that are kept for ever are left out."""
    days = {
        Listing.REJECTED: retention.rejected,
        Listing.INSISTED: retention.rejected,
        Listing.SPAM: retention.spam,
        Listing.DELETED: retention.deleted,
    }
    return {listing: now - n * DAY for listing, n in days.items() if n}


def due(site: str, retention: Retention, comments: Comments, now: int) -> Iterator[tuple[Listing, Comment]]:
    """The comments whose words are due: written and last changed before the cut, and not empty already."""
    for listing, cut in cuts(retention, now).items():
        after: Mapping[str, str] | None = None
        while True:
            found = comments.listing(site, listing, Order.OLDEST, SLICE, after, None, Span(0, cut))
            for comment in found.comments:
                if comment.updated < cut and (comment.text or comment.reader):
                    yield listing, comment
            after = found.after
            if after is None:
                break
