"""An article gets another address: its thread follows, and the old address leads to it.

The old page is closed and leads on from the first write; then its comments follow one by one, and its counters at the
end. So a killed move is started again, and readers of either address see each comment once, here or there.
"""

from __future__ import annotations

from dataclasses import dataclass

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.reader import Page
from ghirbal.ports.comments import Comments
from ghirbal.ports.moving import Moves
from ghirbal.ports.stream import CommentChange, Counters
from ghirbal.ports.votes import Votes
from ghirbal.usecases.projecting.likes import rank
from ghirbal.usecases.projecting.project import count

PASSES = 5
"""Indexes lag behind: what was written a moment ago may show in the second reading only."""

TRIES = 5


@dataclass(frozen=True, slots=True)
class Ports:
    """What a move needs."""

    moves: Moves
    comments: Comments
    counters: Counters
    votes: Votes


def move(old: Page, new: Page, ports: Ports) -> int:
    """Bring every comment of `old` under `new`, and let the old address lead there; how many came.

    Raises StoreContended when somebody keeps changing what moves.
    """
    ports.moves.leave(old, new)
    moved = 0
    for _ in range(PASSES):
        found = [_carried(comment, new.id, ports) for comment in ports.moves.standing_at(old.site, old.id)]
        rank([CommentChange(None, comment) for comment in found if comment.root is None], ports.votes)
        moved += len(found)
        if not found:
            break
    ports.moves.settle(old.site, old.id, new.id)
    return moved


def _carried(comment: Comment, page: str, ports: Ports) -> Comment:
    """Counted where it is before it goes: a stream record that comes late then finds it counted."""
    for _ in range(TRIES):
        count([comment], ports.counters)
        if ports.moves.carry(comment, page):
            return ports.comments.get(comment.site, comment.id) or comment
        now = ports.comments.get(comment.site, comment.id)
        if now is None or now.page == page:
            return now or comment
        comment = now
    raise StoreContended("move")
