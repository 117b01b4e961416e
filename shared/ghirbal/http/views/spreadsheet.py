"""Rows as CSV that a spreadsheet opens without running anything (fault case 41; ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""What a cell must not begin with: spreadsheets take it for a formula, the wide forms as well (OWASP)."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads Arabic as Latin letters."""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV document (RFC 4180) with every cell made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()


def cell(value: object) -> str:
    """A value as text, with an apostrophe before what a spreadsheet would take for a formula.

    >>> cell("=cmd()"), cell("  +1"), cell(-3), cell("سلام")
    ("'=cmd()", "'  +1", '-3', 'سلام')
    """
    text = "" if value is None else str(value)
    if isinstance(value, int):
        return text
    return (
        f"'{text}" if text.lstrip(" \u00a0\u200b\u200e\u200f\u2066\u2067\u2068").startswith(_RUNS) else text
    )
