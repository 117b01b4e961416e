"""Jobs, their place, their budget, and the past they read, in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.clock import DAY, HOUR, day
from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.ids import SHARDS
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.jobs import Job, JobKind, JobState
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, an_id, approved

EDITORS = (Role.EDITOR, Role.OWNER)


@pytest.fixture(autouse=True)
def team(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "nour", Role.EDITOR))
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))


def a_job(site: str, kind: JobKind = JobKind.DRY_RUN, at: int = NOW, by: str = "nour") -> Job:
    parameters = {"days": 7, "version": 1}
    return Job(
        site=site, id=an_id(), kind=kind, by=by, at=at, lease=at + HOUR, parameters=parameters, updated=at
    )


def start(store: Store, job: Job, now: int = NOW) -> Job:
    store.jobs.start(job, EDITORS, now)
    return job


def test_a_job_comes_back_as_it_was_saved(store: Store, site: str) -> None:
    job = start(store, a_job(site))
    assert store.jobs.get(site, job.id) == job
    after = replace(
        job, state=JobState.RUNNING, step=1, cursor={"left": 3}, figures={"rules": {"LINK": [1, 0, 1]}}
    )
    store.jobs.save(job, after)
    assert store.jobs.get(site, job.id) == after
    assert store.jobs.get("another-site", job.id) is None


def test_second_job_409(store: Store, site: str) -> None:
    """Attack M7: one of a kind at a site, other kinds and sites beside it."""
    first = start(store, a_job(site))
    with pytest.raises(Refused, match="job-running") as refused:
        start(store, a_job(site))
    assert refused.value.details["job"] == first.id
    start(store, a_job(site, JobKind.RECOUNT))


def test_an_ended_job_gives_its_place_back(store: Store, site: str) -> None:
    first = start(store, a_job(site))
    store.jobs.save(first, replace(first, state=JobState.DONE, step=1))
    second = start(store, a_job(site, at=NOW + 1))
    assert [job.id for job in store.jobs.listed(site, 5)] == [second.id, first.id]
    assert [job.id for job in store.jobs.listed(site, 1)] == [second.id]


def test_a_dead_jobs_place_is_taken_and_it_saves_nothing_any_more(store: Store, site: str) -> None:
    dead = start(store, a_job(site))
    start(store, a_job(site, at=NOW + HOUR), NOW + HOUR)
    with pytest.raises(Refused, match="job-changed"):
        store.jobs.save(dead, replace(dead, step=1))


def test_case_57_of_two_checkpoints_after_one_the_second_is_refused(store: Store, site: str) -> None:
    job = start(store, a_job(site))
    store.jobs.save(job, replace(job, step=1, progress=10))
    with pytest.raises(Refused, match="job-changed"):
        store.jobs.save(job, replace(job, step=1, progress=99))
    found = store.jobs.get(site, job.id)
    assert found is not None
    assert found.progress == 10


@pytest.mark.parametrize("by", ["mina", "nobody"])
def test_who_may_not_starts_nothing(store: Store, site: str, by: str) -> None:
    with pytest.raises(Forbidden, match="not-on-team"):
        start(store, a_job(site, by=by))
    assert store.jobs.listed(site, 5) == ()
    start(store, a_job(site))


def test_a_days_reads_are_spent_once_and_not_over(store: Store, site: str) -> None:
    expires = (NOW + 2 * DAY) // 1000
    assert store.jobs.spend(site, day(NOW), 60, 100, expires)
    assert not store.jobs.spend(site, day(NOW), 60, 100, expires)
    assert store.jobs.spend(site, day(NOW), 40, 100, expires)
    assert not store.jobs.spend(site, day(NOW), 1, 100, expires)
    assert store.jobs.spend(site, day(NOW + DAY), 60, 100, expires)


def test_a_days_comments_are_found_whole_whatever_their_state(store: Store, site: str) -> None:
    made = [approved(site), a_comment(site), a_comment(site, created=NOW - DAY)]
    for comment in made:
        store.comments.put_new(comment)
    found = [
        comment
        for shard in range(SHARDS)
        for comment in store.past.comments(site, day(NOW), shard, 50, None).comments
    ]
    assert sorted(found, key=lambda c: c.id) == sorted(made[:2], key=lambda c: c.id)


def test_a_day_is_read_slice_by_slice_without_gap_or_repetition(store: Store, site: str) -> None:
    made = [a_comment(site, created=NOW + number) for number in range(12)]
    for comment in made:
        store.comments.put_new(comment)
    found: list[str] = []
    for shard in range(SHARDS):
        after = None
        while True:
            part = store.past.comments(site, day(NOW), shard, 2, after)
            found += [comment.id for comment in part.comments]
            if (after := part.after) is None:
                break
    assert sorted(found) == sorted(comment.id for comment in made)
