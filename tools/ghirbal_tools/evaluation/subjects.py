"""What the engine is measured on: dev rows of the sets, phrases to plant, innocent words."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ghirbal.domain.verdict import Action, Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.training.corpus import (
    ORDINARY,
    PUBLISHED_ARABIC,
    PUBLISHED_FRENCH,
    RUDE,
    Row,
    read_all_rows,
    read_ordinary,
)

SEED = 11
LONG = 150
"""Characters of a comment that others are planted and spliced into: published ones have 164 at the median."""

T = TypeVar("T")
Judge = Callable[[str], Verdict]


@dataclass(frozen=True, slots=True)
class Phrase:
    """An insult to plant: script ar, latn or fr; level explicit or plain."""

    text: str
    script: str
    level: str


@dataclass(frozen=True, slots=True)
class Innocent:
    """A text that must be published, and why it looks dangerous."""

    text: str
    script: str
    why: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """Everything to be judged. `rows` are dev rows; `second_site` all clean rows of that set, none of
    which `action`, its cuts or the lexicon were fitted on."""

    rows: Sequence[Row]
    second_site: Sequence[Row]
    phrases: Sequence[Phrase]
    innocents: Sequence[Innocent]
    names: Sequence[str]
    ordinary: Sequence[Row] = ()

    def hosts(self, script: str) -> list[str]:
        """Long published dev comments: French ones for `fr`, Arabic ones for the rest."""
        source = PUBLISHED_FRENCH if script == "fr" else PUBLISHED_ARABIC
        return [row.original for row in self.rows if row.source == source and len(row.original) >= LONG]


def engine(text: str) -> Verdict:
    """The whole engine with the shipped policy, profile `balanced`."""
    return judge(Submission(text), shipped_policy())


def flagged(verdict: Verdict) -> bool:
    """Held or rejected."""
    return verdict.action is not Action.PUBLISH


def rejected(verdict: Verdict) -> bool:
    """Rejected."""
    return verdict.action is Action.REJECT


def read_subjects(data: Path, golden: Path, sample: int | None = None) -> Subjects:
    """Dev rows from the folder `data`, phrases and innocents from the folder `golden`.

    `sample` keeps so many of each kind at most, the same ones each time.
    """
    rows = read_all_rows(data)
    clean_second = [row for row in rows if row.source == "aj" and not row.label]
    innocents = [Innocent(*cells) for cells in _table(golden / "innocent_sentences.tsv", 3)]
    innocents += [Innocent(cells[1], "ar", "word") for cells in _table(data / "innocent_words.tsv", 2)[1:]]
    return Subjects(
        rows=_by_source([row for row in rows if row.dev], sample),
        second_site=_some(clean_second, sample),
        phrases=_some([Phrase(*cells) for cells in _table(golden / "planted.tsv", 3)], sample),
        innocents=_some(innocents, sample),
        ordinary=_by_source([row for row in ordinary_rows(data) if row.dev], sample),
        names=_some(read_lines(data / "moroccan_names_and_places.txt.gz"), sample),
    )


def ordinary_rows(data: Path) -> list[Row]:
    """Ordinary text of all sources, the rude one among them; none where the folder has none."""
    return read_ordinary(data, (*ORDINARY, RUDE)) if (data / "ordinary").is_dir() else []


def _by_source(rows: Sequence[Row], sample: int | None) -> list[Row]:
    sources = dict.fromkeys(row.source for row in rows)
    return [row for source in sources for row in _some([row for row in rows if row.source == source], sample)]


def _some(items: Sequence[T], sample: int | None) -> list[T]:
    if sample is None or len(items) <= sample:
        return list(items)
    return random.Random(SEED).sample(list(items), sample)  # noqa: S311 - a reproducible sample


def _table(path: Path, columns: int) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [line.split("\t")[:columns] for line in lines if line.strip() and not line.startswith("#")]


def read_lines(path: Path) -> list[str]:
    """The lines of a gzipped file that are neither empty nor comments; none where there is no file."""
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
