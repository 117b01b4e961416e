"""The whole engine on hostile texts: it never raises, its symbols stand in the text, its cost is linear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghirbal.domain.policy import parse
from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_document, shipped_policy
from ghirbal.moderation.cost import steps
from ghirbal.moderation.pipeline import Submission, judge

POLICY = shipped_policy()
ORDINARY = "كنشكرو الجريدة على هاد المقال ونتمناو من المسؤولين يهتمو بالطرق والمستشفيات ديال العالم القروي "
PIECES = [
    "حمار",
    "كلب",
    "يا",
    "ولد",
    "ال",
    "ن",
    ".",
    "*",
    " ",
    "ـ",
    "\u064e",
    "\u200d",
    "😀",
    "🇲🇦",
    "hmar",
    "con",
    "7",
    "٣",
]
texts = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(texts, texts)
@settings(deadline=None)
def test_any_text_gets_a_verdict_whose_symbols_stand_in_it(text: str, name: str) -> None:
    verdict = judge(Submission(text, name), POLICY)
    assert 0 <= verdict.abuse <= 1
    assert 0 <= verdict.spam <= 1
    assert "DETECTOR_DEGRADED" not in {symbol.name for symbol in verdict.symbols}
    for symbol in verdict.symbols:
        if symbol.start is not None and symbol.end is not None:
            assert 0 <= symbol.start <= symbol.end <= len(text)
            assert symbol.matched is None or symbol.matched == text[symbol.start : symbol.end]


@given(texts)
@settings(deadline=None)
def test_judging_twice_is_judging_once(text: str) -> None:
    assert judge(Submission(text), POLICY) == judge(Submission(text), POLICY)


@given(
    st.sampled_from(["\u064e", "\u0640", "\u200b", "\u202e", "\ufeff", "\u2067"]),
    st.text(alphabet=ORDINARY, max_size=80),
)
@settings(deadline=None)
def test_what_is_folded_away_decides_nothing(mark: str, text: str) -> None:
    """Cases 30 and 31."""
    marked = mark.join(text)
    assert judge(Submission(marked), POLICY).action is judge(Submission(text), POLICY).action


@given(st.floats(min_value=-50, max_value=50), st.floats(min_value=0, max_value=20))
@settings(deadline=None)
def test_a_higher_weight_never_makes_the_decision_milder(weight: float, more: float) -> None:
    order = [Action.PUBLISH, Action.HOLD, Action.REJECT]
    verdicts = []
    for score in (weight, weight + more):
        document = {**shipped_document(), "symbols": {"CONTACT_PHONE": {"score": score, "group": "spam"}}}
        verdicts.append(order.index(judge(Submission("0612345678"), parse(document)).action))
    assert verdicts[0] <= verdicts[1]


LITTLE = 10
"""Dots and at signs, each a link to be looked at, cost 8.6 times an ordinary text; all the rest below 4.5."""


def _work(text: str) -> int:
    return steps(lambda: judge(Submission(text), POLICY))


@pytest.mark.parametrize(
    "piece",
    [
        "\u064e",
        "\u200d",
        "ك",
        "ك ",
        "ك.",
        "a*",
        "*",
        "http:/",
        "www.",
        "06 ",
        "<a ",
        "[url",
        "يا ",
        "و ",
        "😀\u200d",
        "a@",
        "-0",
    ],
)
def test_hostile_texts_cost_little_more_than_ordinary_ones(piece: str) -> None:
    """Case 33, in lines of Python."""
    length = 1_000
    assert _work((piece * length)[:length]) < LITTLE * _work((ORDINARY * length)[:length])


@pytest.mark.parametrize("piece", ["ك ", "a.", "*ك", "ن ا ", "@a.", "0 6"])
def test_ten_times_the_text_is_about_ten_times_the_work(piece: str) -> None:
    """Case 33: a quadratic step would cost a hundred times as much."""
    assert _work(piece * 2_000) < 12 * _work(piece * 200)
