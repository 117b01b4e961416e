"""The bucket of stream records that the function could not take, in the form that Lambda gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ghirbal_tools.dev.delivery import Record, sequence_of
from ghirbal_tools.dev.discards import FOLDER

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class Unreadable(ValueError):
    """An object of the bucket that is no record of a failed invocation."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An object of the failure bucket: its records in their order, and why Lambda gave them up."""

    key: str
    records: Sequence[Record]
    condition: str


class FailureBucket:
    """What Lambda has put below `aws/lambda/` in a bucket."""

    def __init__(self, client: S3Client, name: str) -> None:
        """Keep client and name."""
        self._client = client
        self.name = name

    def keys(self, since: datetime | None) -> Iterator[str]:
        """Keys of the objects written at or after `since`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=f"{FOLDER}/")
        for page in pages:
            for entry in page.get("Contents", []):
                if since is None or entry["LastModified"] >= since:
                    yield entry["Key"]

    def read(self, key: str) -> Kept:
        """One object. Raises Unreadable, also when it is gone."""
        try:
            body = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            raise Unreadable("it is gone") from None
        return kept_of(key, body)

    def rewrite(self, key: str, records: Sequence[Record]) -> None:
        """Put other records in the place of an object's own. Its fortnight begins anew."""
        document = json.loads(self._client.get_object(Bucket=self.name, Key=key)["Body"].read())
        body = document | {"payload": json.dumps({"Records": records}, ensure_ascii=False)}
        self._client.put_object(Bucket=self.name, Key=key, Body=json.dumps(body, ensure_ascii=False).encode())

    def delete(self, key: str) -> None:
        """Remove an object that is done with."""
        self._client.delete_object(Bucket=self.name, Key=key)


def kept_of(key: str, body: bytes) -> Kept:
    """What an object says. Raises Unreadable; its message names no content."""
    try:
        document: dict[str, Any] = json.loads(body)
        records = json.loads(document["payload"])["Records"]
        condition = document.get("requestContext", {}).get("condition", "?")
        if not records or not all(sequence_of(record).isdecimal() for record in records):
            raise Unreadable("no stream records in it")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"no record of a failed invocation ({type(error).__name__})") from None
    return Kept(key, records, str(condition))
