"""The shipped detectors, on sentences of our own."""

from __future__ import annotations

import pytest

from ghirbal.domain.policy import merge, parse
from ghirbal.domain.verdict import Verdict
from ghirbal.moderation import shipped_document, shipped_policy
from ghirbal.moderation.pipeline import Submission, judge


def verdict(text: str, name: str = "") -> Verdict:
    return judge(Submission(text, name), shipped_policy())


def names(text: str, name: str = "") -> set[str]:
    return {symbol.name for symbol in verdict(text, name).symbols}


def test_an_insult_is_shown_where_it_stands_in_the_original() -> None:
    text = "أنت  يا حِمَـــار فعلا"
    (symbol,) = (symbol for symbol in verdict(text).symbols if symbol.name.startswith("LEX_"))
    assert text[symbol.start : symbol.end] == symbol.matched == "حِمَـــار"


@pytest.mark.parametrize(
    "text", ["مقال ممتاز شكرا", "Merci pour cet article", "chokran 3la lma9al", "👍", "", "2024"]
)
def test_ordinary_texts_are_published(text: str) -> None:
    assert verdict(text).action.value == "publish"


def test_an_animal_among_animals_is_no_insult() -> None:
    assert "ANIMAL_TOPIC" in names("شريت حمار من السوق لجر العربة")
    assert verdict("شريت حمار من السوق لجر العربة").action.value == "publish"


def test_links_and_phones_are_spam_not_abuse() -> None:
    found = verdict("للبيع اتصل 0612345678 او http://example.com")
    assert found.reason == "spam"
    assert found.abuse < 0.3
    assert {symbol.name for symbol in found.symbols} >= {"LINK", "CONTACT_PHONE"}


def test_three_links_are_many() -> None:
    assert "LINKS_MANY" in names("http://example.com http://example.org http://example.net")


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u061c", "\u200f"])
def test_direction_marks_are_told_and_cost_nothing(mark: str) -> None:
    """Case 30: unbalanced, stored as sent, a symbol of score 0."""
    found = verdict(f"نص {mark}عادي")
    assert [(symbol.name, symbol.score) for symbol in found.symbols] == [("MARKS_BIDI", 0.0)]
    assert found.action.value == "publish"


def test_piled_marks_are_told_and_vocalised_text_is_not() -> None:
    """Case 31."""
    assert "MARKS_PILED" in names("ك" + "\u064e" * 20)
    assert names("اللَّهُمَّ صَلِّ وَسَلِّمْ") == set()


def test_a_name_is_judged_like_a_text_and_has_no_place() -> None:
    (symbol,) = verdict("نص عادي", name="حمار").symbols
    assert (symbol.name, symbol.start, symbol.end) == ("NAME_ABUSE", None, None)
    assert names("نص عادي", name="اتصل 0612345678") == {"NAME_CONTACT"}


def test_a_sites_own_words_hold_reject_and_allow() -> None:
    document = merge(
        shipped_document(), {"words": {"hold": ["بطيخة"], "reject": ["سوق سوداء"], "allow": ["حمار"]}}
    )
    policy = parse(document)
    assert judge(Submission("شريت البطيخة"), policy).action.value == "hold"
    assert judge(Submission("عندي سوق سوداء"), policy).action.value == "reject"
    assert judge(Submission("يا حمار"), policy).action.value == "publish"


def test_digits_of_three_scripts_are_one_phone() -> None:
    """Case 32."""
    for text in ("0612345678", "٠٦١٢٣٤٥٦٧٨", "۰۶۱۲۳۴۵۶۷۸"):
        assert names(text) == {"CONTACT_PHONE"}
