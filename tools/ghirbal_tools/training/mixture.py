"""The gated mixture behind `abuse`, and how it folds into one table an expert and one a gate.

Fourteen experts are fitted (one a set, two pooled, two for narrower labels; other views of the same sets,
with another penalty or without naive-Bayes weights, added .002, which is noise). Their opinions on texts
they have not seen are what the last layer learns from: one linear layer a kind of text, mixed by the
gate. Experts and layers are linear in the same features, so that each kind needs one table of weights.
Telling the sets apart is allowed here only: it must not reach `action`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from ghirbal.moderation.model.features import BUCKETS, word_kind
from ghirbal_tools.training.corpus import FOLDS, LABELLED, MOROCCAN, Row
from ghirbal_tools.training.experts import Linear, fit_expert, fit_gate
from ghirbal_tools.training.matrix import Flags, Matrix, Vector

Table = npt.NDArray[np.float32]

KINDS: dict[str, tuple[str, ...]] = {
    "omcd": ("omcd",),
    "mdold": ("mdold",),
    "dziriofn": ("dziriofn",),
    "osact4": ("osact4",),
    "osact5": ("osact5",),
    "sohateful": ("sohateful",),
    "thsab": ("thsab",),
    "levant": ("alakrot", "lhsab", "aj"),
}
"""Kinds of text the gate tells apart. Ten score the same within .001; five lose .01 on the Eastern sets."""

POOLS: dict[str, tuple[str, ...]] = {
    **{source: (source,) for source in LABELLED},
    "moroccan": MOROCCAN,
    "eastern": ("osact4", "osact5", "alakrot", "sohateful", "lhsab"),
}
NARROW: dict[str, tuple[str, ...]] = {"vulgar": ("osact5", "sohateful", "aj"), "hate": ("osact4", "osact5")}
_LAYER_C = 0.3
_GATE_LAYER_C = 1.0

Fit = Callable[[Matrix, Flags], Linear]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A member to fit: on which rows, to which labels, and how."""

    name: str
    among: Flags
    labels: Flags
    fit: Fit


@dataclass(frozen=True, slots=True)
class Mixture:
    """Tables (kinds x buckets), biases (kinds), and the gate's weights for the shape of a text (kinds x 3)."""

    experts: Table
    expert_bias: Vector
    gates: Table
    gate_bias: Vector
    gate_shape: Table


@dataclass(frozen=True, slots=True)
class Opinions:
    """Members' opinions on every text, each by a member that has not seen it, and the final members."""

    seen: Table
    members: Sequence[Linear]


def fit_mixture(rows: Sequence[Row], matrix: Matrix, say: Say) -> tuple[Mixture, Vector]:
    """Fit on labelled training rows. Returns the mixture and its cross-fitted logits of the rows."""
    labels = np.array([row.label for row in rows])
    experts = _cross_fit(rows, matrix, _expert_jobs(rows), say)
    gates = _cross_fit(rows, matrix, _gate_jobs(rows), say)
    shapes = np.array([shape(row.words) for row in rows], dtype=np.float32)
    spread = experts.seen.std(axis=0)
    kinds = np.array([_kind_of(row.source) for row in rows])
    folds = np.array([row.fold for row in rows])

    def final(train: Flags) -> tuple[LogisticRegression, LogisticRegression]:
        gate = LogisticRegression(C=_GATE_LAYER_C, max_iter=400)
        gate.fit(np.hstack([gates.seen, shapes])[train], kinds[train])
        shares = gate.predict_proba(np.hstack([gates.seen, shapes]))
        mixed = _interactions(shares, experts.seen / spread)
        layer = LogisticRegression(C=_LAYER_C, max_iter=500).fit(mixed[train], labels[train])
        return gate, layer

    logits = np.zeros(len(rows), dtype=np.float32)
    for number in range(FOLDS):
        gate, layer = final(folds != number)
        held = folds == number
        shares = gate.predict_proba(np.hstack([gates.seen, shapes])[held])
        logits[held] = layer.decision_function(_interactions(shares, (experts.seen / spread)[held]))
    gate, layer = final(np.ones(len(rows), dtype=bool))
    return _folded(experts.members, spread, layer, gates.members, gate), logits


def shape(words: Sequence[str]) -> tuple[float, float, float]:
    """What the gate sees of a text beside its features, as the run time computes it."""
    arabic, latin, pictures = (sum(column) for column in zip(*map(word_kind, words), strict=True))
    return float(np.log1p(len(words))), float(latin > arabic), float(pictures > 0)


def _kind_of(source: str) -> int:
    return next(place for place, sources in enumerate(KINDS.values()) if source in sources)


def _expert_jobs(rows: Sequence[Row]) -> list[Job]:
    labels = np.array([row.label for row in rows])
    narrow = {"vulgar": np.array([row.vulgar for row in rows]), "hate": np.array([row.hate for row in rows])}
    jobs = [Job(name, _among(rows, sources), labels, fit_expert) for name, sources in POOLS.items()]
    return jobs + [
        Job(name, _among(rows, sources), narrow[name], fit_expert) for name, sources in NARROW.items()
    ]


def _gate_jobs(rows: Sequence[Row]) -> list[Job]:
    everything = np.ones(len(rows), dtype=bool)
    return [
        Job(f"gate {name}", everything, _among(rows, sources), fit_gate) for name, sources in KINDS.items()
    ]


def _among(rows: Sequence[Row], sources: Sequence[str]) -> Flags:
    return np.array([row.source in sources for row in rows])


def _cross_fit(rows: Sequence[Row], matrix: Matrix, jobs: Sequence[Job], say: Say) -> Opinions:
    folds = np.array([row.fold for row in rows])
    seen = np.zeros((len(rows), len(jobs)), dtype=np.float32)
    members = []
    for place, job in enumerate(jobs):
        for number in range(FOLDS):
            train, held = job.among & (folds != number), folds == number
            member = job.fit(matrix.take(train), job.labels[train])
            seen[held, place] = member.opinions(matrix.take(held))
        members.append(job.fit(matrix.take(job.among), job.labels[job.among]))
        say(f"  {job.name}: {int(job.among.sum())} texts, {int(job.labels[job.among].sum())} positive")
    return Opinions(seen, members)


def _interactions(shares: Table, opinions: Table) -> Table:
    """Each kind's share times each opinion, and the share itself: kinds x (experts + 1) columns."""
    whole = np.hstack([opinions, np.ones((len(opinions), 1), dtype=np.float32)])
    return np.hstack([shares[:, [kind]] * whole for kind in range(shares.shape[1])]).astype(np.float32)


def _folded(
    experts: Sequence[Linear],
    spread: Vector,
    layer: LogisticRegression,
    gates: Sequence[Linear],
    gate: LogisticRegression,
) -> Mixture:
    """Multiply the layers out: members are linear, so what is linear in them is linear in the features."""
    weights = layer.coef_.reshape(len(KINDS), len(experts) + 1).astype(np.float32)
    mixing = weights[:, :-1] / spread
    from_gates, from_shape = gate.coef_[:, : len(gates)], gate.coef_[:, len(gates) :]
    return Mixture(
        experts=_combine(mixing, experts),
        expert_bias=mixing @ _biases(experts) + weights[:, -1] + float(layer.intercept_[0]),
        gates=_combine(from_gates, gates),
        gate_bias=from_gates @ _biases(gates) + gate.intercept_,
        gate_shape=from_shape.astype(np.float32),
    )


def _biases(members: Sequence[Linear]) -> Vector:
    return np.array([member.bias for member in members], dtype=np.float32)


def _combine(mixing: Table, members: Sequence[Linear]) -> Table:
    tables = np.zeros((len(mixing), BUCKETS), dtype=np.float32)
    for place, member in enumerate(members):
        tables += mixing[:, [place]] * member.weights[np.newaxis, :]
    return tables
