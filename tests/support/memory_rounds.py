"""What the one-minute round reads and remembers, in memory (`ports.rounds.Rounds`)."""

from __future__ import annotations

from ghirbal.domain.comment import Status
from ghirbal.ports.rounds import Due, Mailbox, Overdue
from ghirbal.storage import rounds
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_WAIT
from ghirbal.storage.dynamodb.items import Item, members, number
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.rows import comment as rows
from tests.support.memory_rows import Rows


class MemoryRounds:
    """`ports.rounds.Rounds` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def due(self, site: str, after: int, until: int, limit: int) -> Due:
        known, found = until, []
        with self._rows.lock:
            for partition in indexes.wait_shards(site):
                every = [rounds.waiting_from_item(i) for i in self._rows.index(BY_WAIT, partition)]
                mine = [waiting for waiting in every if after < waiting.held_since <= until]
                found += mine[:limit]
                if len(mine) > limit:
                    known = min(known, rounds.whole_until(mine[:limit], after))
        return rounds.merged(found, known)

    def escalated_upto(self, site: str) -> int:
        with self._rows.lock:
            return number(self._rows.get(keys.sweep(site)) or {}, "upto", 0)

    def set_escalated_upto(self, site: str, upto: int) -> None:
        with self._rows.lock:
            if upto > self.escalated_upto(site):
                self._rows.write(rows.keyed(keys.sweep(site), {"upto": upto}))

    def escalate(self, overdue: Overdue) -> bool:
        key = keys.overdue(overdue.site, overdue.comment_id, overdue.version)
        with self._rows.lock:
            item = self._rows.get(keys.comment(overdue.site, overdue.comment_id))
            waits = item is not None and (item["v"], item["st"]) == (overdue.version, str(Status.PENDING))
            if not waits or self._rows.get(key):
                return False
            self._rows.write(rounds.overdue_to_item(overdue))
            return True

    def mailbox(self, site: str, moderator: str) -> Mailbox:
        with self._rows.lock:
            return rounds.mailbox_from_item(self._rows.get(keys.mailbox(site, moderator)) or {})

    def take_mailbox(self, site: str, moderator: str, seen: Mailbox, now: int, lease_ms: int) -> bool:
        key = keys.mailbox(site, moderator)
        with self._rows.lock:
            item = self._row(key)
            if number(item, "at", 0) != seen.at or number(item, "lease", 0) > now:
                return False
            self._rows.write(item | {"lease": now + lease_ms})
            return True

    def told(self, site: str, moderator: str, comment_id: str) -> None:
        with self._rows.lock:
            item = self._row(keys.mailbox(site, moderator))
            self._rows.write(item | {"told": members(item, "told") | {comment_id}})

    def told_all(self, site: str, moderator: str, upto: int, now: int) -> None:
        with self._rows.lock:
            self._rows.write(rows.keyed(keys.mailbox(site, moderator), {"at": now, "upto": upto}))

    def _row(self, key: Key) -> Item:
        return self._rows.get(key) or {"PK": key.pk, "SK": key.sk}
