"""The engine on labelled sets, clean groups, and the agreement of `abuse` with the labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ghirbal.domain.verdict import Verdict
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, score, share
from ghirbal_tools.evaluation.subjects import Judge, Subjects, flagged, rejected
from ghirbal_tools.training.corpus import (
    LABEL_BY_ONE_WORD,
    LABELLED,
    MOROCCAN,
    PUBLISHED,
    PUBLISHED_ARABIC,
    PUBLISHED_FRENCH,
    Row,
)
from ghirbal_tools.training.figures import best_macro_f1, macro_f1

SHIPPED_CUT = 0.5
FEWEST = 30
"""Rows of each label without which a set and script has no macro-F1."""

MACRO_TARGETS = {
    "omcd arabic": ">= .85",
    "osact4 arabic": ">= .90",
    "mdold arabic": ">= .83",
    "dziriofn latin": ">= .84",
}
RECALL_TARGETS = {"omcd": ">= .65", "mdold": ">= .75"}
ORDINARY_TARGETS = {"aoc_whole": "", "doda_arabic": "<= .01", "doda_latin": "<= .01", "hadith": "<= .005"}
SCRIPTS = (("arabic", False), ("latin", True))
_BINS = 10

ReputationRow = Sequence[tuple[Row, Verdict]]


def judge_rows(rows: Sequence[Row], judge: Judge) -> ReputationRow:
    """Each row with its verdict."""
    return [(row, judge(row.original)) for row in rows]


def wide_figures(judged: ReputationRow) -> Iterator[Figure]:
    """Macro-F1 of `abuse` by set and script, at the best cut and at the shipped one."""
    for name, part in _by_set_and_script(judged):
        values = np.array([verdict.abuse for _, verdict in part], dtype=np.float32)
        labels = np.array([row.label for row, _ in part], dtype=bool)
        if min(labels.sum(), (~labels).sum()) < FEWEST:
            continue
        best, cut = best_macro_f1(values, labels)
        target = MACRO_TARGETS.get(name, "")
        yield score("abuse: macro-F1", f"{name}, best cut", best, len(part), target, f"at {cut:.2f}")
        at_cut = macro_f1(values >= SHIPPED_CUT, labels)
        yield score("abuse: macro-F1", f"{name}, cut {SHIPPED_CUT}", at_cut, len(part))
    yield score("abuse: macro-F1", "agreement of probabilities with labels (1 - ECE)", *_agreement(judged))


def _by_set_and_script(judged: ReputationRow) -> Iterator[tuple[str, ReputationRow]]:
    source_of_trap, word = LABEL_BY_ONE_WORD
    for source in LABELLED:
        part = [pair for pair in judged if pair[0].source == source]
        yield f"{source} arabic", [pair for pair in part if not pair[0].latin]
        latin = [pair for pair in part if pair[0].latin]
        yield f"{source} latin", latin
        if source == source_of_trap:
            yield f"{source} latin without {word}", [pair for pair in latin if word not in pair[0].text]


def _agreement(judged: ReputationRow) -> tuple[float, int]:
    """One less the expected calibration error over ten bins, on all labelled rows."""
    labelled = [(verdict.abuse, row.label) for row, verdict in judged if row.source in LABELLED]
    values = np.array([value for value, _ in labelled])
    labels = np.array([label for _, label in labelled])
    bins = np.minimum((values * _BINS).astype(int), _BINS - 1)
    gaps = [abs(values[bins == b].sum() - labels[bins == b].sum()) for b in range(_BINS)]
    return 1 - float(sum(gaps)) / max(1, len(labelled)), len(labelled)


def action_figures(judged: ReputationRow) -> Iterator[Figure]:
    """Precision and recall of hold-or-reject and of reject, by set, of the Moroccan sets by script too."""
    for source in LABELLED:
        part = [pair for pair in judged if pair[0].source == source]
        yield from _action_of(source, part, RECALL_TARGETS.get(source, ""))
        for script, latin in SCRIPTS:
            rows = [pair for pair in part if pair[0].latin == latin]
            if source in MOROCCAN and len(rows) >= 2 * FEWEST:
                yield from _action_of(f"{source} {script}", rows, "")


def _action_of(name: str, part: ReputationRow, target: str) -> Iterator[Figure]:
    for verb, said, aim in (("hold or reject", flagged, target), ("reject", rejected, "")):
        positives = [said(verdict) for row, verdict in part if row.label]
        right = [row.label for row, verdict in part if said(verdict)]
        yield share("action", f"{name} {verb}: recall", positives, HIGHER, aim)
        yield share("action", f"{name} {verb}: precision", right, HIGHER)


def clean_figures(judged: ReputationRow, subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """False positives of each clean group, with Wilson's intervals."""
    second = [judge(row.original) for row in subjects.second_site]
    groups: list[tuple[str, list[Verdict], str, str]] = [
        ("published, Arabic", _of(judged, (PUBLISHED_ARABIC,)), "<= .02", ""),
        ("published, French", _of(judged, (PUBLISHED_FRENCH,)), "<= .02", ""),
        ("second Arabic news site", second, "<= .02", ""),
        ("published, all three pooled", _of(judged, PUBLISHED) + second, "", "<= .002"),
        ("clean Arabizi and French of readers", _of(judged, MOROCCAN, latin=True), "<= .05", ""),
        ("omcd clean", _of(judged, ("omcd",)), "<= .08", ""),
        ("mdold clean", _of(judged, ("mdold",)), "<= .05", ""),
        ("dziriofn clean", _of(judged, ("dziriofn",)), "", ""),
    ]
    for name, verdicts, held_target, rejected_target in groups:
        yield share(
            "clean groups", f"{name}: held or rejected", [flagged(v) for v in verdicts], LOWER, held_target
        )
        yield share(
            "clean groups", f"{name}: rejected", [rejected(v) for v in verdicts], LOWER, rejected_target
        )


def ordinary_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """What is held and refused of ordinary text that nothing was learned from, by source and of all together."""
    everything: list[Verdict] = []
    for source in dict.fromkeys(row.source for row in subjects.ordinary):
        verdicts = [judge(row.original) for row in subjects.ordinary if row.source == source]
        target = ORDINARY_TARGETS.get(source, "<= .015")
        yield share(
            "ordinary text", f"{source}: held or rejected", [flagged(v) for v in verdicts], LOWER, target
        )
        everything += verdicts
    held, refused = [flagged(v) for v in everything], [rejected(v) for v in everything]
    yield share("ordinary text", "all: held or rejected", held, LOWER, "<= .02")
    yield share("ordinary text", "all: rejected", refused, LOWER, "<= .0005")


def _of(judged: ReputationRow, sources: Sequence[str], latin: bool | None = None) -> list[Verdict]:
    return [
        verdict
        for row, verdict in judged
        if row.source in sources and not row.label and latin in (None, row.latin)
    ]
