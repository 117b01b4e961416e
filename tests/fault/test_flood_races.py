"""Threads on a real engine: windows, breakers and records that must be exact when everything happens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from ghirbal.domain.clock import DAY, MINUTE
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.reputation import CommentOutcome
from ghirbal.moderation import shipped_policy
from ghirbal.ports.flood import BreakerTrip
from ghirbal.ports.stream import CommentChange
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.flood import DynamoArticleTraffic
from ghirbal.storage.reputation import DynamoReputations
from ghirbal.usecases.projecting.reputation import update_reputation
from tests.support import ministack
from tests.support.making import NOW, a_site_id, an_id, approved
from tests.support.ministack import THREADS
from tests.support.table import create_table

pytestmark = pytest.mark.engine

PAGE = an_id("the page")
Made = TypeVar("Made")


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, "abuse-races")
        yield Table("abuse-races", client)


@pytest.fixture
def site() -> str:
    return a_site_id()


def at_once(act: Callable[[int], Made], count: int = THREADS) -> list[Made]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(act, range(count)))


def test_64_threads_in_one_window_each_get_a_number_of_their_own(table: Table, site: str) -> None:
    traffic = DynamoArticleTraffic(table)
    minutes = at_once(lambda n: traffic.count(site, PAGE, NOW // MINUTE, f"network {n}", THREADS))
    assert all(minute.counted for minute in minutes)
    assert sorted(minute.n for minute in minutes) == list(range(1, THREADS + 1))


def test_64_threads_trip_a_breaker_and_one_wins(table: Table, site: str) -> None:
    traffic = DynamoArticleTraffic(table)

    def trip(number: int) -> bool:
        since = NOW + number
        return traffic.trip(BreakerTrip(site=site, page=PAGE, since=since, until=since + 600, n=45), NOW)

    won = [number for number, winner in enumerate(at_once(trip)) if winner]
    assert len(won) == 1
    breaker = traffic.breaker(site, PAGE)
    assert breaker is not None
    assert breaker.since == NOW + won[0]


def test_case_4_two_streams_at_once_remember_each_comment_once(table: Table, site: str) -> None:
    """Half of the threads bring the same batch again, and a contended one is brought until it is done."""
    records, reader = DynamoReputations(table), an_id("one reader")
    comments = [approved(site, PAGE, reader=reader, created=NOW, id=an_id(f"c{n}")) for n in range(24)]
    batches = [comments[start : start + 6] for start in range(0, 24, 6)] * 2

    def bring(number: int) -> None:
        changes = [CommentChange(None, comment) for comment in batches[number]]
        while True:
            try:
                return update_reputation(changes, records, lambda _: shipped_policy(), NOW)
            except StoreContended:
                continue

    at_once(bring, len(batches))
    [day] = records.reputations(site, [reader])[reader].days
    assert (day.day, day.published) == (NOW // DAY, 24)
    judged = records.judged([(site, comment.id) for comment in comments])
    assert {row.outcome for row in judged.values()} == {CommentOutcome.PUBLISHED}
    assert len(judged) == 24
