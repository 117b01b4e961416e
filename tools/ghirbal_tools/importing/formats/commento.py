"""Commento's JSON, and Comentario's after it: comments, commenters and (Comentario) pages in one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import items, told, whole
from ghirbal_tools.importing.html_text import text_of, text_or_markup
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time


def read(source: Source) -> Iterator[Record]:
    """The comments; people and pages are read first, one row each in memory."""
    people = {told(one, "commenterHex", "id"): one for one in items(source, "commenters.item")}
    pages = {told(one, "id"): one for one in items(source, "pages.item")}
    for number, said in enumerate(items(source, "comments.item"), start=1):
        yield _comment(said, number, people, pages)


def _comment(said: Any, number: int, people: dict[str, Any], pages: dict[str, Any]) -> Record:
    author = told(said, "commenterHex", "userCreated", "authorId")
    person, page = people.get(author, {}), pages.get(told(said, "pageId"), {})
    parent = told(said, "parentHex", "parentId")
    key = told(said, "commentHex", "id")
    return Record(
        place=f"comment {key or number}",
        key=key,
        parent="" if parent == "root" else parent,
        page=_address(told(said, "domain"), told(said, "url", "path") or told(page, "path", "url")),
        title=told(page, "title"),
        text=text_of(told(said, "html")) or text_or_markup(told(said, "markdown", "text")),
        name=told(said, "authorName") or told(person, "name"),
        mail=told(person, "email"),
        author="" if author in ("", "anonymous") else author,
        created=read_time(told(said, "creationDate", "createdTime")),
        state=_state(said),
        likes=whole(told(said, "score")),
    )


def _address(domain: str, path: str) -> str:
    """
    >>> _address("news.example", "/a"), _address("", "/a"), _address("news.example", "https://x.example/a")
    ('https://news.example/a', '/a', 'https://x.example/a')
    """
    if path.startswith(("http://", "https://")) or not domain:
        return path
    return f"https://{domain}/{path.removeprefix(domain).lstrip('/')}"


def _state(said: Any) -> State:
    if told(said, "deleted", "isDeleted") == "true":
        return State.DELETED
    state = told(said, "state")
    if state == "flagged":
        return State.SPAM
    if state == "unapproved" or told(said, "isPending") == "true" or told(said, "isApproved") == "false":
        return State.PENDING
    return State.APPROVED
