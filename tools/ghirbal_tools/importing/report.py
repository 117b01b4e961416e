"""What became of every record: sums, a line a page, a row a record."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

WHY = {
    "bad-date": "no date that could be read (a mapping's `dates` gives the form)",
    "broken-row": "a row that is not whole",
    "deleted": "deleted there, and nobody answered it",
    "empty": "nothing left to read",
    "no-page": "no article's address",
    "page-url": "an address that is no web page's",
    "pingback": "no comment (pingback, trackback, note)",
    "too-long": "longer than can be kept",
}


@dataclass(slots=True)
class Tally:
    """How often each thing was found, and the first places: what is kept does not grow with the file."""

    most: int
    counts: Counter[str] = field(default_factory=Counter)
    _places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, place: str) -> None:
        """Found once more."""
        self.counts[name] += 1
        kept = self._places.setdefault(name, [])
        if len(kept) < self.most:
            kept.append(place)

    def examples(self, name: str) -> str:
        """The first places, for a sentence."""
        return ", ".join(self._places.get(name, ()))


@dataclass(slots=True)
class Report:
    """The sums. `threads` are comments that start one; `orphans` answered something that is not in the file."""

    read: int = 0
    imported: int = 0
    merged: int = 0
    orphans: int = 0
    threads: int = 0
    reasons: Tally = field(default_factory=lambda: Tally(5))
    pages: Counter[str] = field(default_factory=Counter)
    rows: IO[str] | None = None

    def skipped(self, place: str, reason: str, address: str = "") -> None:
        """A record that is no comment of ours."""
        self.reasons.add(reason, place)
        self._row(place, "skipped", reason, address, "")

    def kept(
        self, place: str, outcome: str, address: str, comment_id: str, *, starts: bool, orphan: bool
    ) -> None:
        """A comment that was `imported`, or `merged` with one that was there."""
        self.imported += outcome == "imported"
        self.merged += outcome == "merged"
        self.pages[address] += 1
        self.threads += starts
        self.orphans += orphan
        self._row(place, outcome, "parent-missing" if orphan else "", address, comment_id)

    def _row(self, *cells: str) -> None:
        if self.rows is not None:
            csv.writer(self.rows).writerow(cells)

    def contract(self) -> str:
        """The last line under --json. Its form is a contract."""
        return json.dumps(
            {
                "read": self.read,
                "imported": self.imported,
                "merged": self.merged,
                "skipped": self.reasons.counts.total(),
                "reasons": dict(sorted(self.reasons.counts.items())),
                "pages": len(self.pages),
                "threads": self.threads,
            },
            ensure_ascii=False,
        )

    def lines(self, *, dry: bool) -> Iterator[str]:
        """The sums in words."""
        would = "would be " if dry else ""
        yield (
            f"{self.read} read: {self.imported} {would}imported, {self.merged} there before, "
            f"{self.reasons.counts.total()} skipped; {len(self.pages)} pages, {self.threads} threads"
        )
        if self.orphans:
            yield f"{self.orphans} answer a comment that is not in the file: they start a thread"
        for reason, n in self.reasons.counts.most_common():
            yield f"skipped {n}: {reason}: {WHY.get(reason, reason)} (e.g. {self.reasons.examples(reason)})"
        for address, n in self.pages.most_common(20):
            yield f"{n:>7}  {address}"
        if len(self.pages) > 20:
            yield f"    …    and {len(self.pages) - 20} pages more (--report FILE has every row)"
