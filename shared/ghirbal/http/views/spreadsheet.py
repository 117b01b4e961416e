"""Rows as CSV that a spreadsheet opens without running anything (fault case 41; ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_SEPARATORS = ",;|:\t\r\n\v\f\x1c-\x1f\x85\u060c\u061b\u2028\u2029\uff0c\uff1b"
"""What a spreadsheet may part cells or lines by, depending on country and settings: after each may begin a cell."""

_UNSEEN = (
    r"[\s\"'\x00-\x08\x0e-\x1b\x7f\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
"""What may stand before a formula without hiding it: spaces, quotes, characters without a shape (attack B12)."""

_RUNS = r"[=+\-@|%＝＋－＠﹢﹣﹦﹫−]"
"""What a cell must not begin with: spreadsheets take it for a formula, the wide forms as well (OWASP)."""

_FORMULA = re.compile(f"(^|[{_SEPARATORS}])(?={_UNSEEN}*{_RUNS})")

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads Arabic as Latin letters."""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV document (RFC 4180) with every cell made harmless."""
    return BYTE_ORDER_MARK + "".join(map(line, (header, *rows)))


def line(row: Sequence[object]) -> str:
    """One row of a table, with its line's end.

    >>> line(["a;b", "=1", 2])
    "a;b,'=1,2\\r\\n"
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([cell(value) for value in row])
    return out.getvalue()


def cell(value: object) -> str:
    """A value as text, with an apostrophe wherever a spreadsheet of any locale might see a formula begin.

    >>> cell("=cmd()"), cell("  +1"), cell(-3), cell("سلام")
    ("'=cmd()", "'  +1", '-3', 'سلام')
    >>> cell("bonjour;=cmd()"), cell("2024-10-05T12:00:00Z")
    ("bonjour;'=cmd()", '2024-10-05T12:00:00Z')
    """
    text = "" if value is None else str(value)
    return text if isinstance(value, int) else _FORMULA.sub(r"\1'", text)
