"""Ghirbal's own export: a line about the file, then one comment a line, complete but for what names a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import lines, told, whole
from ghirbal_tools.importing.record import ImportProblem, Record, State

SCHEMA = 1


def read(source: Source) -> Iterator[Record]:
    """The comments. Raises ImportProblem for a schema that is newer than this program."""
    for number, said in lines(source):
        if said is None:
            yield Record(place=f"line {number}", skip="broken-row")
        elif "ghirbal" in said:
            if whole(told(said, "ghirbal")) > SCHEMA:
                raise ImportProblem(
                    f"{source.path}: schema {told(said, 'ghirbal')} is newer than this program's {SCHEMA}"
                )
        else:
            yield _comment(said, f"line {number}")


def _comment(said: Any, place: str) -> Record:
    return Record(
        place=place,
        key=told(said, "id"),
        parent=told(said, "parent"),
        page=told(said, "page"),
        title=told(said, "title"),
        text=str(said.get("text") or ""),
        name=str(said.get("name") or ""),
        author=told(said, "author"),
        created=int(said["created"]) if isinstance(said.get("created"), int) else None,
        state=State(told(said, "state")) if told(said, "state") in set(State) else State.PENDING,
        likes=whole(told(said, "likes")),
    )
