"""What the training says of itself: counts, cross-fitted scores, cuts. Kept in the model's header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ghirbal_tools.training.action import clean_groups
from ghirbal_tools.training.corpus import LABELLED, MOROCCAN, Row
from ghirbal_tools.training.figures import best_macro_f1
from ghirbal_tools.training.matrix import Vector


def training_report(
    labelled: Sequence[Row],
    logits: Vector,
    near: Sequence[Row],
    worst: Vector,
    cuts: Mapping[str, tuple[float, float, float]],
) -> dict[str, Any]:
    """Counts by set, macro-F1 of `abuse` and recall of `evidence` on texts their judge had not seen."""
    return {
        "texts": {source: sum(row.source == source for row in labelled) for source in LABELLED},
        "cross_fitted_macro_f1": _macro_f1(labelled, logits),
        "cross_fitted_evidence": evidence_shares(near, worst, cuts),
    }


def _macro_f1(rows: Sequence[Row], logits: Vector) -> dict[str, float]:
    labels = np.array([row.label for row in rows])
    found = {}
    for source in LABELLED:
        for script, latin in (("arabic", False), ("latin", True)):
            chosen = np.array([row.source == source and row.latin == latin for row in rows])
            if labels[chosen].sum() >= 50 and (~labels[chosen]).sum() >= 50:
                found[f"{source} {script}"] = round(best_macro_f1(logits[chosen], labels[chosen])[0], 4)
    return found


def evidence_shares(
    rows: Sequence[Row], worst: Vector, cuts: Mapping[str, tuple[float, float, float]]
) -> dict[str, float]:
    """Share with evidence >= 1: of each clean group, and of the positives of each set (recall)."""
    hold = np.array([cuts["latin" if row.latin else "arabic"][1] for row in rows])
    held = worst > hold
    shares = {f"clean {name}": held[group] for name, group in clean_groups(rows).items()}
    for source in MOROCCAN:
        shares[f"recall {source}"] = held[np.array([row.source == source and row.label for row in rows])]
    return {name: round(float(flags.mean()), 4) for name, flags in shares.items()}
