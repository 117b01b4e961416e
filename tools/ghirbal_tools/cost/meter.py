"""A DynamoDB client that counts units: each call goes through to the real one, and what it cost is written down.

The rows before and after a write are looked at with the client below, so that also a condition that fails, the indexes
and transactions are counted. It wraps any engine; one request after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghirbal_tools.cost.sizes import Image, read_units, size, write_units

TABLE = "table"

Told = Callable[[Image | None, Image | None], None]
"""Hears of a row before and after."""


@dataclass(frozen=True, slots=True)
class Projection:
    """An index: its key attributes, and all that it holds of a row."""

    keys: frozenset[str]
    holds: frozenset[str]

    def of(self, image: Image | None) -> dict[str, Any]:
        """What the index holds of a row; {} when the row is not in it."""
        if not image or not self.keys <= image.keys():
            return {}
        return {name: value for name, value in image.items() if name in self.holds}


@dataclass
class Units:
    """Units by the table and each index."""

    reads: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    writes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    calls: int = 0


class Meter:
    """Looks like a DynamoDB client, as far as `storage.dynamodb.table` needs one."""

    def __init__(self, client: Any, indexes: Mapping[str, Projection], told: Told) -> None:
        """`told(before, after)` hears of each row that changed."""
        self._client, self._indexes, self._told = client, indexes, told
        self.spent = Units()

    def taken(self) -> Units:
        """What was spent since this was last asked."""
        spent, self.spent = self.spent, Units()
        return spent

    def get_item(self, **request: Any) -> Any:
        """One row."""
        answer = self._client.get_item(**request)
        self._read([size(answer.get("Item"))], consistent=bool(request.get("ConsistentRead")))
        return answer

    def batch_get_item(self, **request: Any) -> Any:
        """Many rows, each rounded for itself; one that is not there costs as the smallest."""
        answer = self._client.batch_get_item(**request)
        self.spent.calls += 1
        for name, asked in request["RequestItems"].items():
            found = [size(row) for row in answer["Responses"].get(name, ())]
            missing = len(asked["Keys"]) - len(found)
            for one in (*found, *[0] * missing):
                self.spent.reads[TABLE] += read_units([one], consistent=bool(asked.get("ConsistentRead")))
        return answer

    def query(self, **request: Any) -> Any:
        """A page of a partition: what a filter leaves out was looked at too."""
        whole = {name: value for name, value in request.items() if name != "FilterExpression"}
        looked = self._client.query(**_needed(whole)) if whole != request else None
        answer = self._client.query(**request)
        sizes = [size(row) for row in (looked or answer)["Items"]]
        consistent = bool(request.get("ConsistentRead"))
        self._read(sizes, consistent=consistent, where=request.get("IndexName", TABLE))
        return answer

    def put_item(self, **request: Any) -> Any:
        """One row, written."""
        key = {name: request["Item"][name] for name in ("PK", "SK")}
        return self._written("put_item", request, [(request["TableName"], key, 1)])

    def update_item(self, **request: Any) -> Any:
        """One row, changed."""
        return self._written("update_item", request, [(request["TableName"], request["Key"], 1)])

    def delete_item(self, **request: Any) -> Any:
        """One row, removed."""
        return self._written("delete_item", request, [(request["TableName"], request["Key"], 1)])

    def transact_write_items(self, **request: Any) -> Any:
        """Several rows at twice the price, conditions that are only looked at included."""
        rows = []
        for action in request["TransactItems"]:
            [one] = action.values()
            key = one["Key"] if "Key" in one else {name: one["Item"][name] for name in ("PK", "SK")}
            rows.append((one["TableName"], key, 2))
        return self._written("transact_write_items", request, rows)

    def _read(self, sizes: Sequence[int], *, consistent: bool, where: str = TABLE) -> None:
        self.spent.calls += 1
        self.spent.reads[where] += read_units(sizes, consistent=consistent)

    def _written(
        self, operation: str, request: Mapping[str, Any], rows: Sequence[tuple[str, Any, int]]
    ) -> Any:
        self.spent.calls += 1
        before = [self._look(table, key) for table, key, _ in rows]
        try:
            return getattr(self._client, operation)(**request)
        finally:
            for (table, key, times), old in zip(rows, before, strict=True):
                self._charge(old, self._look(table, key), times)

    def _look(self, table: str, key: Any) -> Image | None:
        found: Image | None = self._client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return found

    def _charge(self, old: Image | None, new: Image | None, times: int) -> None:
        self.spent.writes[TABLE] += times * write_units(size(old), size(new))
        if old == new:
            return
        self._told(old, new)
        for name, index in self._indexes.items():
            was, is_ = index.of(old), index.of(new)
            if was == is_:
                continue
            moved = was and is_ and any(was[key] != is_[key] for key in index.keys)
            pairs = ((was, {}), ({}, is_)) if moved else ((was, is_),)
            self.spent.writes[name] += sum(write_units(size(a), size(b)) for a, b in pairs)


def _needed(request: Mapping[str, Any]) -> dict[str, Any]:
    """A request without the names and values that only its filter used."""
    said = request["KeyConditionExpression"]
    names = {name: held for name, held in request["ExpressionAttributeNames"].items() if name in said}
    values = {name: held for name, held in request["ExpressionAttributeValues"].items() if name in said}
    return {**request, "ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
