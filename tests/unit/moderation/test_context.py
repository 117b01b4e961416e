"""What stands around a word and takes its sting, on sentences of our own."""

from __future__ import annotations

import pytest

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.lexicon.context import Surroundings, contexts
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.matching import find_matches
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon(
    [
        Entry(("بطه",), "ar", "animal", 1, frozenset({"not_about_animals"})),
        Entry(("طماع",), "ar", "insult", 1, frozenset({"aimed"})),
        Entry(("كسول",), "ar", "insult", 1, frozenset()),
    ]
)


def found(text: str) -> set[str]:
    folded = fold(text)
    tokens = tokenize(folded)
    (match,) = find_matches(LEXICON, tokens)
    return set(contexts(match, Surroundings(tokens, folded.text)))


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("شريت بطة من السوق", "CTX_ANIMALS"),
        ("التاجر الطماع يربح دائما", "CTX_UNAIMED"),
        ("هو ليس كسول أبدا", "CTX_NEGATED"),
        ("لا تقل لأخيك يا كسول", "CTX_NEGATED"),
        ("وصفه بأنه كسول", "CTX_QUOTED"),
        ("كتب أنه «كسول» في المقال", "CTX_QUOTED"),
        ("قال تعالى في سورة كذا ثم ذكر كسول", "CTX_CITED"),
    ],
)
def test_a_context_is_seen(text: str, context: str) -> None:
    assert context in found(text)


@pytest.mark.parametrize(
    "text", ["يا بطة", "انت بطة من السوق", "يا طماع", "انت طماع كبير", "كسول", "هذا الرجل كسول جدا"]
)
def test_an_aimed_word_has_no_excuse(text: str) -> None:
    assert found(text) & {"CTX_ANIMALS", "CTX_UNAIMED", "CTX_NEGATED"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "لست حمارا كي أصدق هذا الكلام",
        "قال لي أنت حمار فسكت",
        "(يا أيها الذين آمنوا إن جاءكم فاسق بنبأ فتبينوا)",
        "شريت حمار من السوق لجر العربة",
    ],
)
def test_words_taken_back_by_their_context_are_published(text: str) -> None:
    assert judge(Submission(text), shipped_policy()).action.value == "publish"
