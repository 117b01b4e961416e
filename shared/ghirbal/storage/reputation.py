"""The port Reputations on DynamoDB: readers' records, hours of articles, buckets of like texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ghirbal.domain.breaker import size_class
from ghirbal.domain.clock import DAY, HOUR, MINUTE, SECOND
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.reader import Reputation
from ghirbal.domain.reputation import ReputationRow
from ghirbal.ports.flood import Near, bands_of
from ghirbal.ports.reputation import Hour, NearMark, Ref, ReputationDelta, SamePrint
from ghirbal.storage.dynamodb import keys, keys_flood
from ghirbal.storage.dynamodb.items import EXPIRY, Item, Plain, Row, number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one, write_one
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.rows.around import reputation_from_item, reputation_to_item
from ghirbal.storage.rows.comment import keyed
from ghirbal.storage.rows.flood import (
    judged_from_item,
    judged_to_item,
    near_from_item,
    near_text,
    size_name,
)

_TRIES = 5
_HOURS_KEPT = 2 * DAY // SECOND


class DynamoReputations:
    """What the stream keeps, in the table (`ports.reputation.Reputations`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def judged(self, refs: Collection[Ref]) -> Mapping[Ref, ReputationRow]:
        """Rows J, in one batch."""
        found = self._table.get_many(keys_flood.judged(site, comment_id) for site, comment_id in refs)
        rows = (judged_from_item(item) for item in found.values())
        return {(row.site, row.id): row for row in rows}

    def reputations(self, site: str, readers: Collection[str]) -> Mapping[str, Reputation]:
        """Readers' rows, in one batch."""
        places = {keys.reputation(site, reader): reader for reader in readers}
        found = self._table.get_many(places)
        known = {places[key]: reputation_from_item(item) for key, item in found.items()}
        return {reader: reputation for reader, reputation in known.items() if reputation}

    def hours(self, site: str, hours: Collection[Hour]) -> Mapping[Hour, int]:
        """Hours of articles, in one batch."""
        places = {keys_flood.hour(site, *hour): hour for hour in hours}
        return {places[key]: number(item, "n") for key, item in self._table.get_many(places).items()}

    def commit(self, delta: ReputationDelta) -> bool:
        """One transaction."""
        reasons = carry_out(self._table, list(_writes(delta)))
        return not any(reason.failed for reason in reasons)

    def remember(self, marks: Sequence[NearMark]) -> None:
        """Each bucket read once and written once; one that somebody else wrote meanwhile is tried again."""
        buckets: dict[Key, list[NearMark]] = {}
        for mark in marks:
            for band in bands_of(mark.near.simhash):
                buckets.setdefault(keys_flood.near(mark.site, band, mark.day), []).append(mark)
        for _ in range(_TRIES):
            found = self._table.get_many(buckets)
            buckets = {
                key: new for key, new in buckets.items() if not self._entered(key, found.get(key), new)
            }
            if not buckets:
                return
        raise StoreContended("near-duplicates")

    def vouch(self, prints: Sequence[SamePrint]) -> None:
        """A flag in each bucket."""
        for said in prints:
            key = keys.duplicates(said.site, said.fingerprint, said.day)
            write_one(
                self._table, update(key, "SET #ok = :ok, #exp = :exp", ok=said.approved, exp=said.expires)
            )

    def failed(self, site: str, detector: str, at: int) -> None:
        """One conditional write."""
        key = keys_flood.detector(site, detector)
        newer = "attribute_not_exists(#PK) OR #at < :at"
        try_one(self._table, update(key, "SET #at = :at, #exp = :exp", newer, at=at, exp=forgotten(at)))

    def failures(self, site: str) -> Mapping[str, int]:
        """One query."""
        partition, prefix = keys.site_config(site).pk, keys_flood.DETECTOR_PREFIX
        found = self._table.query(
            "#PK = :partition AND begins_with(#SK, :prefix)",
            {"partition": partition, "prefix": prefix},
            ConsistentRead=True,
        )
        return {text(row, "SK").removeprefix(prefix): number(row, "at") for row in found.rows}

    def _entered(self, key: Key, item: Row | None, marks: Sequence[NearMark]) -> bool:
        bucket = bucket_item(key, item, [mark.near for mark in marks], marks[-1].expires)
        if bucket is None:
            return True
        condition = "#rv = :read" if item else "attribute_not_exists(#PK)"
        values = {"read": number(item, "rv")} if item else {}
        return try_one(self._table, put(bucket, condition, **values))


def bucket_item(key: Key, item: Row | None, new: Sequence[Near], expires: int) -> Item | None:
    """A bucket's row with more comments in it; None when they are there already."""
    before = near_from_item(item) if item else ()
    after = near_text([*before, *new])
    if item and after == near_text(before):
        return None
    revision = number(item, "rv") if item else 0
    return keyed(key, {"near": after, EXPIRY: expires, "rv": revision + 1})


def _writes(delta: ReputationDelta) -> Iterable[Write]:
    for row in delta.rows:
        yield _as_read(judged_to_item(row), row.revision)
    for reader, reputation in delta.reputations.items():
        yield _as_read(reputation_to_item(delta.site, reader, reputation), reputation.revision)
    for (page, hour), counts in delta.hours.items():
        yield _hour(delta.site, page, hour, *counts)
    for hour, steps in size_steps(delta).items():
        yield _added(keys_flood.sizes(delta.site, hour), steps, expires_of(hour))
    for minute, n in delta.newcomers.items():
        expires = (minute * MINUTE + HOUR) // SECOND
        yield _added(keys_flood.newcomers(delta.site, minute), {"n": n}, expires)


def forgotten(at: int) -> int:
    """When a failure is no news any more, epoch seconds."""
    return (at + 30 * DAY) // SECOND


def expires_of(hour: int) -> int:
    """When an hour's rows go, epoch seconds."""
    return hour * HOUR // SECOND + _HOURS_KEPT


def size_steps(delta: ReputationDelta) -> dict[int, dict[str, int]]:
    """What to add to each hour's size classes: an article leaves one and enters another."""
    steps: dict[int, dict[str, int]] = {}
    for (_, hour), (before, now) in delta.hours.items():
        here = steps.setdefault(hour, {})
        for n, step in ((before, -1), (now, 1)):
            if n:
                name = size_name(size_class(n))
                here[name] = here.get(name, 0) + step
    kept = {hour: {name: n for name, n in here.items() if n} for hour, here in steps.items()}
    return {hour: here for hour, here in kept.items() if here}


def _as_read(item: Item, revision: int) -> Write:
    """A whole row over exactly the one that was read. A row from before revisions were kept has none."""
    if revision == 0:
        return put(item, "attribute_not_exists(#rv)")
    return put(item, "#rv = :read", read=revision)


def _hour(site: str, page: str, hour: int, before: int, now: int) -> Write:
    condition = "#n = :before" if before else "attribute_not_exists(#PK)"
    values = {"before": before} if before else {}
    return update(
        keys_flood.hour(site, page, hour),
        "SET #n = :now, #exp = :exp",
        condition,
        now=now,
        exp=expires_of(hour),
        **values,
    )


def _added(key: Key, sums: Mapping[str, int], expires: int) -> Write:
    parts = ", ".join(f"#{name} :{name}" for name in sums)
    values: dict[str, Plain] = {**sums, "exp": expires}
    return update(key, f"ADD {parts} SET #exp = :exp", "", **values)
