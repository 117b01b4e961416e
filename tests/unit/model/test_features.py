"""Features: bounded, stable, the same as those the shipped model was trained with."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ghirbal.moderation.model.abuse import load
from ghirbal.moderation.model.features import BUCKETS, LONGEST_WORD, fingerprint, split, word_features
from ghirbal.text.fold import fold

MOST_FEATURES = 190
"""One word's sums stay below 65,536 only up to 257 features of at most 255."""


@settings(deadline=None)
@given(st.text())
def test_no_piece_has_more_features_than_one_sum_can_hold(text: str) -> None:
    for word in split(fold(text).text):
        features = word_features(word)
        assert len(word) <= LONGEST_WORD
        assert len(features) <= MOST_FEATURES
        assert all(0 <= feature < BUCKETS for feature in features)


def test_the_longest_words_of_both_scripts_stay_within_the_bound() -> None:
    for letters in ("tchalmbz", "كتبلمنرز"):
        assert len(word_features((letters * 4)[:LONGEST_WORD])) <= MOST_FEATURES


def test_an_arabizi_word_shares_skeleton_features_with_its_arabic_spelling() -> None:
    assert set(word_features("bouzni9a")) & set(word_features("بوزنيقه"))


def test_the_shipped_model_was_trained_with_the_features_that_the_code_computes() -> None:
    assert load().header.features == fingerprint()
