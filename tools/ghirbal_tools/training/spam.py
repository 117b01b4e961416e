"""Fits the spam model: the same machine as the abuse model's experts, one table, calibrated on texts not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from ghirbal.moderation.model.features import fingerprint
from ghirbal.moderation.model.file import OFFSET, Action, Header, ModelFile
from ghirbal.moderation.model.spam import SCRIPT
from ghirbal_tools.training.corpus import FOLDS
from ghirbal_tools.training.experts import Linear
from ghirbal_tools.training.matrix import Vector
from ghirbal_tools.training.spam_corpus import SYNTHETIC, Text
from ghirbal_tools.training.spam_sets import PUBLISHED, SMOOTHING, Corpus, corpus_of, doubtful, left_out
from ghirbal_tools.training.store import quantize

LEVELS = 127
PRIOR = 0.02
"""Share of advertising that the told probability reckons with. In training it is a seventh: with that, a published
comment that sounds a little like it was told as spam at .84, as high as a link."""

HINT_SHARE, SURE_SHARE = 0.005, 0.0015
"""Shares of each clean group that reach the two cuts, the strictest group deciding: aimed below .2 % together with the
other rules, since cuts drift by half between parts of the data. At .07 % two comments of French readers decided."""

CLEAN_GROUPS = (
    PUBLISHED,
    ("unlabelled_darija",),
    ("mdold", "omcd", "dziriofn"),
    ("aoc_alghad", "aoc_youm7"),
    ("doda_arabic", "doda_latin"),
)
REVIEWS = ("reviews_RES1", "reviews_PROD")
REVIEW_SHARE = 0.01
"""Of reviews, which praise goods and name prices; no news site's comments are full of them."""


def fit_spam(texts: Sequence[Text], say: Callable[[str], None]) -> ModelFile:
    """The model of all texts that are neither dev nor doubtful; calibration and cuts from cross-fitted scores."""
    everything = corpus_of(texts)
    transfer = left_out(everything)
    say(f"spam: of sources left out {transfer}")
    learned = everything.take(~everything.dev & ~doubtful(everything))
    raw = _cross_fitted(learned)
    say("spam: cross-fitted")
    layer = LogisticRegression().fit(raw[:, np.newaxis], learned.labels)
    slope = float(layer.coef_[0, 0])
    shift = float(layer.intercept_[0]) + _log_odds(PRIOR) - _log_odds(float(learned.labels.mean()))
    odds = slope * raw + shift
    cuts = _cuts(learned.texts, odds)
    whole = learned.fit()
    say(f"spam: fitted on {len(learned.texts)} texts; cuts {cuts}")
    report = _report(learned.texts, odds, cuts) | {"recall_of_sources_left_out": transfer}
    return _file(whole, slope, shift, cuts, report)


def _cross_fitted(corpus: Corpus) -> Vector:
    raw = np.zeros(len(corpus.texts), dtype=np.float32)
    folds = np.array([text.fold for text in corpus.texts])
    for fold in range(FOLDS):
        inside = folds == fold
        raw[inside] = corpus.take(~inside).fit().opinions(corpus.matrix.take(inside))
    return raw


def _cuts(texts: Sequence[Text], odds: Vector) -> tuple[float, float, float]:
    """Log-odds of evidence 0, 1 and 2; the first is unused, and as low as odds get."""
    hint, sure = (
        max(
            *(_quantile(texts, odds, group, share) for group in CLEAN_GROUPS),
            _quantile(texts, odds, REVIEWS, REVIEW_SHARE),
        )
        for share in (HINT_SHARE, SURE_SHARE)
    )
    return -30.0, round(hint, 4), round(max(hint, sure), 4)


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


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
