"""The training texts: folded, cleaned of known label traps, and split so that no text is on both sides.

The sets and their traps are described with the data; their names are all that is known of them here.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ghirbal.moderation.model.features import split, word_kind
from ghirbal.text.fold import fold

MOROCCAN = ("omcd", "mdold", "dziriofn")
"""The sets near the readers of a Moroccan news site: the only ones that `action` learns from."""

OTHERS = ("thsab", "lhsab", "osact4", "osact5", "alakrot", "sohateful", "aj")
LABELLED = MOROCCAN + OTHERS
PUBLISHED_ARABIC, PUBLISHED_FRENCH = "hespress_ar", "hespress_fr"
PUBLISHED = (PUBLISHED_ARABIC, PUBLISHED_FRENCH)
ORDINARY = (
    "aoc_alghad",
    "aoc_youm7",
    "doda_arabic",
    "doda_latin",
    "dialects",
    "tsac_praise",
    "reviews_RES1",
    "reviews_PROD",
    "hadith",
    "quran",
)
"""Text that nobody may be held for, in the folder `ordinary`: what `action` takes for abuse that is only dialect,
faith, price or a name. One to five rows in a thousand of the comments are rude all the same."""
RUDE = "aoc_whole"
"""Whole published comments of a football feud, a tenth of them abuse: measured, never learned from."""
FOLDS = 5
DEV_SHARE = 10
"""One text in ten, chosen by the hash of its folded form, is for measuring only."""

LABEL_BY_ONE_WORD = ("mdold", "zebi")
"""38 % of that set's positives are French tweets around one word: they would teach that French is abuse."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text of one set. `label` is the wide sense; `vulgar` and `hate` are False where unmarked."""

    source: str
    text: str
    words: tuple[str, ...]
    label: bool
    vulgar: bool
    hate: bool
    latin: bool
    dev: bool
    fold: int
    original: str


def read_rows(data: Path) -> list[Row]:
    """All rows for training and dev, in a fixed order, without the trap of `LABEL_BY_ONE_WORD`."""
    name, word = LABEL_BY_ONE_WORD
    return [row for row in read_all_rows(data) if not (row.source == name and word in row.text)]


def read_all_rows(data: Path) -> list[Row]:
    """As `read_rows`, with that trap's rows: the sets as their users score them."""
    rows = [row for source in LABELLED + PUBLISHED for row in _read_set(data, source)]
    return list(_once(_without_contradictions(rows)))


def read_ordinary(data: Path, sources: Iterable[str] = ORDINARY) -> list[Row]:
    """Ordinary text, in a fixed order, each text once."""
    found = [row for source in sources for row in _read_set(data / "ordinary", source)]
    return list({row.text: row for row in reversed(found)}.values())[::-1]


def _read_set(data: Path, source: str) -> Iterator[Row]:
    with gzip.open(data / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = make_row(source, json.loads(line))
            if row.words:
                yield row


def make_row(source: str, told: dict[str, Any]) -> Row:
    """Fold and split one text; `told` is a row of a set as published."""
    text = fold(told["text"]).text
    words = tuple(split(text))
    digest = int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16)
    label = _marked(told, "label")
    return Row(
        source=source,
        text=text,
        words=words,
        label=label,
        vulgar=_marked(told, "vlg") or _marked(told, "vulgar") or (source == "aj" and label),
        hate=_marked(told, "hs"),
        latin=is_latin_text(words),
        dev=digest % DEV_SHARE == 0,
        fold=digest // DEV_SHARE % FOLDS,
        original=told["text"],
    )


def is_latin_text(words: Iterable[str]) -> bool:
    """Whether more words are in Latin letters than in others, as the model decides it.

    >>> is_latin_text(["wach", "صافي", "bghiti"])
    True
    """
    kinds = [word_kind(word) for word in words]
    return sum(kind[1] for kind in kinds) > sum(kind[0] for kind in kinds)


def _marked(told: dict[str, Any], key: str) -> bool:
    """Marks are 0 and 1, in one set NOT_HS, HS1, HS2, ..."""
    return str(told.get(key, 0)) not in {"0", "NOT_HS"}


def _without_contradictions(rows: list[Row]) -> list[Row]:
    """Drop texts that stand somewhere with both labels (some 250 in one set alone)."""
    labels: defaultdict[str, set[bool]] = defaultdict(set)
    for row in rows:
        labels[row.text].add(row.label)
    return [row for row in rows if len(labels[row.text]) == 1]


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.source, row.text) not in seen:
            seen.add((row.source, row.text))
            yield row
