"""The real stream function behind the pump, on a real table: counters and events survive what Lambda may do to a batch.

cases 4, 23 and 24, as the operator would meet them: each batch twice, halved, the handler killed after its work, one
record that nobody can read.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.stream import app as stream
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.reader import Role
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.sites import DynamoPages, DynamoSites
from ghirbal.usecases.sites import SiteConfigs
from ghirbal_tools import template as templates
from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.delivery import Delivery, mapping_of
from ghirbal_tools.dev.discards import BucketDiscards
from ghirbal_tools.dev.provision import TABLE, Clients, provision
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.template import Template
from tests.support.world import FINE, HOLD, SITE, URL, World, a_site, context

PAGE = page_id(canonical_url(URL))
Event = dict[str, Any]
Handler = Callable[[Event], object]


@pytest.fixture
def clients() -> Iterator[Clients]:
    aws = EmbeddedAws(0)
    aws.start()
    yield Clients(aws.url)
    aws.stop()


@pytest.fixture
def template(clients: Clients) -> Template:
    return provision(templates.load(), clients, "moderation@demo.example")


@pytest.fixture
def world(clients: Clients, template: Template) -> World:
    """The whole service, its storage on the embedded table."""
    world = World()
    table = Table(TABLE, clients.dynamodb)
    sites = DynamoSites(table)
    sites.put(a_site())
    for member in world.memory.sites.team(SITE):
        sites.put_moderator(replace(member, role=Role.MODERATOR))
    world.deps = world.deps.replace(
        comments=DynamoComments(table, world.clock),
        counters=DynamoCounters(table),
        pages=DynamoPages(table),
        sites=sites,
        site_configs=SiteConfigs(sites, world.clock),
    )
    return world


def a_busy_day(world: World) -> None:
    """Roots, replies, decisions and a deletion; afterwards four comments are public."""
    roots = [world.reader().post(f"{FINE} {n}").json["id"] for n in range(3)]
    replies = [world.reader().post(f"رد {n}", parent=roots[0]).json["id"] for n in range(2)]
    held = world.reader().post(HOLD).json["id"]
    world.reader().post(f"{HOLD} آخر")
    assert world.moderator().decide(held, "approve").status == 200
    assert world.moderator().decide(roots[1], "reject").status == 200
    assert world.moderator().decide(replies[0], "spam").status == 200
    author = world.reader()
    gone = author.post("سأحذفه").json["id"]
    assert author.delete(gone).status == 200


def plainly(handle: Handler) -> Handler:
    return handle


def twice(handle: Handler) -> Handler:
    def run(event: Event) -> object:
        handle(event)
        return handle(event)

    return run


def killed_after_its_work(handle: Handler) -> Handler:
    """The first time each batch is handled, its answer is lost: Lambda halves it and brings all of it again."""
    seen: set[str] = set()

    def run(event: Event) -> object:
        answer = handle(event)
        name = "-".join(record["dynamodb"]["SequenceNumber"] for record in event["Records"])
        if name not in seen:
            seen.add(name)
            raise TimeoutError("killed")
        return answer

    return run


def killed_half_way(handle: Handler) -> Handler:
    """Of a batch of more than one record only the first half is handled before the end."""

    def run(event: Event) -> object:
        records = event["Records"]
        if len(records) == 1:
            return handle(event)
        handle({"Records": records[: len(records) // 2]})
        raise TimeoutError("killed")

    return run


def out_of_time(handle: Handler) -> Handler:
    """The handler has time for two records only and hands the rest back."""

    def run(event: Event) -> object:
        records = event["Records"]
        handle({"Records": records[:2]})
        rest = records[2:]
        return {
            "batchItemFailures": [{"itemIdentifier": rest[0]["dynamodb"]["SequenceNumber"]}] if rest else []
        }

    return run


def pump(clients: Clients, template: Template, handle: Handler) -> Pump:
    arn, settings = str(template.values["Table.StreamArn"]), mapping_of(template, "StreamMapping")
    bucket = str(template.values["StreamFailures"])
    keep = BucketDiscards(clients.s3, bucket, function="arn:stream", mapping="m")
    # Few retries: what fails here fails for ever, and a hundred tries would only take longer.
    delivery = Delivery(handle, replace(settings, retries=2), keep, stream=arn, wait=lambda _: False)
    return Pump(clients.streams, arn, delivery, batch_size=settings.batch_size)


def kept_records(clients: Clients, template: Template) -> list[str]:
    """The partition keys of the records in the failure bucket."""
    bucket = str(template.values["StreamFailures"])
    keys: list[str] = []
    for entry in clients.s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        document = json.loads(clients.s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read())
        keys += [
            record["dynamodb"]["Keys"]["PK"]["S"] for record in json.loads(document["payload"])["Records"]
        ]
    return keys


@pytest.mark.parametrize("way", [plainly, twice, killed_after_its_work, killed_half_way, out_of_time])
def test_case_4_24_counters_are_exact_and_every_event_is_told(
    world: World, clients: Clients, template: Template, way: Callable[[Handler], Handler]
) -> None:
    a_busy_day(world)
    pump(clients, template, way(lambda event: stream.handler(event, context(), world.deps))).drain()
    head = world.deps.comments.head(SITE, PAGE)
    assert (head.all, head.roots) == (4, 3)
    assert head == world.deps.counters.recount(SITE, PAGE)
    assert world.deps.comments.pending(SITE) == 1
    told = {event.id for event in world.publisher.sent}
    kinds = sorted(event_id.rpartition("#")[2] for event_id in told)
    assert kinds == [
        "CommentApproved",
        "CommentDeleted",
        "CommentHeld",
        "CommentHeld",
        *["CommentPublished"] * 6,
        "CommentRejected",
        "CommentRejected",
    ]
    assert kept_records(clients, template) == []


def test_case_23_what_nobody_can_read_is_set_aside_alone(
    world: World, clients: Clients, template: Template
) -> None:
    before = world.reader().post(f"{FINE} قبل").json["id"]
    poison = f"C#{SITE}#{'a' * 26}"
    clients.dynamodb.put_item(TableName=TABLE, Item={"PK": {"S": poison}, "SK": {"S": "C"}, "st": {"N": "7"}})
    after = world.reader().post(f"{FINE} بعد").json["id"]
    pump(clients, template, lambda event: stream.handler(event, context(), world.deps)).drain()
    assert kept_records(clients, template) == [poison]
    told = {event.id for event in world.publisher.sent}
    assert told == {f"{comment}#1#CommentPublished" for comment in (before, after)}
    assert world.deps.comments.head(SITE, PAGE).all == 2


def test_rows_that_are_no_comments_pass_by(world: World, clients: Clients, template: Template) -> None:
    row: dict[str, Any] = {
        "PK": {"S": f"R#{SITE}#x#{uuid.uuid4().hex}"},
        "SK": {"S": "1"},
        "ids": {"SS": ["a"]},
    }
    clients.dynamodb.put_item(TableName=TABLE, Item=row)
    pump(clients, template, lambda event: stream.handler(event, context(), world.deps)).drain()
    assert world.publisher.sent == []
    assert kept_records(clients, template) == []
