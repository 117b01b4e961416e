"""A letter behind a star: which reading is likeliest, and what the others need. Mild words of our own."""

from __future__ import annotations

import pytest

from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.guesses import Needs
from ghirbal.moderation.disguise.masked_letters import MaskedLetters
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon(
    [
        Entry(("بطيخ",), "ar", "insult", 3, frozenset()),
        Entry(("مدرشه",), "ar", "insult", 3, frozenset()),
        Entry(("مدرفه",), "ar", "insult", 1, frozenset()),
        Entry(("فنجال",), "ar", "insult", 1, frozenset()),
        Entry(("ولد", "الحوته"), "ar", "family", 2, frozenset()),
        Entry(("crapule",), "fr", "insult", 3, frozenset()),
        Entry(("filou", "de", "quai"), "fr", "insult", 3, frozenset()),
    ],
    [("بطرخ",)],
)
DISGUISES = Disguises(LEXICON)


def found(text: str) -> list[str]:
    folded = fold(text)
    repaired, matches = Repairer(DISGUISES).find(folded, tokenize(folded))
    return [" ".join(token.text for token in repaired.tokens[m.first : m.last + 1]) for m in matches]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("بطي*خ", Needs.NOTHING),
        ("ب*يخ", Needs.NOTHING),
        ("بط*خ", Needs.AIM),
        ("مدر*ه", Needs.AIM),
        ("ال*وته", Needs.PHRASE),
        ("crap*le", Needs.NOTHING),
    ],
)
def test_what_fits_a_pattern_as_well_says_what_the_guess_needs(pattern: str, needs: Needs) -> None:
    head, tail = pattern.split("*")
    guess = MaskedLetters(DISGUISES).behind(head, "*", tail)
    assert guess is not None
    assert guess.needs is needs


def test_a_plain_insult_beside_a_frequent_word_is_no_guess_even_when_aimed() -> None:
    plain = Lexicon([Entry(("مدرفه",), "ar", "insult", 1, frozenset())])
    guess = MaskedLetters(Disguises(plain)).behind("مدر", "*", "ه")
    assert guess is not None
    assert guess.needs is Needs.PHRASE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("هذه مدر*ة", []),
        ("انت مدر*ة", ["مدرشه"]),
        ("مدر*ة الحوتة", ["مدرشه"]),
        ("ولد ال*وتة", ["ولد الحوته"]),
        ("d'crap*le", ["crapule"]),
        ("l'crapule", []),
        ("fi*ou de quai", ["filou de quai"]),
        ("شاي وفن*ال", []),
    ],
)
def test_an_unsure_guess_counts_aimed_or_beside_a_word_of_a_phrase(text: str, words: list[str]) -> None:
    assert found(text) == words
