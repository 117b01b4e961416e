"""Starting jobs and running them: slice by slice, with a checkpoint after each, so that a killed one goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ghirbal.domain.clock import DAY, HOUR, SECOND, day
from ghirbal.domain.errors import GhirbalError, Refused
from ghirbal.domain.ids import SHARDS, new_token_id
from ghirbal.domain.reader import RANK, Role
from ghirbal.domain.roles import allow, at_least
from ghirbal.ports.jobs import FINAL, Job, JobKind, JobQueue, Jobs, JobState, Past, PastSlice
from ghirbal.ports.sites import Sites

MOST_DAYS = 90
SLICE = 100
"""Comments in one step: one query and one batch read, some 0.1 s of judging."""

READS_A_DAY = 200_000
"""Comments that the jobs of one site may read in a UTC day, counted by whole slices (attack M7)."""

LEASE = 2 * HOUR
"""How long a job without a checkpoint keeps its kind's place: four times the queue's wait before it delivers again."""

NEEDED = {JobKind.DRY_RUN: Role.EDITOR, JobKind.RECOUNT: Role.OWNER}


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done."""

    site: str
    kind: JobKind
    by: str
    role: Role
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ports:
    """What every job needs; each kind's own needs are in its `JobWork`."""

    jobs: Jobs
    sites: Sites
    past: Past


class JobWork(Protocol):
    """What one kind of job does with comments, slice by slice."""

    def take(self, job: Job, found: PastSlice, now: int) -> Job:
        """The job with its figures after these comments."""

    def finish(self, job: Job, now: int) -> Job:
        """The job after its last slice, in a final state unless there is more to do."""


def start(order: Order, jobs: Jobs, queue: JobQueue, now: int) -> Job:
    """Keep a job and queue it.

    Raises Refused("job-running") when one of this kind has not ended, Refused("bad-parameter"), Forbidden, and
    GhirbalError("queue-unavailable"): the job has then failed and holds no place.
    """
    allow(order.role, NEEDED[order.kind])
    if not 1 <= int(order.parameters.get("days", 0)) <= MOST_DAYS:
        raise Refused("bad-parameter", name="days", low=1, high=MOST_DAYS)
    job = Job(
        site=order.site,
        id=new_token_id(),
        kind=order.kind,
        by=order.by,
        at=now,
        lease=now + LEASE,
        parameters=order.parameters,
        updated=now,
    )
    jobs.start(job, at_least(NEEDED[order.kind]), now)
    try:
        queue.send({"site": job.site, "job": job.id})
    except GhirbalError:
        jobs.save(job, _ended(job, JobState.FAILED, "queue", now))
        raise
    return job


def run(
    site: str,
    job_id: str,
    work: Callable[[Job], JobWork],
    ports: Ports,
    now: Callable[[], int],
    late: Callable[[], bool],
) -> bool:
    """Work until the job ends or it is `late`; whether there is more to do.

    A second delivery of the same message finds the first one's checkpoint moved on, and leaves the job to it.
    """
    job = ports.jobs.get(site, job_id)
    if job is None or job.state in FINAL:
        return False
    try:
        job = _begun(job, ports, now())
        while job.state not in FINAL:
            if late():
                return True
            job = _saved(job, _step(job, work(job), ports, now()), ports.jobs, now())
    except Refused as refused:
        if refused.code != "job-changed":
            raise
    return False


def _begun(job: Job, ports: Ports, now: int) -> Job:
    """The right to do it is looked at again when the job starts (attack M7): who left since starts nothing."""
    if job.step:
        return job
    member = ports.sites.moderator(job.site, job.by)
    if member is None or RANK[member.role] < RANK[NEEDED[job.kind]]:
        return _saved(job, _ended(job, JobState.FAILED, "not-allowed", now), ports.jobs, now)
    first = {"day": day(job.at), "shard": 0, "after": None, "left": job.parameters["days"] * SHARDS}
    return _saved(job, replace(job, state=JobState.RUNNING, cursor=first), ports.jobs, now)


def _saved(before: Job, after: Job, jobs: Jobs, now: int) -> Job:
    after = replace(after, step=before.step + 1, updated=now, lease=now + LEASE)
    jobs.save(before, after)
    return after


def _step(job: Job, work: JobWork, ports: Ports, now: int) -> Job:
    cursor = job.cursor
    if not cursor["left"]:
        return work.finish(job, now)
    expires = (now + 2 * DAY) // SECOND
    if not ports.jobs.spend(job.site, day(now), SLICE, READS_A_DAY, expires):
        return _ended(job, JobState.STOPPED, "read-budget", now)
    found = ports.past.comments(job.site, cursor["day"], cursor["shard"], SLICE, cursor["after"])
    taken = work.take(job, found, now)
    moved = _moved_on(job, found.after)
    parts = job.parameters["days"] * SHARDS
    return replace(taken, cursor=moved, progress=100 * (parts - moved["left"]) // parts)


def _moved_on(job: Job, after: str | None) -> dict[str, Any]:
    """The next place: on in the shard, else the next shard, else the day before."""
    cursor = dict(job.cursor) | {"after": after}
    if after is not None:
        return cursor
    cursor |= {"shard": (cursor["shard"] + 1) % SHARDS, "left": cursor["left"] - 1}
    if cursor["shard"] == 0:
        passed = job.parameters["days"] - cursor["left"] // SHARDS
        cursor["day"] = day(job.at - passed * DAY)
    return cursor


def _ended(job: Job, state: JobState, reason: str, now: int) -> Job:
    return replace(job, state=state, reason=reason, updated=now, step=job.step + 1)
