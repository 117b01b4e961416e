"""What a moderator looks through: the queue, narrowed down where asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import NotFound
from ghirbal.ports.comments import Comments, Order
from ghirbal.ports.workplace import Workplace
from ghirbal.text.fold import fold_words

WINDOW = 100
"""Waiting comments looked through at once for a reason or a word: one batch read of them, whatever is found."""

OF_AUTHOR = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which part of a site's queue. `author` is the id of a comment whose author is meant; `words` are looked for in
    text and name as folded as the judges read them.
    """

    order: Order = Order.RISKIEST
    limit: int = 20
    page: str | None = None
    author: str | None = None
    reason: str = ""
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether comments are looked at that may not be wanted."""
        return bool(self.reason or self.words)


@dataclass(frozen=True, slots=True)
class QueueSlice:
    """What was found. `searched` comments were looked at; `reasons` says why those wait; `after` goes on."""

    comments: tuple[Comment, ...]
    searched: int
    reasons: Mapping[str, int]
    after: Mapping[str, str] | None = None


def look(
    site: str, wanted: QueueFilter, after: Mapping[str, str] | None, comments: Comments, workplace: Workplace
) -> QueueSlice:
    """One page of the queue, in six calls to the store.

    With a reason or words the next 100 in order are looked through, and what fits is answered, be it none: the cursor
    goes on after those. Raises NotFound (`author` is no comment), Refused("cursor").
    """
    if wanted.author:
        waiting, following = _of_author(site, wanted.author, comments, workplace), None
    else:
        limit = WINDOW if wanted.narrowed else wanted.limit
        found = comments.queue(site, wanted.order, limit, after, wanted.page)
        waiting, following = found.comments, found.after
    shown = tuple(comment for comment in waiting if fits(comment, wanted))
    return QueueSlice(shown, len(waiting), Counter(comment.reason for comment in waiting), following)


def fits(comment: Comment, wanted: QueueFilter) -> bool:
    """Whether a comment has the reason and every word asked for."""
    if wanted.reason and comment.reason != wanted.reason:
        return False
    text = fold_words(f"{comment.text} {comment.name}") if wanted.words else ""
    return all(word in text for word in fold_words(wanted.words).split())


def _of_author(site: str, comment_id: str, comments: Comments, workplace: Workplace) -> tuple[Comment, ...]:
    """What waits of the one who wrote a comment, newest first."""
    known = comments.get(site, comment_id)
    if known is None or not known.reader:
        raise NotFound("not-found")
    written = workplace.by_author(site, known.reader, OF_AUTHOR)
    return tuple(comment for comment in written if comment.status is Status.PENDING)
