"""Blogger's Atom: posts and comments are entries; a comment names its post, and by a link the comment it answers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.xml_stream import attribute, child, elements, local, said
from ghirbal_tools.importing.html_text import text_of
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time


def read(source: Source) -> Iterator[Record]:
    """The comments. Articles are read in a first pass, for one may stand behind its comments."""
    posts = {
        said(entry, "id"): (_link(entry, "alternate"), said(entry, "title"))
        for entry in elements(source, ("entry",))
        if child(entry, "in-reply-to") is None
    }
    for entry in elements(source, ("entry",)):
        post = child(entry, "in-reply-to")
        if post is not None:
            address, title = posts.get(attribute(post, "ref"), ("", ""))
            yield _comment(entry, address or attribute(post, "href"), title)


def _comment(entry: Element, page: str, title: str) -> Record:
    key = said(entry, "id")
    author = child(entry, "author")
    return Record(
        place=f"entry {_number(key)}",
        key=_number(key),
        parent=_number(_link(entry, "related")),
        page=page,
        title=title,
        text=text_of(said(entry, "content") or said(entry, "summary")),
        name=said(author, "name"),
        mail=_mail(said(author, "email")),
        author=said(author, "uri"),
        created=read_time(said(entry, "published")),
        state=_state(entry),
    )


def _link(entry: Element, relation: str) -> str:
    links = (one for one in entry if local(one) == "link" and attribute(one, "rel") == relation)
    return next((attribute(one, "href") for one in links), "")


def _number(key: str) -> str:
    """The number at the end of an entry's id or of a comment's address.

    >>> _number("tag:blogger.com,1999:blog-1.post-77"), _number("https://www.blogger.com/feeds/1/2/comments/default/78?v=2")
    ('77', '78')
    """
    end = key.partition("?")[0].rstrip("/").rpartition("/")[2]
    return end.rpartition("-")[2] or end


def _mail(mail: str) -> str:
    """Blogger writes one address for everybody who gave none."""
    return "" if mail == "noreply@blogger.com" else mail


def _state(entry: Element) -> State:
    if said(entry, "control", "draft") == "yes" or said(entry, "status") in ("PENDING", "DRAFT"):
        return State.PENDING
    if said(entry, "status") in ("GHOSTED", "SPAM", "SPAM_COMMENT"):
        return State.SPAM
    removed = any(attribute(one, "name") == "blogger.contentRemoved" for one in entry)
    return State.DELETED if removed else State.APPROVED
