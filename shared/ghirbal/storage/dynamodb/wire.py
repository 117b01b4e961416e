"""Rows in DynamoDB's own JSON, both ways.

boto3's serialiser does this too, but at the price of importing boto3 (200 ms) wherever an image is read, and
it turns every number into a Decimal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghirbal.storage.dynamodb.items import Item, Plain, Row

Image = Mapping[str, Mapping[str, Any]]
"""A row as DynamoDB sends it: attribute -> {type: value}."""


def to_image(item: Row) -> dict[str, dict[str, Any]]:
    """A row as DynamoDB wants it.

    >>> to_image({"v": 1, "text": "سلام", "on": True, "ids": frozenset({"b", "a"})})
    {'v': {'N': '1'}, 'text': {'S': 'سلام'}, 'on': {'BOOL': True}, 'ids': {'SS': ['a', 'b']}}
    """
    return {key: to_value(value) for key, value in item.items()}


def to_value(value: Plain) -> dict[str, Any]:
    """One value as DynamoDB wants it."""
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": value} if isinstance(value, str) else {"SS": sorted(value)}


def from_image(image: Image) -> Item:
    """A row out of DynamoDB's JSON.

    Raises ValueError for what this service never writes (fault case 23).

    >>> from_image({"v": {"N": "1"}, "ids": {"SS": ["a"]}})
    {'v': 1, 'ids': frozenset({'a'})}
    """
    if not isinstance(image, Mapping):
        raise ValueError("expected an image")
    return {key: _from_value(key, value) for key, value in image.items()}


def _from_value(key: str, value: Mapping[str, Any]) -> Plain:
    match value:
        case {"S": str(text)}:
            return text
        case {"N": str(digits)}:
            return int(digits)
        case {"BOOL": bool(flag)}:
            return flag
        case {"SS": list(members)} if all(isinstance(member, str) for member in members):
            return frozenset(members)
    raise ValueError(f"{key}: no value of ours")
