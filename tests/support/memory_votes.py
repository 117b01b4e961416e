"""Likes in memory (`ports.votes.Votes`), over the rows of `memory.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.comment import Comment
from ghirbal.ports.comments import Slice
from ghirbal.ports.posting import Use
from ghirbal.ports.votes import Top, Vote
from ghirbal.storage import liked
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_PAGE
from ghirbal.storage.dynamodb.items import text
from ghirbal.storage.dynamodb.position import Position
from ghirbal.storage.rows import comment as rows
from ghirbal.storage.rows import votes as rows_votes
from tests.support.memory_rows import raise_banned, raise_full, use

if TYPE_CHECKING:
    from tests.support.memory_rows import Rows


class MemoryVotes:
    """`ports.votes.Votes` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str, comment_id: str, reader: str) -> Vote | None:
        with self._rows.lock:
            item = self._rows.get(keys.vote(site, comment_id, reader))
            return rows_votes.vote_from_item(item) if item else None

    def cast(self, vote: Vote, limits: Sequence[Use], bans: Sequence[tuple[str, str]] = ()) -> bool:
        with self._rows.lock:
            before = self.get(vote.site, vote.comment_id, vote.reader)
            if (before.changes if before else 0) != vote.changes - 1:
                return False
            raise_banned(self._rows, vote.site, bans, vote.at)
            raise_full(self._rows, vote.site, limits)
            self._set(vote, **rows_votes.vote_said(vote))
            use(self._rows, vote.site, limits)
            return True

    def of(self, site: str, comment_id: str, readers: Collection[str]) -> tuple[Vote, ...]:
        with self._rows.lock:
            return tuple(vote for reader in sorted(readers) if (vote := self.get(site, comment_id, reader)))

    def count(self, votes: Sequence[Vote]) -> bool:
        with self._rows.lock:
            if any(self.get(vote.site, vote.comment_id, vote.reader) != vote for vote in votes):
                return False
            for vote in votes:
                self._set(vote, cnt=vote.on)
            gained = sum(vote.on for vote in votes) - sum(vote.counted for vote in votes)
            place = keys.comment(votes[0].site, votes[0].comment_id)
            if gained and self._rows.get(place):
                self._rows.add(place, lk=gained)
            return True

    def top(self, site: str, page: str) -> Top:
        with self._rows.lock:
            return rows_votes.top_from_item(self._rows.get(keys.page_top(site, page)))

    def put_top(self, site: str, page: str, top: Top) -> bool:
        with self._rows.lock:
            if self.top(site, page).revision != top.revision:
                return False
            self._rows.write(rows_votes.top_to_item(site, page, top))
            return True

    def comments(self, site: str, ids: Collection[str]) -> Mapping[str, Comment]:
        with self._rows.lock:
            found = [self._rows.get(keys.comment(site, comment_id)) for comment_id in ids]
            return {one.id: one for one in (rows.comment_from_item(item) for item in found if item)}

    def liked(self, site: str, page: str, limit: int, after: Position | None) -> Slice:
        partition = indexes.roots_of(site, page)
        place = liked.read(after, partition)
        with self._rows.lock:
            placed = self.top(site, page).placed
            ahead = [] if place.past else [one for one in placed if liked.sort_key(one) > place.top]
            known = self.comments(site, [one.id for one in ahead[:limit]])
            newest = list(reversed(self._rows.index(BY_PAGE, partition)))
        here = [known[one.id] for one in ahead[:limit] if one.id in known]
        shown = [comment for comment in here if comment.public and comment.page == page]
        if len(ahead) > limit:
            return Slice(tuple(shown), liked.write(partition, liked.sort_key(ahead[limit - 1])))
        left = limit - len(ahead)
        ids = {one.id for one in placed}
        rest = [item for item in newest if text(item, "id") not in ids]
        rest = [item for item in rest if not place.rest or text(item, "gs") < place.rest]
        shown += [rows.comment_from_item(item) for item in rest[:left]]
        if len(rest) <= left:
            return Slice(tuple(shown))
        return Slice(tuple(shown), liked.write(partition, text(rest[left - 1], "gs") if left else liked.REST))

    def _set(self, vote: Vote, **said: str | int | bool | frozenset[str]) -> None:
        key = keys.vote(vote.site, vote.comment_id, vote.reader)
        item = self._rows.get(key) or {"PK": key.pk, "SK": key.sk}
        self._rows.write(item | said)
