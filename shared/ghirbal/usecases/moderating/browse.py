"""What a moderator looks through beside the queue: what was published, refused or deleted; all that a reader wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.listing import Listing, listing_of
from ghirbal.ports.comments import ALWAYS, Comments, Order, Slice, Span
from ghirbal.usecases.moderating.queue import WINDOW, QueueFilter, QueueSlice, fits


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """Which comments: of a list, of the author of a comment, or both; `narrow` as in the queue."""

    narrow: QueueFilter
    listing: Listing | None = None
    span: Span = ALWAYS


def browse(site: str, wanted: ListFilter, after: Mapping[str, str] | None, comments: Comments) -> QueueSlice:
    """One page, in at most five calls to the store.

    With a reason or words, or one author's comments of one list, the next 100 in order are looked through, and what
    fits is answered, be it none: the cursor goes on after those. Raises NotFound (`author` is no comment),
    Refused("cursor"), Refused("bad-parameter") when neither list nor author is named.
    """
    found = _slice(site, wanted, after, comments)
    kept = tuple(comment for comment in found.comments if _is_wanted(comment, wanted))
    reasons = Counter(comment.reason for comment in found.comments)
    return QueueSlice(kept, len(found.comments), reasons, found.after)


def _slice(site: str, wanted: ListFilter, after: Mapping[str, str] | None, comments: Comments) -> Slice:
    narrow = wanted.narrow
    if narrow.author:
        known = comments.get(site, narrow.author)
        if known is None or not known.reader:
            raise NotFound("not-found")
        limit = WINDOW if wanted.listing or narrow.narrowed or narrow.page else narrow.limit
        return comments.written(site, known.reader, limit, after, wanted.span)
    if wanted.listing is None:
        raise Refused("bad-parameter", name="list")
    limit = WINDOW if narrow.narrowed else narrow.limit
    order = Order.OLDEST if narrow.order is Order.OLDEST else Order.NEWEST
    return comments.listing(site, wanted.listing, order, limit, after, narrow.page, wanted.span)


def _is_wanted(comment: Comment, wanted: ListFilter) -> bool:
    """Whether it is of the list, article and reason, with every word; of an author the store knows none of these."""
    narrow = wanted.narrow
    listed = wanted.listing is None or listing_of(comment) is wanted.listing
    return listed and (narrow.page is None or comment.page == narrow.page) and fits(comment, narrow)
