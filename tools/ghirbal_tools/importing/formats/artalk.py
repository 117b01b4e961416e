"""Artalk's Artrans: a list of comments, every value a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import items, told, whole
from ghirbal_tools.importing.html_text import text_or_markup
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time


def read(source: Source) -> Iterator[Record]:
    """The comments."""
    for number, said in enumerate(items(source, "item"), start=1):
        key, parent = told(said, "id"), told(said, "rid")
        yield Record(
            place=f"comment {key or number}",
            key=key,
            parent="" if parent == "0" else parent,
            page=_address(said),
            title=told(said, "page_title"),
            text=text_or_markup(told(said, "content")),
            name=told(said, "nick"),
            mail=told(said, "email"),
            created=read_time(told(said, "created_at")),
            state=State.PENDING if told(said, "is_pending") == "true" else State.APPROVED,
            likes=whole(told(said, "vote_up")),
            staff=bool(told(said, "badge_name")),
        )


def _address(said: Any) -> str:
    """The page's key; where that is a path, below the first address of its site.

    >>> _address({"page_key": "/a", "site_urls": "https://x.example/,https://y.example"}), _address({"page_key": "/a"})
    ('https://x.example/a', '/a')
    """
    page, site = told(said, "page_key"), told(said, "site_urls").split(",")[0].strip()
    if page.startswith(("http://", "https://")) or not site:
        return page
    return f"{site.rstrip('/')}/{page.lstrip('/')}"
