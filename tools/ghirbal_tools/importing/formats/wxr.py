"""WordPress's WXR, and the WXR that Disqus takes: articles (<item>) that hold their comments."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.formats.json_stream import whole
from ghirbal_tools.importing.formats.xml_stream import elements, local, said
from ghirbal_tools.importing.html_text import text_or_markup
from ghirbal_tools.importing.record import Record, State
from ghirbal_tools.importing.times import read_time

STATES = {
    "1": State.APPROVED,
    "approve": State.APPROVED,
    "approved": State.APPROVED,
    "0": State.PENDING,
    "hold": State.PENDING,
    "spam": State.SPAM,
    "trash": State.DELETED,
    "post-trashed": State.DELETED,
}
NOT_COMMENTS = frozenset({"pingback", "trackback", "order_note", "webhook_delivery", "note"})
VOTES = (
    "wpdiscuz_votes",
    "_wpdiscuz_votes",
    "cld_like_count",
    "_comment_like_count",
    "comment_like",
    "likes",
    "_likes",
    "votes",
)
"""Where common plugins keep a comment's votes, among <wp:commentmeta>."""


def read(source: Source) -> Iterator[Record]:
    """The comments, article by article."""
    for number, item in enumerate(elements(source, ("item",)), start=1):
        comments = (one for one in item if local(one) == "comment")
        for position, comment in enumerate(comments, start=1):
            yield _comment(item, comment, f"item {number}, comment {position}")


def _comment(item: Element, comment: Element, place: str) -> Record:
    key = said(comment, "comment_id")
    kind = said(comment, "comment_type").lower()
    user = said(comment, "comment_user_id")
    return Record(
        place=f"{place} (id {key})" if key else place,
        key=key,
        parent=_parent(said(comment, "comment_parent")),
        page=said(item, "link"),
        page_key=said(item, "thread_identifier") or said(item, "post_id"),
        title=said(item, "title"),
        text=text_or_markup(said(comment, "comment_content")),
        name=said(comment, "comment_author"),
        mail=said(comment, "comment_author_email"),
        author="" if user in ("", "0") else f"user {user}",
        created=_created(comment),
        state=STATES.get(said(comment, "comment_approved").lower() or "1", State.PENDING),
        likes=_votes(comment),
        skip="pingback" if kind in NOT_COMMENTS else "",
    )


def _parent(parent: str) -> str:
    return "" if parent == "0" else parent


def _created(comment: Element) -> int | None:
    """By GMT; WordPress writes zeros there for what was never published, and the local date beside it."""
    gmt = said(comment, "comment_date_gmt")
    return read_time(said(comment, "comment_date") if gmt.startswith("0000") or not gmt else gmt)


def _votes(comment: Element) -> int:
    metas = (one for one in comment if local(one) == "commentmeta")
    kept = {said(meta, "meta_key").lower(): said(meta, "meta_value") for meta in metas}
    return next((whole(kept[name]) for name in VOTES if name in kept), 0)
