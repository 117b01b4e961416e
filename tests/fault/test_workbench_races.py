"""Threads on a real engine: jobs, policy versions and webhooks stay single, exact and few (case 57, M7, H6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.ports.jobs import Job, JobKind, JobState
from ghirbal.ports.policy import PolicyEntry, PolicyVersion, Step
from ghirbal.ports.webhooks import Sink, Webhook
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.jobs import DynamoJobs, DynamoPast
from ghirbal.storage.policy import DynamoPolicies
from ghirbal.storage.sites import DynamoSites
from ghirbal.storage.webhooks import DynamoWebhooks
from ghirbal.usecases.jobs import run as jobs
from ghirbal.usecases.jobs.dry_run import DryRun
from ghirbal.usecases.policy.in_force import policy_of, tried
from ghirbal.wiring.deps import judge_past
from tests.support import ministack
from tests.support.making import NOW, Hand, a_site_id, an_id, approved
from tests.support.queues import CollectingQueue, CollectingResults
from tests.support.table import create_table
from tests.support.threads import at_once

pytestmark = pytest.mark.engine

AT_ONCE = 12
OWNERS = (Role.OWNER,)


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, "workbench")
        yield Table("workbench", client)


@pytest.fixture
def site(table: Table) -> str:
    name = a_site_id()
    DynamoSites(table).put_moderator(Moderator(name, "dina", Role.OWNER))
    return name


def together(act: Callable[[int], None]) -> int:
    """How many of many that begin at the same moment were not refused."""

    def one(number: int) -> bool:
        try:
            act(number)
        except Refused:
            return False
        return True

    return sum(at_once([partial(one, number) for number in range(AT_ONCE)]))


def a_job(site: str) -> Job:
    parameters = {"days": 1, "version": 0}
    return Job(
        site=site,
        id=an_id(),
        kind=JobKind.DRY_RUN,
        by="dina",
        at=NOW,
        lease=NOW + 60_000,
        parameters=parameters,
    )


def test_of_many_jobs_started_at_once_one_has_the_place(table: Table, site: str) -> None:
    """Attack M7."""
    store = DynamoJobs(table)
    assert together(lambda _: store.start(a_job(site), OWNERS, NOW)) == 1
    assert len(store.listed(site, 50)) == 1


def test_of_many_versions_saved_on_one_state_one_is_kept(table: Table, site: str) -> None:
    store = DynamoPolicies(table)
    before = store.state(site)
    after = replace(before, newest=1, revision=1)

    def save(number: int) -> None:
        saved = PolicyVersion(site=site, version=1, document={"n": number}, by="dina", at=NOW)
        line = PolicyEntry(step=Step.SAVED, version=1, by="dina", at=NOW + number)
        store.change(before, after, line, OWNERS, saved)

    assert together(save) == 1
    assert len(store.history(site, 50)) == 1


def test_of_many_webhooks_added_at_once_five_are_kept(table: Table, site: str) -> None:
    """Attack H6."""
    store = DynamoWebhooks(table)

    def add(number: int) -> None:
        hook = Webhook(
            site=site,
            id=an_id(),
            url="https://hooks.example.com/",
            sink=Sink.JSON,
            events=("CommentHeld",),
            by="dina",
            at=NOW + number,
        )
        store.add(hook, OWNERS, 5)

    assert together(add) == 5
    assert len(store.listed(site)) == 5


def test_case_57_a_job_delivered_to_many_workers_at_once_counts_each_comment_once(
    table: Table, site: str
) -> None:
    comments = DynamoComments(table, Hand())
    for number in range(130):
        comments.put_new(approved(site, created=NOW + number, verdict=None))
    store, queue, results = DynamoJobs(table), CollectingQueue(), CollectingResults()
    order = jobs.Order(site, JobKind.DRY_RUN, "dina", Role.OWNER, {"days": 1, "version": 0})
    job = jobs.start(order, store, queue, NOW)
    place = Site(site, ("https://akhbar.example",))
    work = DryRun(tried(place, {"profile": "hold-all"}), policy_of(place), judge_past, results)
    ports = jobs.Ports(store, DynamoSites(table), DynamoPast(table))
    run = partial(jobs.run, site, job.id, lambda _: work, ports, lambda: NOW, lambda: False)
    assert together(lambda _: assert_done(run())) == AT_ONCE, "who finds another at work leaves it the job"
    found = store.get(site, job.id)
    assert found is not None
    assert found.state is JobState.DONE
    assert (found.figures["judged"], found.figures["hits"]) == (130, 130)
    lines = [line for key, text in results.objects.items() if "part-" in key for line in text.splitlines()]
    assert len(lines) == 130


def assert_done(more: bool) -> None:
    assert not more
