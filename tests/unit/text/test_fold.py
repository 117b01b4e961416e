"""Folding: cases 30 to 34, where the text is concerned."""

from __future__ import annotations

import pytest

from ghirbal.text.fold import LONGEST_FOLD, fold

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("كَلَامٌ", "كلام"),
        ("كـــلام", "كلام"),
        ("ك\u200cل\u200bا\u2060م", "كلام"),
        ("\u202eكلام\u202c", "كلام"),
        ("\u2067كلام\u2069\u061c", "كلام"),
        ("ﻛﻼﻡ", "كلام"),
        ("گلام", "كلام"),
        ("كلاااااام", "كلام"),
        ("أإآٱا", "ا"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسول"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("ＨＥＬＰ", "help"),
        ("ÉTÉ", "ete"),
        ("cœur", "coeur"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("ᴄᴏᴍᴘᴛᴇ", "compte"),
        ("сомрте", "compte"),
        ("ΒΟΝ", "bon"),
        ("🅱🅾🅽", "bon"),
        ("🄱🄾🄽 ⒷⓄⓃ", "bon bon"),
        ("🇧 🇴 🇳", "b o n"),
        ("🇶🇶🇺", "qu"),
        ("كـ\u02d0ـلام", "كلام"),
    ],
)
def test_spellings_of_one_word_fold_to_one(written: str, folded: str) -> None:
    """Cases 30, 31 and 32."""
    assert fold(written).text == folded


@pytest.mark.parametrize("text", [FAMILY, ENGLAND, "🇲🇦🇲🇦", "1️⃣", "❤️‍🔥", "👍🏽👍🏽", "😂😂😂", "®️", "‼️"])
def test_emoji_sequences_and_flags_survive(text: str) -> None:
    """Case 34."""
    assert fold(text).text == text
    assert fold(f"ا{text}ب").text == f"ا{text}ب"


def test_a_letter_in_a_circle_or_of_another_script_is_shown_where_it_stood() -> None:
    folded = fold("un ᴍᴏᴛ 🅑🅞🅝")
    assert folded.text == "un mot bon"
    assert folded.span(7, 10) == (7, 10)


def test_joiners_outside_emoji_are_dropped() -> None:
    assert fold("ك\u200dل\u200dب 👩\u200dا").text == "كلب 👩ا"


def test_a_match_is_shown_with_its_marks_and_repeats() -> None:
    text = "يا  مُــديــــر!"
    folded = fold(text)
    start = folded.text.index("مدير")
    begin, end = folded.span(start, start + 4)
    assert text[begin:end] == "مُــديــــر"


def test_a_ligature_of_eighteen_characters_maps_to_itself() -> None:
    """Case 31: U+FDFA."""
    folded = fold("قال \ufdfa نعم")
    assert "صلي اله عليه وسلم" in folded.text
    start = folded.text.index("عليه")
    assert folded.span(start, start + 4) == (4, 5)


def test_a_fold_beyond_the_limit_is_cut_and_flagged() -> None:
    """Case 31."""
    folded = fold("\u3316 " * 4_000)
    assert folded.overflow
    assert len(folded.text) == LONGEST_FOLD
    assert folded.span(LONGEST_FOLD - 1, LONGEST_FOLD)[1] <= 8_000


@pytest.mark.parametrize("blessing", ["\ufdfa", "\ufdfb"])
def test_a_blessing_of_one_character_is_written_out_a_few_times_only(blessing: str) -> None:
    """Case 31: U+FDFA becomes eighteen characters."""
    folded = fold(blessing * 1_000 + "كلام")
    assert not folded.overflow
    assert len(folded.text) < 1_200
    start = folded.text.index("كلام")
    assert folded.span(start, start + 4) == (1_000, 1_004)


def test_the_same_is_folded_with_and_without_a_map() -> None:
    text = "ل\ufdfa" * 20
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.text == fold(text + "👩\u200d👧").text[: len(folded.text)]


def test_a_thousand_marks_on_one_letter_fold_to_the_letter() -> None:
    """Case 31: zalgo."""
    folded = fold("ك" + "\u064e" * 1_000 + "ل")
    assert folded.text == "كل"
    assert folded.span(0, 1) == (0, 1_001)


def test_ten_thousand_joiners_fold_to_nothing() -> None:
    """Case 31."""
    assert fold("\u200d" * 10_000).text == ""


def test_nul_and_lone_surrogates_are_dropped() -> None:
    """Cases 26 and 29."""
    assert fold("ا\x00ب\ud83dت").text == "ابت"


def test_digits_and_punctuation_are_not_collapsed() -> None:
    assert fold("0661 22 33 44!!").text == "0661 22 33 44!!"
