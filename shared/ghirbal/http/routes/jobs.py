"""Jobs: started with 202 and looked after by their id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghirbal.auth.principal import Principal
from ghirbal.domain.clock import iso
from ghirbal.domain.errors import NotFound
from ghirbal.domain.reader import Role, Site
from ghirbal.http.api import Call, Routes
from ghirbal.http.bodies.base import body_of
from ghirbal.http.bodies.jobs import JobBody
from ghirbal.http.moderator_api import ROOT, answer, needs
from ghirbal.http.responses import Response
from ghirbal.http.views.serializer import Json
from ghirbal.moderation.explain import explain
from ghirbal.ports.jobs import FINAL, Job, JobKind
from ghirbal.usecases.jobs import dry_run, recount
from ghirbal.usecases.jobs import run as jobs
from ghirbal.usecases.policy.workbench import saved_version

LISTED = 20
routes = Routes()


@routes.route(
    "POST",
    f"{ROOT}/jobs",
    rate=5,
    body=JobBody,
    answers={202: "JobState"},
)
@needs(Role.EDITOR)
def start_job(call: Call, site: Site, principal: Principal) -> Response:
    """Start a dry run of a policy version (editors) or a recount (owners); one of each kind at a time."""
    body = body_of(JobBody, call.request)
    kind = JobKind(body.kind)
    parameters: dict[str, object] = {"days": body.days}
    if kind is JobKind.DRY_RUN:
        parameters["version"] = saved_version(site.id, body.version, call.deps.policies).version
    order = jobs.Order(site.id, kind, principal.id, principal.role_at(site), parameters)
    started = jobs.start(order, call.deps.jobs, call.deps.job_queue, call.now)
    return answer(call, _job(started, call.now), 202)


@routes.route(
    "GET",
    f"{ROOT}/jobs/{{id}}",
    rate=5,
    answers={200: "JobState"},
)
@needs(Role.EDITOR)
def job(call: Call, site: Site, _: Principal) -> Response:
    """How far a job is, and what it has found."""
    found = call.deps.jobs.get(site.id, call.request.param("id"))
    if found is None:
        raise NotFound("not-found")
    return answer(call, _job(found, call.now, call.request.lang))


@routes.route(
    "GET",
    f"{ROOT}/jobs",
    rate=20,
    answers={200: "JobList"},
)
@needs(Role.EDITOR)
def job_list(call: Call, site: Site, _: Principal) -> Response:
    """The newest jobs, newest first."""
    found = call.deps.jobs.listed(site.id, LISTED)
    return answer(call, {"jobs": [_job(one, call.now) for one in found]})


def _job(job: Job, now: int, lang: str = "") -> Json:
    figures = _figures(job)
    return {
        "id": job.id,
        "kind": str(job.kind),
        "parameters": job.parameters,
        "state": str(job.state),
        "reason": job.reason,
        "stalled": job.state not in FINAL and job.lease <= now,
        "progress": job.progress,
        "by": job.by,
        "at": iso(job.at),
        "updated": iso(job.updated),
        "figures": figures,
        "names": _names(figures, lang) if lang and figures and job.kind is JobKind.DRY_RUN else {},
        "result": job.result or None,
    }


def _figures(job: Job) -> Json | None:
    if not job.figures:
        return None
    return recount.told(job.figures) if job.kind is JobKind.RECOUNT else dry_run.summed_up(job.figures)


def _names(figures: Mapping[str, Any], lang: str) -> Json:
    """What the symbols in the figures of a dry run are called."""
    listed = [rule["symbol"] for part in ("rules", "questionable") for rule in figures[part]]
    fired = [symbol for example in figures["examples"] for symbol in example["symbols"]]
    return {symbol: explain(symbol, lang, "moderator") for symbol in sorted({*listed, *fired})}
