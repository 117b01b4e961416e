"""The sealed sets of tests/golden/sealed: counted by kind and language, and never printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ghirbal.domain.verdict import Verdict
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, share
from ghirbal_tools.evaluation.subjects import Judge, flagged, rejected

SECTION = "sealed sets"
CAUGHT = {
    "explicit": ">= .93",
    "plain": ">= .93",
    "disguised": ">= .93",
    "hate": ">= .80",
    "threat": ">= .85",
    "spam": ">= .93",
}
"""Kinds that are not to pass, and the share of them that the project aims at."""

REFUSED = {"explicit": ">= .75"}
FLAGGED = {"counter": "", "quote": "", "ordinary": "<= .015", "honest": "<= .03", "innocent": "<= .05"}
"""The most that may be flagged of an honest kind: none is named where holding a quoted insult is right."""


class Row(NamedTuple):
    """One text with its file, language and kind."""

    file: str
    language: str
    kind: str
    text: str

    @property
    def abusive(self) -> bool:
        """Whether it is not to pass."""
        return self.kind in CAUGHT


def read_sealed(folder: Path) -> list[Row]:
    """Every row of every file, heads left out. Raises ValueError with file and line, never with the text."""
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line and not line.startswith("#"):
                cells = line.split("\t")
                if len(cells) != 3:
                    raise ValueError(f"{path.name}:{number}: {len(cells)} columns, not 3")
                rows.append(Row(path.stem, *cells))
    return rows


def sealed_figures(folder: Path, judge: Judge) -> Iterator[Figure]:
    """Caught and refused by kind, flagged and refused of what is honest, and both by language."""
    kinds: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    languages: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for row in read_sealed(folder):
        verdict = judge(row.text)
        kinds[row.file.replace("_", " "), row.kind].append(verdict)
        languages[row.abusive, row.language].append(flagged(verdict))
    for (file, kind), verdicts in kinds.items():
        yield from _kind_figures(f"{file}, {kind}", kind, verdicts)
    for (abusive, language), flags in sorted(languages.items()):
        name = f"abuse, {language}: caught" if abusive else f"honest, {language}: flagged"
        yield share(SECTION, name, flags, HIGHER if abusive else LOWER)


def _kind_figures(name: str, kind: str, verdicts: Sequence[Verdict]) -> Iterator[Figure]:
    refused = [rejected(verdict) for verdict in verdicts]
    marked = [flagged(verdict) for verdict in verdicts]
    if kind in CAUGHT:
        yield share(SECTION, f"{name}: caught", marked, HIGHER, CAUGHT[kind])
        yield share(SECTION, f"{name}: refused", refused, HIGHER, REFUSED.get(kind, ""))
        return
    yield share(SECTION, f"{name}: flagged", marked, LOWER, FLAGGED.get(kind, "<= .04"))
    yield share(SECTION, f"{name}: refused", refused, LOWER, "<= .02" if kind == "counter" else "0")
