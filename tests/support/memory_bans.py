"""Bans and trust in memory."""

from __future__ import annotations

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Reputation, Role
from ghirbal.ports.bans import BanRow, LogLine
from ghirbal.ports.posting import PrivateRow
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import alive, text
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.rows import ban_patterns as patterns
from ghirbal.storage.rows import bans
from tests.support.memory_rows import Rows, allow


class MemoryBans:
    """`ports.bans.Bans` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def private(self, site: str, comment_id: str) -> PrivateRow | None:
        with self._rows.lock:
            item = self._rows.get(keys.private(site, comment_id))
            found = item if alive(item, self._rows.clock()) else None
            return rows_around.private_from_item(comment_id, found) if found else None

    def all(self, site: str) -> tuple[BanRow, ...]:
        with self._rows.lock:
            return tuple(bans.ban_from_row(site, item) for item in self._rows.partition(f"S#{site}#BANS"))

    def get(self, site: str, kind: str, hashed: str) -> BanRow | None:
        with self._rows.lock:
            item = self._rows.get(keys.ban(site, kind, hashed))
            return bans.ban_from_row(site, item) if item else None

    def put(self, ban: BanRow, line: LogLine, roles: tuple[Role, ...], over: BanRow | None = None) -> None:
        with self._rows.lock:
            allow(self._rows, ban.site, line.by, roles)
            current = self.get(ban.site, ban.kind, ban.hash)
            if (current and (current.at, current.by)) != (over and (over.at, over.by)):
                raise Refused("bans-changed")
            if ban.pattern:
                key = patterns.patterns_key(ban.site)
                self._rows.write(patterns.patterns_item(key, self._rows.get(key), ban, self._rows.clock()))
            self._rows.write(bans.ban_to_item(ban))
            self._rows.write(bans.line_to_item(line))

    def trust(self, reader: str, reputation: Reputation, line: LogLine, roles: tuple[Role, ...]) -> bool:
        with self._rows.lock:
            allow(self._rows, line.site, line.by, roles)
            before = rows_around.reputation_from_item(self._rows.get(keys.reputation(line.site, reader)))
            if (before.revision if before else 0) != reputation.revision:
                return False
            self._rows.write(rows_around.reputation_to_item(line.site, reader, reputation))
            self._rows.write(bans.line_to_item(line))
            return True

    def log(self, site: str, limit: int) -> tuple[LogLine, ...]:
        with self._rows.lock:
            found = [
                item
                for item in reversed(self._rows.partition(f"S#{site}"))
                if text(item, "SK").startswith(keys.SITE_LOG_PREFIX) and item.get("kind") == bans.KIND
            ]
            return tuple(bans.line_from_item(site, item) for item in found[:limit])
