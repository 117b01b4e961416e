"""From fitted tables to the model's file: coarse weights, header, report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ghirbal.moderation.model.features import BUCKETS, fingerprint
from ghirbal.moderation.model.file import OFFSET, Action, Expert, Header, ModelFile
from ghirbal_tools.training.action import SMOOTHING, ActionExpert
from ghirbal_tools.training.matrix import Bytes, Vector
from ghirbal_tools.training.mixture import KINDS, Mixture

ACTION_LEVELS = 127
EXPERT_LEVELS = 31
GATE_LEVELS = 15
"""Levels on each side of zero. Experts with 63 and gates with 63 score the same within .001 and make the
file 1.5 MB; experts with 22 lose .01 on Algerian Latin text."""


def quantize(weights: Vector, levels: int) -> tuple[npt.NDArray[np.int8], float]:
    """Whole numbers from -levels to levels, and what one of them is worth.

    Nothing is clipped: the few largest weights stand on common words, and clipping one in ten
    thousand moved the opinions three times as much as rounding all the others.

    >>> numbers, scale = quantize(np.array([0.0, 0.5, -1.0], dtype=np.float32), 2)
    >>> numbers.tolist(), scale
    ([0, 1, -2], 0.5)
    """
    scale = (float(np.abs(weights).max()) or 1.0) / levels
    return np.round(weights / scale).astype(np.int8), scale


def to_file(mixture: Mixture, action: ActionExpert, idf2: Bytes, report: Mapping[str, Any]) -> ModelFile:
    """Everything in one file. The version is made of the weights, so that equal models have equal ones."""
    idf = np.sqrt(idf2.astype(np.float32))
    acting, action_scale = quantize(action.member.weights * idf, ACTION_LEVELS)
    opinions = [quantize(table * idf, EXPERT_LEVELS) for table in mixture.experts]
    gates = [quantize(table * idf, GATE_LEVELS) for table in mixture.gates]
    columns = [acting, *(numbers for numbers, _ in opinions), *(numbers for numbers, _ in gates)]
    rows = np.empty((BUCKETS, 1 + len(columns)), dtype=np.uint8)
    rows[:, 0] = idf2
    for place, numbers in enumerate(columns, start=1):
        rows[:, place] = (numbers.astype(np.int16) + OFFSET).astype(np.uint8)
    data = rows.tobytes()
    header = Header(
        version=hashlib.sha256(data).hexdigest()[:12],
        features=fingerprint(),
        columns=1 + len(columns),
        experts=_experts(mixture, [scale for _, scale in opinions], [scale for _, scale in gates]),
        action=Action(round(action_scale, 8), round(action.member.bias, 6), action.cuts, smoothing=SMOOTHING),
        report=report,
    )
    return ModelFile(header, data)


def with_action(kept: ModelFile, action: ActionExpert, idf2: Bytes, report: Mapping[str, Any]) -> ModelFile:
    """A file with another action expert; the tables behind `abuse` stay. `report` replaces what it tells anew."""
    acting, scale = quantize(action.member.weights * np.sqrt(idf2.astype(np.float32)), ACTION_LEVELS)
    rows = np.frombuffer(kept.rows, dtype=np.uint8).reshape(BUCKETS, kept.header.columns).copy()
    rows[:, 0], rows[:, 1] = idf2, (acting.astype(np.int16) + OFFSET).astype(np.uint8)
    data = rows.tobytes()
    header = kept.header._replace(
        version=hashlib.sha256(data).hexdigest()[:12],
        action=Action(round(scale, 8), round(action.member.bias, 6), action.cuts, smoothing=SMOOTHING),
        report={**kept.header.report, **report},
    )
    return ModelFile(header, data)


def _experts(mixture: Mixture, scales: list[float], gate_scales: list[float]) -> list[Expert]:
    return [
        Expert(
            name=name,
            scale=round(scales[place], 8),
            bias=round(float(mixture.expert_bias[place]), 6),
            gate_scale=round(gate_scales[place], 8),
            gate_bias=round(float(mixture.gate_bias[place]), 6),
            gate_shape=[round(float(weight), 6) for weight in mixture.gate_shape[place]],
        )
        for place, name in enumerate(KINDS)
    ]
