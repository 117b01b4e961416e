"""The pages behind the links in mails: one question, one button, no script, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import resources

from ghirbal.domain.comment import Comment
from ghirbal.http.errors import problems
from ghirbal.http.language import LANGUAGES
from ghirbal.http.responses import Response, html

EXCERPT = 1_000


def page(outcome: str, action: str, comment: Comment | None, lang: str, status: int = 200) -> Response:
    """What a link's page says; with a button only where there is something to decide (`outcome` "ask")."""
    words = _words(lang)
    said = words.get(f"{outcome}.{action}") or words.get(outcome) or words["failed"]
    parts = [f"<h1>{escape(said)}</h1>"]
    if comment is not None and comment.text:
        parts.append(_quoted(comment, words))
    if outcome == "ask":
        parts.append(_button(action, words))
    return _html(said, parts, lang, status)


def failed(code: str, lang: str) -> Response:
    """A link that can't be followed, said kindly; the status is the error's own."""
    said = _words(lang).get(code) or _words(lang)["failed"]
    row = problems().get(code) or problems()["internal"]
    return _html(said, [f"<h1>{escape(said)}</h1>"], lang, row["status"])


def _quoted(comment: Comment, words: Mapping[str, str]) -> str:
    name = escape(comment.name or words["anonymous"])
    text = escape(comment.text[:EXCERPT])
    return f'<p>{escape(words["by"])} <bdi>{name}</bdi></p><blockquote dir="auto">{text}</blockquote>'


def _button(action: str, words: Mapping[str, str]) -> str:
    label = escape(words[f"button.{action}"])
    return (
        f'<form method="post"><input type="hidden" name="decide" value="{escape(action)}">'
        f'<button class="{escape(action)}">{label}</button></form>'
    )


def _html(title: str, parts: list[str], lang: str, status: int) -> Response:
    known = lang if lang in LANGUAGES else LANGUAGES[0]
    words, style = _words(known), _style()
    document = (
        f'<!doctype html><html lang="{known}" dir="{words["dir"]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f'<style>{style}</style></head><body><main><p class="brand">{words["brand"]}</p>'
        f"{''.join(parts)}</main></body></html>"
    )
    return html(document, known, status, (style,))


@cache
def _all_words() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(_file("decision_page.json"))
    return table


def _words(lang: str) -> Mapping[str, str]:
    return _all_words()[lang if lang in LANGUAGES else LANGUAGES[0]]


@cache
def _style() -> str:
    return _file("decision_page.css")


def _file(name: str) -> str:
    return resources.files("ghirbal.http.views").joinpath(name).read_text("utf-8")
