"""JSON as a stream: one document's long list in constant memory, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ijson

from ghirbal_tools.importing.decoding import opened_text
from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.record import ImportProblem


class Utf8:
    """A text reader as the bytes that ijson wants."""

    def __init__(self, text: Any) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        """The next characters, encoded."""
        return str(self._text.read(size)).encode("utf-8", "replace")


def items(source: Source, prefix: str) -> Iterator[Any]:
    """The objects at a place of the document (`comments.item`, in ijson's notation). Raises ImportProblem."""
    with opened_text(source.path, source.encoding) as text:
        try:
            yield from ijson.items(Utf8(text), prefix, use_float=True)
        except ijson.JSONError as error:
            raise ImportProblem(
                f"{source.path}: broken JSON: {str(error).splitlines()[0]}; nothing was imported"
            ) from None


def lines(source: Source) -> Iterator[tuple[int, Any]]:
    """Each line's number and object; a line that is no object comes as None."""
    with opened_text(source.path, source.encoding) as text:
        for number, line in enumerate(text, start=1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            try:
                found = json.loads(line.lstrip("\ufeff"))
            except (ValueError, RecursionError):
                found = None
            yield number, found if isinstance(found, dict) else None


def told(said: Any, *names: str) -> str:
    """The first of these members that says something, as text; dates and numbers too.

    >>> told({"a": None, "b": 7}, "a", "b"), told({"d": {"__type": "Date", "iso": "2020-01-01T00:00:00Z"}}, "d")
    ('7', '2020-01-01T00:00:00Z')
    """
    for name in names:
        value = said.get(name) if isinstance(said, dict) else None
        if isinstance(value, dict):
            value = value.get("iso") or value.get("$oid") or value.get("$date")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is not None and str(value).strip():
            return str(value).strip()
    return ""


def whole(text: str) -> int:
    """A count, 0 for what is none.

    >>> whole("3"), whole("-2"), whole("many")
    (3, 0, 0)
    """
    try:
        return max(0, int(float(text)))
    except ValueError:
        return 0
