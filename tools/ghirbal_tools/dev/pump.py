"""The stream pump: reads a table's stream and brings its records to a function, as Lambda's mapping would.

`make dev` runs it on the embedded AWS and `make stack` on the local emulator, whose own mapping ignores partial batch
answers. It needs a dynamodbstreams client and anything that can be called with an event.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import BotoCoreError, ClientError

from ghirbal_tools.dev.delivery import Delivery

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.type_defs import DescribeStreamInputTypeDef, RecordTypeDef, ShardTypeDef

POLL = 0.25
"""Seconds between two looks at an idle stream: Lambda's own base rate is four a second."""

TTL_SERVICE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""The `userIdentity` of a deletion that DynamoDB made by itself, because the item had expired."""

_START_AGAIN = {"ExpiredIteratorException", "TrimmedDataAccessException"}


@dataclass(slots=True)
class _Shard:
    id: str
    parent: str | None
    iterator: str | None = None
    finished: bool = False


class Pump:
    """Reads one stream, shard by shard, and delivers what it finds."""

    def __init__(
        self,
        client: DynamoDBStreamsClient,
        stream: str,
        delivery: Delivery,
        *,
        batch_size: int,
        checkpoints: dict[str, str] | None = None,
        expired: Callable[[Mapping[str, Any]], bool] = lambda _: False,
    ) -> None:
        """`expired` tells which deletions the time to live made, for stores that don't say so themselves."""
        self._client = client
        self._stream = stream
        self._delivery = delivery
        self._batch_size = batch_size
        self._checkpoints = {} if checkpoints is None else checkpoints
        self._expired = expired
        self._shards: dict[str, _Shard] = {}
        self._ended = True

    def run(
        self,
        stop: threading.Event,
        wake: threading.Event | None = None,
        log: Callable[[str], None] = print,
        poll: float = POLL,
    ) -> None:
        """Deliver until `stop` is set, looking every `poll` seconds and at once when `wake` is set.

        A stream that can't be reached for the moment is looked at again; nothing is lost, the checkpoint stays.
        """
        bell = wake or stop
        while not stop.is_set():
            try:
                moved = self.turn()
            except (BotoCoreError, ClientError) as error:
                log(f"stream: {type(error).__name__}, trying again")
                moved = False
            if not moved and bell.wait(poll) and wake is not None:
                wake.clear()

    def drain(self) -> None:
        """Deliver everything that is in the stream now."""
        while self.turn():
            pass

    def turn(self) -> bool:
        """Look once at every readable shard; whether there was anything."""
        moved = False
        for shard in self._readable():
            moved = self._read(shard) or moved
        return moved or self._ended

    def _readable(self) -> Iterator[_Shard]:
        """Shards that are not read to their end and whose parent is: the order of changes to an item hangs on it."""
        if self._ended:  # a shard's children show when it is closed, and not before
            for description in self._describe():
                shard_id = description["ShardId"]
                self._shards.setdefault(shard_id, _Shard(shard_id, description.get("ParentShardId")))
            self._ended = False
        for shard in list(self._shards.values()):
            parent = self._shards.get(shard.parent or "")
            if not shard.finished and (parent is None or parent.finished):
                yield shard

    def _describe(self) -> Iterator[ShardTypeDef]:
        last: str | None = None
        while True:
            request: DescribeStreamInputTypeDef = {"StreamArn": self._stream}
            if last:
                request["ExclusiveStartShardId"] = last
            answer = self._client.describe_stream(**request)["StreamDescription"]
            yield from answer.get("Shards", [])
            last = answer.get("LastEvaluatedShardId")
            if not last:
                return

    def _read(self, shard: _Shard) -> bool:
        """Read and deliver one batch of a shard; whether there was one."""
        iterator = shard.iterator or self._iterator(shard.id)
        try:
            answer = self._client.get_records(ShardIterator=iterator, Limit=self._batch_size)
        except ClientError as error:
            shard.iterator = None
            if error.response.get("Error", {}).get("Code") in _START_AGAIN:
                return False
            raise
        records = [self._event_record(record) for record in answer["Records"]]
        if records and not self._delivery.deliver(
            shard.id, records, lambda sequence: self._checkpoints.update({shard.id: sequence})
        ):
            shard.iterator = None
            return False
        # The stubs don't know it, but a closed shard has no next iterator.
        shard.iterator = cast("str | None", answer.get("NextShardIterator"))
        if shard.iterator is None:
            shard.finished = self._ended = True
        return bool(records)

    def _iterator(self, shard: str) -> str:
        after = self._checkpoints.get(shard)
        if after is not None:
            try:
                return self._client.get_shard_iterator(
                    StreamArn=self._stream,
                    ShardId=shard,
                    ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                    SequenceNumber=after,
                )["ShardIterator"]
            except self._client.exceptions.TrimmedDataAccessException:
                pass  # the stream no longer reaches back so far: go on from its oldest record
        return self._client.get_shard_iterator(
            StreamArn=self._stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]

    def _event_record(self, record: RecordTypeDef) -> dict[str, Any]:
        shaped = event_record(record, self._stream)
        if shaped["eventName"] == "REMOVE" and self._expired(shaped):
            shaped["userIdentity"] = dict(TTL_SERVICE)
        return shaped


def event_record(record: RecordTypeDef | Mapping[str, Any], stream: str) -> dict[str, Any]:
    """A record of the streams API as Lambda hands it on: times in epoch seconds, binary as base64."""
    shaped: dict[str, Any] = {**_plain(dict(record)), "eventSourceARN": stream}
    user = shaped.pop("userIdentity", None)
    if user:
        shaped["userIdentity"] = {key[0].lower() + key[1:]: value for key, value in user.items()}
    return shaped


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.timestamp() if isinstance(value, datetime) else value
