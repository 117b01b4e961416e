"""The merge rule of the pipeline, alone, with detectors of three lines."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ghirbal.domain.policy import parse
from ghirbal.domain.verdict import Action, Symbol
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Detector, Reading, Submission, judge

POLICY = parse(
    {
        "version": "test-1",
        "groups": {"a": {"cap": 8, "reason": "abuse"}, "s": {"cap": 12, "reason": "spam"}, "system": {}},
        "symbols": {
            "MILD": {"score": 3, "group": "a"},
            "BAD": {"score": 6, "group": "a"},
            "LINK": {"score": 2, "group": "s", "each": True},
            "GOOD": {"score": -4, "group": "s"},
        },
    }
)


class Fake:
    """Finds the same symbols in every text."""

    def __init__(self, *names: str, name: str = "fake") -> None:
        self.names = names
        self.name = name

    def __call__(self, reading: Reading) -> Iterable[Symbol]:
        return [Symbol(name, 0.5) for name in self.names]


class Broken(Fake):
    """Fails after its first symbol."""

    def __call__(self, reading: Reading) -> Iterable[Symbol]:
        yield Symbol("GOOD", 1.0)
        raise RuntimeError("a detector of the test failed")


def verdict_of(*detectors: Detector, extra: tuple[Symbol, ...] = ()) -> tuple[str, float]:
    verdict = judge(Submission("نص", extra=extra), POLICY, detectors)
    return verdict.action.value, verdict.score


def test_nothing_found_is_published() -> None:
    assert verdict_of() == ("publish", 0.0)


def test_scores_of_all_detectors_add_up() -> None:
    assert verdict_of(Fake("MILD"), Fake("LINK")) == ("hold", 5.0)


def test_a_group_adds_no_more_than_its_cap() -> None:
    assert verdict_of(Fake("MILD", "BAD")) == ("hold", 8.0)


def test_the_first_hit_hides_no_other() -> None:
    verdict = judge(Submission("نص"), POLICY, [Fake("BAD"), Fake("LINK")])
    assert [symbol.name for symbol in verdict.symbols] == ["BAD", "LINK"]


def test_a_symbol_counts_once_unless_each_counts() -> None:
    assert verdict_of(Fake("MILD", "MILD")) == ("publish", 3.0)
    assert verdict_of(Fake("LINK", "LINK", "LINK")) == ("hold", 6.0)


def test_a_score_is_never_below_zero() -> None:
    assert verdict_of(Fake("GOOD")) == ("publish", 0.0)


def test_behaviour_symbols_are_scored_by_name() -> None:
    assert verdict_of(extra=(Symbol("BAD", 0.0),)) == ("hold", 6.0)


def test_an_unknown_symbol_is_a_shadow() -> None:
    assert verdict_of(Fake("NEW_RULE")) == ("publish", 0.0)


def test_a_failing_detector_holds() -> None:
    """Case 48: and what it found before it failed does not count in the comment's favour."""
    verdict = judge(Submission("نص"), POLICY, [Fake("LINK"), Broken(name="broken")])
    assert verdict.action is Action.HOLD
    assert ("DETECTOR_DEGRADED", "broken") in [(symbol.name, symbol.matched) for symbol in verdict.symbols]
    assert "GOOD" not in [symbol.name for symbol in verdict.symbols]


def test_a_failing_detector_never_turns_a_rejection_into_a_hold() -> None:
    """Case 48."""
    assert verdict_of(Fake("BAD", "MILD"), Fake("LINK"), Broken())[0] == "reject"


def test_a_failing_detector_holds_under_any_policy() -> None:
    """Case 48: a policy that gives the symbol no score, or a discount, still can't publish."""
    policy = parse(
        {
            "symbols": {"DETECTOR_DEGRADED": {"score": -50, "group": "a"}},
            "thresholds": {"hold": 90, "reject": 99},
        }
    )
    assert judge(Submission("نص"), policy, [Broken()]).action is Action.HOLD


def test_a_fold_that_is_too_long_holds() -> None:
    """Case 31."""
    verdict = judge(Submission("\u3316 " * 4_000), POLICY, [])
    assert verdict.action is Action.HOLD
    assert [symbol.name for symbol in verdict.symbols] == ["TEXT_TOO_LONG"]


def test_a_text_that_cannot_be_read_holds() -> None:
    """Case 48: the reading itself failed."""
    verdict = judge(Submission(None), POLICY, [])  # type: ignore[arg-type]
    assert verdict.action is Action.HOLD


def test_risk_is_fifty_times_the_score_and_at_most_999() -> None:
    policy = parse({"symbols": {"X": {"score": 7}, "Y": {"score": 500}}})
    assert judge(Submission("نص"), policy, [Fake("X")]).risk == 350
    assert judge(Submission("نص"), policy, [Fake("Y")]).risk == 999


def test_the_reason_is_that_of_the_strongest_group() -> None:
    assert judge(Submission("نص"), POLICY, [Fake("BAD", "LINK")]).reason == "abuse"
    assert judge(Submission("نص"), POLICY, [Fake("LINK", "LINK", "LINK", "MILD")]).reason == "spam"
    assert judge(Submission("نص"), POLICY, [Fake("MILD")]).reason == ""


def test_abuse_and_spam_are_probabilities_of_their_groups() -> None:
    verdict = judge(Submission("نص"), POLICY, [Fake("BAD", "LINK", "MILD")])
    assert (verdict.abuse, verdict.spam) == (0.75, 0.5)


def test_a_verdict_keeps_a_bounded_number_of_symbols_and_the_strongest() -> None:
    verdict = judge(Submission("نص"), POLICY, [Fake(*["MILD"] * 100, "BAD")])
    assert len(verdict.symbols) == 40
    assert "BAD" in [symbol.name for symbol in verdict.symbols]


def test_an_observer_hears_of_every_run_and_of_no_text() -> None:
    class Watch:
        def __init__(self) -> None:
            self.time = 0.0
            self.runs: list[tuple[str, int, float, bool]] = []

        def now(self) -> float:
            self.time += 1.0
            return self.time

        def ran(self, detector: str, hits: int, seconds: float, *, failed: bool) -> None:
            self.runs.append((detector, hits, seconds, failed))

    watch = Watch()
    judge(Submission("نص"), POLICY, [Fake("BAD", "LINK", name="one"), Broken(name="two")], watch)
    assert watch.runs == [("one", 2, 1.0, False), ("two", 0, 1.0, True)]


@pytest.mark.parametrize(("profile", "action"), [("balanced", "publish"), ("hold-all", "hold")])
def test_profiles_move_the_thresholds(profile: str, action: str) -> None:
    assert judge(Submission("شكرا على المقال"), shipped_policy(profile)).action.value == action
