"""remark42's backup: a line about the file, then one comment a line, most often packed."""

from __future__ import annotations

from collections.abc import Iterator

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import lines, told, whole
from ghirbal_tools.importing.html_text import text_of
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time


def read(source: Source) -> Iterator[Record]:
    """The comments; the first line is none."""
    for number, said in lines(source):
        if said is None:
            yield Record(place=f"line {number}", skip="broken-row")
        elif "id" in said and ("text" in said or "orig" in said):
            user, where = said.get("user") or {}, said.get("locator") or {}
            yield Record(
                place=f"line {number}",
                key=told(said, "id"),
                parent=told(said, "pid"),
                page=told(where, "url"),
                title=told(said, "title"),
                text=text_of(told(said, "text")) or told(said, "orig"),
                name=told(user, "name"),
                author=told(user, "id"),
                created=read_time(told(said, "time")),
                state=State.DELETED if said.get("delete") is True else State.APPROVED,
                likes=whole(told(said, "score")),
                staff=user.get("admin") is True,
            )
