"""Disguises on mild words of our own: each still found, and innocent words treated alike left alone."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.disguise.torn_words import is_torn_innocent
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.matching import find_matches
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon(
    [
        Entry(("بليد",), "ar", "insult", 1, frozenset()),
        Entry(("طرطور",), "ar", "insult", 1, frozenset()),
        Entry(("ولد", "الحوته"), "ar", "family", 2, frozenset()),
        Entry(("blid",), "latn", "insult", 1, frozenset()),
        Entry(("crapule",), "fr", "insult", 1, frozenset()),
        Entry(("حوت",), "ar", "animal", 1, frozenset()),
    ],
    [("بليده",), ("حو", "ت")],
)
REPAIRER = Repairer(Disguises(LEXICON))


def found(text: str) -> list[str]:
    folded = fold(text)
    repaired, matches = REPAIRER.find(folded, tokenize(folded))
    places = [(repaired.tokens[match.first].start, repaired.tokens[match.last].end) for match in matches]
    spans = [folded.span(start, end) for start, end in places]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "text",
    [
        "بل يد",
        "بلي.د",
        "ب.ل.ي.د",
        "ب ل ي د",
        "ب - ل - ي - د",
        "طر*طور",
        "بل،يد",
        "بلـ ـيد",
        "طر طور",
        "ترطور",
        "بlيد",
        "بليd",
        "crap ule",
        "c.r.a.p.u.l.e",
        "cr@pule",
        "cr4pule",
        "cr*pule",
        "ولد الحو ته",
        "ولد ا ل ح و ت ه",
    ],
)
def test_a_disguise_is_seen_through_and_shown_whole(text: str) -> None:
    """Case 32."""
    assert found(f"قال {text} نعم") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "بليدة",
        "بل يدة",
        "ب ل ي د ة",
        "حو ت",
        "كل يوم",
        "3 4 5 6",
        "0 6 1 2 3 4",
        "a b c d",
        "من بليد",
        "ح و ت ن ا ف ع",
        "2024*2025",
    ],
)
def test_innocent_words_treated_alike_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_piece_of_a_split_innocent_word_is_no_hit() -> None:
    folded = fold("بليد ة")
    tokens = tokenize(folded)
    (match,) = find_matches(LEXICON, tokens)
    assert is_torn_innocent(LEXICON, folded, tokens, match.first)


def test_a_disguised_insult_holds_and_is_named_so() -> None:
    verdict = judge(Submission("أنت ح.م.ا.ر يا هذا"), shipped_policy())
    (symbol,) = (symbol for symbol in verdict.symbols if symbol.name.startswith("DISGUISED"))
    assert isinstance(symbol, Symbol)
    assert symbol.matched == "ح.م.ا.ر"
    assert verdict.action.value != "publish"
