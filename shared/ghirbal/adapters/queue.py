"""Putting messages into an SQS queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueue:
    """`ports.jobs.JobQueue` and `ports.webhooks.CallQueue` by SQS."""

    def __init__(self, url: str, client: SQSClient | None = None) -> None:
        """`url` is the queue's address; `client` is made on first use when none is given."""
        self._url = url
        self._given = client

    @cached_property
    def _client(self) -> SQSClient:
        if self._given is not None:
            return self._given
        import boto3
        from botocore.config import Config

        limits = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})
        return boto3.client("sqs", config=limits)

    def later(self, handle: str, seconds: int) -> None:
        """Let a received message come again after a while. Raises GhirbalError("queue-unavailable")."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=handle, VisibilityTimeout=seconds
            )
        except (BotoCoreError, ClientError) as error:
            raise GhirbalError("queue-unavailable", why=type(error).__name__) from None

    def send(self, message: Mapping[str, Any]) -> None:
        """Put a JSON message there. Raises GhirbalError("queue-unavailable")."""
        from botocore.exceptions import BotoCoreError, ClientError

        if not self._url:
            raise GhirbalError("queue-unavailable", why="no queue is configured")
        try:
            body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            self._client.send_message(QueueUrl=self._url, MessageBody=body)
        except (BotoCoreError, ClientError) as error:
            raise GhirbalError("queue-unavailable", why=type(error).__name__) from None
