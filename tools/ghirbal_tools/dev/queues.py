"""The template's queues that feed functions, and the pump that does what Lambda's pollers do.

A batch is received and the function called with it. What it handled is deleted. What it names as failed, or everything
after an error, comes again when its visibility ends, and goes to the dead-letter queue after as many receives as the
template's redrive policy allows: the embedded SQS does that part.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from ghirbal_tools.template import Template

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Invoke = Callable[[str, dict[str, Any]], object]

PATIENCE = 30
"""Seconds until a failed message comes again, at most; the template's half hour would be long for who watches."""


@dataclass(frozen=True, slots=True)
class QueueSource:
    """A queue, the function it feeds, and how many messages a call takes."""

    name: str
    function: str
    url: str
    batch: int


def make_queues(template: Template, sqs: SQSClient) -> dict[str, str]:
    """Make every queue that feeds a function, and its dead-letter queue; what `Ref` and `.Arn` of each stand for."""
    values: dict[str, str] = {}
    for name in sorted(_feeding(template)):
        queue = template.resource(name)
        redrive = queue["RedrivePolicy"]
        dead = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
        values |= _made(sqs, dead, {})
        policy = {
            "deadLetterTargetArn": values[f"{dead}.Arn"],
            "maxReceiveCount": str(redrive["maxReceiveCount"]),
        }
        patience = str(min(PATIENCE, int(queue["VisibilityTimeout"])))
        values |= _made(sqs, name, {"VisibilityTimeout": patience, "RedrivePolicy": json.dumps(policy)})
    return values


def sources_of(template: Template) -> Iterator[QueueSource]:
    """Every mapping of a queue to a function, of a template that knows its queues' addresses."""
    for _, mapping in template.resources("AWS::Lambda::EventSourceMapping"):
        name = mapping["EventSourceArn"]["Fn::GetAtt"][0]
        if name in _feeding(template):
            function = str(mapping["FunctionName"]["Ref"]).removesuffix(".Alias")
            yield QueueSource(name, function, str(template.values[name]), int(mapping.get("BatchSize", 10)))


class QueuePump:
    """Delivers one queue's messages to one function."""

    def __init__(
        self, client: SQSClient, source: QueueSource, invoke: Invoke, log: Callable[[str], None]
    ) -> None:
        """Nothing is received before `run` or `turn`."""
        self._client = client
        self._source = source
        self._invoke = invoke
        self._log = log

    def run(self, stop: threading.Event, wake: threading.Event, poll: float) -> None:
        """Deliver until `stop`, looking every `poll` seconds and at once when `wake` is set."""
        while not stop.is_set():
            try:
                moved = self.turn()
            except (BotoCoreError, ClientError) as error:
                self._log(f"{self._source.name}: {type(error).__name__}, trying again")
                moved = False
            if not moved and wake.wait(poll):
                wake.clear()

    def turn(self) -> bool:
        """Deliver one batch; whether there was any."""
        answer = self._client.receive_message(
            QueueUrl=self._source.url,
            MaxNumberOfMessages=self._source.batch,
            MessageSystemAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if messages:
            self._deliver(messages)
        return bool(messages)

    def _deliver(self, messages: list[MessageTypeDef]) -> None:
        try:
            answer = self._invoke(self._source.function, {"Records": [record_of(one) for one in messages]})
        except Exception as error:
            self._log(f"{self._source.name}: {error}; comes again within {PATIENCE} s")
            return
        failed = failures_of(answer)
        for message in messages:
            if message["MessageId"] not in failed:
                self._client.delete_message(QueueUrl=self._source.url, ReceiptHandle=message["ReceiptHandle"])


def record_of(message: MessageTypeDef) -> dict[str, Any]:
    """A message as Lambda puts it into an event."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "eventSource": "aws:sqs",
    }


def failures_of(answer: object) -> set[str]:
    """The messages that a function says it could not handle.

    >>> failures_of({"batchItemFailures": [{"itemIdentifier": "a"}]}), failures_of(None)
    ({'a'}, set())
    """
    if not isinstance(answer, Mapping):
        return set()
    return {str(item["itemIdentifier"]) for item in answer.get("batchItemFailures", ())}


def _feeding(template: Template) -> set[str]:
    arns = [mapping["EventSourceArn"] for _, mapping in template.resources("AWS::Lambda::EventSourceMapping")]
    queues = {name for name, _ in template.resources("AWS::SQS::Queue")}
    return {arn["Fn::GetAtt"][0] for arn in arns} & queues


def _made(sqs: SQSClient, name: str, attributes: dict[str, str]) -> dict[str, str]:
    url = sqs.create_queue(QueueName=name, Attributes=dict(attributes))["QueueUrl"]  # type: ignore[arg-type]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return {name: url, f"{name}.Arn": found["QueueArn"]}
