"""Scores of a two-class judge."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def best_macro_f1(scores: Scores, labels: Flags) -> tuple[float, float]:
    """The highest macro-F1 of any cut, and that cut (flagged are scores >= cut).

    >>> best_macro_f1(np.array([0.1, 0.4, 0.9], dtype=np.float32), np.array([False, True, True]))
    (1.0, 0.4000000059604645)
    """
    order = np.argsort(-scores, kind="stable")
    ranked, true = scores[order], labels[order]
    hits = np.cumsum(true)
    alarms = np.cumsum(~true)
    positive, negative = hits[-1], alarms[-1]
    macro = (_f1(hits, alarms, positive - hits) + _f1(negative - alarms, positive - hits, alarms)) / 2
    ends = np.append(ranked[1:] != ranked[:-1], True)
    best = int(np.argmax(np.where(ends, macro, -1)))
    return float(macro[best]), float(ranked[best])


def macro_f1(flagged: Flags, labels: Flags) -> float:
    """Mean of both classes' F1.

    >>> macro_f1(np.array([True, False]), np.array([True, True])) == 1 / 3
    True
    """
    hits, alarms = np.sum(flagged & labels), np.sum(flagged & ~labels)
    missed, quiet = np.sum(~flagged & labels), np.sum(~flagged & ~labels)
    return float(_f1(hits, alarms, missed) + _f1(quiet, missed, alarms)) / 2


def _f1(hits: Any, alarms: Any, missed: Any) -> Any:
    """F1 of counts, or of arrays of counts; 0 where nothing was there to find."""
    return 2 * hits / np.maximum(2 * hits + alarms + missed, 1e-9)
