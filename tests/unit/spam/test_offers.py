"""Advertising without a number or a link: offers in the seller's voice, chains, private messages asked for."""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge


def action(text: str) -> Action:
    return judge(Submission(text), shipped_policy()).action


@pytest.mark.parametrize(
    "text",
    [
        "فيلا للبيع قرب المحطة، تسهيلات في الأداء والثمن معقول",
        "عندي سكور مضمون ديال ماتش الليلة، اللي بغاه يدخل للبروفايل",
        "Terrain titré près de la gare, facilités de paiement",
        "Perdez 7 kg sans régime, places limitées",
        "visa bla rdv l Portugal, dossier kamel 3lina",
        "bghitou tne9so kilo bla regime? diro point",
    ],
)
def test_an_offer_in_the_sellers_voice_is_not_published(text: str) -> None:
    assert action(text) is not Action.PUBLISH


@pytest.mark.parametrize(
    "text",
    [
        "أرسل هذه الرسالة إلى عشرة من أصدقائك قبل الليل",
        "sift had message l 12 d nass",
        "Partage ce message à 20 contacts ce soir",
    ],
)
def test_a_message_to_be_sent_on_to_so_many_waits(text: str) -> None:
    assert action(text) is Action.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "أرسلوا هذه الرسالة إلى وزير التعليم من فضلكم",
        "Partagez ce message avec le ministre de la santé",
        "أسعار الشقق الاقتصادية ارتفعت كثيرا هذا العام",
        "Les prix des appartements haut standing ont doublé à Casablanca",
        "نقصت 10 كيلو بالمشي كل صباح والحمد لله",
        "les matchs truqués doivent être punis par la fédération",
        "طلبت فيزا بدون موعد فقالوا لي مستحيل",
    ],
)
def test_who_talks_of_the_same_things_is_published(text: str) -> None:
    assert action(text) is Action.PUBLISH
