"""The stream's records, delivered the hard way: all twice, one batch in halves, one handler killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ghirbal.domain.comment import Status
from ghirbal_tools.dev.delivery import MappingSettings
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.dev.recorder import Recorder
from ghirbal_tools.soak.bench import SITE, Bench, rows
from ghirbal_tools.soak.posts import chunks

BATCH = 25
KILLED_AFTER = 1
"""Calls to the table's transactions after which the child dies: the first page is counted, the others are not."""


@dataclass
class Replayed:
    """What the replay found."""

    records: int = 0
    deliveries: int = 0
    killed: bool = False
    wrong_pages: int = 0
    wrong_pending: int = 0
    events: int = 0
    repeated: int = 0
    missing: int = 0
    unexpected: int = 0


def listen(bench: Bench) -> str:
    """A queue behind a rule for all our events; its URL."""
    bus = str(bench.template.values["Bus"])
    queue = bench.clients.sqs.create_queue(QueueName="soak-events")["QueueUrl"]
    attributes = bench.clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    pattern = json.dumps({"source": ["ghirbal.comments"]})
    bench.clients.events.put_rule(Name="soak", EventBusName=bus, EventPattern=pattern)
    targets: Any = [{"Id": "queue", "Arn": attributes["Attributes"]["QueueArn"]}]
    bench.clients.events.put_targets(Rule="soak", EventBusName=bus, Targets=targets)
    return queue


def replay(bench: Bench, queue: str) -> Replayed:
    """Deliver everything the hard way, then compare counters with a recount and events with what happened."""
    result = Replayed()
    records = records_of(bench)
    result.records = len(records)
    batches = list(chunks(records, BATCH))
    middle = len(batches) // 2
    for number, batch in enumerate(batches):
        if number == middle:
            result.killed = _killed(batch)
        parts = [batch[: BATCH // 2], batch[BATCH // 2 :]] if number == middle + 1 else [batch]
        for _ in range(2):
            for part in filter(None, parts):
                _deliver(bench, part)
                result.deliveries += 1
    _compare_counters(bench, result)
    _compare_events(bench, queue, result)
    return result


def records_of(bench: Bench) -> list[Mapping[str, Any]]:
    """Everything the stream holds, oldest first."""
    recorder = Recorder()
    delivery: Any = recorder
    settings = MappingSettings(batch_size=1_000)
    Pump(bench.clients.streams, bench.stream, delivery, batch_size=settings.batch_size).drain()
    return recorder.records


def _deliver(bench: Bench, batch: Sequence[Mapping[str, Any]]) -> None:
    answer: Any = bench.functions.invoke("Stream", {"Records": list(batch)})
    if answer["batchItemFailures"]:
        raise RuntimeError(f"the stream function handed back {answer['batchItemFailures']}")


def _killed(batch: Sequence[Mapping[str, Any]]) -> bool:
    """Run the handler in a process of its own that dies by SIGKILL in the middle; whether it really died so."""
    code = "from ghirbal_tools.soak.replay import die_in_the_middle; die_in_the_middle()"
    event = json.dumps({"Records": list(batch)}).encode()
    child = subprocess.run([sys.executable, "-c", code], input=event, check=False, timeout=120)
    return child.returncode == -signal.SIGKILL


def die_in_the_middle() -> None:
    """The child: handle the batch on stdin, and be killed right after the first transaction was committed."""
    import boto3

    from ghirbal_tools.dev.functions import Functions, definitions_of
    from ghirbal_tools.template import load

    seen = {"transactions": 0}

    def after(**_: object) -> None:
        seen["transactions"] += 1
        if seen["transactions"] >= KILLED_AFTER:
            os.kill(os.getpid(), signal.SIGKILL)

    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("after-call.dynamodb.TransactWriteItems", after)
    functions = Functions(definitions_of(load()))
    functions.load()
    functions.invoke("Stream", json.loads(sys.stdin.read()))


def _compare_counters(bench: Bench, result: Replayed) -> None:
    from ghirbal.wiring.deps import process_deps

    deps = process_deps()
    pages, pending = set(), 0
    for row in rows(bench.clients):
        if row["PK"]["S"].startswith("C#") and row["SK"]["S"] == "C":
            pages.add(row["pg"]["S"])
            pending += row["st"]["S"] == Status.PENDING.value
    for page in pages:
        counted, recounted = deps.comments.head(SITE, page), deps.counters.recount(SITE, page)
        result.wrong_pages += (counted.all, counted.roots) != (recounted.all, recounted.roots)
    result.wrong_pending = deps.comments.pending(SITE) - pending


def _compare_events(bench: Bench, queue: str, result: Replayed) -> None:
    """Each event id once at a consumer that drops what it has seen, and every change has one."""
    arrived = Counter(_drain(bench, queue))
    expected = {
        f"{row['id']['S']}#1#{_first_event(row)}"
        for row in rows(bench.clients)
        if row["PK"]["S"].startswith("C#") and row["SK"]["S"] == "C"
    }
    result.events = len(arrived)
    result.repeated = sum(arrived.values()) - len(arrived)
    result.missing = len(expected - arrived.keys())
    result.unexpected = len(arrived.keys() - expected)


def _first_event(row: Mapping[str, Any]) -> str:
    names = {"APPROVED": "CommentPublished", "PENDING": "CommentHeld", "REJECTED": "CommentRejected"}
    return names[row["st"]["S"]]


def _drain(bench: Bench, queue: str) -> list[str]:
    found: list[str] = []
    empty = 0
    while empty < 2:
        answer = bench.clients.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        messages = answer.get("Messages", [])
        empty = 0 if messages else empty + 1
        for message in messages:
            found.append(json.loads(message["Body"])["detail"]["id"])
            bench.clients.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found
