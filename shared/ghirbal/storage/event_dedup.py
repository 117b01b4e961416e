"""The port EventDedup on DynamoDB: an event is taken for a while, then marked as handled."""

from __future__ import annotations

from ghirbal.domain.clock import DAY, SECOND
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import try_one, write_one
from ghirbal.storage.dynamodb.writes import update

KEPT_DAYS = 15
"""Longer than anything redelivers: EventBridge tries for a day, an archive replay is ignored anyway."""

_FREE = "attribute_not_exists(#PK) OR #exp <= :second OR (attribute_not_exists(#done) AND #lease <= :now)"


class DynamoEventDedup:
    """Handled events in the table (`ports.event_dedup.EventDedup`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        """Take an event, unless it is done or somebody's lease runs."""
        taken = update(
            keys.seen(consumer, event_id),
            "SET #lease = :lease, #exp = :exp REMOVE #done",
            _FREE,
            lease=now + lease_ms,
            exp=_expiry(now),
            second=now // SECOND,
            now=now,
        )
        return try_one(self._table, taken)

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        """Mark it handled."""
        marked = update(
            keys.seen(consumer, event_id), "SET #done = :done, #exp = :exp", done=True, exp=_expiry(now)
        )
        write_one(self._table, marked)


def _expiry(now: int) -> int:
    return (now + KEPT_DAYS * DAY) // SECOND
