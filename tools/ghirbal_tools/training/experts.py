"""Linear experts: a support vector machine on naive-Bayes-weighted features, and a plain one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from ghirbal_tools.training.matrix import Flags, Matrix, Vector

SEED = 20
EXPERT_C = 0.5
GATE_C = 0.3
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Linear:
    """opinion = values @ weights + bias."""

    weights: Vector
    bias: float

    def opinions(self, matrix: Matrix) -> Vector:
        """One opinion a text."""
        return np.asarray(matrix.values @ self.weights + self.bias, dtype=np.float32)


def fit_expert(
    matrix: Matrix, labels: Flags, c: float = EXPERT_C, weights: npt.NDArray[np.float32] | None = None
) -> Linear:
    """Fit with columns times the log-ratio of smoothed class shares: the largest free gain on these sets."""
    ratio = _log_ratio(
        matrix.present, labels, np.ones(len(labels), np.float32) if weights is None else weights
    )
    machine = _machine(c, _ROUNDS, 1e-4).fit(
        matrix.values @ sparse.diags(ratio), labels, sample_weight=weights
    )
    return Linear((machine.coef_.ravel() * ratio).astype(np.float32), float(machine.intercept_[0]))


def fit_gate(matrix: Matrix, labels: Flags) -> Linear:
    """Fit plainly and coarsely: telling kinds of text apart needs no more, and takes half the time."""
    machine = _machine(GATE_C, _ROUNDS // 2, 1e-2).fit(matrix.values, labels)
    return Linear(machine.coef_.ravel().astype(np.float32), float(machine.intercept_[0]))


def _machine(c: float, rounds: int, tolerance: float) -> LinearSVC:
    return LinearSVC(C=c, dual=True, max_iter=rounds, tol=tolerance, random_state=SEED)


def _log_ratio(present: sparse.csr_matrix, labels: Flags, weights: Vector) -> Vector:
    positive = 1 + present.T @ (weights * labels)
    negative = 1 + present.T @ (weights * ~labels)
    ratio: Vector = np.log((positive / positive.sum()) / (negative / negative.sum())).astype(np.float32)
    return ratio
