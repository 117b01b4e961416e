"""The port Workplace on DynamoDB: claims, notes, answers, and what stands around a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ghirbal.domain.clock import Clock, iso
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import Conflict, Forbidden, NotFound, Refused
from ghirbal.domain.ids import body_hash, shard_of
from ghirbal.domain.reader import Reputation, Role
from ghirbal.ports.comments import Order
from ghirbal.ports.workplace import Note
from ghirbal.storage.deciding import on_team, read
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR
from ghirbal.storage.dynamodb.items import Item, Row, alive, members, number, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, check, put, update
from ghirbal.storage.lists import listed
from ghirbal.storage.rows.around import reputation_from_item
from ghirbal.storage.rows.comment import (
    comment_from_item,
    comment_to_item,
    keyed,
    past_from_item,
)

NOTES = 100
"""Notes that are told of one comment: its newest."""

_THERE = "attribute_exists(#PK)"
_NEW = "attribute_not_exists(#PK)"
_FREE = "#v = :seen AND (attribute_not_exists(#cb) OR #cb = :me OR #cu <= :now)"


class DynamoWorkplace:
    """Work on comments in the table (`ports.workplace.Workplace`)."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """`clock` tells which rows are past their time."""
        self._table = table
        self._clock = clock

    def past(self, comment: Comment) -> Comment | None:
        """One version earlier, by the log row that was written when it was left."""
        if comment.version < 2:
            return None
        item = self._table.get(keys.log(comment.site, comment.id, comment.version - 1))
        return past_from_item(comment, item) if item else None

    def claim(self, comment: Comment, moderator: str, roles: tuple[Role, ...], until: int, now: int) -> None:
        """Mark it, if nobody else reads it and it is still as seen; the queue's mark changes with it."""
        claimed = update(
            keys.comment(comment.site, comment.id),
            "SET #cb = :me, #cu = :until",
            _FREE,
            seen=comment.version,
            me=moderator,
            until=until,
            now=now,
        )
        writes = [claimed, on_team(comment.site, moderator, roles), changed(comment.site, comment.id)]
        reasons = carry_out(self._table, writes)
        if not reasons:
            return
        if reasons[1].failed:
            raise Forbidden("not-on-team")
        current = comment_from_item(reasons[0].row) if reasons[0].row else read(self._table, *_ref(comment))
        raise refused(current, comment)

    def release(self, comment: Comment, moderator: str) -> None:
        """Unmark it, if the mark is this moderator's."""
        freed = update(keys.comment(comment.site, comment.id), "REMOVE #cb, #cu", "#cb = :me", me=moderator)
        carry_out(self._table, [freed, changed(comment.site, comment.id)])

    def notes(self, site: str, comment_id: str) -> tuple[Note, ...]:
        """The newest that colleagues wrote, oldest of them first."""
        found = self._table.query(
            "#PK = :partition AND begins_with(#SK, :prefix)",
            {"partition": keys.comment(site, comment_id).pk, "prefix": keys.NOTE_PREFIX},
            ConsistentRead=True,
            ScanIndexForward=False,
            Limit=NOTES,
        )
        return tuple(note_from_item(site, comment_id, row) for row in reversed(found.rows))

    def add_note(self, note: Note, roles: tuple[Role, ...]) -> None:
        """Keep a note; the same one in the same millisecond is the same note."""
        there = check(keys.comment(note.site, note.comment_id), _THERE)
        reasons = carry_out(self._table, [put(note_to_item(note)), on_team(note.site, note.by, roles), there])
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        if reasons:
            raise NotFound("not-found")

    def answer(self, comment: Comment, roles: tuple[Role, ...]) -> Comment | None:
        """Store it, or answer what is there."""
        new = put(comment_to_item(comment), _NEW)
        reasons = carry_out(self._table, [new, on_team(comment.site, comment.by.id, roles)])
        if not reasons:
            return None
        if reasons[1].failed:
            raise Forbidden("not-on-team")
        row = reasons[0].row
        return comment_from_item(row) if row else read(self._table, *_ref(comment))

    def by_author(self, site: str, reader: str, limit: int) -> tuple[Comment, ...]:
        """By the index of authors, then whole."""
        found = self._table.query(
            f"#{BY_AUTHOR.pk} = :partition AND begins_with(#{BY_AUTHOR.sk}, :kind)",
            {"partition": indexes.written_by(site, reader), "kind": "C#"},
            IndexName=BY_AUTHOR.name,
            ScanIndexForward=False,
            Limit=limit,
        )
        return self._whole(site, [text(row, "id") for row in found.rows])

    def alike(self, site: str, fingerprint: str, days: Sequence[str]) -> tuple[Comment, ...]:
        """By the duplicate buckets, then whole."""
        wanted = [keys.duplicates(site, fingerprint, day) for day in days]
        now = self._clock()
        buckets = [row for row in self._table.get_many(wanted).values() if alive(row, now)]
        return self._whole(site, sorted({name for row in buckets for name in members(row, "ids")}))

    def thread_of(self, comment: Comment, limit: int) -> tuple[Comment, ...]:
        """Root and parent whole, replies as the list has them."""
        above = [name for name in (comment.root, comment.parent) if name]
        under = indexes.replies_of(comment.site, comment.root or comment.id)
        replies = listed(self._table, comment.site, under, Order.NEWEST, limit, None).comments
        return around(comment, [*replies, *self._whole(comment.site, above)])

    def reputation(self, site: str, reader: str) -> Reputation | None:
        """The reader's row, while it counts."""
        item = self._table.get(keys.reputation(site, reader))
        return reputation_from_item(item if alive(item, self._clock()) else None)

    def _whole(self, site: str, ids: Iterable[str]) -> tuple[Comment, ...]:
        wanted = [keys.comment(site, comment_id) for comment_id in dict.fromkeys(ids)]
        found = self._table.get_many(wanted)
        return tuple(comment_from_item(found[key]) for key in wanted if key in found)


def changed(site: str, comment_id: str) -> Write:
    """Change the mark of a site's queue without changing how many wait."""
    return update(keys.site_pending(site, shard_of(comment_id)), "ADD #ch :one", one=1)


def refused(current: Comment | None, seen: Comment) -> Exception:
    """Why a claim could not be: gone, moved on, or a colleague's."""
    if current is None:
        return NotFound("not-found")
    if current.version != seen.version:
        return Conflict(current)
    return Refused("claimed", by=current.claimed_by, until=iso(current.claimed_until))


def around(comment: Comment, found: Iterable[Comment]) -> tuple[Comment, ...]:
    """Each once, oldest first, without the comment itself; the last reading of one counts."""
    distinct = {one.id: one for one in found if one.id != comment.id}
    return tuple(sorted(distinct.values(), key=lambda one: (one.created, one.id)))


def note_to_item(note: Note) -> Item:
    """The row of a note."""
    mark = body_hash(note.by, note.text)[:8]
    key = keys.note(note.site, note.comment_id, note.at, mark)
    return keyed(key, {"by": note.by, "text": note.text, "at": note.at})


def note_from_item(site: str, comment_id: str, item: Row) -> Note:
    """The note of a row. Raises ValueError."""
    return Note(
        site=site, comment_id=comment_id, by=text(item, "by"), text=text(item, "text"), at=number(item, "at")
    )


def _ref(comment: Comment) -> tuple[str, str]:
    return comment.site, comment.id
