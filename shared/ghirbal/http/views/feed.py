"""The comments of a page, or of a site, as an Atom feed (RFC 4287), for feed readers and desks that follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page, Site
from ghirbal.http.views.sinks import xml_text
from ghirbal.shipped import shipped_table

SHOWN = 50
KIND = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
TITLE = 80
"""Characters of a comment that stand as its title."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is made of: `name` tells it from the site's others, `address` is its own, `of` what it is of: an
    article (None before its first comment), or a site. `pages` are those of its comments, by id."""

    site: str
    name: str
    address: str
    comments: Sequence[Comment]
    pages: Mapping[str, Page]
    of: Page | Site | None
    lang: str


def atom(feed: Feed) -> str:
    """The document, the newest comment first; its time is that of the newest change, so that it has one spelling."""
    words = _words()[feed.lang]
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.lang})
    _add(root, "id", f"urn:ghirbal:{feed.site}:{feed.name}")
    _add(root, "title", _title(feed, words))
    _add(root, "updated", iso(max(map(_changed, feed.comments), default=0)))
    _link(root, "self", feed.address)
    if isinstance(feed.of, Page):
        _link(root, "alternate", feed.of.url)
    for comment in feed.comments:
        if comment.public:
            _entry(root, comment, feed, words)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, "unicode")}'


def _entry(root: ElementTree.Element, comment: Comment, feed: Feed, words: Words) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", f"urn:ghirbal:{feed.site}:{comment.id}")
    line = " ".join(comment.text.split())
    _add(entry, "title", line if len(line) <= TITLE else f"{line[: TITLE - 1]}…")
    _add(entry, "published", iso(comment.created))
    _add(entry, "updated", iso(_changed(comment)))
    _add(ElementTree.SubElement(entry, "author"), "name", comment.name or words["anonymous"])
    if page := feed.pages.get(comment.page):
        _link(entry, "alternate", f"{page.url}#ghirbal-{comment.id}")
    _add(entry, "content", comment.text).set("type", "text")


def _changed(comment: Comment) -> int:
    return max(comment.created, comment.edited or 0)


def _title(feed: Feed, words: Words) -> str:
    heading = words["feed"]
    what = feed.of.title if isinstance(feed.of, Page) else feed.of.name or feed.of.id if feed.of else ""
    return f"{heading}: {what}" if what else heading


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = xml_text(text)
    return element


def _link(parent: ElementTree.Element, relation: str, address: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "href": xml_text(address)})


def _words() -> Mapping[str, Words]:
    table: Mapping[str, Words] = shipped_table("ghirbal.http.views", "embed.json")
    return table
