"""The one DynamoDB client: made on the first call, with time-outs, and with every failure told apart.

Connect 1 s, read 1 s, two attempts in all: one hung call costs 2 s and a pause, where botocore's own settings
(60 s, four attempts) outlast every function.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghirbal.adapters.aws import make_client
from ghirbal.domain.clock import pause as wait
from ghirbal.domain.errors import StoreContended, StoreUnavailable
from ghirbal.domain.ids import chance
from ghirbal.storage.dynamodb.failures import Busy, translated
from ghirbal.storage.dynamodb.items import Item, Row
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.wire import Image, from_image, to_image
from ghirbal.storage.dynamodb.writes import Write, key_image, names_and_values

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CONNECT_SECONDS = 1
READ_SECONDS = 1
UPDATE_TRIES = 3

WORST_CALL_MS = 2_200
"""Two attempts of which each hangs for the read time-out, and the pause between."""

BATCH = 100
"""Keys in one BatchGetItem, by DynamoDB's own limit."""

BATCH_ROUNDS = 5
"""How often keys that came back unprocessed are asked for before the store counts as away."""

_PAUSE_MS = 20


@dataclass(frozen=True, slots=True)
class FoundItems:
    """One answer of a query; `more` is the sort key to go on from, None at the end of the partition."""

    rows: tuple[Item, ...]
    more: Item | None = None


class _Invocation(threading.local):
    """Lambda runs one invocation a process, the local gateway one a thread."""

    remaining: Callable[[], int] | None = None


class Table:
    """The table's name and a client."""

    def __init__(
        self,
        name: str,
        client: DynamoDBClient | None = None,
        *,
        pause: Callable[[float], None] = wait,
    ) -> None:
        """Keep the name; no client is made yet. `pause` waits the given seconds."""
        self.name = name
        self._invocation = _Invocation()
        self._client = client
        self._making = threading.Lock()
        self._pause = pause

    @property
    def remaining(self) -> Callable[[], int] | None:
        """What answers the milliseconds that the invocation of this thread may still run, if anything does."""
        return self._invocation.remaining

    @remaining.setter
    def remaining(self, answers: Callable[[], int] | None) -> None:
        self._invocation.remaining = answers

    @property
    def client(self) -> DynamoDBClient:
        """The client, made when first asked for; by one thread alone, for boto3's default session is not safe."""
        with self._making:
            if self._client is None:
                self._client = make_client(
                    "dynamodb", connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
                )
            return self._client

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """One row, or None."""
        answer = self._call(
            "get_item", {"TableName": self.name, "Key": key_image(key), "ConsistentRead": consistent}
        )
        image = answer.get("Item")
        return from_image(image) if image else None

    def get_many(self, wanted: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """The rows that are there, by key. Every key has then been answered; else StoreUnavailable.

        A key that DynamoDB leaves unprocessed is asked for again: a ban that was not read is not "no ban".
        """
        distinct = sorted(set(wanted))
        found: dict[Key, Item] = {}
        for start in range(0, len(distinct), BATCH):
            for image in self._batches(distinct[start : start + BATCH], consistent=consistent):
                row = from_image(image)
                found[Key(str(row["PK"]), str(row["SK"]))] = row
        return found

    def write(self, write: Write) -> None:
        """One put, update or delete. Raises ConditionFailed, Busy."""
        operation = {"Put": "put_item", "Update": "update_item", "Delete": "delete_item"}[write.kind]
        self._call(operation, write.request(self.name))

    def updated(self, write: Write) -> Item:
        """One update, and the row as it is after it. Raises StoreContended while a transaction holds the row."""
        for attempt in range(UPDATE_TRIES):
            try:
                answer = self._call("update_item", write.request(self.name) | {"ReturnValues": "ALL_NEW"})
            except Busy:
                self.rest(attempt)
            else:
                return from_image(answer["Attributes"])
        raise StoreContended("TransactionConflict")

    def transact(self, writes: Sequence[Write], token: str) -> None:
        """All or none. Raises Cancelled, Busy. The same `token` makes a repetition harmless for 10 minutes."""
        actions = [{write.kind: write.request(self.name)} for write in writes]
        self._call("transact_write_items", {"TransactItems": actions, "ClientRequestToken": token})

    def query(self, condition: str, values: Row, *, only: str = "", **options: object) -> FoundItems:
        """One page of a partition; `condition` names attributes as writes do, `options` are DynamoDB's own.

        `only` filters what was read (and paid for): an answer may hold less than its limit, even nothing.
        """
        named = names_and_values(f"{condition} {only}", values)
        request = {"TableName": self.name, "KeyConditionExpression": condition, **named, **options}
        if only:
            request["FilterExpression"] = only
        answer = self._call("query", request)
        last = answer.get("LastEvaluatedKey")
        return FoundItems(
            tuple(from_image(image) for image in answer["Items"]), from_image(last) if last else None
        )

    def scan(self, only: str, values: Row, after: Item | None = None) -> FoundItems:
        """One page of the whole table, filtered by `only`; what was read is paid for. Jobs of an operator's alone."""
        request: dict[str, object] = {"TableName": self.name, "FilterExpression": only}
        if after is not None:
            request["ExclusiveStartKey"] = to_image(after)
        answer = self._call("scan", {**request, **names_and_values(only, values)})
        last = answer.get("LastEvaluatedKey")
        return FoundItems(
            tuple(from_image(image) for image in answer["Items"]), from_image(last) if last else None
        )

    def scanned(self, only: str, values: Row) -> Iterator[Item]:
        """Every row of the table that the filter lets through, in no order, page after page."""
        after: Item | None = None
        while True:
            found = self.scan(only, values, after)
            yield from found.rows
            after = found.more
            if after is None:
                return

    def partition(self, partition: str) -> list[Item]:
        """All rows of a small partition, consistently, page after page."""
        rows: list[Item] = []
        start: dict[str, Any] = {}
        while True:
            found = self.query("#PK = :partition", {"partition": partition}, ConsistentRead=True, **start)
            rows += found.rows
            if found.more is None:
                return rows
            start = {"ExclusiveStartKey": to_image(found.more)}

    def rest(self, attempt: int) -> None:
        """Wait a random while, longer with each attempt (full jitter: 20, 40, 80 … ms at most)."""
        self._pause(chance(_PAUSE_MS << attempt) / 1_000)

    def _batches(self, wanted: Sequence[Key], *, consistent: bool) -> Iterator[Image]:
        asked: Any = {self.name: {"Keys": [key_image(key) for key in wanted], "ConsistentRead": consistent}}
        for attempt in range(BATCH_ROUNDS):
            answer = self._call("batch_get_item", {"RequestItems": asked})
            yield from answer.get("Responses", {}).get(self.name, ())
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return
            self.rest(attempt)
        raise StoreUnavailable("UnprocessedKeys")

    def _call(self, operation: str, request: Mapping[str, object]) -> dict[str, Any]:
        if self.remaining is not None and self.remaining() < WORST_CALL_MS:
            raise StoreUnavailable("no-time-left")
        method = getattr(self.client, operation)
        from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

        try:
            answer: dict[str, Any] = method(**request)
            return answer
        except ClientError as error:
            raise translated(error.response, error) from error
        except (ConnectionError, HTTPClientError) as error:
            raise StoreUnavailable(type(error).__name__) from error
