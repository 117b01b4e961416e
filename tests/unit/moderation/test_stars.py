"""Several letters of a word behind stars, on mild words of our own taken for explicit ones."""

from __future__ import annotations

import pytest

from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.guesses import Needs
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.disguise.starred_words import StarredWords
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

DISGUISES = Disguises(
    Lexicon(
        [
            Entry(("زنفور",), "ar", "insult", 3, frozenset()),
            Entry(("بليد",), "ar", "insult", 1, frozenset()),
            Entry(("crapule",), "fr", "insult", 3, frozenset()),
            Entry(("filou", "public"), "fr", "insult", 3, frozenset()),
        ]
    )
)


def found(text: str) -> list[str]:
    folded = fold(text)
    repaired, matches = Repairer(DISGUISES).find(folded, tokenize(folded))
    return [
        text[slice(*folded.span(repaired.tokens[m.first].start, repaired.tokens[m.last].end))]
        for m in matches
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("quelle cr*p*le alors", ["cr*p*le"]),
        ("quelle c**p*le", ["c**p*le"]),
        ("quelle crap***", ["crap"]),
        ("هذا زن**ر نعم", ["زن**ر"]),
        ("هذا ال*زن**ر", []),
        ("هذا الزن**ر نعم", ["الزن**ر"]),
        ("هذا ز***ر نعم", []),
        ("انت ز***ر", ["ز***ر"]),
        ("ز****", []),
    ],
)
def test_explicit_words_are_seen_through_several_stars(text: str, shown: list[str]) -> None:
    assert found(text) == shown


@pytest.mark.parametrize(
    "text", ["**crapaud**", "mot*autre*mot", "2*3*4", "cr*p*l", "ب**د", "f**** p*****", "a*b*c*d*e*f*g*h*i"]
)
def test_other_stars_hide_nothing(text: str) -> None:
    assert found(text) == []


def test_two_letters_seen_need_an_aim() -> None:
    folded = fold("ز***ر")
    guess, last = StarredWords(DISGUISES).at(folded, tokenize(folded), 0) or (None, -1)
    assert guess is not None
    assert guess.needs is Needs.AIM
    assert last == 1
