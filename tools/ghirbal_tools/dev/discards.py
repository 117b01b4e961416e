"""Where records go that a function could not take: Lambda's invocation record, in S3."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ghirbal.domain.ids import new_token_id
from ghirbal_tools.dev.delivery import Discard, created_of, sequence_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "aws/lambda"
"""The prefix under which Lambda's stream mappings write into a bucket."""


def invocation_record(discard: Discard, function: str, at: datetime) -> dict[str, Any]:
    """What Lambda writes to an S3 destination: where the records stood, and in `payload` the event itself."""
    first, last = discard.records[0], discard.records[-1]
    return {
        "version": "1.0",
        "timestamp": _iso(at),
        "requestContext": {
            "requestId": new_token_id(),
            "functionArn": function,
            "condition": str(discard.condition),
            "approximateInvokeCount": discard.attempts,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "DDBStreamBatchInfo": {
            "shardId": discard.shard,
            "startSequenceNumber": sequence_of(first),
            "endSequenceNumber": sequence_of(last),
            "approximateArrivalOfFirstRecord": _iso(datetime.fromtimestamp(created_of(first), UTC)),
            "approximateArrivalOfLastRecord": _iso(datetime.fromtimestamp(created_of(last), UTC)),
            "batchSize": len(discard.records),
            "streamArn": discard.stream,
        },
        "payload": json.dumps({"Records": list(discard.records)}, ensure_ascii=False),
    }


def object_key(mapping: str, shard: str, at: datetime) -> str:
    """The key Lambda gives such an object: mapping, shard, day, moment and a random part."""
    return f"{FOLDER}/{mapping}/{shard}/{at:%Y/%m/%d}/{at:%Y-%m-%dT%H.%M.%S}-{new_token_id()}"


class BucketDiscards:
    """A failure destination in S3."""

    def __init__(self, client: S3Client, bucket: str, *, function: str, mapping: str) -> None:
        """`function` is the ARN written into the record, `mapping` the mapping's id in the key."""
        self._client = client
        self._bucket = bucket
        self._function = function
        self._mapping = mapping

    def __call__(self, discard: Discard) -> None:
        """Write one object."""
        at = datetime.now(UTC)
        body = json.dumps(invocation_record(discard, self._function, at), ensure_ascii=False)
        key = object_key(self._mapping, discard.shard, at)
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body.encode())


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
