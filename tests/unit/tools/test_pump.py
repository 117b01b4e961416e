"""The stream pump behaves as Lambda's stream mapping does, down to the failure destination (cases 4, 23, 24, 25)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from ghirbal_tools import template as templates
from ghirbal_tools.dev.delivery import Condition, Delivery, Discard, MappingSettings, mapping_of, taken_of
from ghirbal_tools.dev.discards import invocation_record
from ghirbal_tools.dev.pump import Pump, event_record

NOW = 1_700_000_000.0
STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026"


def record(number: int, created: float = NOW) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": str(number), "ApproximateCreationDateTime": created}}


class Function:
    """Remembers the batches it was called with, and answers or fails as the test says."""

    def __init__(self, answer: Callable[[list[str]], object]) -> None:
        self.batches: list[list[str]] = []
        self._answer = answer

    def __call__(self, event: dict[str, Any]) -> object:
        batch = [item["dynamodb"]["SequenceNumber"] for item in event["Records"]]
        self.batches.append(batch)
        return self._answer(batch)


class Bench:
    """A delivery with all that it touches written down."""

    def __init__(self, function: Function, waits_left: int = 1000, **settings: int) -> None:
        self.function = function
        self.discards: list[Discard] = []
        self.waits: list[float] = []
        self.checkpoints: list[str] = []
        self._waits_left = waits_left
        self._delivery = Delivery(
            function,
            MappingSettings(**cast(Any, settings)),
            self.discards.append,
            stream=STREAM,
            wait=self._wait,
            now=lambda: NOW,
        )

    def _wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return len(self.waits) >= self._waits_left

    def deliver(self, *records: Mapping[str, Any]) -> bool:
        return self._delivery.deliver("shard-1", records, self.checkpoints.append)

    @property
    def thrown_away(self) -> list[tuple[str, list[str]]]:
        return [
            (str(one.condition), [item["dynamodb"]["SequenceNumber"] for item in one.records])
            for one in self.discards
        ]


def fails_with(*poison: str) -> Callable[[list[str]], object]:
    def answer(batch: list[str]) -> object:
        if set(poison) & set(batch):
            raise RuntimeError("poisoned")
        return None

    return answer


def reports_first(*poison: str) -> Callable[[list[str]], object]:
    def answer(batch: list[str]) -> object:
        bad = [item for item in batch if item in poison]
        return {"batchItemFailures": [{"itemIdentifier": bad[0]}] if bad else []}

    return answer


FIVE = [record(number) for number in range(1, 6)]


def test_a_whole_batch_is_delivered_once_and_checkpointed_at_its_end() -> None:
    bench = Bench(Function(lambda _: None), reports=True)
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"]]
    assert bench.checkpoints == ["5"]


def test_case_4_a_failed_batch_is_redelivered_whole_when_the_mapping_does_not_bisect() -> None:
    left = iter([True, True, False])

    def answer(_: list[str]) -> None:
        if next(left):
            raise RuntimeError("not yet")

    bench = Bench(Function(answer), retries=5)
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"]] * 3
    assert bench.waits == [0.2, 0.4]


def test_case_4_what_was_reported_as_failed_is_redelivered_and_nothing_before_it() -> None:
    left = iter([["3"], []])
    bench = Bench(Function(lambda batch: reports_first(*next(left))(batch)), reports=True, bisect=True)
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"], ["3", "4", "5"]]
    assert bench.checkpoints == ["2", "5"]


def test_case_4_a_bisected_batch_is_delivered_in_halves_and_in_order() -> None:
    left = iter([True, False, False])

    def answer(_: list[str]) -> None:
        if next(left):
            raise RuntimeError("too much at once")

    bench = Bench(Function(answer), bisect=True, retries=1)
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"], ["1", "2"], ["3", "4", "5"]]
    assert bench.waits == []


@pytest.mark.parametrize("answer", [fails_with("3"), reports_first("3")], ids=["raises", "reports"])
def test_case_23_a_poison_record_is_bisected_out_and_thrown_away_alone(
    answer: Callable[[list[str]], object],
) -> None:
    bench = Bench(Function(answer), reports=True, bisect=True, retries=2)
    assert bench.deliver(*FIVE)
    assert bench.thrown_away == [("RetryAttemptsExhausted", ["3"])]
    assert bench.discards[0].attempts == 3
    assert bench.checkpoints[-1] == "5"
    assert sorted(bench.checkpoints) == bench.checkpoints


def test_without_bisecting_the_whole_batch_goes_to_the_failure_destination() -> None:
    bench = Bench(Function(fails_with("3")), retries=1)
    assert bench.deliver(*FIVE)
    assert bench.thrown_away == [("RetryAttemptsExhausted", ["1", "2", "3", "4", "5"])]


def test_case_24_a_handler_that_stops_early_is_called_again_with_the_rest() -> None:
    bench = Bench(
        Function(lambda batch: {"batchItemFailures": [{"itemIdentifier": batch[2]}] if batch[2:] else []}),
        reports=True,
    )
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"], ["3", "4", "5"], ["5"]]


def test_records_past_the_age_limit_are_thrown_away_unseen() -> None:
    bench = Bench(Function(lambda _: None), max_age=60)
    assert bench.deliver(record(1, NOW - 100), record(2, NOW - 61), record(3, NOW - 10))
    assert bench.function.batches == [["3"]]
    assert bench.thrown_away == [("RecordAgeExceeded", ["1", "2"])]
    assert bench.discards[0].attempts == 0


def test_a_pump_told_to_stop_leaves_the_checkpoint_before_the_failing_record() -> None:
    bench = Bench(Function(fails_with("3")), bisect=True, waits_left=1)
    assert not bench.deliver(*FIVE)
    assert bench.checkpoints == ["2"]
    assert bench.discards == []


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (None, 5),
        ({}, 5),
        ("", 5),
        ({"batchItemFailures": None}, 5),
        ({"batchItemFailures": []}, 5),
        ({"batchItemFailures": [{"itemIdentifier": "4"}, {"itemIdentifier": "2"}]}, 1),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, 0),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, 0),
        ({"batchItemFailures": [{"wrong": "2"}]}, 0),
        ({"batchItemFailures": [{"itemIdentifier": "99"}]}, 0),
        ({"batchItemFailures": ["2"]}, 0),
    ],
)
def test_an_answer_is_read_as_lambda_reads_it(answer: object, taken: int) -> None:
    assert taken_of(answer, FIVE) == taken


def test_partial_answers_count_only_when_the_mapping_asks_for_them() -> None:
    bench = Bench(Function(reports_first("3")), reports=False)
    assert bench.deliver(*FIVE)
    assert bench.function.batches == [["1", "2", "3", "4", "5"]]


def test_a_discarded_batch_is_kept_as_lambdas_invocation_record() -> None:
    discard = Discard(shard="s-1", stream=STREAM, records=FIVE, condition=Condition.RETRIES, attempts=3)
    function = "arn:aws:lambda:us-east-1:123456789012:function:stream"
    kept = invocation_record(discard, function, datetime(2026, 11, 29, tzinfo=UTC))
    assert json.loads(kept["payload"]) == {"Records": FIVE}
    assert kept["requestContext"]["condition"] == "RetryAttemptsExhausted"
    batch = kept["DDBStreamBatchInfo"]
    assert (batch["startSequenceNumber"], batch["endSequenceNumber"], batch["batchSize"]) == ("1", "5", 5)


def test_the_deployed_mapping_reports_bisects_and_ends() -> None:
    settings = mapping_of(templates.load(), "StreamMapping")
    assert settings.reports
    assert settings.bisect
    assert settings.retries >= 0
    assert 0 < settings.max_age < 24 * 3600


def test_case_25_a_deletion_by_the_time_to_live_is_marked_as_lambda_marks_it() -> None:
    api_record = {
        "eventName": "REMOVE",
        "userIdentity": {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"},
        "dynamodb": {
            "ApproximateCreationDateTime": datetime.fromtimestamp(NOW, UTC),
            "SequenceNumber": "1",
            "OldImage": {"bits": {"B": b"\x00\xff"}},
        },
    }
    shaped = event_record(api_record, STREAM)
    assert shaped["userIdentity"] == {"principalId": "dynamodb.amazonaws.com", "type": "Service"}
    assert shaped["dynamodb"]["ApproximateCreationDateTime"] == NOW
    assert shaped["dynamodb"]["OldImage"] == {"bits": {"B": "AP8="}}
    assert shaped["eventSourceARN"] == STREAM
    assert json.dumps(shaped)


class Streams:
    """A streams client with shards in memory: enough of the API for the pump."""

    def __init__(
        self, shards: Mapping[str, tuple[str | None, Sequence[int]]], closed: Sequence[str] = ()
    ) -> None:
        self.shards = shards
        self.closed = closed
        self.removed = ""

    def describe_stream(self, **_: object) -> dict[str, Any]:
        found = [
            {"ShardId": name, **({"ParentShardId": parent} if parent else {})}
            for name, (parent, _) in self.shards.items()
        ]
        return {"StreamDescription": {"Shards": found}}

    def get_shard_iterator(self, **request: str) -> dict[str, str]:
        return {"ShardIterator": f"{request['ShardId']}|{request.get('SequenceNumber', '0')}"}

    def get_records(self, *, ShardIterator: str, Limit: int) -> dict[str, Any]:
        shard, after = ShardIterator.split("|")
        numbers = [number for number in self.shards[shard][1] if number > int(after)][:Limit]
        records = [{"eventName": "REMOVE", **record(number)} for number in numbers]
        last = str(numbers[-1]) if numbers else after
        ended = shard in self.closed and not [n for n in self.shards[shard][1] if n > int(last)]
        return {"Records": records, **({} if ended else {"NextShardIterator": f"{shard}|{last}"})}


def pump(streams: Streams, function: Function, checkpoints: dict[str, str] | None = None) -> Pump:
    delivery = Delivery(
        function,
        MappingSettings(batch_size=2),
        lambda _: None,
        stream=STREAM,
        wait=lambda _: True,
        now=lambda: NOW,
    )
    return Pump(cast(Any, streams), STREAM, delivery, batch_size=2, checkpoints=checkpoints)


def test_the_pump_reads_a_shard_in_batches_to_its_end() -> None:
    function = Function(lambda _: None)
    pump(Streams({"a": (None, [1, 2, 3])}), function).drain()
    assert function.batches == [["1", "2"], ["3"]]


def test_a_child_shard_waits_for_its_parent() -> None:
    function = Function(lambda _: None)
    streams = Streams({"child": ("parent", [9]), "parent": (None, [1, 2, 3])}, closed=["parent"])
    pump(streams, function).drain()
    assert function.batches == [["1", "2"], ["3"], ["9"]]


def test_a_new_pump_goes_on_from_the_checkpoints_of_the_old_one() -> None:
    at: dict[str, str] = {}
    first, second = Function(fails_with("3")), Function(lambda _: None)
    streams = Streams({"a": (None, [1, 2, 3, 4])})
    pump(streams, first, checkpoints=at).drain()
    pump(streams, second, checkpoints=at).drain()
    assert first.batches == [["1", "2"], ["3", "4"]]
    assert second.batches == [["3", "4"]]


def test_case_25_a_store_that_does_not_mark_expiry_is_helped_by_the_caller() -> None:
    seen: list[dict[str, Any]] = []
    function = Function(lambda _: None)

    def remember(event: dict[str, Any]) -> object:
        seen.extend(event["Records"])
        return function(event)

    delivery = Delivery(
        remember, MappingSettings(), lambda _: None, stream=STREAM, wait=lambda _: True, now=lambda: NOW
    )
    streams = Streams({"a": (None, [1, 2])})
    Pump(
        cast(Any, streams),
        STREAM,
        delivery,
        batch_size=10,
        checkpoints={},
        expired=lambda item: item["dynamodb"]["SequenceNumber"] == "2",
    ).drain()
    assert [item.get("userIdentity") for item in seen] == [
        None,
        {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
    ]


def test_a_running_pump_ends_when_it_is_told_to() -> None:
    stop, function = threading.Event(), Function(lambda _: stop.set())
    pump(Streams({"a": (None, [1])}), function).run(stop)
    assert function.batches == [["1"]]
