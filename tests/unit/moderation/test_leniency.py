"""What takes an insult back is heard in disguise as well; mild words of our own."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.disguise.leniency import leniency
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon([Entry(("بليد",), "ar", "insult", 2, frozenset())], [("بليد", "الصوفي"), ("super", "blid")])


def words(text: str) -> list[str]:
    folded = fold(text)
    return [token.text for token in leniency(LEXICON).read(folded, tokenize(folded))]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("بليد ال*وفي", ["بليد", "الصوفي"]),
        ("بليد الص وفي", ["بليد", "الصوفي"]),
        ("بليد الص.وفي", ["بليد", "الصوفي"]),
        ("بليد السوفي", ["بليد", "الصوفي"]),
        ("zuper blid", ["zuper", "blid"]),
        ("suuper blid", ["super", "blid"]),
        ("بليد المدينة", ["بليد", "المدينه"]),
        ("بليد\n\nال ص", ["بليد", "ال", "ص"]),
    ],
)
def test_a_word_of_an_innocent_phrase_is_heard_behind_its_disguise(text: str, meant: list[str]) -> None:
    assert words(text) == meant


def test_places_stay_those_of_the_text() -> None:
    folded = fold("بليد ال*وفي نعم")
    token = leniency(LEXICON).read(folded, tokenize(folded))[1]
    assert folded.text[token.start : token.end] == "ال*وفي"


@pytest.mark.parametrize("text", ["حمار الو*ش", "حمار الو حش", "حمار ال*حش جميل"])
def test_the_zebra_is_published_however_it_is_written(text: str) -> None:
    assert judge(Submission(text), shipped_policy()).action is Action.PUBLISH


@pytest.mark.parametrize("text", ["انت حمار و*ش", "يا حمار", "انت حمار ك*ير"])
def test_charity_takes_nothing_from_an_aimed_insult(text: str) -> None:
    assert judge(Submission(text), shipped_policy()).action is not Action.PUBLISH
