"""The stream's work on likes: sums that count each vote once, and the most liked of a page in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreContended
from ghirbal.ports.comments import Ref
from ghirbal.ports.stream import CommentChange, VoteCast
from ghirbal.ports.votes import MOST, Placed, Top, Votes

TRIES = 5


def settle(casts: Iterable[VoteCast], votes: Votes) -> None:
    """Bring the likes of comments up to what readers said of them: one transaction a comment, however many voted.

    A vote that is counted as it stands adds nothing, so a batch may come again. Raises StoreContended.
    """
    readers: dict[Ref, set[str]] = {}
    for cast in casts:
        readers.setdefault((cast.site, cast.comment_id), set()).add(cast.reader)
    for (site, comment_id), names in readers.items():
        _settle(site, comment_id, names, votes)


def _settle(site: str, comment_id: str, readers: set[str], votes: Votes) -> None:
    for _ in range(TRIES):
        uncounted = [said for said in votes.of(site, comment_id, readers) if said.on != said.counted]
        if not uncounted or votes.count(uncounted):
            return
    raise StoreContended("likes")


def rank(changes: Iterable[CommentChange], votes: Votes) -> None:
    """Keep the lists of the most liked: by what comments are now, not by what their records say they were.

    Raises StoreContended when a page's list keeps changing.
    """
    moved: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        if change.after.root is None and _moves(change):
            moved.setdefault((change.after.site, change.after.page), set()).add(change.after.id)
    for (site, page), ids in moved.items():
        _rank(site, page, ids, votes)


def _moves(change: CommentChange) -> bool:
    """Whether a record may change a list: other likes, or liked and now (not) to be seen."""
    before, after = change.before, change.after
    if before is None:
        return after.public and after.likes > 0
    return before.likes != after.likes or (after.likes > 0 and before.public != after.public)


def _rank(site: str, page: str, ids: set[str], votes: Votes) -> None:
    for _ in range(TRIES):
        top = votes.top(site, page)
        placed = ranked(top.placed, ids, votes.comments(site, ids).values())
        if placed == top.placed or votes.put_top(site, page, Top(placed, top.revision)):
            return
    raise StoreContended("top")


def ranked(placed: Sequence[Placed], moved: set[str], now: Iterable[Comment]) -> tuple[Placed, ...]:
    """The list with the `moved` comments taken out and put where they belong `now`; more likes first, then newer.

    >>> ranked([Placed(2, 5, "a"), Placed(1, 9, "b")], {"a"}, [])
    (Placed(likes=1, created=9, id='b'),)
    """
    kept = [place for place in placed if place.id not in moved]
    back = [Placed(one.likes, one.created, one.id) for one in now if one.public and one.likes > 0]
    return tuple(sorted((*kept, *back), key=_order)[:MOST])


def _order(place: Placed) -> tuple[int, int, str]:
    return -place.likes, -place.created, place.id
