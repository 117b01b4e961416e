"""Foreign text on its way into a page: one encoder for each place it can stand in (attack H5).

Whoever builds HTML or JSON-LD uses these and nothing else, so that what a reader wrote stays text everywhere.
"""

from __future__ import annotations

import json
import re
from html import escape

from ghirbal.http.views.lines import Line, lines

LINK_RELATION = "ugc nofollow noopener noreferrer"

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


def html_lines(text: str, otherwise: str = "rtl") -> str:
    """Text of several lines, each a paragraph in its own direction, its web addresses as links that vouch for nothing.

    A line without letters has the direction of the page, `otherwise`.

    >>> html_lines("انظر https://a.example/x.")
    '<p dir="rtl">انظر <a href="https://a.example/x" rel="ugc nofollow noopener noreferrer">https://a.example/x</a>.</p>'
    >>> html_lines("javascript:alert(1)")
    '<p dir="ltr">javascript:alert(1)</p>'
    """
    return "".join(_paragraph(line, otherwise) for line in lines(text))


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


def _paragraph(line: Line, otherwise: str) -> str:
    parts = (_link(part.text) if part.link else html_text(part.text) for part in line.parts)
    return f'<p dir="{line.direction or otherwise}">{"".join(parts) or "<br>"}</p>'


def _link(address: str) -> str:
    shown = html_text(address)
    return f'<a href="{shown}" rel="{LINK_RELATION}">{shown}</a>'
