"""The decision log, the days' numbers and the queue's mark in memory (`ports.decision_log.DecisionLog`)."""

from __future__ import annotations

from collections.abc import Mapping

from ghirbal.domain.ids import SHARDS
from ghirbal.ports.decision_log import LogSlice, Stamp, Tally
from ghirbal.storage import decision_log as decision_log
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_TIME
from ghirbal.storage.dynamodb.items import Item, text
from tests.support.memory_rows import Rows


class MemoryDecisionLog:
    """`ports.decision_log.DecisionLog` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def stamp(self, site: str) -> Stamp:
        with self._rows.lock:
            counts = [self._rows.get(keys.site_pending(site, shard)) or {} for shard in range(SHARDS)]
            return decision_log.stamp_of(counts)

    def decisions(
        self, site: str, month: str, moderator: str | None, limit: int, after: Mapping[str, str] | None
    ) -> LogSlice:
        partition = indexes.log_of(site, month)
        start = decision_log.start_key(site, partition, after)
        with self._rows.lock:
            found = list(reversed(self._rows.index(BY_TIME, partition)))
            wanted = [item for item in found if _wanted(item, moderator) and _beyond(item, start)]
            shown = [self._rows.items[keys.Key(text(i, "PK"), text(i, "SK"))] for i in wanted[:limit]]
        more = len(wanted) > limit
        return LogSlice(
            tuple(decision_log.logged_from_item(item) for item in shown),
            decision_log.position(partition, wanted[limit - 1]) if more else None,
        )

    def tallies(self, site: str, first: str, last: str) -> tuple[Tally, ...]:
        with self._rows.lock:
            found = self._rows.partition(f"S#{site}")
            read = [
                decision_log.tally_from_item(item)
                for item in found
                if text(item, "SK").startswith(keys.TALLY_PREFIX)
            ]
            return tuple(tally for tally in read if first <= tally.day <= last)


def _wanted(item: Item, moderator: str | None) -> bool:
    by = text(item, "by")
    return not by.startswith("author") if moderator is None else by == f"moderator:{moderator}"


def _beyond(item: Item, start: Item | None) -> bool:
    places = [
        (text(i, BY_TIME.sk), text(i, "PK"), text(i, "SK")) for i in (item, *([start] if start else []))
    ]
    return start is None or places[0] < places[1]
