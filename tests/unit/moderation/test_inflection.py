"""Verbs are found in all their persons and tenses, and words that only end like them are not."""

from __future__ import annotations

import pytest

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.inflection import Verbs
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.text.fold import fold_words

TEASE = Entry(("ضحك",), "ar", "insult", 1, frozenset({"exact", "verb"}))
TEASED = Entry(("ضحكت",), "ar", "insult", 1, frozenset({"exact", "past"}))
LATIN = Entry(("d7ek",), "latn", "insult", 1, frozenset({"exact", "verb"}))


def is_form(word: str, *entries: Entry) -> bool:
    return next(Verbs(entries).like(fold_words(word)), None) is not None


@pytest.mark.parametrize(
    "word",
    [
        *["ضحك", "نضحك", "كنضحك", "كانضحكو", "غانضحكوه", "غنضحكها", "تايضحكو", "بيضحك", "هيضحكوا", "حنضحكك"],
        *["سنضحكهم", "مايضحكش", "وكيضحكو", "فنضحكه", "اضحكي"],
    ],
)
def test_persons_tenses_objects_and_negation_are_forms_of_a_verb(word: str) -> None:
    assert is_form(word, TEASE)


@pytest.mark.parametrize("word", ["مضحكات", "ضحكتي", "التضحك", "ضحيك", "مكتبضحك", "ضح"])
def test_other_words_with_the_letters_of_a_verb_are_not(word: str) -> None:
    assert not is_form(word, TEASE)


@pytest.mark.parametrize(("word", "expected"), [("ضحكتك", True), ("وضحكتوها", True), ("كيضحكت", False)])
def test_the_past_takes_endings_and_no_person_in_front(word: str, expected: bool) -> None:
    assert is_form(word, TEASED) is expected


@pytest.mark.parametrize("word", ["kand7ek", "ghand7ekou", "tad7ekhom", "yd7ek", "kandhak", "ghandhakou"])
def test_latin_forms_are_compared_by_sound(word: str) -> None:
    assert is_form(word, LATIN)


@pytest.mark.parametrize("word", ["kay7ek", "md7ek", "d7ekator", "dek"])
def test_latin_words_with_other_letters_around_the_stem_are_not(word: str) -> None:
    assert not is_form(word, LATIN)


def test_an_ending_may_run_into_the_last_letter_of_the_stem() -> None:
    """Folding makes one letter of ضحك and كم."""
    assert is_form("نضحككم", TEASE)


def test_an_innocent_form_is_no_hit() -> None:
    lexicon = Lexicon([TEASE], [("يضحك",)])

    assert lexicon.word("نضحككم") is not None
    assert (found := lexicon.word("ويضحك")) is None or found.entry is None
