"""Case 33: the work of the spam detectors grows as the text does. Work is counted in calls of Python code and lengths
of what they look at, never in seconds; the benchmark has the times."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.cost import steps
from ghirbal.moderation.lexicon.ad_cues import shipped_cues
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize
from ghirbal_tools.evaluation.spam import BOTH, detectors_named
from ghirbal_tools.evaluation.spam_times import worst_texts

PIECES = (
    "a.",
    "http:/",
    "[url ",
    "<a href",
    "0 ",
    "0*",
    "صفر ",
    "جلب ",
    "واتساب ",
    "com ",
    " \n",
    "🔥",
    "a.com ",
    "06 ",
)


def calls(text: str) -> int:
    """How many lines of Python the detectors of spam run for a text, its words already known."""
    detectors, policy = detectors_named(BOTH), shipped_policy()
    return steps(lambda: judge(Submission(text), policy, detectors))


@pytest.mark.parametrize("name", [name for name, _ in worst_texts(10)])
def test_twice_the_text_is_at_most_twice_the_work(name: str) -> None:
    short, long = dict(worst_texts(500))[name], dict(worst_texts(1_000))[name]
    assert calls(long) <= 2.2 * calls(short) + 200


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_any_mixture_of_worst_pieces_stays_linear(pieces: list[str]) -> None:
    unit = "".join(pieces)
    short = unit * (300 // len(unit) + 1)
    assert calls(short * 3) <= 3.3 * calls(short) + 300


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_a_detector(text: str) -> None:
    found = judge(Submission(text, name=text[:60], mail=text[:80]), shipped_policy(), detectors_named(BOTH))
    assert "DETECTOR_DEGRADED" not in {symbol.name for symbol in found.symbols}
    assert all(s.start is None or 0 <= s.start <= (s.end or 0) <= len(text) for s in found.symbols)


def test_a_phrase_never_reaches_beyond_one_filler() -> None:
    cues = shipped_cues()
    assert [f.group for f in cues.find(tokenize(fold("جلب هذا الحبيب")))] == ["healer"]
    assert list(cues.find(tokenize(fold("جلب هذا الرجل الحبيب")))) == []
