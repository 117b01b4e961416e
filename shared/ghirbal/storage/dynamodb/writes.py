"""One write as data: rendered alike for a call of its own and for a place in a transaction.

Expressions name attributes as `#name` and values as `:name`; the names map is made from what they mention, so that
no reserved word of DynamoDB (`text`, `by`, `open` …) needs thinking of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from ghirbal.storage.dynamodb.items import Item, Plain, Row
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.wire import to_image, to_value

_NAME = re.compile(r"#(\w+)")
Kind = Literal["Put", "Update", "Delete", "ConditionCheck"]


@dataclass(frozen=True, slots=True)
class Write:
    """A put, an update, a delete, or a check that must hold for the others to happen."""

    kind: Kind
    target: Key | Item
    expression: str = ""
    condition: str = ""
    values: dict[str, Plain] = field(default_factory=dict)

    def request(self, table: str) -> dict[str, Any]:
        """The parameters DynamoDB wants. A failed condition answers the row that stood in the way."""
        place = (
            {"Key": key_image(self.target)}
            if isinstance(self.target, Key)
            else {"Item": to_image(self.target)}
        )
        request: dict[str, Any] = {"TableName": table, **place}
        if self.expression:
            request["UpdateExpression"] = self.expression
        if self.condition:
            request["ConditionExpression"] = self.condition
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return request | names_and_values(f"{self.expression} {self.condition}", self.values)


def put(item: Item, condition: str = "", **values: Plain) -> Write:
    """Write a whole row."""
    return Write("Put", item, "", condition, values)


def update(key: Key, expression: str, condition: str = "", **values: Plain) -> Write:
    """Change a row, or make it."""
    return Write("Update", key, expression, condition, values)


def delete(key: Key) -> Write:
    """Remove a row if it is there."""
    return Write("Delete", key)


def check(key: Key, condition: str, **values: Plain) -> Write:
    """Only look, but within the transaction."""
    return Write("ConditionCheck", key, "", condition, values)


def key_image(key: Key) -> dict[str, dict[str, str]]:
    """A primary key as DynamoDB wants it."""
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def names_and_values(expression: str, values: Row) -> dict[str, Any]:
    """The two maps an expression needs, absent when empty (DynamoDB refuses empty ones).

    >>> names_and_values("#v = :v", {"v": 1})
    {'ExpressionAttributeNames': {'#v': 'v'}, 'ExpressionAttributeValues': {':v': {'N': '1'}}}
    """
    maps: dict[str, Any] = {}
    if named := _NAME.findall(expression):
        maps["ExpressionAttributeNames"] = {f"#{name}": name for name in sorted(set(named))}
    if values:
        maps["ExpressionAttributeValues"] = {f":{name}": to_value(value) for name, value in values.items()}
    return maps


def changes(before: Item, after: Item, owned_elsewhere: frozenset[str]) -> tuple[str, dict[str, Plain]]:
    """The update expression that turns one row into another, leaving alone what others count on it.

    >>> changes({"st": "PENDING", "ht": 1, "rc": 1}, {"st": "APPROVED", "rc": 0}, frozenset({"rc"}))
    ('SET #st = :st REMOVE #ht', {'st': 'APPROVED'})
    """
    differing = {
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and key not in owned_elsewhere
    }
    written = {key: after[key] for key in sorted(differing) if key in after}
    gone = sorted(differing - written.keys())
    parts = []
    if written:
        parts.append("SET " + ", ".join(f"#{key} = :{key}" for key in written))
    if gone:
        parts.append("REMOVE " + ", ".join(f"#{key}" for key in gone))
    return " ".join(parts), written
