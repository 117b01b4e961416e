"""The three forms of an export, each as a stream of text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from ghirbal.domain.clock import iso
from ghirbal.http.views.sinks import xml_text
from ghirbal.http.views.spreadsheet import line as row
from ghirbal.http.views.spreadsheet import table
from ghirbal_tools.exporting.sheet import Line
from ghirbal_tools.importing.formats.own import SCHEMA

Write = Callable[[Iterable[Line]], Iterator[str]]
COLUMNS = ("id", "parent", "page", "title", "name", "date", "state", "likes", "staff", "text")
APPROVED = {"approved": "1", "pending": "0", "spam": "spam", "rejected": "trash", "deleted": "trash"}


def jsonl(lines: Iterable[Line]) -> Iterator[str]:
    """Complete: what `ghirbal import ghirbal` reads."""
    yield json.dumps({"ghirbal": SCHEMA}) + "\n"
    for line in lines:
        said = {
            "id": line.id,
            "parent": line.parent,
            "page": line.page,
            "title": line.title,
            "text": line.text,
            "name": line.name,
            "author": line.author,
            "created": line.created,
            "state": line.state,
            "likes": line.likes,
            "staff": line.staff,
        }
        yield (
            json.dumps(
                {name: value for name, value in said.items() if value not in ("", 0, False)},
                ensure_ascii=False,
            )
            + "\n"
        )


def csv(lines: Iterable[Line]) -> Iterator[str]:
    """For people: every cell harmless to a spreadsheet."""
    yield table(COLUMNS, ())
    for line in lines:
        cells = (
            line.id,
            line.parent,
            line.page,
            line.title,
            line.name,
            iso(line.created),
            line.state,
            line.likes,
            line.staff,
            line.text,
        )
        yield row(cells)


def wxr(lines: Iterable[Line]) -> Iterator[str]:
    """As WordPress reads it: an item an article; ids become numbers, as WordPress has them."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><wp:wxr_version>1.2</wp:wxr_version>\n"
    )
    for page, group in groupby(lines, key=lambda line: line.page):
        numbers: dict[str, int] = {}
        for number, line in enumerate(group):
            if number == 0:
                yield f"<item><title>{_xml(line.title)}</title><link>{_xml(page)}</link>\n"
            numbers[line.id] = line.number
            yield _wp_comment(line, numbers.get(line.parent, 0))
        yield "</item>\n"
    yield "</channel></rss>\n"


def _wp_comment(line: Line, parent: int) -> str:
    at = iso(line.created)[:19].replace("T", " ")
    parts = {
        "comment_id": line.number,
        "comment_author": line.name,
        "comment_date_gmt": at,
        "comment_content": line.text,
        "comment_approved": APPROVED[line.state],
        "comment_type": "comment",
        "comment_parent": parent,
    }
    inside = "".join(f"<wp:{name}>{_xml(str(value))}</wp:{name}>" for name, value in parts.items())
    meta = f"<wp:meta_key>likes</wp:meta_key><wp:meta_value>{line.likes}</wp:meta_value>"
    votes = f"<wp:commentmeta>{meta}</wp:commentmeta>"
    return f"<wp:comment>{inside}{votes if line.likes else ''}</wp:comment>\n"


def _xml(text: str) -> str:
    return escape(xml_text(text))


WRITERS: dict[str, Write] = {"jsonl": jsonl, "csv": csv, "wxr": wxr}
