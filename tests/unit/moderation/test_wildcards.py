"""A site's own words with a star."""

from __future__ import annotations

import time

import pytest

from ghirbal.domain.policy import merge, parse
from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_document
from ghirbal.moderation.detectors.words import SiteWordDetector
from ghirbal.moderation.lexicon.wildcards import read_pattern, site_words
from ghirbal.moderation.pipeline import Submission, judge


def action(word: str, text: str) -> Action:
    policy = parse(merge(shipped_document(), {"words": {"hold": [word]}}))
    return judge(Submission(text), policy, [SiteWordDetector()]).action


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("بطيخ*", "عندي بَطِيخات كثيرة"),
        ("*بطيخ", "هاد الكبطيخ"),
        ("*طيخ*", "البطيخة"),
        ("بطيخ٭", "بطيخات"),
        ("melon*", "MELONS !"),
        ("بطيخ* احمر", "بطيخات أحمر"),
    ],
)
def test_a_star_stands_for_the_rest_of_a_word(word: str, text: str) -> None:
    assert action(word, text) is Action.HOLD


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("بطيخ*", "الشمام والموز"),
        ("*بطيخ", "بطيخات"),
        ("بطيخ* احمر", "بطيخات كثيرة احمر"),
        ("بطيخ* احمر", "بطيخات"),
    ],
)
def test_what_a_pattern_does_not_say_is_left_alone(word: str, text: str) -> None:
    assert action(word, text) is Action.PUBLISH


def test_the_place_found_is_the_words_own() -> None:
    policy = parse(merge(shipped_document(), {"words": {"hold": ["بطيخ* احمر"]}}))
    text = "قال بطيخات أحمر وسكت"
    [symbol] = judge(Submission(text), policy, [SiteWordDetector()]).symbols
    assert symbol.matched == "بطيخات أحمر"


@pytest.mark.parametrize("word", ["ab*", "*", "بط*يخ", "", "a-b*", "**"])
def test_a_star_that_means_too_much_or_nothing_is_refused(word: str) -> None:
    with pytest.raises(ValueError):
        read_pattern(word)


def test_a_pattern_that_cannot_be_read_matches_nothing() -> None:
    assert site_words(("ab*", "بطيخ")).patterns == ()


def test_ban_pattern_linear() -> None:
    """Attack L5: twice the text takes about twice the time, whatever the patterns look like."""
    words = [f"*{letter * 30}*" for letter in "abcdefghij"] * 20
    policy = parse(merge(shipped_document(), {"words": {"hold": words}}))
    detector = [SiteWordDetector()]

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            begun = time.thread_time()
            judge(Submission(text), policy, detector)
            best = min(best, time.thread_time() - begun)
        return best

    seconds("a")
    short, long = seconds("a" * 500), seconds("a" * 1000)
    assert long < 4 * short + 0.01
