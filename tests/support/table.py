"""The table of template.yaml, made wherever a test needs one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ghirbal_tools.template import load

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RESOURCE = "Table"


@cache
def _request() -> dict[str, Any]:
    request: dict[str, Any] = load().table_request(RESOURCE, "unnamed")
    return request


def create_table(client: DynamoDBClient, name: str) -> None:
    """Make the table, with its indexes and its stream, and wait until it is there."""
    client.create_table(**(_request() | {"TableName": name}))
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def projection(index: str) -> frozenset[str]:
    """What an index projects of a row: the keys, and what the template names."""
    for described in _request()["GlobalSecondaryIndexes"]:
        if described["IndexName"] == index:
            own = {part["AttributeName"] for part in described["KeySchema"]}
            return frozenset({"PK", "SK", *own, *described["Projection"]["NonKeyAttributes"]})
    raise KeyError(index)
