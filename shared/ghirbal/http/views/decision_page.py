"""The pages behind the links in mails: one question, one button, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ghirbal.domain.comment import Comment
from ghirbal.domain.languages import known
from ghirbal.http.errors import problems
from ghirbal.http.responses import Response, html
from ghirbal.shipped import shipped_table, shipped_text

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
    words, style = _words(lang), shipped_text("ghirbal.http.views", "decision_page.css")
    document = (
        f'<!doctype html><html lang="{known(lang)}" dir="{words["dir"]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f'<style>{style}</style></head><body><main><p class="brand">{words["brand"]}</p>'
        f"{''.join(parts)}</main></body></html>"
    )
    return html(document, known(lang), status, (style,))


def _words(lang: str) -> Mapping[str, str]:
    table: Mapping[str, Mapping[str, str]] = shipped_table("ghirbal.http.views", "decision_page.json")
    return table[known(lang)]
