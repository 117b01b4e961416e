"""The comments of a page as ready HTML and as JSON-LD, for sites that include them on their own server.

The fragment stands inside `<ghirbal-comments>`: the widget covers it, search engines and readers without scripts see
it. It holds no style, no script that runs, and nothing from elsewhere but avatars of the site's own hosts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghirbal.domain.clock import iso
from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.http.views.sinks import html_lines, html_text, script_json
from ghirbal.ports.comments import PageHead
from ghirbal.shipped import shipped_table

SHOWN = 50
"""The newest so many top-level comments: 84 KB with the JSON-LD at 345 letters each, 202 KB at 1,000 each."""

Json = dict[str, object]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EmbedView:
    """What a page's fragment is made of; `page` is None before its first comment."""

    comments: Sequence[Comment]
    head: PageHead
    page: Page | None
    lang: str


def fragment(shown: EmbedView) -> str:
    """A `<section>` with the comments, and a `<script>` with their JSON-LD where the page's address is known."""
    words = _words()[shown.lang]
    heading = html_text(words["heading"].replace("{n}", str(shown.head.all)))
    items = "".join(_item(comment, words) for comment in shown.comments if comment.listed)
    listed = f"<ol>{items}</ol>" if items else f"<p>{html_text(words['none'])}</p>"
    data = f'<script type="application/ld+json">{json_ld(shown)}</script>' if shown.page else ""
    section = f'<section class="ghirbal" lang="{shown.lang}" dir="{words["dir"]}">'
    return f"{section}<h2>{heading}</h2>{listed}</section>{data}"


def json_ld(shown: EmbedView) -> str:
    """The page and its comments in the words of schema.org, safe to stand in a `<script>` as it is.

    `@id` is the article's address: search engines lay it over what the article says of itself.
    """
    words = _words()[shown.lang]
    comments = [_described(one, words, shown.page) for one in shown.comments if one.public]
    page: Json = {"@id": shown.page.url, "url": shown.page.url} if shown.page else {}
    about = {"@context": "https://schema.org", "@type": "WebPage", **page}
    return script_json({**about, "commentCount": shown.head.all, "comment": comments})


def _item(comment: Comment, words: Words) -> str:
    anchor = f"ghirbal-{comment.id}"
    if not comment.public:
        return f'<li id="{anchor}"><p>{html_text(words["gone"])}</p>{_replies(comment, words)}</li>'
    return (
        f'<li id="{anchor}"><article>{_header(comment, words)}{html_lines(comment.text, words["dir"])}'
        f"{_replies(comment, words)}</article></li>"
    )


def _header(comment: Comment, words: Words) -> str:
    """Name, mark of the staff, time; the name is isolated, so that its direction turns nothing around it."""
    name = f"<bdi>{html_text(comment.name or words['anonymous'])}</bdi>"
    staff = f" <small>{html_text(words['staff'])}</small>" if comment.staff else ""
    edited = f" <small>{html_text(words['edited'])}</small>" if comment.edited else ""
    made = iso(comment.created)
    return f'<header>{_picture(comment)}{name}{staff} <time datetime="{made}">{made[:10]}</time>{edited}</header>'


def _picture(comment: Comment) -> str:
    if not comment.avatar:
        return ""
    address = html_text(comment.avatar)
    return f'<img src="{address}" alt="" width="32" height="32" loading="lazy" referrerpolicy="no-referrer">'


def _replies(comment: Comment, words: Words) -> str:
    """How many answered and liked it, where anybody did."""
    numbers = {"replies": comment.replies, "likes": comment.likes}
    said = [html_text(words[kind].replace("{n}", str(n))) for kind, n in numbers.items() if n]
    return f"<footer>{' · '.join(said)}</footer>" if said else ""


def _described(comment: Comment, words: Words, page: Page | None) -> Json:
    said: Json = {
        "@type": "Comment",
        "identifier": comment.id,
        "text": comment.text,
        "dateCreated": iso(comment.created),
        "author": _author(comment, words),
        "upvoteCount": comment.likes,
        "commentCount": comment.replies,
    }
    if comment.edited:
        said["dateModified"] = iso(comment.edited)
    return {**said, "url": f"{page.url}#ghirbal-{comment.id}"} if page else said


def _author(comment: Comment, words: Words) -> Json:
    kind = "Organization" if comment.staff else "Person"
    author: Json = {"@type": kind, "name": comment.name or words["anonymous"]}
    return {**author, "image": comment.avatar} if comment.avatar else author


def _words() -> Mapping[str, Words]:
    table: Mapping[str, Words] = shipped_table("ghirbal.http.views", "embed.json")
    return table
