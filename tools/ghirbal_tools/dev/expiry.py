"""Deletes what has outlived its time, as DynamoDB does by itself and moto does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVERY = 60
"""Seconds. DynamoDB promises "within a few days"; a minute shows sooner what expiry does."""


class Sweeper:
    """Sweeps one table, and knows afterwards which deletions were its own."""

    def __init__(self, client: DynamoDBClient, table: str, attribute: str) -> None:
        """`attribute` holds epoch seconds, as the table's time to live has it."""
        self._client = client
        self._table = table
        self._attribute = attribute
        self._swept: set[str] = set()

    def sweep(self, now: int) -> int:
        """Delete every item that expired before `now` (epoch seconds); how many there were."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="#t < :now",
            ProjectionExpression="PK, SK, #t",
            ExpressionAttributeNames={"#t": self._attribute},
            ExpressionAttributeValues={":now": {"N": str(now)}},
        )
        old = [item for page in pages for item in page["Items"]]
        return sum(map(self._delete, old))

    def made(self, record: Mapping[str, Any]) -> bool:
        """Whether a stream record of a deletion came from here."""
        image = record["dynamodb"].get("OldImage", {})
        return _mark(image, self._attribute) in self._swept

    def run(self, stop: threading.Event) -> None:
        """Sweep every minute until `stop`."""
        while not stop.wait(EVERY):
            try:
                self.sweep(int(time.time()))
            except (BotoCoreError, ClientError):
                continue  # the next minute finds the same items

    def _delete(self, item: Mapping[str, Any]) -> bool:
        mark = _mark(item, self._attribute)
        self._swept.add(mark)
        try:
            self._client.delete_item(
                TableName=self._table,
                Key={"PK": item["PK"], "SK": item["SK"]},
                ConditionExpression="#t = :then",
                ExpressionAttributeNames={"#t": self._attribute},
                ExpressionAttributeValues={":then": item[self._attribute]},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            self._swept.discard(mark)  # its time was put off meanwhile
            return False
        return True


def _mark(item: Mapping[str, Any], attribute: str) -> str:
    return repr([item.get(name) for name in ("PK", "SK", attribute)])
