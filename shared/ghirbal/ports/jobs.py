"""What takes longer than an HTTP answer may: jobs with a checkpoint, their queue, their results, and the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment
    from ghirbal.domain.reader import Role


class JobKind(StrEnum):
    """What jobs do; one of a kind runs at a site."""

    DRY_RUN = "dry-run"
    RECOUNT = "recount"


class JobState(StrEnum):
    """Where a job stands. `stopped`: it kept to a limit; what it found until then is there."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


FINAL = frozenset({JobState.DONE, JobState.STOPPED, JobState.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as its row has it. Times are epoch milliseconds.

    `parameters` is what was asked, `cursor` where to go on, `figures` what was found so far; `step` grows with each
    checkpoint. `lease` is until when the job counts as alive without another checkpoint.
    """

    site: str
    id: str
    kind: JobKind
    by: str
    at: int
    lease: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    state: JobState = JobState.QUEUED
    reason: str = ""
    cursor: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    progress: int = 0
    step: int = 0
    updated: int = 0
    result: str = ""


class Jobs(Protocol):
    """Jobs in the table. Every method may raise StoreUnavailable."""

    def start(self, job: Job, roles: tuple[Role, ...], now: int) -> None:
        """Keep a new job and take the place of its kind at the site.

        Raises Refused("job-running") with `job`, the id of the one that has the place; Forbidden("not-on-team").
        """

    def get(self, site: str, job_id: str) -> Job | None:
        """One job, consistently."""

    def listed(self, site: str, limit: int) -> tuple[Job, ...]:
        """The newest jobs, newest first."""

    def save(self, before: Job, after: Job) -> None:
        """A checkpoint; a final state gives the place back.

        Raises Refused("job-changed") when another delivery was faster or another job has the place.
        """

    def spend(self, site: str, day: str, reads: int, most: int, expires: int) -> bool:
        """Take reads from the site's budget of a UTC day; False, and nothing taken, when it is used up.

        `expires`: when the day's row may go, epoch seconds.
        """


class JobQueue(Protocol):
    """Whatever brings work to a function, at least once."""

    def send(self, message: Mapping[str, Any]) -> None:
        """Put a message there. Raises GhirbalError("queue-unavailable")."""


class Results(Protocol):
    """Where jobs leave what is too long for a row."""

    def put(self, site: str, job_id: str, name: str, text: str) -> str:
        """Write an object below the site's prefix, over one of the same name, and answer its key.

        Raises GhirbalError("results-unavailable").
        """


@dataclass(frozen=True, slots=True)
class PastSlice:
    """Some comments of a day, whole; `after` is the sort key to go on from, None at the end of the shard."""

    comments: tuple[Comment, ...]
    after: str | None


class Past(Protocol):
    """A site's comments by the day they were written."""

    def comments(self, site: str, day: str, shard: int, limit: int, after: str | None) -> PastSlice:
        """Comments of one shard of a UTC day, oldest first, whatever their state."""
