"""What the room costs: the calls of a page, and what a round reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from functions.moderation_api import app as moderation_api
from ghirbal.domain.clock import MINUTE
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.ids import body_hash
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.rounds import DynamoRounds
from ghirbal.usecases.notifying.sweep import A_SHARD, sweep
from ghirbal.wiring.deps import Deps
from tests.perf.queue_load import MOST_CALLS, TABLE, Meter, deps_of, fill, request
from tests.support import ministack
from tests.support.making import NOW, a_comment
from tests.support.table import create_table
from tests.support.world import SITE, a_site, context

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

pytestmark = pytest.mark.engine

WAITING = 110


@dataclass(frozen=True)
class Filled:
    """A real engine (moto takes a second a page) in which comments wait, one held every 30 ms."""

    client: DynamoDBClient
    deps: Deps
    meter: Meter


@pytest.fixture(scope="module")
def filled() -> Iterator[Filled]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, TABLE)
        fill(client, WAITING)
        meter = Meter()
        deps = deps_of(client)
        meter.attach(client)
        yield Filled(client, deps, meter)


def page(filled: Filled, query: str) -> dict[str, Any]:
    event = request("oldest") | {"rawQueryString": query}
    answer = moderation_api.handler(event, context(), filled.deps)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = json.loads(answer["body"])
    return found


@pytest.mark.parametrize("order", ["riskiest", "oldest", "newest"])
@pytest.mark.parametrize("narrowed", ["", "&limit=50", "&reason=abuse", "&text=nowhere"])
def test_the_first_page_takes_at_most_eight_calls_in_every_order(
    filled: Filled, order: str, narrowed: str
) -> None:
    page(filled, f"order={order}")
    with filled.meter.counting() as calls:
        found = page(filled, f"order={order}{narrowed}")
    assert sum(calls.values()) <= MOST_CALLS, calls
    assert found["cursor"]


LISTED = "/v1/moderation/sites/{site}/comments"
"""The route of what doesn't wait."""


def listed(filled: Filled, query: str) -> dict[str, Any]:
    event = request("newest") | {
        "routeKey": f"GET {LISTED}",
        "rawPath": LISTED.format(site=SITE),
        "rawQueryString": query,
        "queryStringParameters": dict(pair.split("=") for pair in query.split("&")),
    }
    event["requestContext"] = {
        **event["requestContext"],
        "http": {**event["requestContext"]["http"], "path": event["rawPath"]},
    }
    answer = moderation_api.handler(event, context(), filled.deps)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = json.loads(answer["body"])
    return found


@pytest.fixture(scope="module")
def decided(filled: Filled) -> Comment:
    """Of as many comments of one reader as wait, all of one list, the last."""
    page, reader = body_hash("page", "decided"), body_hash("reader", "decided")
    for n in range(WAITING):
        made = a_comment(SITE, page, reader=reader, created=NOW - n, held_since=None, status=Status.REJECTED)
        filled.deps.comments.put_new(made)
    return made


@pytest.mark.parametrize("narrowed", ["", "&limit=50", "&text=nowhere", "&page=PAGE", "&author=ID"])
def test_a_page_of_a_list_takes_at_most_eight_calls_and_its_cursor_reads_nothing_twice(
    filled: Filled, decided: Comment, narrowed: str
) -> None:
    query = "list=insisted" + narrowed.replace("PAGE", decided.page).replace("ID", decided.id)
    with filled.meter.counting() as calls:
        first = listed(filled, query)
    assert sum(calls.values()) <= MOST_CALLS, calls
    with filled.meter.counting() as calls:
        second = listed(filled, f"{query}&cursor={first['cursor']}")
    assert sum(calls.values()) <= MOST_CALLS, calls
    ids = [each["id"] for each in (*first["comments"], *second["comments"])]
    assert len(ids) == len(set(ids))


@dataclass
class Rows:
    """How many rows the queries of an index answered."""

    read: int = 0

    def __call__(self, parsed: dict[str, Any], model: Any, **_: object) -> None:
        if model.name == "Query":
            self.read += parsed["Count"]


@pytest.mark.parametrize("due", [0, 1, 20])
def test_a_round_reads_what_is_due_and_nothing_else(filled: Filled, due: int) -> None:
    """Of 110 waiting comments `due` wait longer than the limit; a second round reads none of those again."""
    rounds = DynamoRounds(Table(TABLE, filled.client))
    site = a_site(policy={"held": {"overdue_minutes": 60, "expire_minutes": 0}})
    now = NOW + 60 * MINUTE + 30 * due - 1
    first, second = Rows(), Rows()
    for rows, escalated in ((first, due), (second, 0)):
        filled.client.meta.events.register("after-call.dynamodb.Query", rows)
        assert sweep(site, filled.deps.comments, rounds, now).escalated == escalated
        filled.client.meta.events.unregister("after-call.dynamodb.Query", rows)
    assert (first.read, second.read) == (due, 0)
    forget(filled)


def forget(filled: Filled) -> None:
    """As if no round had been there."""
    filled.client.delete_item(TableName=TABLE, Key={"PK": {"S": f"S#{SITE}"}, "SK": {"S": "SWEEP"}})
    for item in filled.client.scan(TableName=TABLE)["Items"]:
        if item["SK"]["S"].startswith("X#"):
            filled.client.delete_item(TableName=TABLE, Key={"PK": item["PK"], "SK": item["SK"]})


def test_a_round_never_reads_more_than_its_share_of_a_backlog(filled: Filled) -> None:
    rounds, rows = DynamoRounds(Table(TABLE, filled.client)), Rows()
    filled.client.meta.events.register("after-call.dynamodb.Query", rows)
    sweep(a_site(), filled.deps.comments, rounds, NOW + 1_000 * MINUTE)
    filled.client.meta.events.unregister("after-call.dynamodb.Query", rows)
    assert rows.read <= 4 * A_SHARD
    forget(filled)
