"""The moderators' room in memory (`ports.workplace.Workplace`), over the rows of `memory.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Forbidden, NotFound
from ghirbal.domain.ids import shard_of
from ghirbal.domain.reader import Reputation, Role
from ghirbal.ports.workplace import Note
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR, BY_PAGE
from ghirbal.storage.dynamodb.items import alive, members, text
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.rows import comment as rows
from ghirbal.storage.workplace import NOTES, around, note_from_item, note_to_item, refused

if TYPE_CHECKING:
    from tests.support.memory_rows import Rows


def allow(table: Rows, site: str, moderator: str, roles: Sequence[Role]) -> None:
    """The team's row must be there with one of the roles."""
    item = table.get(keys.moderator(site, moderator))
    if item is None or (roles and text(item, "role") not in roles):
        raise Forbidden("not-on-team")


class MemoryWorkplace:
    """`ports.workplace.Workplace` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def past(self, comment: Comment) -> Comment | None:
        if comment.version < 2:
            return None
        with self._rows.lock:
            item = self._rows.get(keys.log(comment.site, comment.id, comment.version - 1))
            return rows.past_from_item(comment, item) if item else None

    def claim(self, comment: Comment, moderator: str, roles: tuple[Role, ...], until: int, now: int) -> None:
        with self._rows.lock:
            allow(self._rows, comment.site, moderator, roles)
            current = self._get(comment.site, comment.id)
            mine = current is not None and current.claimed_by in ("", moderator)
            if (
                current is None
                or current.version != comment.version
                or not (mine or current.claimed_until <= now)
            ):
                raise refused(current, comment)
            self._set(comment, cb=moderator, cu=until)

    def release(self, comment: Comment, moderator: str) -> None:
        with self._rows.lock:
            current = self._get(comment.site, comment.id)
            if current is not None and current.claimed_by == moderator:
                self._set(comment, cb="", cu=0)

    def notes(self, site: str, comment_id: str) -> tuple[Note, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.comment(site, comment_id).pk)
            notes = [item for item in found if text(item, "SK").startswith(keys.NOTE_PREFIX)]
            return tuple(note_from_item(site, comment_id, item) for item in notes[-NOTES:])

    def add_note(self, note: Note, roles: tuple[Role, ...]) -> None:
        with self._rows.lock:
            allow(self._rows, note.site, note.by, roles)
            if self._get(note.site, note.comment_id) is None:
                raise NotFound("not-found")
            self._rows.write(note_to_item(note))

    def answer(self, comment: Comment, roles: tuple[Role, ...]) -> Comment | None:
        with self._rows.lock:
            allow(self._rows, comment.site, comment.by.id, roles)
            existing = self._get(comment.site, comment.id)
            if existing is None:
                self._rows.write(rows.comment_to_item(comment))
            return existing

    def by_author(self, site: str, reader: str, limit: int) -> tuple[Comment, ...]:
        with self._rows.lock:
            found = self._rows.index(BY_AUTHOR, indexes.written_by(site, reader))
            written = [item for item in reversed(found) if text(item, "as").startswith("C#")]
            return self._whole(site, [text(item, "id") for item in written[:limit]])

    def alike(self, site: str, fingerprint: str, days: Sequence[str]) -> tuple[Comment, ...]:
        with self._rows.lock:
            found = [self._rows.get(keys.duplicates(site, fingerprint, day)) for day in days]
            buckets = [item for item in found if item and alive(item, self._rows.clock())]
            return self._whole(site, sorted({name for item in buckets for name in members(item, "ids")}))

    def thread_of(self, comment: Comment, limit: int) -> tuple[Comment, ...]:
        with self._rows.lock:
            under = self._rows.index(BY_PAGE, indexes.replies_of(comment.site, comment.root or comment.id))
            replies = [rows.comment_from_item(item) for item in under[-limit:]]
            above = self._whole(comment.site, [name for name in (comment.root, comment.parent) if name])
            return around(comment, [*replies, *above])

    def reputation(self, site: str, reader: str) -> Reputation | None:
        with self._rows.lock:
            item = self._rows.get(keys.reputation(site, reader))
            return rows_around.reputation_from_item(item if alive(item, self._rows.clock()) else None)

    def _get(self, site: str, comment_id: str) -> Comment | None:
        item = self._rows.get(keys.comment(site, comment_id))
        return rows.comment_from_item(item) if item else None

    def _set(self, comment: Comment, *, cb: str, cu: int) -> None:
        key = keys.comment(comment.site, comment.id)
        item = {name: value for name, value in self._rows.items[key].items() if name not in ("cb", "cu")}
        self._rows.write(item | ({"cb": cb, "cu": cu} if cb else {}))
        self._rows.add(keys.site_pending(comment.site, shard_of(comment.id)), ch=1)

    def _whole(self, site: str, ids: Iterable[str]) -> tuple[Comment, ...]:
        found = [self._get(site, comment_id) for comment_id in dict.fromkeys(ids)]
        return tuple(comment for comment in found if comment is not None)
