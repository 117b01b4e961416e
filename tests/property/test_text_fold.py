"""What holds for every text: folding is idempotent, offsets are valid, cost is linear."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghirbal.moderation.cost import steps
from ghirbal.text.fold import _mapped, fold, fold_character
from ghirbal.text.tokens import tokenize

HARD = "كلبا\u064e\u0640\u200d\u200b\u202e\ufe0f\u20e3👩🇲🇦\U000e0067🏴aéE\u03011ﻻ\ufdfaگ \n#®ßİ"
CODES = [*range(0x20000), *range(0xE0000, 0xE0200)]
"""Every plane with letters, marks and emoji; the rest is Han, private or empty."""
texts = st.text() | st.text(alphabet=HARD, max_size=60)


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_every_character_folds_to_something_that_stays() -> None:
    for code in CODES:
        once = fold(chr(code)).text
        if once != fold(once).text:
            raise AssertionError(hex(code))


@given(texts)
def test_offsets_rise_and_stay_inside(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset <= len(text) for offset in folded.offsets)


@given(texts)
def test_the_fast_fold_and_the_mapped_fold_agree(text: str) -> None:
    assert _mapped(text).text == fold(text).text
    assert list(fold(text).offsets) == list(_mapped(text).offsets)


def test_the_two_folds_collapse_the_same_characters() -> None:
    for code in CODES:
        twice = chr(code) * 2
        if fold(twice).text != _mapped(twice).text:
            raise AssertionError(hex(code))


@given(texts)
def test_every_word_found_folds_again_to_itself(text: str) -> None:
    folded = fold(text)
    for token in tokenize(folded):
        start, end = folded.span(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert token.text in fold(text[start:end]).text or len(fold_character(text[start])) > 1


@pytest.mark.parametrize("piece", ["كلام ", "\u064e", "\u200d", "ا", "\ufdfa", "👩\u200d", "<a ", "06 "])
@pytest.mark.parametrize("times", [500, 5_000, 50_000])
def test_folding_takes_a_bounded_number_of_steps_a_character(piece: str, times: int) -> None:
    """Case 33: a woman and her joiner take 22, a mark 8; a quadratic fold would take thousands."""
    text = piece * times
    assert steps(partial(fold, text)) < 25 * len(text)
