"""`ghirbal replay` (case 55, attack M13): records given up reach the real handler again, out of moto's S3."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from functions.stream import app as stream
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.ports.stream import Event
from ghirbal_tools import template
from ghirbal_tools.dev.delivery import Delivery, Record, mapping_of
from ghirbal_tools.dev.discards import BucketDiscards
from ghirbal_tools.erasing.command import main as erase
from ghirbal_tools.failure_bucket import FailureBucket, kept_of
from ghirbal_tools.redelivery import FunctionFailed, deployed
from ghirbal_tools.replay import PATIENCE, main
from ghirbal_tools.stack.ministack import CREDENTIALS
from tests.support.ministack import environment
from tests.support.publisher import CollectingPublisher
from tests.support.world import FINE, HOLD, SITE, URL, World, context

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PAGE = page_id(canonical_url(URL))
BUCKET = "failures"
Capture = pytest.CaptureFixture[str]


@dataclass
class Failures:
    """The failure bucket, and what fills it: a mapping that has used up its retries."""

    s3: S3Client

    def keys(self) -> list[str]:
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def all(self) -> str:
        """Everything that lies there, as one text with its letters told."""
        bodies = (self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in self.keys())
        return "".join(json.dumps(kept_of("", body).records, ensure_ascii=False) for body in bodies)

    def give_up(self, records: tuple[Record, ...]) -> None:
        """Each batch halved, each record tried and given up, as Lambda does when no call succeeds."""
        settings = replace(mapping_of(template.load(), "StreamMapping"), retries=0, max_age=-1)
        keep = BucketDiscards(self.s3, BUCKET, function="arn:stream", mapping="m")
        delivery = Delivery(refuse, settings, keep, stream="arn:table", wait=lambda _: False)
        assert delivery.deliver("shard-1", records, lambda _: None)

    def put(self, key: str, *records: Record) -> None:
        """One object of several records: a batch that grew too old."""
        document = {"requestContext": {"condition": "RecordAgeExceeded"}}
        body = document | {"payload": json.dumps({"Records": records})}
        self.s3.put_object(Bucket=BUCKET, Key=f"aws/lambda/m/s/{key}", Body=json.dumps(body).encode())


def refuse(event: Mapping[str, Any]) -> object:
    raise TimeoutError("the bus is away")


@pytest.fixture
def failures() -> Iterator[Failures]:
    with environment(CREDENTIALS), mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        yield Failures(s3)


class Function:
    """The stream function in this process; its events go on to notify, as the bus's rule sends them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sizes: list[int] = []

    def __call__(self, event: dict[str, Any]) -> object:
        self.sizes.append(len(event["Records"]))
        told = len(self.world.publisher.sent)
        try:
            return stream.handler(json.loads(json.dumps(event)), context(), self.world.deps)
        except Exception as error:
            raise FunctionFailed(type(error).__name__) from error
        finally:
            for one in self.world.publisher.sent[told:]:
                self.world.notify(one.id, str(one.type), one.detail)


def replay(world: World, *more: str) -> int:
    return main(["--bucket", BUCKET, *more], Function(world))


def an_hour(world: World) -> tuple[Record, ...]:
    """Comments, replies, decisions, a deletion, likes and a report; two comments stay held."""
    roots = [world.reader().post(f"{FINE} {n}").json["id"] for n in range(4)]
    world.reader().post("رد", parent=roots[0])
    held = [world.reader().post(f"{HOLD} {n}").json["id"] for n in range(3)]
    assert world.moderator().decide(held[0], "approve").status == 200
    assert world.moderator().decide(roots[1], "reject").status == 200
    author = world.reader()
    gone = author.post("سأحذفه").json["id"]
    assert author.delete(gone).status == 200
    assert world.reader().vote(roots[2]).status == 200
    world.reader().report(roots[3])
    return tuple(world.memory.records())


def counts_are_exact(world: World) -> bool:
    head = world.memory.comments.head(SITE, PAGE)
    return head == world.memory.counters.recount(SITE, PAGE) and world.memory.comments.pending(SITE) == 2


def test_case_55_what_an_hour_without_the_bus_left_in_the_bucket_is_delivered_once(
    world: World, failures: Failures, capsys: Capture
) -> None:
    records = an_hour(world)
    failures.give_up(records)
    assert len(failures.keys()) == len(records)
    assert world.memory.comments.head(SITE, PAGE).all == 0
    assert replay(world) == 0
    assert f"{len(records)} records were taken" in capsys.readouterr().out
    assert counts_are_exact(world)
    assert world.memory.comments.head(SITE, PAGE).all == 5
    ids = [event.id for event in world.publisher.sent]
    assert len(ids) == len(set(ids)) == 13
    assert len(world.mailer.sent) == 2
    assert failures.keys() == []
    assert replay(world) == 0
    assert [event.id for event in world.publisher.sent] == ids


def test_case_55_records_that_had_been_taken_after_all_count_once_and_mail_nobody_twice(
    world: World, failures: Failures
) -> None:
    """The function did its work and its answer was lost: the events go out again, under ids that notify has seen."""
    records = an_hour(world)
    world.deliver()
    head, mails = world.memory.comments.head(SITE, PAGE), list(world.mailer.sent)
    told = {event.id for event in world.publisher.sent}
    failures.give_up(records)
    assert replay(world) == 0
    assert mails
    assert world.mailer.sent == mails
    assert {event.id for event in world.publisher.sent} == told
    assert world.memory.comments.head(SITE, PAGE) == head
    assert counts_are_exact(world)


def test_replay_after_erase(world: World, failures: Failures) -> None:
    """M13: old versions in the bucket bring no deleted text back, into no row and no event."""
    author = world.reader()
    own = author.post(f"{FINE} سر").json["id"]
    assert author.edit(own, "سر آخر").status == 201
    failures.give_up(tuple(world.memory.records()))
    assert author.delete(own, 2).status == 200
    world.deliver()
    seen = world.listed()
    before = dict(world.memory.rows.items)
    assert replay(world) == 0
    grown = {key: row for key, row in world.memory.rows.items.items() if row != before.get(key)}
    assert "سر" not in json.dumps(grown, ensure_ascii=False, default=str)
    assert "سر" not in json.dumps([event.detail for event in world.publisher.sent], ensure_ascii=False)
    assert world.listed() == seen
    assert not any(one["text"] for one in seen)
    assert world.memory.comments.head(SITE, PAGE).all == 0
    assert world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)


def test_replay_after_erase_of_a_reader_meets_records_without_words_and_names(
    world: World, failures: Failures, capsys: Capture
) -> None:
    """M13: the erase goes through the bucket; what is delivered later counts right and brings nobody back."""
    author, other = world.reader(), world.elsewhere()
    own = author.post(f"{FINE} سر").json["id"]
    assert author.edit(own, "سر آخر").status == 201
    theirs = other.post("تعليق غيره").json["id"]
    assert author.vote(theirs).status == 200
    author.report(theirs)
    assert world.moderator().decide(theirs, "reject", 1).status == 200
    failures.give_up(tuple(world.memory.records()))
    failures.put("old", *world.memory.records())
    who = world.memory.comments.get(SITE, own)
    assert who is not None
    bucket = FailureBucket(failures.s3, BUCKET)
    assert erase(["--site", SITE, "--comment", own], world.deps, bucket) == 0
    lying = failures.all()
    assert "سر" not in lying
    assert who.reader not in lying
    assert "تعليق غيره" in lying
    assert replay(world) == 0
    assert failures.keys() == []
    rows = {key: row for key, row in world.memory.rows.items.items() if key.pk[:2] not in ("R#", "F#")}
    everything = json.dumps(list(rows.items()), ensure_ascii=False, default=str)
    assert "سر" not in everything
    assert who.reader not in everything
    told = json.dumps([event.detail for event in world.publisher.sent], ensure_ascii=False)
    assert "سر" not in told
    assert who.reader not in told
    assert world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)
    assert erase(["--site", SITE, "--reader", who.reader], world.deps, bucket) == 0


def test_a_poison_record_stays_with_its_object_and_is_named_and_the_rest_is_taken(
    world: World, failures: Failures, capsys: Capture
) -> None:
    for n in range(5):
        world.reader().post(f"{FINE} {n}")
    records = [one for one in world.memory.records() if "NewImage" in one["dynamodb"] and is_comment(one)]
    failures.put("1", records[0], spoiled(records[1]), records[2])
    failures.put("2", *records[3:])
    assert replay(world) == 1
    err = capsys.readouterr().err
    assert err == f"left: aws/lambda/m/s/1: record {sequence(records[1])}: PoisonRecord\n"
    assert failures.keys() == ["aws/lambda/m/s/1"]
    assert world.memory.comments.head(SITE, PAGE).all == 4


def is_comment(record: Record) -> bool:
    keys = record["dynamodb"]["Keys"]
    return bool(keys["PK"]["S"].startswith("C#") and keys["SK"]["S"] == "C")


def spoiled(record: Record) -> Record:
    image = {**record["dynamodb"]["NewImage"], "st": {"S": "BOILED"}}
    return {**record, "dynamodb": {**record["dynamodb"], "NewImage": image}}


def sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def test_while_the_bus_is_still_away_nothing_is_deleted_and_it_soon_stops_asking(
    world: World, failures: Failures, capsys: Capture
) -> None:
    for n in range(PATIENCE + 3):
        world.reader().post(f"{FINE} {n}")
    failures.give_up(tuple(one for one in world.memory.records() if is_comment(one)))
    before = failures.keys()
    bus = CollectingPublisher(lambda _: True)
    world.deps = world.deps.replace(publisher=bus)
    function = Function(world)
    assert main(["--bucket", BUCKET], function) == 1
    assert failures.keys() == before
    assert function.sizes == [1] * PATIENCE
    told = capsys.readouterr()
    assert told.err.count("handed back (is the event bus there?)") == PATIENCE
    assert f"{PATIENCE + 3} stay" in told.out


def test_an_object_whose_middle_is_handed_back_stays_and_is_whole_the_next_time(
    world: World, failures: Failures
) -> None:
    for n in range(30):
        world.reader().post(f"{FINE} {n}")
    records = [one for one in world.memory.records() if is_comment(one)]
    failures.put("1", *records)
    away = {"now": True}

    def fails(event: Event) -> bool:
        return away["now"] and event.id.startswith(comment_of(records[27]))

    world.publisher = CollectingPublisher(fails)
    world.deps = world.deps.replace(publisher=world.publisher)
    assert replay(world) == 1
    assert len(failures.keys()) == 1
    assert world.memory.comments.head(SITE, PAGE).all == 27
    away["now"] = False
    function = Function(world)
    assert main(["--bucket", BUCKET], function) == 0
    assert function.sizes == [25, 5]
    assert failures.keys() == []
    assert world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)


def comment_of(record: Record) -> str:
    return str(record["dynamodb"]["Keys"]["PK"]["S"]).rpartition("#")[2]


def test_a_dry_run_lists_in_order_and_calls_nobody(world: World, failures: Failures, capsys: Capture) -> None:
    world.reader().post(FINE)
    first, second = (one for one in world.memory.records()[:2])
    failures.put("a", second)
    failures.put("b", first)
    function = Function(world)
    assert main(["--bucket", BUCKET, "--dry-run"], function) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:2] == [f"1\tRecordAgeExceeded\taws/lambda/m/s/{key}" for key in "ba"]
    assert FINE not in out
    assert function.sizes == []
    assert len(failures.keys()) == 2


def test_since_leaves_older_objects_alone(world: World, failures: Failures) -> None:
    failures.give_up(an_hour(world))
    before = failures.keys()
    assert replay(world, "--since", "2999-01-01") == 0
    assert failures.keys() == before
    assert replay(world, "--since", "2001-01-01T00:00") == 0
    assert failures.keys() == []


@pytest.mark.parametrize(
    "body", [b"nonsense", b"[]", b'{"payload": "{}"}', b'{"payload": "{\\"Records\\": []}"}']
)
def test_an_object_of_another_form_is_named_and_stays(
    world: World, failures: Failures, capsys: Capture, body: bytes
) -> None:
    failures.s3.put_object(Bucket=BUCKET, Key="aws/lambda/other", Body=body)
    assert replay(world) == 1
    assert capsys.readouterr().err.startswith("left: aws/lambda/other: no ")
    assert failures.keys() == ["aws/lambda/other"]


def test_a_missing_bucket_function_or_name_is_said(failures: Failures, capsys: Capture) -> None:
    assert main(["--dry-run"]) == 2
    assert "--stack" in capsys.readouterr().err
    assert main(["--bucket", BUCKET]) == 2
    assert "--function" in capsys.readouterr().err
    assert main(["--bucket", "elsewhere", "--function", "f"]) == 1
    assert "there is no such bucket" in capsys.readouterr().err
    failures.put("1", {"dynamodb": {"SequenceNumber": "1"}})
    assert main(["--bucket", BUCKET, "--function", "f"]) == 1
    assert "no such function" in capsys.readouterr().err
    assert len(failures.keys()) == 1


class FakeLambda:
    """Lambda's answer to an invocation."""

    def __init__(self, said: object, error: str = "") -> None:
        self.answer = {"Payload": io.BytesIO(json.dumps(said).encode())} | (
            {"FunctionError": error} if error else {}
        )
        self.asked: list[tuple[str, str]] = []

    def invoke(self, *, FunctionName: str, Qualifier: str, Payload: bytes) -> Mapping[str, Any]:
        self.asked.append((FunctionName, Qualifier))
        return self.answer


def test_the_deployed_function_is_called_through_its_alias() -> None:
    fake = FakeLambda({"batchItemFailures": []})
    assert deployed(fake, "f")({"Records": []}) == {"batchItemFailures": []}
    assert fake.asked == [("f", "live")]


@pytest.mark.parametrize(
    ("said", "kind"),
    [({"errorType": "PoisonRecord", "errorMessage": "x"}, "PoisonRecord"), (None, "Unhandled")],
)
def test_an_error_of_the_deployed_function_is_known_by_its_name_alone(said: object, kind: str) -> None:
    with pytest.raises(FunctionFailed) as caught:
        deployed(FakeLambda(said, "Unhandled"), "f")({"Records": []})
    assert str(caught.value) == kind
