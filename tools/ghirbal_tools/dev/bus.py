"""Brings the bus's events and the schedule's ticks to their functions.

The embedded bus matches the template's own rules and drops each matching event into a queue (`provision.make_rules`);
here the queue's messages, which are the events, go into the function. As with Lambda's asynchronous calls a failed
event comes again twice and is then kept in a dead-letter queue.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from ghirbal_tools.dev.functions import FunctionError
from ghirbal_tools.dev.provision import RuleQueue
from ghirbal_tools.template import Template

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Invoke = Callable[[str, dict[str, Any]], object]

POLL = 0.25
RETRIES = 2
RETRY_AFTER = 5
"""Seconds until a failed event comes again; Lambda waits one minute, then two."""

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


class RulePump:
    """Delivers one rule's events to one function."""

    def __init__(
        self,
        client: SQSClient,
        source: RuleQueue,
        invoke: Invoke,
        log: Callable[[str], None],
        retry_after: int = RETRY_AFTER,
    ) -> None:
        """The dead-letter queue is made when it is first needed."""
        self._retry_after = retry_after
        self._client = client
        self._source = source
        self._invoke = invoke
        self._log = log

    def run(self, stop: threading.Event, wake: threading.Event, poll: float = POLL) -> None:
        """Deliver until `stop`, looking every `poll` seconds and at once when `wake` is set."""
        while not stop.is_set():
            try:
                moved = self.turn()
            except (BotoCoreError, ClientError) as error:
                self._log(f"{self._source.rule}: {type(error).__name__}, trying again")
                moved = False
            if not moved and wake.wait(poll):
                wake.clear()

    def turn(self) -> bool:
        """Deliver what is in the queue now; whether there was anything."""
        answer = self._client.receive_message(
            QueueUrl=self._source.queue,
            MaxNumberOfMessages=10,
            VisibilityTimeout=60,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        messages = answer.get("Messages", [])
        for message in messages:
            self._deliver(message)
        return bool(messages)

    def _deliver(self, message: MessageTypeDef) -> None:
        handle = message["ReceiptHandle"]
        try:
            self._invoke(self._source.function, json.loads(message["Body"]))
        except Exception as error:
            if int(message["Attributes"]["ApproximateReceiveCount"]) <= RETRIES:
                self._client.change_message_visibility(
                    QueueUrl=self._source.queue, ReceiptHandle=handle, VisibilityTimeout=self._retry_after
                )
                return
            self._bury(message, error)
        self._client.delete_message(QueueUrl=self._source.queue, ReceiptHandle=handle)

    def _bury(self, message: MessageTypeDef, error: Exception) -> None:
        name = f"{self._source.function}Dead"
        queue = self._client.create_queue(QueueName=name)["QueueUrl"]
        self._client.send_message(QueueUrl=queue, MessageBody=message["Body"])
        self._log(
            f"{self._source.rule}: an event failed {RETRIES + 1} times ({error}) and is kept in queue {name}"
        )


def schedules_of(template: Template) -> list[tuple[str, timedelta, dict[str, Any]]]:
    """(function, every, event) of each AWS::Scheduler::Schedule. Raises ValueError for other than `rate(…)`."""
    found = []
    for name, properties in template.resources("AWS::Scheduler::Schedule"):
        schedule: Mapping[str, Any] = template.resolve(properties)
        rate = _RATE.fullmatch(schedule["ScheduleExpression"])
        if rate is None:
            raise ValueError(f"{name}: only rate(…) is known here, not {schedule['ScheduleExpression']}")
        every = timedelta(**{f"{rate[2]}s": int(rate[1])})
        target = schedule["Target"]
        found.append((str(target["Arn"]).partition(".")[0], every, json.loads(target.get("Input", "{}"))))
    return found


def tick(
    function: str, every: timedelta, event: dict[str, Any], invoke: Invoke, stop: threading.Event
) -> None:
    """Call a function at a fixed rate until `stop`. A failed call waits for the next one, as the template wants it."""
    while not stop.wait(every.total_seconds()):
        with suppress(FunctionError):
            invoke(function, event)
