"""Tokens, clitics, skeletons: what counts as one word."""

from __future__ import annotations

import pytest

from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import stems
from ghirbal.text.fold import fold
from ghirbal.text.skeleton import is_latin, skeleton
from ghirbal.text.tokens import tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(fold(text))]


def test_tokens_stand_where_they_say() -> None:
    folded = fold("قالو، ليا: 3lach؟ 👍")
    for token in tokenize(folded):
        assert folded.text[token.start : token.end] == token.text


def test_punctuation_of_three_scripts_ends_a_word() -> None:
    assert words("نعم؟لا،ربما؛يمكن…oui:non") == ["نعم", "لا", "ربما", "يمكن", "oui", "non"]


@pytest.mark.parametrize(
    "word", ["الكتاب", "والكتاب", "بالكتاب", "للكتاب", "كتابي", "كتابهم", "وكتابنا", "ياكتاب", "فالكتاب"]
)
def test_clitics_come_off(word: str) -> None:
    assert "كتاب" in {stem.text for stem in stems(fold(word).text)}


@pytest.mark.parametrize("word", ["مدرستي", "مدرستهم", "المدرسات", "ومدرستنا"])
def test_a_feminine_ending_is_restored(word: str) -> None:
    assert "مدرسه" in {stem.text for stem in stems(fold(word).text)}


def test_letters_inside_a_word_are_no_clitics() -> None:
    assert "تاب" not in {stem.text for stem in stems("مكتاب")}
    assert "كسك" not in {stem.text for stem in stems("المكسيك")}


@pytest.mark.parametrize("word", ["lktab", "wktab", "ktabi", "elktab", "yaktab", "ktabhom"])
def test_latin_clitics_come_off(word: str) -> None:
    assert "ktab" in {stem.text for stem in stems(word)}


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("قهوة", "9ahwa"),
        ("قهوة", "qahwa"),
        ("خبز", "khobz"),
        ("خبز", "5obz"),
        ("شكرا", "shukra"),
        ("مغرب", "maghrib"),
        ("عكس", "3aks"),
        ("حمام", "7amam"),
        ("صاحب", "sa7eb"),
        ("بوزنيقة", "bouznika"),
        ("تيزنيت", "Tiznit"),
        ("ضربة", "darba"),
        ("طريق", "6riq"),
        ("كتاب", "kitab"),
    ],
)
def test_both_scripts_meet_in_one_skeleton(arabic: str, latin: str) -> None:
    """Case 32."""
    assert skeleton(fold(arabic).text) == skeleton(fold(latin).text)


def test_numbers_are_no_latin_words() -> None:
    assert not is_latin("2024")
    assert is_latin("7sab")


@pytest.mark.parametrize(
    ("one", "other"), [("khobz", "5oubz"), ("zine", "zin"), ("chokran", "shukran"), ("kelma", "kalmah")]
)
def test_spellings_of_one_sound_have_one_key(one: str, other: str) -> None:
    assert loose(one) == loose(other)


@pytest.mark.parametrize(
    ("latin", "arabic", "same"),
    [
        ("ktab", "كتاب", True),
        ("kitab", "كتاب", True),
        ("katib", "كتاب", False),
        ("kotob", "كتاب", False),
        ("aktab", "كتاب", False),
        ("mdrasa", "مدرسة", True),
    ],
)
def test_vowels_tell_words_of_one_skeleton_apart(latin: str, arabic: str, *, same: bool) -> None:
    assert vowels_agree(slots(latin), slots(fold(arabic).text)) is same
