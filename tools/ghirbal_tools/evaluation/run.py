"""All measures, in the order of the tables."""

from __future__ import annotations

import sys
import time
import zlib
from pathlib import Path

from ghirbal.moderation.model.abuse import MODEL_PATH, load
from ghirbal_tools.evaluation.disguised_phrases import whole_disguise_figures
from ghirbal_tools.evaluation.figures import Figure, told
from ghirbal_tools.evaluation.hate import hate_figures
from ghirbal_tools.evaluation.planted import disguise_figures, innocent_figures, planted_figures
from ghirbal_tools.evaluation.sealed import sealed_figures
from ghirbal_tools.evaluation.sets import (
    action_figures,
    clean_figures,
    judge_rows,
    ordinary_figures,
    wide_figures,
)
from ghirbal_tools.evaluation.spam import spam_figures
from ghirbal_tools.evaluation.subjects import engine, read_subjects
from ghirbal_tools.evaluation.times import time_figures


def measure(data: Path, golden: Path, sample: int | None = None) -> list[Figure]:
    """Every figure of the engine as it stands."""
    begun = time.monotonic()
    subjects = read_subjects(data, golden, sample)
    judged = judge_rows(subjects.rows, engine)
    figures: list[Figure] = []
    for part in (
        wide_figures(judged),
        action_figures(judged),
        clean_figures(judged, subjects, engine),
        ordinary_figures(subjects, engine),
        planted_figures(subjects, engine),
        innocent_figures(subjects, engine),
        disguise_figures(subjects, engine),
        whole_disguise_figures(subjects, engine),
        hate_figures(golden, data, engine),
        sealed_figures(golden / "sealed", engine),
        spam_figures(golden, data),
        time_figures(subjects, engine),
    ):
        figures += part
        print(f"{time.monotonic() - begun:5.0f} s  {figures[-1].section}", file=sys.stderr, flush=True)
    return figures + model_figures()


def model_figures() -> list[Figure]:
    """Size and version of the shipped model, and what its training measured on folds it had not seen."""
    header = load().header
    size = len(zlib.compress(MODEL_PATH.read_bytes()))
    found = [told("model", f"version {header.version}: size, zipped", round(size / 1e6, 3), 1, "<= 1", "MB")]
    for measure in ("cross_fitted_macro_f1", "cross_fitted_evidence"):
        for name, value in sorted(header.report[measure].items()):
            found.append(told("model", f"{measure.replace('_', ' ')}: {name}", value, 1))
    return found
