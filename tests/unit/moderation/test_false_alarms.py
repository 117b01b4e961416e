"""Honest sentences of the kinds that were once held, the insults beside them, and what is known to be wrong still."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge

KNOWN = Path(__file__).parents[2] / "golden" / "known-failures.tsv"


def action(text: str) -> Action:
    return judge(Submission(text), shipped_policy()).action


@pytest.mark.parametrize(
    "text",
    [
        "hadchi dyal lmakzen w safi",
        "makzan bhal dima f l7ouma",
        "chrit kocha jdida l dar",
        "dinamik bezaf had l fari9",
        "9smna lflous binatna",
        "on se revoit dans 3 heures",
        "T'inquiète, ça va aller",
        "لكل أب فرحته بأولاده",
        "هنيكم على النجاح",
        "il est bien loti dans son quartier",
        "وحشوني صحابي بزاف",
        "القهوة نكهتها رائعة",
        "هذا تقويض للثقة بين الناس",
    ],
)
def test_a_word_that_only_sounds_like_an_entry_is_published(text: str) -> None:
    assert action(text) is Action.PUBLISH


@pytest.mark.parametrize(
    "text",
    [
        "قرار غبي من الشركة",
        "عمل جبان استنكره الجميع",
        "فيلم تافه ما عجبنيش",
        "une question idiote, mais je la pose",
    ],
)
def test_a_plain_word_said_of_an_act_or_a_thing_is_published(text: str) -> None:
    assert action(text) is Action.PUBLISH


@pytest.mark.parametrize("text", ["يا غبي", "انت غبي يا اخي", "هاد الحمار خاصو يسكت", "هو غبي فعلا"])
def test_the_same_words_said_of_somebody_wait_for_a_moderator(text: str) -> None:
    assert action(text) is Action.HOLD


@pytest.mark.parametrize("text", ["حدثنا فلان بن جحش عن أبيه", "قال زيد بن كليب كنا في السفر"])
def test_a_genealogy_is_no_insult(text: str) -> None:
    assert action(text) is Action.PUBLISH


@pytest.mark.parametrize(
    "text", ["من 01/09/2024 12 يوما", "النتائج 0-1 2-0 3-1 2-2 1-1", "الكتاب رقمه 0-306-40615-2"]
)
def test_dates_scores_and_book_numbers_are_no_telephone(text: str) -> None:
    assert action(text) is Action.PUBLISH


def known_failures() -> list[list[str]]:
    lines = KNOWN.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "wished", "why"), known_failures())
@pytest.mark.xfail(strict=True, reason="known: tests/golden/known-failures.tsv")
def test_a_known_failure_is_still_one(text: str, wished: str, why: str) -> None:
    assert action(text) is Action(wished), why
