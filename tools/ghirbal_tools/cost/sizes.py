"""How large a row is, and how many units that makes: DynamoDB's published rules.

Sizes: names and texts by their UTF-8 bytes, a number by half a byte a digit and one more, a flag one byte, a set
three bytes and its members. Units: a strongly consistent read of 4 KB is one, an eventually consistent one half; a
write of 1 KB is one, twice that within a transaction. All are rounded up, a row at a time; a query rounds the sum of
what it looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

Image = Mapping[str, Mapping[str, Any]]
"""A row as the API has it: {"PK": {"S": "…"}}."""

READ_BYTES, WRITE_BYTES = 4_096, 1_024


def size(image: Image | None) -> int:
    """Bytes of a row; 0 for none.

    >>> size({"PK": {"S": "ab"}, "n": {"N": "-1234"}, "f": {"BOOL": True}, "s": {"SS": ["x", "yz"]}})
    17
    """
    return sum(len(name.encode()) + _value(value) for name, value in (image or {}).items())


def read_units(sizes: Iterable[int], *, consistent: bool) -> float:
    """Units of one request that looked at rows of these sizes together; half a unit at least.

    >>> read_units([5_000], consistent=True), read_units([100] * 20, consistent=False), read_units([], consistent=True)
    (2.0, 0.5, 1.0)
    """
    whole = max(1, ceil(sum(sizes) / READ_BYTES))
    return whole if consistent else whole / 2


def write_units(before: int, after: int) -> int:
    """Units of one write, by the larger of the row before and after it.

    >>> write_units(0, 10), write_units(3_000, 100)
    (1, 3)
    """
    return max(1, ceil(max(before, after) / WRITE_BYTES))


def _value(value: Mapping[str, Any]) -> int:
    [(kind, held)] = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return _number(held)
    if kind == "SS":
        return 3 + sum(len(one.encode()) for one in held)
    return 1


def _number(text: str) -> int:
    digits = text.lstrip("-").replace(".", "").strip("0")
    return ceil(len(digits) / 2) + 1 + text.startswith("-")
