"""What is stored of readers, in memory (`ports.erasing.Erasures`), over the rows of `memory.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ghirbal.domain.comment import Comment
from ghirbal.ports.erasing import ErasureReceipt, Saying
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_AUTHOR
from ghirbal.storage.dynamodb.items import number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.erasing import (
    KIND,
    REPORT,
    VOTE,
    cleared,
    receipt_from_item,
    receipt_to_item,
    said_key,
    without,
)
from ghirbal.storage.rows import comment as rows
from tests.support.memory_rows import Rows


class MemoryErasures:
    """`ports.erasing.Erasures` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def written(self, site: str, reader: str) -> Iterator[Comment]:
        for comment_id in self._of(site, reader, "C#"):
            yield self._comment(site, comment_id)

    def bearing(self, site: str, mail: str) -> Iterator[Comment]:
        prefix = f"C#{site}#"
        with self._rows.lock:
            found = [
                key.pk.removeprefix(prefix)
                for key, item in self._rows.items.items()
                if key.pk.startswith(prefix) and key.sk == "P" and item.get("mail") == mail
            ]
        yield from (self._comment(site, one) for one in found if self._rows.get(keys.comment(site, one)))

    def sayings(self, site: str, reader: str) -> Iterator[Saying]:
        for kind, prefix in ((VOTE, "V#"), (REPORT, "R#")):
            for comment_id in self._of(site, reader, prefix):
                yield Saying(kind, comment_id, self._rows.items[said_key(site, reader, kind, comment_id)])

    def log(self, comment: Comment) -> tuple[Mapping[str, object], ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.comment(comment.site, comment.id).pk)
            return tuple(row for row in found if text(row, "SK").startswith(keys.LOG_PREFIX))

    def clear(self, comment: Comment) -> Mapping[str, int]:
        done: Counter[str] = Counter()
        with self._rows.lock:
            for row in self._rows.partition(keys.comment(comment.site, comment.id).pk):
                key = Key(text(row, "PK"), text(row, "SK"))
                if key.sk.startswith(keys.NOTE_PREFIX):
                    self._rows.remove(key)
                    done["notes"] += 1
                elif key.sk.startswith(keys.LOG_PREFIX) and cleared(row) != row:
                    self._rows.write(cleared(row))
                    done["log"] += 1
        return done

    def strip(self, before: Comment, after: Comment) -> bool:
        with self._rows.lock:
            key = keys.comment(before.site, before.id)
            now = self._comment(before.site, before.id)
            if (now.version, now.status) != (before.version, before.status):
                return False
            counted = {
                name: self._rows.items[key][name] for name in ("rc", "lk") if name in self._rows.items[key]
            }
            made = {name: v for name, v in rows.comment_to_item(after).items() if name not in ("rc", "lk")}
            self._rows.write(made | counted)
            self._rows.remove(keys.private(before.site, before.id))
            return True

    def unsay(self, site: str, reader: str, saying: Saying) -> Comment | None:
        with self._rows.lock:
            key = said_key(site, reader, saying.kind, saying.comment_id)
            row, place = self._rows.get(key), keys.comment(site, saying.comment_id)
            if row is None:
                return None
            self._rows.remove(key)
            comment = self._rows.get(place)
            if comment is None:
                return None
            if saying.kind == VOTE and row.get("cnt"):
                self._rows.write(comment | {"lk": number(comment, "lk", 0) - 1})
                return self._comment(site, saying.comment_id)
            self._rows.write(without(comment, reader))
            return None

    def forget(self, site: str, reader: str) -> bool:
        with self._rows.lock:
            known = self._rows.get(keys.reputation(site, reader)) is not None
            self._rows.remove(keys.reputation(site, reader))
            return known

    def keep(self, receipt: ErasureReceipt) -> None:
        with self._rows.lock:
            self._rows.write(receipt_to_item(receipt))

    def receipts(self, site: str, limit: int) -> tuple[ErasureReceipt, ...]:
        with self._rows.lock:
            found = [
                row
                for row in self._rows.partition(keys.site_config(site).pk)
                if text(row, "SK").startswith(keys.SITE_LOG_PREFIX) and row.get("kind") == KIND
            ]
        return tuple(receipt_from_item(site, row) for row in reversed(found[-limit:]))

    def _of(self, site: str, reader: str, prefix: str) -> list[str]:
        with self._rows.lock:
            found = self._rows.index(BY_AUTHOR, indexes.written_by(site, reader))
        return [text(row, "as")[-26:] for row in found if text(row, "as").startswith(prefix)]

    def _comment(self, site: str, comment_id: str) -> Comment:
        return rows.comment_from_item(self._rows.items[keys.comment(site, comment_id)])
