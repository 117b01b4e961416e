"""The port ArticleTraffic on DynamoDB: one atomic addition a comment, one winner a breaker."""

from __future__ import annotations

from ghirbal.domain.breaker import Breaker
from ghirbal.domain.clock import HOUR, MINUTE, SECOND
from ghirbal.ports.flood import BreakerTrip, Minute, place_of
from ghirbal.storage.dynamodb import keys_flood
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import try_one
from ghirbal.storage.dynamodb.writes import Write, update
from ghirbal.storage.rows.flood import breaker_from_item, minute_from_item

KEPT = HOUR // SECOND
"""Seconds a minute is kept after it: it is read for two, and TTL deletes late anyway."""


class DynamoArticleTraffic:
    """Minutes and breakers in the table (`ports.flood.ArticleTraffic`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def count(self, site: str, page: str, minute: int, network: str, share: int) -> Minute:
        """One addition, which answers the whole row."""
        place = place_of(network)
        counted = update(
            keys_flood.window(site, page, minute),
            f"ADD #{place} :one SET #exp = :exp",
            one=1,
            exp=minute * MINUTE // SECOND + KEPT,
        )
        return minute_from_item(self._table.updated(counted), place, share)

    def trip(self, trip: BreakerTrip, now: int) -> bool:
        """One conditional write."""
        return try_one(self._table, tripped(trip, now))

    def breaker(self, site: str, page: str) -> Breaker | None:
        """The breaker's row, consistently."""
        return breaker_from_item(self._table.get(keys_flood.breaker(site, page)))


def tripped(trip: BreakerTrip, now: int) -> Write:
    """Switch a breaker on that is off, or prolong the very one that was seen on."""
    return update(
        keys_flood.breaker(trip.site, trip.page),
        "SET #since = :since, #until = :until, #n = :n",
        "attribute_not_exists(#PK) OR #until <= :now OR (#since = :since AND #until < :until)",
        since=trip.since,
        until=trip.until,
        n=trip.n,
        now=now,
    )
