"""Whole phrases in disguise, and several disguises at once: read along the lists, and innocent words taken back."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.repair import Repairer
from ghirbal.moderation.explain import explain
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize
from ghirbal_tools.evaluation.worst import filled, judging, ordinary_steps

LEXICON = Lexicon(
    [
        Entry(("زنبيق",), "ar", "insult", 3, frozenset()),
        Entry(("حنظليت",), "ar", "insult", 2, frozenset()),
        Entry(("ولد", "الزعروره"), "ar", "family", 3, frozenset()),
        Entry(("crapulon",), "fr", "insult", 3, frozenset()),
        Entry(("zbibou7",), "latn", "insult", 3, frozenset()),
        Entry(("face", "de", "navet"), "fr", "insult", 3, frozenset()),
    ]
)
REPAIRER = Repairer(Disguises(LEXICON))


def found(text: str) -> list[str]:
    folded = fold(text)
    repaired, matches = REPAIRER.find(folded, tokenize(folded))
    spans = [
        folded.span(repaired.tokens[match.first].start, repaired.tokens[match.last].end) for match in matches
    ]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("هذا رٮٮىٯ نعم", "رٮٮىٯ"),
        ("هذا حىطلىٮ نعم", "حىطلىٮ"),
        ("هدا الرحل ولدهم رنٮٮق", "رنٮٮق"),
        ("هذا زنہبيق نعم", "زنہبيق"),
        ("هذا زٴنبۦيق نعم", "زٴنبۦيق"),
        ("هذا زـxـنـxـبـxـيـxـق نعم", "زـxـنـxـبـxـيـxـق"),
        ("quel cxrxaxpxuxlxoxn va", "cxrxaxpxuxlxoxn"),
        ("z_b_i_b_o_u_7 hna", "z_b_i_b_o_u_7"),
        ("quel crapuoln va", "crapuoln"),
        ("هذا زنيبق نعم", "زنيبق"),
        ("ه ذ ا ز ن ب ي ق ن ع م", "ز ن ب ي ق"),
        ("h.e.y.c.r.a.p.u.l.o.n", "c.r.a.p.u.l.o.n"),
        ("f a c e  d e  n a v e t", "f a c e  d e  n a v e t"),
    ],
)
def test_a_hidden_insult_is_found_and_shown_where_it_stands(text: str, shown: str) -> None:
    assert found(text) == [shown]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("هذا رٮ♥ٮ♥ىٯ نعم", "رٮ♥ٮ♥ىٯ"),
        ("هذا زنہب_يٯ نعم", "زنہب_يٯ"),
        ("هذا ز*ٮىق نعم", "ز*ٮىق"),
        ("هذا z_ن_ٮ_ي_ق نعم", "z_ن_ٮ_ي_ق"),
        ("ر ٮ ٮ ى ٯ نعم", "ر ٮ ٮ ى ٯ"),
        ("c_r_ہ_a_p_u_l_о_n", "c_r_ہ_a_p_u_l_о_n"),
        ("و*د ال*عرورة", "و*د ال*عرورة"),
        ("ولد ال*عرہورة", "ولد ال*عرہورة"),
    ],
)
def test_disguises_combine_without_a_word_of_code(text: str, shown: str) -> None:
    assert found(text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "حٮٮٮى ٮا ٮور عٮٮى",
        "السلام علىكم ىا احى",
        "ا ل س ل ا م ع ل ي ك م",
        "l'eau, c'est la vie : 10/12/2024 e-mail a_b",
        "taxi xerox maxx",
        "ہہہہہ مزيان",
        "سلام ♥ عليكم ♥ كلكم",
        "s a l u t  l e s  a m i s",
        "J. R. R. T.",
    ],
)
def test_innocent_texts_written_oddly_are_left_alone(text: str) -> None:
    assert found(text) == []


def shipped(text: str) -> Verdict:
    return judge(Submission(text), shipped_policy())


@pytest.mark.parametrize("text", ["يا ح.م.ا.ر", "انت حمـہـار", "يا حـxـمـxـاـxـر"])
def test_a_reading_holds_and_never_refuses(text: str) -> None:
    assert shipped(text).action.value == "hold"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("انت حمـہـار", "READ_ORNAMENT"),
        ("انت ح_م_ا_ر", "READ_LETTERS"),
        ("انت حـxـمـxـاـxـر", "READ_FILLER"),
        ("انت ٮعل", "READ_DOTS"),
    ],
)
def test_a_moderator_is_told_how_a_word_was_read(text: str, way: str) -> None:
    found = {symbol.name: symbol for symbol in shipped(text).symbols}
    assert found[way].score == 0
    assert (found[way].start, found[way].end) == (4, len(text))
    assert explain(way, "en", "moderator").startswith("Read with")


def test_a_star_in_every_word_says_less_than_one_in_one_word() -> None:
    """Whoever stars all hides some word, but which is not told by the star."""
    lexicon = Lexicon([Entry(("مدرفه",), "ar", "insult", 1, frozenset())])
    repairer = Repairer(Disguises(lexicon))

    def matches(text: str) -> int:
        folded = fold(text)
        return len(repairer.find(folded, tokenize(folded))[1])

    assert matches("انت مدر*فه اليوم") == 1
    assert matches("ا*ت مدر*فه ا*يوم") == 0


@pytest.mark.parametrize(
    "piece", ["ٮٯٮ ", "k_h_r_", "ع ب ي د ", "*ك", "ق*بة ", "ٯٮٮٮٮ ", "ہك", "axbxcx ", "ك_*_ب_"]
)
def test_odd_texts_cost_a_bounded_multiple_of_ordinary_ones(piece: str) -> None:
    """Attack B6: the decoder's paths, rivals and stretches are bounded, so that time is linear in the text.

    Of halves: below 300 characters some readings are not tried at all.
    """
    assert judging(filled(piece, 1_000)) < 12 * ordinary_steps()
    assert judging(filled(piece, 1_000)) < 2.4 * judging(filled(piece, 500))
