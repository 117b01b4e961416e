"""The port Erasures on DynamoDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ghirbal.domain.comment import ActorKind, Comment
from ghirbal.domain.ids import ID_LENGTH
from ghirbal.ports.erasing import ErasureReceipt, Saying
from ghirbal.storage.deciding import COUNTED_BY_OTHERS
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR
from ghirbal.storage.dynamodb.items import Item, Row, flag, members, number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, write_one
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.dynamodb.writes import Write, changes, delete, put, update
from ghirbal.storage.rows.comment import comment_from_item, comment_to_item, keyed
from ghirbal.storage.site_log import newest

KIND = "erase"
VOTE, REPORT = "vote", "report"
_SAID = {VOTE: "V#", REPORT: "R#"}
_WORDS = ("text", "name")
_QUOTES = frozenset({"av", "vd"})
"""Picture and verdict, which quotes what it matched: gone whole. Every reader of a log row expects the words above."""

_TRIES = 5


class DynamoErasures:
    """What the table keeps of readers (`ports.erasing.Erasures`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def written(self, site: str, reader: str) -> Iterator[Comment]:
        """By the index of authors, then each whole; a row that was stripped since is nobody's."""
        for page in self._indexed(site, reader, "C#"):
            for comment in self._whole(site, (text(row, "as")[-ID_LENGTH:] for row in page)):
                if comment.reader == reader:
                    yield comment

    def bearing(self, site: str, mail: str) -> Iterator[Comment]:
        """A scan: rows of hashed mails have no index."""
        prefix = f"C#{keys.site_token(site)}#"
        found = self._table.scanned(
            "begins_with(#PK, :prefix) AND #SK = :private AND #mail = :mail",
            {"prefix": prefix, "private": "P", "mail": mail},
        )
        for row in found:
            yield from self._whole(site, [text(row, "PK").removeprefix(prefix)])

    def sayings(self, site: str, reader: str) -> Iterator[Saying]:
        """By the index of authors, then each row whole."""
        for kind, prefix in _SAID.items():
            for page in self._indexed(site, reader, prefix):
                places = [said_key(site, reader, kind, text(row, "as")[-ID_LENGTH:]) for row in page]
                rows = self._table.get_many(places)
                for key in places:
                    if key in rows:
                        yield Saying(kind, key.pk[-ID_LENGTH:], rows[key])

    def log(self, comment: Comment) -> tuple[Mapping[str, object], ...]:
        """Of the comment's own partition."""
        rows = self._table.partition(keys.comment(comment.site, comment.id).pk)
        return tuple(row for row in rows if text(row, "SK").startswith(keys.LOG_PREFIX))

    def clear(self, comment: Comment) -> Mapping[str, int]:
        """The comment's own partition, row by row."""
        done: Counter[str] = Counter()
        for row in self._table.partition(keys.comment(comment.site, comment.id).pk):
            found = clearing(row)
            if found is not None:
                kind, write = found
                write_one(self._table, write)
                done[kind] += 1
        return done

    def strip(self, before: Comment, after: Comment) -> bool:
        """A transaction of two."""
        expression, values = changes(comment_to_item(before), comment_to_item(after), COUNTED_BY_OTHERS)
        private = delete(keys.private(before.site, before.id))
        if not expression:
            write_one(self._table, private)
            return True
        row = update(
            keys.comment(before.site, before.id),
            expression,
            "#v = :seen AND #st = :status",
            seen=before.version,
            status=str(before.status),
            **values,
        )
        return not carry_out(self._table, [row, private])

    def unsay(self, site: str, reader: str, saying: Saying) -> Comment | None:
        """The row and what it did to the comment, in one transaction, while the row is as it was read."""
        key = said_key(site, reader, saying.kind, saying.comment_id)
        for _ in range(_TRIES):
            row = self._table.get(key)
            if row is None:
                return None
            liked = saying.kind == VOTE and flag(row, "cnt")
            trace = _unlike(site, saying.comment_id) if liked else _unname(site, saying.comment_id, reader)
            reasons = carry_out(self._table, [_taken(key, row), trace])
            if not reasons:
                return self._comment(site, saying.comment_id) if liked else None
            if reasons[1].failed and not reasons[0].failed:  # the comment is gone: nothing counts the like
                carry_out(self._table, [_taken(key, row)])
        return None

    def forget(self, site: str, reader: str) -> bool:
        """The row of the reader's record."""
        key = keys.reputation(site, reader)
        known = self._table.get(key) is not None
        write_one(self._table, delete(key))
        return known

    def keep(self, receipt: ErasureReceipt) -> None:
        """One row."""
        write_one(self._table, put(receipt_to_item(receipt)))

    def receipts(self, site: str, limit: int) -> tuple[ErasureReceipt, ...]:
        """Of the site's own log."""
        rows = newest(self._table, keys.site_config(site).pk, KIND, limit)
        return tuple(receipt_from_item(site, row) for row in rows)

    def _indexed(self, site: str, reader: str, prefix: str) -> Iterator[tuple[Item, ...]]:
        start: dict[str, Any] = {}
        while True:
            found = self._table.query(
                f"#{BY_AUTHOR.pk} = :partition AND begins_with(#{BY_AUTHOR.sk}, :kind)",
                {"partition": indexes.written_by(site, reader), "kind": prefix},
                IndexName=BY_AUTHOR.name,
                **start,
            )
            yield found.rows
            if found.more is None:
                return
            start = {"ExclusiveStartKey": to_image(found.more)}

    def _whole(self, site: str, ids: Iterable[str]) -> Iterator[Comment]:
        found = self._table.get_many(keys.comment(site, comment_id) for comment_id in ids)
        yield from map(comment_from_item, found.values())

    def _comment(self, site: str, comment_id: str) -> Comment | None:
        return next(self._whole(site, [comment_id]), None)


def said_key(site: str, reader: str, kind: str, comment_id: str) -> Key:
    """The row of a like or a report."""
    return (keys.vote if kind == VOTE else keys.report)(site, comment_id, reader)


def clearing(row: Row) -> tuple[str, Write] | None:
    """What has to happen to a row of an erased comment's partition, and what it is called in the receipt."""
    key = Key(text(row, "PK"), text(row, "SK"))
    if key.sk.startswith(keys.NOTE_PREFIX):
        return "notes", delete(key)
    if not key.sk.startswith(keys.LOG_PREFIX):
        return None
    empty = cleared(row)
    return None if empty == row else ("log", put(empty, "attribute_exists(#PK)"))


def cleared(row: Row) -> Item:
    """A log row without words and author: who decided what and when stays.

    >>> cleared({"text": "a", "name": "b", "vd": "c", "by": "author:x", "v": 1})
    {'text': '', 'name': '', 'by': 'author', 'v': 1}
    """
    said: Item = {name: value for name, value in row.items() if name not in _QUOTES}
    said |= {name: "" for name in _WORDS if name in row}
    if text(row, "by", "").startswith(f"{ActorKind.AUTHOR}:"):
        said["by"] = str(ActorKind.AUTHOR)
    return said


def receipt_to_item(receipt: ErasureReceipt) -> Item:
    """A line of the site's log: numbers as attributes of their own."""
    said: Item = {"kind": KIND, "id": receipt.id, "by": receipt.by, "at": receipt.at}
    counts: Item = {f"n_{name}": n for name, n in receipt.counts.items()}
    return keyed(keys.site_log(receipt.site, receipt.at, receipt.id[:8]), said | counts)


def receipt_from_item(site: str, item: Row) -> ErasureReceipt:
    """The receipt of a line. Raises ValueError."""
    counts = {name[2:]: number(item, name) for name in sorted(item) if name.startswith("n_")}
    return ErasureReceipt(
        site=site, id=text(item, "id"), by=text(item, "by"), at=number(item, "at"), counts=counts
    )


def without(item: Row, reader: str) -> Item:
    """A comment's row without a reader among those who reported it first."""
    left = members(item, "fr") - {reader}
    return {name: value for name, value in item.items() if name != "fr"} | ({"fr": left} if left else {})


def _taken(key: Key, row: Row) -> Write:
    """Delete a row of a like or report, as it was read; `ch` and `cnt` move with each change of a like."""
    return Write(
        "Delete",
        key,
        "",
        " AND ".join(
            f"#{name} = :{name}" if name in row else f"attribute_not_exists(#{name})"
            for name in ("at", "ch", "cnt")
        ),
        {name: row[name] for name in ("at", "ch", "cnt") if name in row},
    )


def _unlike(site: str, comment_id: str) -> Write:
    return update(keys.comment(site, comment_id), "ADD #lk :less", "attribute_exists(#PK)", less=-1)


def _unname(site: str, comment_id: str, reader: str) -> Write:
    return update(
        keys.comment(site, comment_id), "DELETE #fr :who", "attribute_exists(#PK)", who=frozenset({reader})
    )
