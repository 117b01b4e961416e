"""The embedded AWS, and what the local stack does with it: table, stream, rules, expiry, mail."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from ghirbal.auth.keyring import parse_secret
from ghirbal.moderation.cost import steps
from ghirbal_tools import template as templates
from ghirbal_tools.dev.aws import ACCOUNT, REGION, EmbeddedAws
from ghirbal_tools.dev.bus import RulePump, schedules_of
from ghirbal_tools.dev.delivery import Delivery, mapping_of
from ghirbal_tools.dev.discards import BucketDiscards
from ghirbal_tools.dev.expiry import Sweeper
from ghirbal_tools.dev.mail import embedded_outbox
from ghirbal_tools.dev.provision import TABLE, Clients, RuleQueue, make_rules, provision
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.template import Template

SENDER = "moderation@demo.example"


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def aws(calls: list[str]) -> Iterator[EmbeddedAws]:
    aws = EmbeddedAws(0, calls.append)
    aws.start()
    yield aws
    aws.stop()


@pytest.fixture
def clients(aws: EmbeddedAws) -> Clients:
    return Clients(aws.url)


@pytest.fixture
def template(clients: Clients) -> Template:
    return provision(templates.load(), clients, SENDER)


def put(clients: Clients, name: str, **more: Any) -> None:
    clients.dynamodb.put_item(TableName=TABLE, Item={"PK": {"S": name}, "SK": {"S": "C"}, **more})


def test_the_table_is_the_templates_own(clients: Clients, template: Template) -> None:
    table = clients.dynamodb.describe_table(TableName=TABLE)["Table"]
    wanted = template.table_request("Table", TABLE)
    assert table["KeySchema"] == wanted["KeySchema"]
    projections = {index["IndexName"]: index["Projection"] for index in table["GlobalSecondaryIndexes"]}
    assert projections == {
        index["IndexName"]: index["Projection"] for index in wanted["GlobalSecondaryIndexes"]
    }
    lives = clients.dynamodb.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert lives["AttributeName"] == "exp"


def test_the_generated_secret_is_one_the_service_can_use(clients: Clients, template: Template) -> None:
    text = clients.secrets.get_secret_value(SecretId=str(template.values["Secret"]))["SecretString"]
    assert len(parse_secret(text).pinned) == 64


def test_calls_from_many_threads_are_done_one_after_the_other(clients: Clients, template: Template) -> None:
    def add() -> None:
        for _ in range(5):
            clients.dynamodb.update_item(
                TableName=TABLE,
                Key={"PK": {"S": "n"}, "SK": {"S": "n"}},
                UpdateExpression="ADD n :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    item = clients.dynamodb.get_item(TableName=TABLE, Key={"PK": {"S": "n"}, "SK": {"S": "n"}})["Item"]
    assert item["n"] == {"N": "40"}


def test_whoever_wants_to_know_hears_of_each_call(
    clients: Clients, template: Template, calls: list[str]
) -> None:
    put(clients, "x")
    assert calls[-1] == "dynamodb.PutItem"


def test_an_unsigned_request_is_refused(aws: EmbeddedAws) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(aws.url, timeout=5)
    refused.value.close()
    assert refused.value.code == 403


def test_each_start_begins_with_an_empty_account(
    clients: Clients, template: Template, aws: EmbeddedAws
) -> None:
    again = EmbeddedAws(0)
    again.start()
    assert Clients(again.url).dynamodb.list_tables()["TableNames"] == []
    again.stop()


def pump(clients: Clients, template: Template, function: Any, sweeper: Sweeper | None = None) -> Pump:
    stream, settings = str(template.values["Table.StreamArn"]), mapping_of(template, "StreamMapping")
    bucket = str(template.values["StreamFailures"])
    keep = BucketDiscards(clients.s3, bucket, function="arn:function", mapping="m")
    delivery = Delivery(function, settings, keep, stream=stream, wait=lambda _: False)
    expired = sweeper.made if sweeper else lambda _: False
    return Pump(clients.streams, stream, delivery, batch_size=settings.batch_size, expired=expired)


def test_records_reach_the_function_as_lambda_would_bring_them(clients: Clients, template: Template) -> None:
    seen: list[dict[str, Any]] = []
    put(clients, "a", n={"N": "1"})
    put(clients, "a", n={"N": "2"})
    pump(clients, template, lambda event: seen.extend(event["Records"])).drain()
    assert [record["eventName"] for record in seen] == ["INSERT", "MODIFY"]
    images = seen[1]["dynamodb"]
    assert (images["OldImage"]["n"], images["NewImage"]["n"]) == ({"N": "1"}, {"N": "2"})
    assert isinstance(images["ApproximateCreationDateTime"], float)
    assert seen[0]["eventSourceARN"] == template.values["Table.StreamArn"]
    assert json.dumps(seen)


def test_case_23_a_poison_record_lands_in_the_failure_bucket_and_the_stream_moves_on(
    clients: Clients, template: Template
) -> None:
    taken: list[str] = []

    def function(event: dict[str, Any]) -> None:
        keys = [record["dynamodb"]["Keys"]["PK"]["S"] for record in event["Records"]]
        if "poison" in keys:
            raise RuntimeError("unreadable")
        taken.extend(keys)

    for name in ("a", "b", "poison", "c"):
        put(clients, name)
    pump(clients, template, function).drain()
    assert taken == ["a", "b", "c"]
    bucket = str(template.values["StreamFailures"])
    (kept,) = clients.s3.list_objects_v2(Bucket=bucket, Prefix="aws/lambda/m/")["Contents"]
    document = json.loads(clients.s3.get_object(Bucket=bucket, Key=kept["Key"])["Body"].read())
    (record,) = json.loads(document["payload"])["Records"]
    assert record["dynamodb"]["Keys"]["PK"] == {"S": "poison"}
    assert (
        document["requestContext"]["approximateInvokeCount"]
        == mapping_of(template, "StreamMapping").retries + 1
    )


def test_case_25_what_expires_is_deleted_and_its_record_says_so(clients: Clients, template: Template) -> None:
    sweeper = Sweeper(clients.dynamodb, TABLE, "exp")
    seen: list[dict[str, Any]] = []
    reader = pump(clients, template, lambda event: seen.extend(event["Records"]), sweeper)
    put(clients, "old", exp={"N": "100"})
    put(clients, "young", exp={"N": "300"})
    put(clients, "forever")
    assert sweeper.sweep(now=200) == 1
    clients.dynamodb.delete_item(TableName=TABLE, Key={"PK": {"S": "forever"}, "SK": {"S": "C"}})
    reader.drain()
    removed = {
        record["dynamodb"]["Keys"]["PK"]["S"]: record.get("userIdentity", {}).get("principalId")
        for record in seen
        if record["eventName"] == "REMOVE"
    }
    assert removed == {"old": "dynamodb.amazonaws.com", "forever": None}


def write(kind: str, name: str, **more: Any) -> Any:
    """One write of a transaction."""
    row = {"PK": {"S": name}, "SK": {"S": "C"}}
    if kind == "Put":
        return {"Put": {"TableName": TABLE, "Item": {**row, **more}}}
    return {kind: {"TableName": TABLE, "Key": row, **more}}


ADD = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
IMPOSSIBLE = {"ConditionExpression": "attribute_exists(PK)"}


def number(clients: Clients, name: str) -> str | None:
    item = clients.dynamodb.get_item(TableName=TABLE, Key={"PK": {"S": name}, "SK": {"S": "C"}}).get("Item")
    return item["n"]["N"] if item else None


def test_a_failed_transaction_leaves_rows_and_stream_as_they_were(
    clients: Clients, template: Template
) -> None:
    put(clients, "there", n={"N": "1"})
    put(clients, "gone", n={"N": "1"})
    seen: list[str] = []
    reader = pump(clients, template, lambda event: seen.extend(r["eventName"] for r in event["Records"]))
    reader.drain()
    with pytest.raises(clients.dynamodb.exceptions.TransactionCanceledException) as cancelled:
        clients.dynamodb.transact_write_items(
            TransactItems=[
                write("Update", "there", **ADD),
                write("Put", "new", n={"N": "1"}),
                write("Delete", "gone"),
                write("ConditionCheck", "nowhere", **IMPOSSIBLE),
            ]
        )
    reasons: Any = cancelled.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "None", "None", "ConditionalCheckFailed"]
    assert [number(clients, name) for name in ("there", "new", "gone")] == ["1", None, "1"]
    reader.drain()
    assert seen == ["INSERT", "INSERT"]
    put(clients, "later")
    reader.drain()
    assert seen == ["INSERT"] * 3, "the reader of the stream has lost the table"


def test_a_transaction_that_succeeds_is_in_the_table_and_in_the_stream(
    clients: Clients, template: Template
) -> None:
    put(clients, "there", n={"N": "1"})
    clients.dynamodb.transact_write_items(
        TransactItems=[write("Update", "there", **ADD), write("Put", "new", n={"N": "1"})]
    )
    assert [number(clients, name) for name in ("there", "new")] == ["2", "1"]
    seen: list[str] = []
    pump(clients, template, lambda event: seen.extend(r["eventName"] for r in event["Records"])).drain()
    assert seen == ["INSERT", "MODIFY", "INSERT"]


def test_a_transaction_costs_the_same_in_a_full_table(clients: Clients, template: Template) -> None:
    """moto's own copies the table for each write: a hundred rows make it 50 times as dear."""
    put(clients, "row", text={"S": "نص" * 100})
    few = _steps_of_a_transaction()
    for index in range(100):
        put(clients, f"row-{index}", text={"S": "نص" * 100})
    full = _steps_of_a_transaction()
    assert full < 1.5 * few


def _steps_of_a_transaction() -> int:
    """Lines of Python for one that updates one row, asked of moto itself: its server works in another thread."""
    backend = dynamodb_backends[ACCOUNT][REGION]
    return steps(lambda: backend.transact_write_items([write("Update", "row", **ADD)]))


def announce(clients: Clients, template: Template, kind: str, source: str = "ghirbal.comments") -> None:
    entry = {
        "EventBusName": str(template.values["Bus"]),
        "Source": source,
        "DetailType": kind,
        "Detail": '{"id": "1"}',
    }
    assert clients.events.put_events(Entries=[entry])["FailedEntryCount"] == 0  # type: ignore[list-item]


def rule_of(clients: Clients, template: Template) -> RuleQueue:
    (rule,) = make_rules(template, clients)
    return rule


def test_a_rule_lets_through_what_the_template_says_and_nothing_else(
    clients: Clients, template: Template
) -> None:
    seen: list[tuple[str, dict[str, Any]]] = []
    rule = RulePump(
        clients.sqs, rule_of(clients, template), lambda name, event: seen.append((name, event)), print
    )
    announce(clients, template, "CommentHeld")
    announce(clients, template, "SomethingElse")
    announce(clients, template, "CommentHeld", source="somebody.else")
    while rule.turn():
        pass
    assert [(name, event["detail-type"]) for name, event in seen] == [("Notify", "CommentHeld")]
    event = seen[0][1]
    assert event["source"] == "ghirbal.comments"
    assert event["detail"] == {"id": "1"}
    assert {"id", "time", "region", "version", "resources"} <= set(event)


def test_an_event_that_keeps_failing_is_kept_in_a_dead_letter_queue(
    clients: Clients, template: Template
) -> None:
    attempts: list[str] = []
    lines: list[str] = []

    def fails(name: str, event: dict[str, Any]) -> object:
        attempts.append(name)
        raise RuntimeError("no mail today")

    rule = RulePump(clients.sqs, rule_of(clients, template), fails, lines.append, retry_after=0)
    announce(clients, template, "CommentHeld")
    while rule.turn():
        pass
    assert attempts == ["Notify"] * 3
    queue = clients.sqs.get_queue_url(QueueName="NotifyDead")["QueueUrl"]
    (kept,) = clients.sqs.receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(kept["Body"])["detail"] == {"id": "1"}
    assert "NotifyDead" in lines[0]


def test_the_templates_schedule_is_a_tick_a_minute(template: Template) -> None:
    ((function, every, event),) = schedules_of(template)
    assert (function, every) == ("Notify", timedelta(minutes=1))
    assert event["detail-type"] == "Minute"


def test_a_mail_shows_in_the_outbox(clients: Clients, template: Template, aws: EmbeddedAws) -> None:
    clients.mail.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": ["owner@demo.example"]},
        Content={"Simple": {"Subject": {"Data": "تعليق"}, "Body": {"Text": {"Data": "نص"}}}},
    )
    (mail,) = embedded_outbox(aws.lock)()
    assert (mail.to, mail.subject, mail.body) == (("owner@demo.example",), "تعليق", "نص")
