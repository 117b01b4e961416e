"""Jobs and a site's past in memory."""

from __future__ import annotations

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.jobs import FINAL, Job, PastSlice
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_TIME
from ghirbal.storage.dynamodb.items import number, text
from ghirbal.storage.jobs import job_from_item, job_to_item, newest, place_to_item
from ghirbal.storage.rows import comment as rows
from tests.support.memory_rows import Rows, allow


class MemoryJobs:
    """`ports.jobs.Jobs` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def start(self, job: Job, roles: tuple[Role, ...], now: int) -> None:
        with self._rows.lock:
            allow(self._rows, job.site, job.by, roles)
            place = self._rows.get(keys.job_place(job.site, job.kind))
            if place is not None and number(place, "until", 0) > now:
                raise Refused("job-running", job=text(place, "job"))
            self._rows.write(place_to_item(job))
            self._rows.write(job_to_item(job))

    def get(self, site: str, job_id: str) -> Job | None:
        with self._rows.lock:
            item = self._rows.get(keys.job(site, job_id))
            return job_from_item(site, item) if item else None

    def listed(self, site: str, limit: int) -> tuple[Job, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.site_config(site).pk)
            jobs = [item for item in found if text(item, "SK").startswith(keys.JOB_PREFIX)]
            return newest([job_from_item(site, item) for item in jobs], limit)

    def save(self, before: Job, after: Job) -> None:
        with self._rows.lock:
            stored = self.get(before.site, before.id)
            place = self._rows.get(keys.job_place(before.site, before.kind))
            mine = place is not None and place["job"] == before.id
            if stored is None or stored.step != before.step or not mine:
                raise Refused("job-changed")
            self._rows.write(job_to_item(after))
            until = 0 if after.state in FINAL else after.lease
            self._rows.write((place or {}) | {"until": until})

    def spend(self, site: str, day: str, reads: int, most: int, expires: int) -> bool:
        with self._rows.lock:
            key = keys.job_reads(site, day)
            spent = number(self._rows.get(key) or {}, "n", 0)
            if spent + reads > most:
                return False
            self._rows.write({"PK": key.pk, "SK": key.sk, "n": spent + reads, "exp": expires})
            return True


class MemoryPast:
    """`ports.jobs.Past` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def comments(self, site: str, day: str, shard: int, limit: int, after: str | None) -> PastSlice:
        with self._rows.lock:
            found = self._rows.index(BY_TIME, indexes.written_on(site, day, shard))
            left = [item for item in found if text(item, "ts") > (after or "")]
            wanted = [keys.comment(site, text(item, "id")) for item in left[:limit]]
            whole = tuple(rows.comment_from_item(self._rows.items[key]) for key in wanted)
            more = text(left[limit - 1], "ts") if len(left) >= limit else None
            return PastSlice(whole, more)
