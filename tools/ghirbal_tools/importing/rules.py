"""`--map`: which column is what, and which old address is now which.

A JSON document, every part optional:

    {"fields":   {"text": "body", "page": "article_url", "created": "posted_at"},
     "row":      "comment",
     "dates":    "%d/%m/%Y %H:%M",   "timezone": "Africa/Casablanca",
     "states":   {"1": "approved", "0": "pending", "-1": "deleted"},
     "html":     true,
     "addresses": [["http://old.example/article.php?id=*", "https://news.example/*"]]}

or plain lines `OLD NEW` (or `OLD,NEW`) of addresses alone. A `*` at the end of OLD takes what follows to the `*` of
NEW; without one OLD is the beginning of an address, or all of it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ghirbal_tools.importing.record import ImportProblem, State

FIELDS = (
    "key",
    "parent",
    "page",
    "page_key",
    "title",
    "text",
    "name",
    "mail",
    "author",
    "created",
    "state",
    "likes",
    "staff",
)
PARTS = frozenset({"fields", "row", "dates", "timezone", "states", "html", "addresses"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a mapping file says."""

    fields: Mapping[str, str] = field(default_factory=dict)
    row: str = ""
    dates: str = ""
    timezone: str = "UTC"
    states: Mapping[str, State] = field(default_factory=dict)
    html: bool = False
    addresses: tuple[tuple[str, str], ...] = ()

    def rewritten(self, address: str) -> str:
        """An address by the first rule that fits it.

        >>> rules = Rules(addresses=(("http://old.example/?p=*", "https://new.example/*"), ("http://old.example", "https://new.example")))
        >>> rules.rewritten("http://old.example/?p=7"), rules.rewritten("http://old.example/a"), rules.rewritten("http://x.example/")
        ('https://new.example/7', 'https://new.example/a', 'http://x.example/')
        """
        for old, new in self.addresses:
            beginning = old.removesuffix("*")
            if address.startswith(beginning):
                rest = address[len(beginning) :]
                return new.replace("*", rest) if "*" in new else new + rest
        return address


def read_rules(path: Path | None) -> Rules:
    """The rules of a file. Raises ImportProblem naming the file and what is wrong, OSError."""
    if path is None:
        return Rules()
    text = path.read_text("utf-8-sig")
    try:
        return _document(json.loads(text)) if text.lstrip().startswith("{") else Rules(addresses=_lines(text))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ImportProblem(f"{path}: {error}") from None


def _document(said: Any) -> Rules:
    if unknown := sorted(said.keys() - PARTS):
        raise ValueError(f"{unknown[0]} is no part of a mapping: give some of {', '.join(sorted(PARTS))}")
    fields = said.get("fields", {})
    if unknown := sorted(fields.keys() - set(FIELDS)):
        raise ValueError(f"fields.{unknown[0]}: a comment has {', '.join(FIELDS)}")
    ZoneInfo(said.get("timezone", "UTC"))
    return Rules(
        fields=fields,
        row=str(said.get("row", "")),
        dates=str(said.get("dates", "")),
        timezone=str(said.get("timezone", "UTC")),
        states={str(theirs): State(ours) for theirs, ours in said.get("states", {}).items()},
        html=bool(said.get("html", False)),
        addresses=tuple((str(old), str(new)) for old, new in said.get("addresses", ())),
    )


def _lines(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line])) if "," in line else line.replace(" -> ", " ").split()
        if len(cells) != 2:
            raise ValueError(f"line {number}: expected OLD NEW, two addresses")
        pairs.append((cells[0].strip(), cells[1].strip()))
    return tuple(pairs)
