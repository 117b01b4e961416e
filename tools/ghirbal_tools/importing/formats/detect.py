"""`auto`: which system a file comes from, by its first bytes."""

from __future__ import annotations

import re
from pathlib import Path

from ghirbal_tools.importing.decoding import encoding_of, opened_bytes
from ghirbal_tools.importing.formats.isso import SQLITE
from ghirbal_tools.importing.record import ImportProblem

HEAD = 65_536
SIGNS = (
    ("disqus", r"<disqus[\s>]"),
    ("disqus-wxr", r"<rss[^>]*disqus\.com"),
    ("wordpress", r"wordpress\.org/export|<wp:comment"),
    ("blogger", r"<feed[\s>].*(blogger\.com|schemas\.google\.com/blogger)"),
    ("ghirbal", r'^\s*\{"ghirbal":'),
    ("remark42", r'^\s*\{[^\n]*"locator"|^\s*\{"version":\s*\d+,\s*"(users|posts)"'),
    ("artalk", r'^\s*\[\s*\{[^\[\]]*"page_key"'),
    ("isso", r'^\s*\[\s*\{[^\[\]]*"comments"\s*:\s*\['),
    ("waline", r'"objectId"|"type"\s*:\s*"waline"|^#filetype:JSON-streaming'),
    ("commento", r'"commentHex"|"commenters"|"pageId"'),
    ("xml", r"^\s*<"),
    ("jsonl", r"^\s*\{.*\}\s*$"),
    ("csv", r"^[^\n]*[,;\t][^\n]*(\n|$)"),
)
"""In this order: the first sign that fits decides."""


def format_of(path: Path) -> str:
    """The name of a format. Raises ImportProblem, OSError."""
    with path.open("rb") as raw:
        if raw.read(len(SQLITE)) == SQLITE:
            return "isso"
    with opened_bytes(path) as data:
        head = data.read(HEAD)
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff")
    for name, sign in SIGNS:
        if re.search(
            sign, text, re.DOTALL if name == "blogger" else re.MULTILINE if name in ("jsonl", "csv") else 0
        ):
            return name
    raise ImportProblem(f"{path}: no format that is known fits: name one instead of auto")
