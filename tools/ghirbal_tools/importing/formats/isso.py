"""isso: its SQLite database, opened for reading alone, or the JSON that its importers share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import items, told, whole
from ghirbal_tools.importing.html_text import text_or_markup
from ghirbal_tools.importing.record import ImportProblem, Record, State
from ghirbal_tools.importing.times import read_time

SQLITE = b"SQLite format 3\x00"
STATES = {1: State.APPROVED, 2: State.PENDING, 4: State.DELETED}
_QUERY = """SELECT c.id, c.parent, c.created, c.mode, c.text, c.author, c.email, c.likes, t.uri, t.title
            FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.id"""


def read(source: Source) -> Iterator[Record]:
    """The comments of either form."""
    with source.path.open("rb") as head:
        database = head.read(len(SQLITE)) == SQLITE
    yield from _rows(source) if database else _threads(source)


def _rows(source: Source) -> Iterator[Record]:
    """Read-only and immutable: nothing beside the file is written or looked at."""
    address = f"{source.path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
        try:
            for row in connection.execute(_QUERY):
                yield _row(row)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ImportProblem(f"{source.path}: no isso database: {error}; nothing was imported") from None


def _row(row: tuple[Any, ...]) -> Record:
    key, parent, created, mode, text, author, mail, likes, uri, title = row
    return Record(
        place=f"comment {key}",
        key=str(key),
        parent=str(parent or ""),
        page=str(uri or ""),
        title=str(title or ""),
        text=text_or_markup(str(text or "")),
        name=str(author or ""),
        mail=str(mail or ""),
        created=read_time(str(created)),
        state=STATES.get(mode, State.PENDING),
        likes=whole(str(likes or 0)),
    )


def _threads(source: Source) -> Iterator[Record]:
    for thread in items(source, "item"):
        for number, said in enumerate(
            thread.get("comments", []) if isinstance(thread, dict) else [], start=1
        ):
            key = told(said, "id")
            yield Record(
                place=f"{told(thread, 'id')}, comment {key or number}",
                key=key and f"{told(thread, 'id')} {key}",
                parent=told(said, "parent") and f"{told(thread, 'id')} {told(said, 'parent')}",
                page=told(thread, "id", "uri", "url"),
                title=told(thread, "title"),
                text=text_or_markup(told(said, "text")),
                name=told(said, "author", "name"),
                mail=told(said, "email"),
                created=read_time(told(said, "created")),
                state=STATES.get(whole(told(said, "mode") or "1"), State.APPROVED),
                likes=whole(told(said, "likes")),
            )
