"""The layers multiplied out say what the layers say; cuts hold the shares they promise."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")
pytest.importorskip("sklearn")

import numpy as np
from sklearn.linear_model import LogisticRegression

from ghirbal.moderation.model.features import BUCKETS
from ghirbal_tools.training import mixture
from ghirbal_tools.training.action import HELD_SHARES, choose_cuts, clean_groups, count_words
from ghirbal_tools.training.corpus import make_row
from ghirbal_tools.training.experts import Linear
from ghirbal_tools.training.matrix import Featurizer, squared_idf, weigh

TEXTS = [f"klma {n} zwina bzaf {n % 7}" for n in range(60)]


def _members(chance: np.random.Generator, count: int) -> list[Linear]:
    return [
        Linear(chance.normal(size=BUCKETS).astype(np.float32), float(chance.normal())) for _ in range(count)
    ]


def test_folded_tables_give_the_logits_of_the_layers() -> None:
    chance = np.random.default_rng(5)
    kinds = len(mixture.KINDS)
    rows = [make_row("omcd", {"text": text}) for text in TEXTS]
    counts = Featurizer().counts(row.words for row in rows)
    matrix = weigh(counts, squared_idf(counts))
    experts, gates = _members(chance, 3), _members(chance, kinds)
    opinions = np.stack([member.opinions(matrix) for member in experts], axis=1)
    shapes = np.array([mixture.shape(row.words) for row in rows])
    gated = np.hstack([np.stack([member.opinions(matrix) for member in gates], axis=1), shapes])
    gate = LogisticRegression(max_iter=300).fit(gated, np.arange(len(rows)) % kinds)
    spread = opinions.std(axis=0)
    mixed = mixture._interactions(gate.predict_proba(gated), opinions / spread)
    layer = LogisticRegression(max_iter=300).fit(mixed, np.arange(len(rows)) % 2)

    folded = mixture._folded(experts, spread, layer, gates, gate)
    logits = matrix.values @ folded.gates.T + folded.gate_bias + shapes @ folded.gate_shape.T
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    said = (shares * (matrix.values @ folded.experts.T + folded.expert_bias)).sum(axis=1)
    assert said == pytest.approx(layer.decision_function(mixed), abs=2e-2)


def test_cuts_hold_no_more_of_any_clean_group_than_they_promise() -> None:
    chance = np.random.default_rng(6)
    arabic = [(source, "كلام عادي جدا") for source in ("hespress_ar", "omcd", "mdold")]
    latin = [(source, "klam 3adi bzaf") for source in ("hespress_fr", "mdold")]
    rows = [
        make_row(source, {"text": f"{text} {n}", "label": 0})
        for source, text in arabic + latin
        for n in range(2000)
    ]
    worst = chance.normal(size=len(rows)).astype(np.float32)
    cuts = choose_cuts(rows, worst)
    for script, shares in HELD_SHARES.items():
        nothing, hold, reject = cuts[script]
        assert nothing < hold < reject
        groups = clean_groups(rows)
        for name, most in ((name, most) for name, most in shares if name in groups):
            assert (worst[groups[name]] > hold).mean() <= most + 1e-3


def test_letters_and_numbers_are_not_counted_as_words() -> None:
    assert count_words(("ك", "2024", "😀", "كلام", "ok")) == 2
