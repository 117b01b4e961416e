"""The ports Jobs and Past on DynamoDB: a row for each job, one for the place of each kind, one for a day's reads."""

from __future__ import annotations

import json
from typing import Any

from ghirbal.domain.clock import DAY, SECOND
from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.jobs import FINAL, Job, JobKind, JobState, PastSlice
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_TIME
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one
from ghirbal.storage.dynamodb.writes import Write, put, update
from ghirbal.storage.lists import ask
from ghirbal.storage.rows.comment import comment_from_item, keyed

KEPT = 90 * DAY
MOST_LISTED = 200
"""Rows looked at for a list of jobs: ids are random, so all of 90 days are read and sorted."""


class DynamoJobs:
    """Jobs in the table (`ports.jobs.Jobs`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def start(self, job: Job, roles: tuple[Role, ...], now: int) -> None:
        """The job, its kind's place and the right to start it, all or none."""
        place = put(
            place_to_item(job),
            "attribute_not_exists(#PK) OR #until <= :now",
            now=now,
        )
        new = put(job_to_item(job), "attribute_not_exists(#PK)")
        reasons = carry_out(self._table, [place, new, on_team(job.site, job.by, roles)])
        if reasons and reasons[2].failed:
            raise Forbidden("not-on-team")
        if reasons:
            row = reasons[0].row or {}
            raise Refused("job-running", job=text(row, "job", ""))

    def get(self, site: str, job_id: str) -> Job | None:
        """One job."""
        item = self._table.get(keys.job(site, job_id))
        return job_from_item(site, item) if item else None

    def listed(self, site: str, limit: int) -> tuple[Job, ...]:
        """The newest jobs."""
        found = self._table.query(
            "#PK = :partition AND begins_with(#SK, :prefix)",
            {"partition": keys.site_config(site).pk, "prefix": keys.JOB_PREFIX},
            Limit=MOST_LISTED,
        )
        return newest([job_from_item(site, row) for row in found.rows], limit)

    def save(self, before: Job, after: Job) -> None:
        """The row if it is as it was read, and the place prolonged or given back."""
        writes = [put(job_to_item(after), "#step = :read", read=before.step), _place(after)]
        if carry_out(self._table, writes):
            raise Refused("job-changed")

    def spend(self, site: str, day: str, reads: int, most: int, expires: int) -> bool:
        """Add if there is room."""
        spent = update(
            keys.job_reads(site, day),
            "ADD #n :reads SET #exp = if_not_exists(#exp, :exp)",
            "attribute_not_exists(#n) OR #n <= :room",
            reads=reads,
            room=most - reads,
            exp=expires,
        )
        return try_one(self._table, spent)


class DynamoPast:
    """A site's comments by day (`ports.jobs.Past`): the index names them, the rows are then read whole."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def comments(self, site: str, day: str, shard: int, limit: int, after: str | None) -> PastSlice:
        """One query and one batch read."""
        found = ask(self._table, site, BY_TIME, indexes.written_on(site, day, shard), after or "", limit)
        wanted = [keys.comment(site, text(row, "id")) for row in found.rows]
        rows = self._table.get_many(wanted)
        whole = tuple(comment_from_item(rows[key]) for key in wanted if key in rows)
        return PastSlice(whole, text(found.more, BY_TIME.sk) if found.more else None)


def _place(job: Job) -> Write:
    """The place is this job's; a final state leaves it free at once."""
    until = 0 if job.state in FINAL else job.lease
    return update(
        keys.job_place(job.site, job.kind), "SET #until = :until", "#job = :job", until=until, job=job.id
    )


def place_to_item(job: Job) -> Item:
    """The row that says which job has its kind's place, until when."""
    return keyed(keys.job_place(job.site, job.kind), {"job": job.id, "until": job.lease})


def job_to_item(job: Job) -> Item:
    """The row of a job; what has no fixed form is JSON."""
    said: Item = {
        "id": job.id,
        "kind": str(job.kind),
        "by": job.by,
        "at": job.at,
        "lease": job.lease,
        "st": str(job.state),
        "reason": job.reason,
        "progress": job.progress,
        "up": job.updated,
        "result": job.result,
        "doc": json.dumps(
            [job.parameters, job.cursor, job.figures], ensure_ascii=False, separators=(",", ":")
        ),
        "exp": (job.at + KEPT) // SECOND,
    }
    return keyed(keys.job(job.site, job.id), said) | {"step": job.step}


def job_from_item(site: str, item: Row) -> Job:
    """The job of a row. Raises ValueError."""
    parameters, cursor, figures = _documents(text(item, "doc"))
    return Job(
        site=site,
        id=text(item, "id"),
        kind=JobKind(text(item, "kind")),
        by=text(item, "by"),
        at=number(item, "at"),
        lease=number(item, "lease"),
        parameters=parameters,
        state=JobState(text(item, "st")),
        reason=text(item, "reason", ""),
        cursor=cursor,
        figures=figures,
        progress=number(item, "progress", 0),
        step=number(item, "step"),
        updated=number(item, "up", 0),
        result=text(item, "result", ""),
    )


def newest(jobs: list[Job], limit: int) -> tuple[Job, ...]:
    """The newest first."""
    return tuple(sorted(jobs, key=lambda job: (-job.at, job.id))[:limit])


def _documents(stored: str) -> list[dict[str, Any]]:
    documents = json.loads(stored)
    if not isinstance(documents, list) or len(documents) != 3:
        raise ValueError("doc: expected three objects")
    return documents
