"""Readers' records, windows and buckets in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ghirbal.domain.breaker import Breaker
from ghirbal.domain.clock import HOUR, MINUTE, SECOND
from ghirbal.domain.reader import Reputation
from ghirbal.domain.reputation import ReputationRow
from ghirbal.ports.flood import BreakerTrip, Minute, bands_of, place_of
from ghirbal.ports.reputation import Hour, NearMark, Ref, ReputationDelta, SamePrint
from ghirbal.storage.dynamodb import keys, keys_flood
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.flood import KEPT
from ghirbal.storage.reputation import bucket_item, expires_of, forgotten, size_steps
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.rows import comment as rows
from ghirbal.storage.rows import flood as rows_flood
from tests.support.memory_rows import Rows


class MemoryReputations:
    """`ports.reputation.Reputations` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def judged(self, refs: Collection[Ref]) -> Mapping[Ref, ReputationRow]:
        with self._rows.lock:
            found = {ref: self._rows.get(keys_flood.judged(*ref)) for ref in refs}
            return {ref: rows_flood.judged_from_item(item) for ref, item in found.items() if item}

    def reputations(self, site: str, readers: Collection[str]) -> Mapping[str, Reputation]:
        with self._rows.lock:
            found = {
                r: rows_around.reputation_from_item(self._rows.get(keys.reputation(site, r))) for r in readers
            }
            return {reader: reputation for reader, reputation in found.items() if reputation}

    def hours(self, site: str, hours: Collection[Hour]) -> Mapping[Hour, int]:
        with self._rows.lock:
            found = {hour: self._rows.get(keys_flood.hour(site, *hour)) for hour in hours}
            return {hour: number(item, "n") for hour, item in found.items() if item}

    def commit(self, delta: ReputationDelta) -> bool:
        with self._rows.lock:
            if not self._as_read(delta):
                return False
            for row in delta.rows:
                self._rows.write(rows_flood.judged_to_item(row))
            for reader, reputation in delta.reputations.items():
                self._rows.write(rows_around.reputation_to_item(delta.site, reader, reputation))
            for (page, hour), (_, now) in delta.hours.items():
                said: Item = {"n": now, "exp": expires_of(hour)}
                self._rows.write(rows.keyed(keys_flood.hour(delta.site, page, hour), said))
            for hour, steps in size_steps(delta).items():
                self._add(keys_flood.sizes(delta.site, hour), expires_of(hour), steps)
            for minute, n in delta.newcomers.items():
                expires = (minute * MINUTE + HOUR) // SECOND
                self._add(keys_flood.newcomers(delta.site, minute), expires, {"n": n})
            return True

    def remember(self, marks: Sequence[NearMark]) -> None:
        with self._rows.lock:
            for mark in marks:
                for band in bands_of(mark.near.simhash):
                    key = keys_flood.near(mark.site, band, mark.day)
                    bucket = bucket_item(key, self._rows.get(key), [mark.near], mark.expires)
                    if bucket:
                        self._rows.write(bucket)

    def vouch(self, prints: Sequence[SamePrint]) -> None:
        with self._rows.lock:
            for said in prints:
                key = keys.duplicates(said.site, said.fingerprint, said.day)
                before: Row = self._rows.get(key) or {"PK": key.pk, "SK": key.sk}
                self._rows.write({**before, "ok": said.approved, "exp": said.expires})

    def failed(self, site: str, detector: str, at: int) -> None:
        with self._rows.lock:
            key = keys_flood.detector(site, detector)
            if number(self._rows.get(key) or {}, "at", 0) < at:
                self._rows.write(rows.keyed(key, {"at": at, "exp": forgotten(at)}))

    def failures(self, site: str) -> Mapping[str, int]:
        with self._rows.lock:
            found = self._rows.partition(keys.site_config(site).pk)
            prefix = keys_flood.DETECTOR_PREFIX
            named = {
                text(item, "SK").removeprefix(prefix): item for item in found if prefix in text(item, "SK")
            }
            return {name: number(item, "at") for name, item in named.items()}

    def _as_read(self, delta: ReputationDelta) -> bool:
        site = delta.site
        judged = self.judged([(row.site, row.id) for row in delta.rows])
        known, hours = self.reputations(site, delta.reputations), self.hours(site, delta.hours)
        return (
            all(_revision(judged.get((row.site, row.id))) == row.revision for row in delta.rows)
            and all(_revision(known.get(reader)) == s.revision for reader, s in delta.reputations.items())
            and all(hours.get(hour, 0) == before for hour, (before, _) in delta.hours.items())
        )

    def _add(self, key: Key, expires: int, sums: Mapping[str, int]) -> None:
        item = dict(self._rows.get(key) or {"PK": key.pk, "SK": key.sk})
        for name, n in sums.items():
            item[name] = number(item, name, 0) + n
        self._rows.write(item | {"exp": expires})


class MemoryArticleTraffic:
    """`ports.flood.ArticleTraffic` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def count(self, site: str, page: str, minute: int, network: str, share: int) -> Minute:
        with self._rows.lock:
            key, place = keys_flood.window(site, page, minute), place_of(network)
            before = self._rows.get(key) or {}
            said: Item = {place: number(before, place, 0) + 1, "exp": minute * MINUTE // SECOND + KEPT}
            after = rows.keyed(key, {**before, **said})
            self._rows.write(after)
            return rows_flood.minute_from_item(after, place, share)

    def trip(self, trip: BreakerTrip, now: int) -> bool:
        with self._rows.lock:
            stands = self.breaker(trip.site, trip.page)
            same = stands is not None and stands.since == trip.since and stands.until < trip.until
            if stands is not None and stands.until > now and not same:
                return False
            key = keys_flood.breaker(trip.site, trip.page)
            self._rows.write(rows.keyed(key, {"since": trip.since, "until": trip.until, "n": trip.n}))
            return True

    def breaker(self, site: str, page: str) -> Breaker | None:
        with self._rows.lock:
            return rows_flood.breaker_from_item(self._rows.get(keys_flood.breaker(site, page)))


def _revision(row: ReputationRow | Reputation | None) -> int:
    return row.revision if row else 0
