"""Letters for others that sound alike, on mild words of our own taken for explicit ones."""

from __future__ import annotations

import pytest

from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.guesses import Needs
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.disguise.swaps import Respelled, unswapped
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon(
    [
        Entry(("مصرح",), "ar", "insult", 3, frozenset()),
        Entry(("زنفور",), "ar", "insult", 3, frozenset()),
        Entry(("تشكد",), "ar", "insult", 3, frozenset({"verb"})),
        Entry(("ولد", "الطين"), "ar", "family", 3, frozenset()),
        Entry(("بنت", "الطين"), "ar", "family", 1, frozenset()),
        Entry(("chlafat",), "latn", "insult", 3, frozenset()),
        Entry(("suce", "ton", "pouce"), "fr", "insult", 2, frozenset()),
    ]
)
RESPELLED = Respelled(LEXICON)


def found(text: str) -> list[str]:
    folded = fold(text)
    repaired, matches = Repairer(Disguises(LEXICON)).find(folded, tokenize(folded))
    return [" ".join(token.text for token in repaired.tokens[m.first : m.last + 1]) for m in matches]


@pytest.mark.parametrize(
    ("word", "needs"),
    [("ذنفور", Needs.NOTHING), ("ظنفوركم", Needs.NOTHING), ("مسرح", Needs.EXPLICIT_PHRASE), ("قوت", None)],
)
def test_what_is_known_of_a_respelled_word_says_what_the_guess_needs(word: str, needs: Needs | None) -> None:
    guess = RESPELLED.meant(word)
    assert (None if guess is None else guess.needs) is needs


@pytest.mark.parametrize("word", ["كتاب", "bonjour", "تنفور", ""])
def test_most_words_stand_for_nothing(word: str) -> None:
    assert RESPELLED.meant(word) is None


def test_the_form_of_a_verb_is_no_guess_when_the_swap_is_in_its_stem() -> None:
    assert RESPELLED.meant("نتشقدو") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("هذا ذنفور", ["زنفور"]),
        ("في مسرح المدينة", []),
        ("ولد التين", ["ولد الطين"]),
        ("بنت التين", []),
        ("التين والزيتون", []),
        ("khlafat bzaf", ["chlafat"]),
        ("suke ton pouce", ["suce ton pouce"]),
        ("zuce ton pouce", ["suce ton pouce"]),
    ],
)
def test_a_word_that_people_know_counts_in_an_explicit_phrase_only(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize("word", ["photo", "مصرح", "qhobz", "zsalam", ""])
def test_putting_back_changes_one_sound_at_a_time(word: str) -> None:
    assert all(abs(len(other) - len(word)) <= 1 and other != word for other in unswapped(word))
