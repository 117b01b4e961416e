"""Works at jobs that take longer than an HTTP answer may: dry runs of a policy, recounts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.observability.logs import count, flush
from ghirbal.ports.jobs import Job, JobKind
from ghirbal.usecases.jobs import run as jobs
from ghirbal.usecases.jobs.dry_run import DryRun
from ghirbal.usecases.jobs.recount import Recount
from ghirbal.usecases.policy.in_force import policy_of, tried
from ghirbal.usecases.policy.workbench import saved_version
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESERVE_MS = 30_000
"""Time kept for one more slice and its checkpoint; with less left the job goes on in another invocation."""


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, int]:
    """Work at each job that was handed over; one that is not done puts itself into the queue again.

    Raises what went wrong, so that the message comes again and the job goes on from its checkpoint.
    """
    using = deps or process_deps()
    using.watch(context.get_remaining_time_in_millis)
    try:
        for record in event["Records"]:
            message = json.loads(record["body"])
            if _run(message, context, using):
                using.job_queue.send(message)
        return {"jobs": len(event["Records"])}
    finally:
        flush()


def _run(message: Mapping[str, str], context: LambdaContext, deps: Deps) -> bool:
    ports = jobs.Ports(deps.jobs, deps.sites, deps.past)
    count("JobRuns", 1)
    made: list[jobs.JobWork] = []

    def work(job: Job) -> jobs.JobWork:
        """One for all slices of this run: a policy of 200 KB is read and parsed once, and does not change under it."""
        if not made:
            made.append(_work(job, deps))
        return made[0]

    return jobs.run(
        message["site"],
        message["job"],
        work,
        ports,
        deps.clock,
        lambda: context.get_remaining_time_in_millis() < RESERVE_MS,
    )


def _work(job: Job, deps: Deps) -> jobs.JobWork:
    if job.kind is JobKind.RECOUNT:
        return Recount(deps.comments, deps.counters, deps.results)
    site = deps.site_configs.get(job.site)
    saved = saved_version(job.site, job.parameters["version"], deps.policies)
    wanted = tried(site, saved.document, f"draft-{saved.version}")
    return DryRun(wanted, policy_of(site), deps.judge_past, deps.results)
