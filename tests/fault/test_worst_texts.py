"""Fault case 33: no text makes a detector slow. Each is linear in the length of what it reads."""

from __future__ import annotations

import pytest

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.cost import steps
from ghirbal.moderation.detectors import shipped_detectors
from ghirbal.moderation.reading import Detector, Submission, read
from ghirbal.usecases.posting.traffic import likeness

WORST = {
    "dots": "a." * 2_000,
    "dashes": "a-" * 2_000,
    "at signs": "a@" * 2_000,
    "schemes": "http://" * 600,
    "open brackets": "[url" * 1_000,
    "open anchors": "<a href " * 500,
    "plus signs": "+0" * 2_000,
    "spaced digits": "0 1 " * 1_000,
    "slashes": "wa.me/" * 600,
    "one letter": "ا" * 4_000,
    "torn words": "ا ب " * 1_000,
    "marks": "بَّ" * 1_300,
    "stars": "*ا" * 2_000,
}
SHORT, LONG = 250, 1_000


def detecting(detector: Detector, text: str) -> int:
    reading = read(Submission(text=text, name=text[:60]), shipped_policy())
    return steps(lambda: list(detector(reading)))


def comparing(text: str) -> int:
    policy = shipped_policy()
    return steps(lambda: likeness(read(Submission(text=text), policy).folded, policy.duplicates))


@pytest.mark.parametrize("detector", shipped_detectors(), ids=lambda detector: detector.name)
@pytest.mark.parametrize("kind", WORST)
def test_case_33_four_times_the_text_takes_no_more_than_some_four_times_as_long(
    detector: Detector, kind: str
) -> None:
    """Quadratic would be sixteen times."""
    short, long = (detecting(detector, WORST[kind][:length]) for length in (SHORT, LONG))
    assert long < 5 * short + 500


@pytest.mark.parametrize("kind", WORST)
def test_case_33_the_fingerprint_of_likeness_is_linear_too(kind: str) -> None:
    short, long = (comparing(WORST[kind][:length]) for length in (SHORT, LONG))
    assert long < 5 * short + 500
