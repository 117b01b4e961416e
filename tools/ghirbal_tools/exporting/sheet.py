"""A site's comments on disk, in an order that is the same for the same comments, whatever their ids are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.reader import Page
from ghirbal_tools.importing.resolve import STATUS

STATE = {ours: theirs for theirs, ours in STATUS.items()}
_SCHEMA = """
CREATE TABLE comments (id TEXT PRIMARY KEY, parent TEXT, page TEXT, text TEXT, name TEXT, reader TEXT,
  created INTEGER, state TEXT, likes INTEGER, staff INTEGER);
CREATE TABLE pages (id TEXT PRIMARY KEY, url TEXT, title TEXT);
CREATE TABLE authors (reader TEXT PRIMARY KEY, n INTEGER);
"""
_ORDERED = """
SELECT c.id, c.parent, p.url, p.title, c.text, c.name, c.reader, c.created, c.state, c.likes, c.staff
FROM comments c JOIN pages p ON p.id = c.page ORDER BY p.url, c.created, c.text, c.name, c.id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One comment of the export; `author` tells people of this file apart and nobody elsewhere."""

    number: int
    id: str
    parent: str
    page: str
    title: str
    text: str
    name: str
    author: str
    created: int
    state: str
    likes: int
    staff: bool


class Sheet:
    """The comments of one site. What was deleted is left out, but for placeholders that hold a thread together."""

    def __init__(self, path: Path, comments: Iterable[Comment], pages: Iterable[Page]) -> None:
        """Write everything to `path`, a new file."""
        self._db = sqlite3.connect(path)
        self._db.executescript(_SCHEMA)
        with self._db:
            rows = (_row(one) for one in comments if one.status is not Status.DELETED or one.placeholder)
            self._db.executemany(
                "INSERT OR REPLACE INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
            self._db.executemany(
                "INSERT INTO pages VALUES (?, ?, ?)", ((p.id, p.url, p.title) for p in pages)
            )

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def lines(self) -> Iterator[Line]:
        """In order of article, time and text; what lies under an article without a row (no address) is left out."""
        authors: dict[str, str] = {}
        for number, row in enumerate(self._db.execute(_ORDERED), start=1):
            id_, parent, page, title, text, name, reader, created, state, likes, staff = row
            author = authors.setdefault(reader, f"a{len(authors) + 1}") if reader else ""
            yield Line(
                number, id_, parent, page, title, text, name, author, created, state, likes, bool(staff)
            )

    def homeless(self) -> int:
        """How many comments lie under an article that has no row."""
        query = "SELECT count(*) FROM comments WHERE page NOT IN (SELECT id FROM pages)"
        found: int = self._db.execute(query).fetchone()[0]
        return found


def _row(comment: Comment) -> tuple[object, ...]:
    return (
        comment.id,
        comment.parent or "",
        comment.page,
        comment.text,
        comment.name,
        comment.reader,
        comment.created,
        str(STATE[comment.status]),
        comment.likes,
        comment.staff,
    )
