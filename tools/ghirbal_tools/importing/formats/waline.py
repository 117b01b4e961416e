"""Waline's export, and Valine's out of LeanCloud: one document, a list, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ghirbal_tools.importing.decoding import opened_text
from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import items, lines, told, whole
from ghirbal_tools.importing.html_text import text_or_markup
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time

STATES = {"approved": State.APPROVED, "waiting": State.PENDING, "spam": State.SPAM}
SHAPES = ("data.Comment.item", "results.item", "item")
"""Where the comments stand: Waline's own document, LeanCloud's answer, a bare list."""


def read(source: Source) -> Iterator[Record]:
    """The comments, in whichever shape they come."""
    number = 0
    for said in _objects(source):
        if isinstance(said, dict) and (told(said, "comment") or told(said, "nick")):
            number += 1
            yield _comment(said, number)


def _objects(source: Source) -> Iterator[Any]:
    with opened_text(source.path, source.encoding) as text:
        first = text.read(4_096).lstrip("\ufeff \r\n\t")
    by_line = first.startswith("#") or (first.startswith("{") and _is_row(first.splitlines()[0]))
    if by_line:
        yield from (said for _, said in lines(source) if said is not None)
        return
    for prefix in SHAPES:
        found = False
        for said in items(source, prefix):
            found = True
            yield said
        if found:
            return


def _is_row(line: str) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(told(found, "comment", "nick"))


def _comment(said: Any, number: int) -> Record:
    key = told(said, "objectId", "id", "_id")
    return Record(
        place=f"comment {key or number}",
        key=key,
        parent=told(said, "pid", "rid"),
        page=told(said, "url"),
        text=text_or_markup(told(said, "comment")),
        name=told(said, "nick"),
        mail=told(said, "mail"),
        author=told(said, "user_id"),
        created=read_time(told(said, "insertedAt", "createdAt")),
        state=STATES.get(told(said, "status") or "approved", State.PENDING),
        likes=whole(told(said, "like")),
    )
