"""Numbers that readers count, list and cite are no contacts, offices may be called, and advertisers are still found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ghirbal.domain.verdict import Action, Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors import shipped_detectors
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.evaluation.spam import contact_texts

GOLDEN = Path(__file__).parents[2] / "golden" / "contacts.tsv"
NUMBERS = {"CONTACT_PHONE", "NUMBER_PUBLIC"}
STRUCTURE = [d for d in shipped_detectors() if d.name in {"links", "phones", "adverts", "shapes"}]


def verdict(text: str) -> Verdict:
    return judge(Submission(text), shipped_policy(), STRUCTURE)


def symbols(text: str) -> set[str]:
    return {symbol.name for symbol in verdict(text).symbols}


def of_kind(kind: str) -> Sequence[str]:
    return contact_texts(GOLDEN, kind)


@pytest.mark.parametrize("text", of_kind("honest"))
def test_an_honest_comment_with_numbers_is_published(text: str) -> None:
    assert verdict(text).action is Action.PUBLISH


def test_nine_in_ten_advertisements_are_held() -> None:
    actions = [judge(Submission(text), shipped_policy()).action for text in of_kind("spam")]
    assert len([action for action in actions if action is not Action.PUBLISH]) >= 0.9 * len(actions)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("06 07 08 09 10", set()),
        ("عيط ليا 06 07 08 09 10", {"CONTACT_PHONE"}),
        ("ملف رقم 0612345678", set()),
        ("هاتف الملف 0612345678", {"CONTACT_PHONE"}),
        ("0 600 000 000 درهم", set()),
        ("0612345678 درهم", {"CONTACT_PHONE"}),
        ("visa 0612345678", {"CONTACT_PHONE"}),
        ("وزارة الصحة 0537123456", {"NUMBER_PUBLIC"}),
        ("وزارة الصحة 0612345678", {"CONTACT_PHONE"}),
        ("0537123456", {"CONTACT_PHONE"}),
    ],
)
def test_the_words_beside_a_number_decide(number: str, told: set[str]) -> None:
    assert symbols(f"قرأت هذا: {number} في مقال طويل عن موضوع آخر") & NUMBERS == told


def test_an_office_lends_no_advertiser_its_number() -> None:
    assert verdict("قروض سريعة معتمدة من وزارة المالية 0537123456").action is not Action.PUBLISH
    assert verdict("اتصل بنا، مكتب معتمد من السفارة 0537123456").action is not Action.PUBLISH


def test_a_warning_may_name_the_number_it_warns_of_and_sells_nothing() -> None:
    assert verdict("لا تردوا على 0612345678 راه نصاب").action is Action.PUBLISH
    assert verdict("احذروا النصابين، تواصل معنا 0612345678").action is not Action.PUBLISH
    assert verdict("شيخ روحاني نصاب هذا رقمه 0612345678").action is Action.HOLD


@pytest.mark.parametrize(
    "host", ["sante.gov.ma/x", "www.service-public.ma", "https://uni.ac.uk/", "www.impots.gouv.fr"]
)
def test_official_addresses_may_be_cited(host: str) -> None:
    assert symbols(f"كل شيء موجود في {host}") == {"LINK_KNOWN"}


@pytest.mark.parametrize("host", ["https://gov.ma.example.com/", "www.gov-ma.com", "https://gouv.example/"])
def test_addresses_that_look_official_are_links(host: str) -> None:
    assert not symbols(f"كل شيء موجود في {host}") & {"LINK_KNOWN"}
    assert verdict(f"كل شيء موجود في {host}").action is Action.HOLD


@pytest.mark.parametrize(
    "text", ["واتس 966551234567", "insta: nails_by_sara", "follow me @dj_marrakech", "تيك توك : lmokhtar_off"]
)
def test_handles_of_every_form_are_found(text: str) -> None:
    assert "CONTACT_HANDLE" in symbols(text)
