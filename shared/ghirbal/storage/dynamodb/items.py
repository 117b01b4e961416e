"""Rows as plain values, and how they are read without trusting them.

A row holds texts, whole numbers, flags and sets of texts, nothing else. What is absent is not written: fewer
bytes to pay for, and `None`, `""`, `0` and `False` come back as the default they are.
"""

from __future__ import annotations

from collections.abc import Mapping

Plain = str | int | bool | frozenset[str]
Item = dict[str, Plain]
Row = Mapping[str, Plain]

EXPIRY = "exp"


def alive(item: Row | None, now: int) -> bool:
    """Whether a row is there and not past its `exp` (epoch seconds) at `now` (epoch milliseconds).

    TTL deletes late, by days even: what is past its time counts as absent (fault case 17).

    >>> alive({"exp": 10}, 9_999), alive({"exp": 10}, 10_000), alive({}, 0), alive(None, 0)
    (True, False, True, False)
    """
    if item is None:
        return False
    return EXPIRY not in item or number(item, EXPIRY) * 1000 > now


def present(item: Row) -> Item:
    """The row without what says nothing."""
    return {key: value for key, value in item.items() if value or key in _ALWAYS}


# An empty text is a tombstone's text, version and creation are what every reader of an image needs.
_ALWAYS = frozenset({"text", "name", "v", "cr", "rv", "n", "roots"})


def text(item: Row, key: str, default: str | None = None) -> str:
    """A text of the row; raises ValueError when it is another kind, or absent without a default."""
    value = item.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected a text")
    return value


def number(item: Row, key: str, default: int | None = None) -> int:
    """A whole number of the row; raises ValueError as `text` does."""
    value = item.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{key}: expected a number")
    return value


def flag(item: Row, key: str, *, default: bool = False) -> bool:
    """A flag of the row; raises ValueError as `text` does."""
    value = item.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{key}: expected a flag")
    return value


def members(item: Row, key: str) -> frozenset[str]:
    """A set of the row, empty when absent; raises ValueError as `text` does."""
    value = item.get(key, frozenset())
    if not isinstance(value, frozenset):
        raise ValueError(f"{key}: expected a set")
    return value


def text_or_none(item: Row, key: str) -> str | None:
    """A text, or None when absent."""
    return text(item, key) if key in item else None


def number_or_none(item: Row, key: str) -> int | None:
    """A number, or None when absent."""
    return number(item, key) if key in item else None
