"""What stands around a word and takes its sting, on sentences of our own."""

from __future__ import annotations

from pathlib import Path

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


def explicit_phrases(script: str) -> list[str]:
    lines = Path("tests/golden/planted.tsv").read_text("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    phrases = [row[0] for row in rows if row[1:3] == [script, "explicit"]]
    return [phrase for phrase in phrases if action(phrase) == "reject" and len(phrase.split()) < 4][:5]


def action(text: str) -> str:
    return judge(Submission(text), shipped_policy()).action.value


@pytest.mark.parametrize(
    ("script", "frame"),
    [
        ("ar", "واحد قال ليا «{}» وهادشي مرفوض"),
        ("ar", "من يكتب «{}» لامرأة يجب أن يعاقب"),
        ("latn", "li kaygol {} khasso yt7aseb"),
        ("fr", "Lire « {} » sous un article, c'est inadmissible"),
        ("fr", "On m'a insulté : « {} », j'ai porté plainte"),
    ],
)
def test_a_foul_word_that_is_reported_or_condemned_waits_and_is_not_refused(script: str, frame: str) -> None:
    phrases = explicit_phrases(script)
    assert phrases
    assert {action(frame.format(phrase)) for phrase in phrases} == {"hold"}


def test_a_foul_word_beside_one_that_is_reported_is_refused_still() -> None:
    phrase = explicit_phrases("fr")[0]
    far = "et la route reste longue pour nous tous dans ce pays où il fait si beau vivre avec ses voisins"
    assert action(f"Lire « {phrase} », c'est inadmissible, {far}. {phrase}") == "reject"
