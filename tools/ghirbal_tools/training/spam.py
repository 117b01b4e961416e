"""Fits the spam model: the same machine as the abuse model's experts, one table, calibrated on texts not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ghirbal.moderation.features import fingerprint
from ghirbal.moderation.model_file import OFFSET, Action, Header, ModelFile
from ghirbal.moderation.spam_model import BUCKETS, SCRIPT, spam_features
from ghirbal_tools.training.corpus import FOLDS
from ghirbal_tools.training.experts import Linear, fit_expert
from ghirbal_tools.training.matrix import Flags, Matrix, Vector
from ghirbal_tools.training.spam_corpus import SYNTHETIC, Text
from ghirbal_tools.training.store import quantize

LEVELS = 127
SMOOTHING = 100.0
"""Added to a text's features before the root is taken: five words of a greeting are not as sure as a sentence."""

WEIGHTS = {"sohateful": 0.3, "tubespam": 0.3}
"""Of marked texts: with their full weight a site's readers who ask for a link rank above own advertisements."""

HINT_SHARE, SURE_SHARE = 0.005, 0.0007
"""Shares of each clean group that reach the two cuts, the strictest group deciding: aimed below .2 % together with the
other rules, since cuts drift by half between parts of the data."""

LEFT_OUT_BUDGET = 0.002
CLEAN_GROUPS = (("hespress_ar", "hespress_fr"), ("unlabelled_darija",), ("mdold", "omcd", "dziriofn"))


def fit_spam(texts: Sequence[Text], say: Callable[[str], None]) -> ModelFile:
    """The model of all texts that are not dev, with calibration and cuts from cross-fitted scores."""
    learned = [text for text in texts if not text.dev]
    matrix, labels = _matrix(learned), np.array([text.spam for text in learned])
    weights = np.array([WEIGHTS.get(text.source, 1.0) for text in learned], dtype=np.float32)
    raw = _cross_fitted(matrix, labels, weights, np.array([text.fold for text in learned]))
    say("spam: cross-fitted")
    layer = LogisticRegression().fit(raw[:, np.newaxis], labels)
    slope, shift = float(layer.coef_[0, 0]), float(layer.intercept_[0])
    odds = slope * raw + shift
    cuts = _cuts(learned, odds)
    transfer = _left_out(learned, matrix, labels, weights)
    whole = fit_expert(matrix, labels, weights=weights)
    say(f"spam: fitted on {len(learned)} texts; cuts {cuts}")
    return _file(whole, slope, shift, cuts, _report(learned, odds, cuts) | transfer)


def _matrix(texts: Sequence[Text]) -> Matrix:
    """Counts over the root of their number, as the run time weighs them."""
    found = [
        np.array([b for word in text.words for b in spam_features(word)], dtype=np.int32) for text in texts
    ]
    ends = np.concatenate([[0], np.cumsum([len(features) for features in found])])
    ones = np.ones(int(ends[-1]), dtype=np.float32)
    counts = sparse.csr_matrix((ones, np.concatenate(found), ends), shape=(len(texts), BUCKETS))
    counts.sum_duplicates()
    lengths = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + SMOOTHING)
    present = counts.copy()
    present.data[:] = 1
    return Matrix(present, (sparse.diags(1 / lengths) @ counts).astype(np.float32).tocsr())


def _cross_fitted(matrix: Matrix, labels: Flags, weights: Vector, folds: Vector) -> Vector:
    raw = np.zeros(len(labels), dtype=np.float32)
    for fold in range(FOLDS):
        inside = folds == fold
        member = fit_expert(matrix.take(~inside), labels[~inside], weights=weights[~inside])
        raw[inside] = member.opinions(matrix.take(inside))
    return raw


def _left_out(texts: Sequence[Text], matrix: Matrix, labels: Flags, weights: Vector) -> dict[str, Any]:
    """What another source would have seen: each kind of advertising left out of the training, recall at .2 % of the
    published comments that were left out as well."""
    sources = np.array([text.source for text in texts])
    published = np.isin(sources, CLEAN_GROUPS[0])
    half = published & (np.array([text.fold for text in texts]) % 2 == 0)
    told = {}
    for name in (SYNTHETIC, *WEIGHTS):
        out = (sources == name) | half
        member = fit_expert(matrix.take(~out), labels[~out], weights=weights[~out])
        cut = np.quantile(member.opinions(matrix.take(half)), 1 - LEFT_OUT_BUDGET)
        found = member.opinions(matrix.take((sources == name) & labels)) > cut
        told[name] = round(float(found.mean()), 4)
    return {"recall_of_sources_left_out": told}


def _cuts(texts: Sequence[Text], odds: Vector) -> tuple[float, float, float]:
    """Log-odds of evidence 0, 1 and 2; the first is unused, and as low as odds get."""
    hint, sure = (
        max(_quantile(texts, odds, group, share) for group in CLEAN_GROUPS)
        for share in (HINT_SHARE, SURE_SHARE)
    )
    return -30.0, round(hint, 4), round(max(hint, sure), 4)


def _quantile(texts: Sequence[Text], odds: Vector, group: Sequence[str], share: float) -> float:
    chosen = odds[np.array([text.source in group and not text.spam for text in texts])]
    return float(np.quantile(chosen, 1 - share)) if len(chosen) else -30.0


def _file(
    whole: Linear, slope: float, shift: float, cuts: tuple[float, float, float], report: dict[str, Any]
) -> ModelFile:
    numbers, scale = quantize(whole.weights, LEVELS)
    rows = (numbers.astype(np.int16) + OFFSET).astype(np.uint8).tobytes()
    action = Action(
        scale=round(slope * scale, 10),
        bias=round(slope * whole.bias + shift, 6),
        cuts={SCRIPT: cuts},
        smoothing=SMOOTHING,
    )
    version = hashlib.sha256(rows).hexdigest()[:12]
    return ModelFile(Header(version, fingerprint(), 1, (), action, report), rows)


def _report(texts: Sequence[Text], odds: Vector, cuts: tuple[float, float, float]) -> dict[str, Any]:
    """Counts, and the share of each source at or over the two cuts, on scores of texts or trades not seen."""
    told: dict[str, Any] = {"texts": {}, "cross_fitted_hint": {}, "cross_fitted_sure": {}}
    for source in dict.fromkeys(text.source for text in texts):
        for spam in (False, True):
            chosen = np.array([text.source == source and text.spam == spam for text in texts])
            if chosen.any():
                name = f"{source}, {'spam' if spam and source != SYNTHETIC else 'all' if spam else 'clean'}"
                told["texts"][name] = int(chosen.sum())
                told["cross_fitted_hint"][name] = round(float((odds[chosen] >= cuts[1]).mean()), 4)
                told["cross_fitted_sure"][name] = round(float((odds[chosen] >= cuts[2]).mean()), 4)
    return told
