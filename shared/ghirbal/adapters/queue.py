"""Putting messages into an SQS queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghirbal.adapters.aws import AwsAdapter, unavailable
from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueue(AwsAdapter["SQSClient"]):
    """`ports.jobs.JobQueue` and `ports.webhooks.CallQueue` by SQS."""

    service = "sqs"
    read_seconds = 2

    def __init__(self, url: str, client: SQSClient | None = None) -> None:
        """`url` is the queue's address; `client` is made on first use when none is given."""
        self._url = url
        super().__init__(client)

    def later(self, handle: str, seconds: int) -> None:
        """Let a received message come again after a while. Raises GhirbalError("queue-unavailable")."""
        with unavailable("queue-unavailable"):
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=handle, VisibilityTimeout=seconds
            )

    def send(self, message: Mapping[str, Any]) -> None:
        """Put a JSON message there. Raises GhirbalError("queue-unavailable")."""
        if not self._url:
            raise GhirbalError("queue-unavailable", why="no queue is configured")
        with unavailable("queue-unavailable"):
            body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            self._client.send_message(QueueUrl=self._url, MessageBody=body)
