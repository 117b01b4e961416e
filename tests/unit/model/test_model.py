"""The judge: right sums, right windows, right places, bounded memory."""

from __future__ import annotations

import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghirbal.moderation.model import abuse as model
from ghirbal.moderation.model.abuse import NORM, load
from ghirbal.moderation.model.features import pair_feature, split, word_features
from ghirbal.moderation.model.file import OFFSET
from ghirbal.text.fold import fold
from tests.unit.model.small import COLUMNS, small_file, small_model

FILLER = "kan nhar zwin bzaf f lmdina lyoum w nass farhana "


def test_an_empty_text_is_nothing() -> None:
    assert small_model().score(fold(" \u200b")) == model.ModelScore(0.0, 0.0, 0, 0)


def test_a_word_that_weighs_is_evidence_and_abuse() -> None:
    judge = small_model()
    quiet, loud = judge.score(fold("nhar zwin")), judge.score(fold("balid balid balid"))
    assert quiet.evidence == 0
    assert quiet.abuse < 0.2
    assert loud.evidence > 1
    assert loud.abuse > 0.8


def test_one_word_alone_is_no_evidence_and_two_are_half() -> None:
    judge = small_model()
    one, two, three = (
        judge.score(fold(text)).evidence for text in ("balid", "balid balid", "balid balid balid")
    )
    assert one == 0
    assert 0 < two < three


def test_the_worst_window_is_found_in_a_long_text_and_placed_in_the_original() -> None:
    text = FILLER * 6 + "ba\u0301liiid " + FILLER * 6
    found = small_model().score(fold(text))
    assert "ba\u0301liiid" in text[found.start : found.end]
    assert len(text[found.start : found.end].split()) == 24


def test_a_window_finds_what_the_whole_text_dilutes() -> None:
    text = fold(FILLER * 6 + "balid " + FILLER * 6)
    judge = small_model()
    singles = judge.singles(split(text.text))
    nothing = [(1, 0)] * (len(singles) - 1)
    whole = judge.header.action._replace(window=len(singles))
    raw, first, last = model.worst_window(singles, nothing, judge.header.action)
    assert raw > model.worst_window(singles, nothing, whole)[0]
    assert first <= 60 < last


@settings(deadline=None)
@given(st.text(alphabet="balidزوين 😀!2", max_size=600))
def test_sums_are_those_of_the_rows_one_by_one(text: str) -> None:
    judge, rows = small_model_shared(), small_file().rows
    words = split(fold(text).text)
    sums = [*judge.singles(words), judge.paired(judge.pairs(words))]
    features = [f for word in words for f in word_features(word)] + [
        pair_feature(*p) for p in pairwise(words)
    ]
    for column in range(COLUMNS):
        offset = 0 if column == NORM else OFFSET
        expected = sum(rows[COLUMNS * feature + column] - offset for feature in features)
        assert sum(row[column] for row in sums) == expected


def small_model_shared() -> model.AbuseModel:
    """Made once: hypothesis asks a hundred times."""
    if not _SHARED:
        _SHARED.append(small_model())
    return _SHARED[0]


_SHARED: list[model.AbuseModel] = []


def test_remembered_words_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST_WORDS", 3)
    judge = small_model()
    for word in ("wahed", "joj", "tlata", "reb3a", "khamsa"):
        judge.score(fold(word))
    assert len(judge._known) <= 3


def test_forgetting_changes_no_score() -> None:
    judge = small_model()
    before = judge.score(fold("balid nhar"))
    judge.forget()
    assert judge.score(fold("balid nhar")) == before


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_probability_and_a_place_inside_it(text: str) -> None:
    found = load().score(fold(text))
    assert 0 <= found.abuse <= 1
    assert 0 <= found.evidence <= model.MOST_EVIDENCE
    assert 0 <= found.start <= found.end <= len(text)


def test_spelling_noise_changes_no_score() -> None:
    plain = load().score(fold("كلام زوين بزاف اليوم"))
    noisy = load().score(fold("كـلامٌ زوييييين بزّاف الي\u200cوم"))
    assert (plain.abuse, plain.evidence) == (noisy.abuse, noisy.evidence)


def test_the_shipped_model_is_made_once_and_small() -> None:
    assert load() is load()
    assert len(zlib.compress(model.MODEL_PATH.read_bytes())) <= 1_000_000
