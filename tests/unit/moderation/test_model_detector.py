"""The model's answer as symbols, with a model of three lines."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Action, Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors.statistical import ModelDetector
from ghirbal.moderation.disguise.model_doubts import ModelDoubts
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.model.abuse import ModelScore
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import Folded

DOUBTS = ModelDoubts(Lexicon([Entry(("كتب",), "ar", "insult", 2, frozenset())]))


class Model:
    """Says the same of every text."""

    def __init__(self, abuse: float, evidence: float) -> None:
        self._score = ModelScore(abuse, evidence, 0, 3)

    def score(self, folded: Folded) -> ModelScore:
        return self._score


def verdict(abuse: float, evidence: float) -> Verdict:
    return judge(
        Submission("نص عادي"), shipped_policy(), [ModelDetector(lambda: Model(abuse, evidence), DOUBTS)]
    )


@pytest.mark.parametrize(
    ("evidence", "action"),
    [(0.0, "publish"), (0.9, "publish"), (0.99, "publish"), (1.0, "hold"), (3.0, "hold")],
)
def test_evidence_alone_holds_and_never_rejects(evidence: float, action: str) -> None:
    assert verdict(0.5, evidence).action.value == action


def test_abuse_is_the_models_probability() -> None:
    assert verdict(0.37, 0.0).abuse == 0.37


@pytest.mark.parametrize("evidence", [0.6, 1.5, 2.5])
def test_a_step_of_evidence_does_not_change_the_probability(evidence: float) -> None:
    assert verdict(0.8, evidence).abuse == 0.8


def test_the_probability_is_not_kept_as_a_symbol() -> None:
    assert verdict(0.37, 0.0).symbols == ()


def test_the_worst_window_is_shown() -> None:
    (symbol,) = verdict(0.9, 2.5).symbols
    assert (symbol.name, symbol.start, symbol.end, symbol.matched) == ("ABUSE_MODEL_SURE", 0, 3, "نص ")


def test_a_damaged_model_file_holds_and_says_so() -> None:
    """Case 48."""

    def damaged() -> Model:
        raise ValueError("checksum")

    found = judge(Submission("نص عادي"), shipped_policy(), [ModelDetector(damaged, DOUBTS)])
    assert found.action is Action.HOLD
    assert [(symbol.name, symbol.matched) for symbol in found.symbols] == [("DETECTOR_DEGRADED", "model")]


class Substrings:
    """Sees evidence wherever three letters stand, as a model of letter pieces does."""

    def score(self, folded: Folded) -> ModelScore:
        return ModelScore(0.9, 3.0 if "كتب" in folded.text else 0.0, 0, len(folded.original))


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("المكتبة", "ABUSE_MODEL_HINT"),
        ("المكتبة قريبة", "ABUSE_MODEL_HINT"),
        ("كتب كثيرة", "ABUSE_MODEL_SURE"),
        ("المكتبة كتب", "ABUSE_MODEL_SURE"),
    ],
)
def test_a_word_that_only_holds_an_entrys_letters_does_not_hold(text: str, symbol: str) -> None:
    found = judge(Submission(text), shipped_policy(), [ModelDetector(Substrings, DOUBTS)])
    assert [told.name for told in found.symbols] == [symbol]
