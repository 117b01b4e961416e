"""Markup to text without losing paragraphs, links, quotes and lists."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
)
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template"})
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)


def text_of(markup: str) -> str:
    r"""The text of HTML, as a reader saw it.

    >>> text_of("<p>أهلاً &amp; سهلاً</p><p>انظر <a href='https://a.example/x'>هنا</a></p>")
    'أهلاً & سهلاً\n\nانظر هنا (https://a.example/x)'
    >>> text_of("<blockquote>قيل</blockquote>لا<br>أبداً <script>alert(1)</script>")
    '> قيل\n\nلا\nأبداً'
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tidy(reader.text())


def text_or_markup(text: str) -> str:
    """The text of what may be HTML with line breaks of its own, as WordPress keeps it; plain text stays as it is.

    >>> text_or_markup("5 < 6 و 7 > 3"), text_or_markup("قال &quot;نعم&quot;<br />ثم ذهب")
    ('5 < 6 و 7 > 3', 'قال "نعم"\\nثم ذهب')
    """
    if not _MARKUP.search(text) and "&" not in text:
        return tidy(text)
    reader = _Reader(keep_lines=True)
    reader.feed(text)
    reader.close()
    return tidy(reader.text())


def tidy(text: str) -> str:
    """Without spaces at the ends of lines, at most one blank line in a row."""
    lines = (
        _SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self, *, keep_lines: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._keep_lines = keep_lines
        self._parts: list[str] = []
        self._quotes: list[int] = []
        self._links: list[tuple[str, int]] = []
        self._silent = 0

    def text(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
            if tag == "blockquote":
                self._quotes.append(len(self._parts))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in _BLOCKS:
            if tag == "blockquote" and self._quotes:
                self._end_quote(self._quotes.pop())
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data if self._keep_lines else re.sub(r"\s+", " ", data))

    def _end_link(self, target: str, start: int) -> None:
        shown = "".join(self._parts[start:]).strip()
        if target.startswith(("http://", "https://")) and target.rstrip("/") not in shown:
            self._parts.append(f" ({target})" if shown else target)

    def _end_quote(self, start: int) -> None:
        quoted = tidy("".join(self._parts[start:]))
        del self._parts[start:]
        self._parts.append("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))
