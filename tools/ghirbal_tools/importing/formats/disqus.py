"""Disqus's own XML, both generations: threads first, then posts that name their thread and parent.

The modern one has no mail and mostly empty <id/>: an article is known by its link, or, where a thread has none, by the
link of another thread with the same title, or by an identifier that is an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.xml_stream import attribute, child, elements, local, said
from ghirbal_tools.importing.html_text import text_of
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time

_BARE_ID = re.compile(r"dsq:id=(\d+)")


@dataclass(frozen=True, slots=True)
class _Thread:
    link: str
    title: str
    deleted: bool


def read(source: Source) -> Iterator[Record]:
    """The posts. Threads are kept in memory: one row an article."""
    threads: dict[str, _Thread] = {}
    links: dict[str, str] = {}
    number = 0
    for element in elements(source, ("thread", "post"), _quoted):
        if local(element) == "thread":
            if len(element):
                thread = _thread(element)
                threads[attribute(element, "id")] = thread
                links.setdefault(thread.title, thread.link)
        elif len(element):
            number += 1
            yield _post(element, number, threads, links)


def _quoted(line: str) -> str:
    """With the quotes that some exports leave out of `dsq:id`.

    >>> _quoted("<thread dsq:id=247937687/>"), _quoted('<thread dsq:id="7"/>')
    ('<thread dsq:id="247937687"/>', '<thread dsq:id="7"/>')
    """
    return _BARE_ID.sub(r'dsq:id="\1"', line) if "dsq:id=" in line else line


def _thread(element: Element) -> _Thread:
    link, identifier = said(element, "link"), said(element, "id")
    if not link and identifier.startswith(("http://", "https://")):
        link = identifier
    return _Thread(link, said(element, "title"), said(element, "isDeleted") == "true")


def _post(element: Element, number: int, threads: dict[str, _Thread], links: dict[str, str]) -> Record:
    key = attribute(element, "id")
    thread_id = attribute(child(element, "thread"), "id")
    thread = threads.get(thread_id, _Thread("", "", False))
    author = child(element, "author")
    return Record(
        place=f"post {key or number}",
        key=key,
        parent=attribute(child(element, "parent"), "id"),
        page=thread.link or links.get(thread.title, ""),
        page_key=thread_id,
        title=thread.title,
        text=text_of(said(element, "message")),
        name=said(author, "name"),
        mail=said(author, "email"),
        author=said(author, "username"),
        created=read_time(said(element, "createdAt")),
        state=_state(element, thread),
        likes=0,
    )


def _state(element: Element, thread: _Thread) -> State:
    if said(element, "isDeleted") == "true" or thread.deleted:
        return State.DELETED
    if said(element, "isSpam") == "true":
        return State.SPAM
    return State.PENDING if said(element, "isApproved") == "false" else State.APPROVED
