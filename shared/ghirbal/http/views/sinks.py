"""Foreign text on its way into a page: one encoder for each place it can stand in (attack H5).

Whoever builds HTML or JSON-LD uses these and nothing else, so that what a reader wrote stays text everywhere.
"""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import urlsplit

LINK_RELATION = "ugc nofollow noopener noreferrer"
_ADDRESS = re.compile(
    r"https?://[^\s\x00-\x20\x7f<>\"'`\\^{|}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]{1,500}", re.I
)
_TRAILING = ".,;:!?)]}»،؛؟…"
"""Punctuation that ends a sentence more often than an address."""

_IN_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
"""What could end the script element or a line of it; inside JSON these stand in strings only."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that neither HTML nor XML may hold; browsers show them as a box or drop them."""


def html_text(text: str) -> str:
    """Text between tags, or in an attribute between double quotes.

    >>> html_text("<b title='x'>&amp;")
    '&lt;b title=&#x27;x&#x27;&gt;&amp;amp;'
    """
    return escape(_UNWANTED.sub("\ufffd", text), quote=True)


def html_lines(text: str) -> str:
    """Text of several lines between tags, its web addresses as links that vouch for nothing.

    >>> html_lines("انظر https://a.example/x.")
    'انظر <a href="https://a.example/x" rel="ugc nofollow noopener noreferrer">https://a.example/x</a>.'
    >>> html_lines("javascript:alert(1)")
    'javascript:alert(1)'
    """
    parts, done = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_TRAILING)
        if not _linkable(address):
            continue
        parts += [html_text(text[done : found.start()]), _link(address)]
        done = found.start() + len(address)
    return "".join((*parts, html_text(text[done:]))).replace("\n", "<br>")


def xml_text(text: str) -> str:
    """Text that a writer of XML may encode: without the characters that XML can't hold in any spelling.

    >>> xml_text("a\x0b\x1b<")
    'a\ufffd\ufffd<'
    """
    return _UNWANTED.sub("\ufffd", text)


def script_json(value: object) -> str:
    """JSON for a `<script>` that is data: no character that could end the element (H5).

    >>> script_json({"text": "</script>\u2028&"})
    '{"text":"\\\\u003c/script\\\\u003e\\\\u2028\\\\u0026"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_IN_SCRIPT)


def _linkable(address: str) -> bool:
    """Whether it is an address of the web with a plain host: no name and password, which only ever deceive."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _link(address: str) -> str:
    shown = html_text(address)
    return f'<a href="{shown}" rel="{LINK_RELATION}">{shown}</a>'
