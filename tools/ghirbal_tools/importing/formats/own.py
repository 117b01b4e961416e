"""Ghirbal's own export: a line about the file, then one comment a line, complete but for what names a reader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import lines, told, whole
from ghirbal_tools.importing.record import ImportProblem, Record, State

SCHEMA = 1


def manifest_of(path: Path) -> Path:
    """Where the manifest of an export lies.

    >>> manifest_of(Path("a/akhbar.jsonl")).as_posix()
    'a/akhbar.jsonl.manifest.json'
    """
    return path.with_name(path.name + ".manifest.json")


def read(source: Source) -> Iterator[Record]:
    """The comments. Raises ImportProblem for a schema that is newer than this program.

    Where the manifest lies beside it, the file has to be the one that it describes.
    """
    _verify(source.path)
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


def _verify(path: Path) -> None:
    manifest = manifest_of(path)
    if not manifest.exists():
        return
    with path.open("rb") as data:
        found = hashlib.file_digest(data, "sha256").hexdigest()
    if json.loads(manifest.read_text("utf-8")).get("sha256") != found:
        raise ImportProblem(f"{path} is not the file that {manifest.name} describes: copy both anew")


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
