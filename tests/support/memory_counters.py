"""Counters, and events handled, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghirbal.domain.clock import DAY
from ghirbal.ports.comments import PageHead, Ref
from ghirbal.ports.stream import CountDelta, Counted
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Row, flag
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.rows import comment as rows
from ghirbal.storage.rows import counted as rows_counted
from tests.support.memory_rows import Rows


class MemoryCounters:
    """`ports.stream.Counters` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def counted(self, refs: Sequence[Ref]) -> Mapping[Ref, Counted]:
        with self._rows.lock:
            found = [self._rows.get(keys.counted(site, comment_id)) for site, comment_id in refs]
            read = [rows_counted.counted_from_item(item) for item in found if item]
            return {(row.site, row.id): row for row in read}

    def commit(self, delta: CountDelta) -> bool:
        with self._rows.lock:
            read = self.counted([(row.site, row.id) for row in delta.rows])
            stands = {ref: row.revision for ref, row in read.items()}
            if any(stands.get((row.site, row.id), 0) != row.revision for row in delta.rows):
                return False
            for row in delta.rows:
                self._rows.write(rows_counted.counted_to_item(row))
            if delta.n or delta.roots:
                self._rows.add(keys.page_count(delta.site, delta.page), n=delta.n, roots=delta.roots)
            pending, touched = delta.pending or {}, delta.touched or {}
            for shard in {*pending, *touched}:
                sums = {"n": pending.get(shard, 0), "ch": touched.get(shard, 0)}
                self._add(keys.site_pending(delta.site, shard), sums)
            for (day, who), numbers in (delta.sums or {}).items():
                self._add(keys.tally(delta.site, day, who), numbers)
            for comment_id, n in (delta.replies or {}).items():
                if self._rows.get(keys.comment(delta.site, comment_id)):
                    self._rows.add(keys.comment(delta.site, comment_id), rc=n)
            return True

    def _add(self, key: Key, sums: Mapping[str, int]) -> None:
        """Add what isn't zero; nothing makes no row."""
        if added := {name: n for name, n in sums.items() if n}:
            self._rows.add(key, **added)

    def recount(self, site: str, page: str) -> PageHead:
        with self._rows.lock:
            whole = [
                rows.comment_from_item(item)
                for key, item in self._rows.items.items()
                if _is_comment(key, site)
            ]
            here = {comment.id: comment for comment in whole if comment.page == page}
            roots = sum(c.public for c in here.values() if c.root is None)
            replies = sum(c.public and here[c.root].shows_replies for c in here.values() if c.root in here)
            meta: Row = self._rows.get(keys.page(site, page)) or {}
            return PageHead(all=roots + replies, roots=roots, open=not flag(meta, "closed"))


@dataclass(frozen=True, slots=True)
class _Claim:
    lease: int
    done: bool
    expires: int


class MemoryEventDedup:
    """`ports.event_dedup.EventDedup` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._lock = rows_.lock
        self._claims: dict[Key, _Claim] = {}

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        key = keys.seen(consumer, event_id)
        with self._lock:
            held = self._claims.get(key)
            if held and held.expires > now and (held.done or held.lease > now):
                return False
            self._claims[key] = _Claim(now + lease_ms, done=False, expires=now + 15 * DAY)
            return True

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        key = keys.seen(consumer, event_id)
        with self._lock:
            self._claims[key] = _Claim(now, done=True, expires=now + 15 * DAY)


def _is_comment(key: Key, site: str) -> bool:
    return key.sk == keys.COMMENT_ROW and key.pk.startswith(f"C#{site}#")
