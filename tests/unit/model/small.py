"""A small model made by hand: few buckets matter, every number is known."""

from __future__ import annotations

from ghirbal.moderation.model.abuse import ACTION, FIRST_EXPERT, NORM, AbuseModel
from ghirbal.moderation.model.features import BUCKETS, word_features
from ghirbal.moderation.model.file import OFFSET, Action, Expert, Header, ModelFile

COLUMNS = 6
CUTS = {"arabic": (0.0, 1.0, 2.0), "latin": (0.0, 1.0, 2.0)}


def small_file(loud: str = "balid", weight: int = 40) -> ModelFile:
    """Two experts, two gates; the features of the word `loud` weigh, all others are 0."""
    rows = bytearray([1, *[OFFSET] * (COLUMNS - 1)] * BUCKETS)
    for feature in word_features(loud):
        rows[COLUMNS * feature + ACTION] = OFFSET + weight
        rows[COLUMNS * feature + FIRST_EXPERT] = OFFSET + weight
    experts = [
        Expert("first", scale=0.05, bias=-2.0, gate_scale=1.0, gate_bias=5.0, gate_shape=(0.0, 0.0, 0.0)),
        Expert("second", scale=0.05, bias=-2.0, gate_scale=1.0, gate_bias=0.0, gate_shape=(0.0, 0.0, 0.0)),
    ]
    action = Action(scale=0.05, bias=-1.0, cuts=CUTS)
    assert NORM == 0
    return ModelFile(Header("test", "test", COLUMNS, experts, action, {}), bytes(rows))


def small_model() -> AbuseModel:
    """The same, ready to judge."""
    return AbuseModel(small_file())
