"""The port Windows on DynamoDB: one atomic addition a comment, one winner a breaker."""

from __future__ import annotations

from ghirbal.domain.breaker import Rush
from ghirbal.domain.clock import HOUR, MINUTE, SECOND
from ghirbal.ports.flood import Trip
from ghirbal.storage.dynamodb import keys_flood
from ghirbal.storage.dynamodb.items import number
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import try_one
from ghirbal.storage.dynamodb.writes import Write, update
from ghirbal.storage.rows.flood import rush_from_item

KEPT = HOUR // SECOND
"""Seconds a minute is kept after it: it is read for two, and TTL deletes late anyway."""


class DynamoWindows:
    """Minutes and breakers in the table (`ports_abuse.Windows`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def count(self, site: str, page: str, minute: int) -> int:
        """One addition, which answers the sum."""
        counted = update(
            keys_flood.window(site, page, minute),
            "ADD #n :one SET #exp = :exp",
            one=1,
            exp=minute * MINUTE // SECOND + KEPT,
        )
        return number(self._table.updated(counted), "n")

    def trip(self, trip: Trip, now: int) -> bool:
        """One conditional write."""
        return try_one(self._table, tripped(trip, now))

    def rush(self, site: str, page: str) -> Rush | None:
        """The breaker's row, consistently."""
        return rush_from_item(self._table.get(keys_flood.rush(site, page)))


def tripped(trip: Trip, now: int) -> Write:
    """Switch a breaker on that is off, or prolong the very one that was seen on."""
    return update(
        keys_flood.rush(trip.site, trip.page),
        "SET #since = :since, #until = :until, #n = :n",
        "attribute_not_exists(#PK) OR #until <= :now OR (#since = :since AND #until < :until)",
        since=trip.since,
        until=trip.until,
        n=trip.n,
        now=now,
    )
