"""Advertisements found by their structure, and the honest comments that look like them. All texts are our own."""

from __future__ import annotations

import pytest

from ghirbal.domain.policy import PolicyError, merge, parse
from ghirbal.domain.policy_rules import PROHIBITABLE
from ghirbal.domain.verdict import Verdict
from ghirbal.moderation import shipped_document, shipped_policy
from ghirbal.moderation.detectors import shipped_detectors
from ghirbal.moderation.detectors.shapes import SCRIPTS
from ghirbal.moderation.pipeline import Submission, judge

STRUCTURE = [d for d in shipped_detectors() if d.name in {"links", "phones", "adverts", "shapes"}]


def verdict(text: str) -> Verdict:
    return judge(Submission(text), shipped_policy(), STRUCTURE)


def names(text: str) -> set[str]:
    return {symbol.name for symbol in verdict(text).symbols}


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("شاهدوا https://site.example/a", "LINK"),
        ("شاهدوا site-jadid.com", "LINK_DOMAIN"),
        ("شاهدوا http://bit.ly/2abc", "LINK_SHORT"),
        ("شاهدوا tinyurl.com/abc", "LINK_SHORT"),
        ("شاهدوا http://xn--80ak6aa92e.com/", "LINK_PUNYCODE"),
        ("شاهدوا http://g\u043e\u043egle.com/", "LINK_CONFUSABLE"),
        ("شاهدوا faceb\u043e\u043ek.com", "LINK_CONFUSABLE"),
        ("شاهدوا http://10.11.12.13/x", "LINK_NUMERIC"),
        ("شاهدوا hxxp://site.example/", "LINK"),
        ("شاهدوا monsite dot com", "LINK_DISGUISED"),
        ("شاهدوا monsite (.) com", "LINK_DISGUISED"),
        ("شاهدوا monsite نقطة كوم", "LINK_DISGUISED"),
        ("[url=http://site.example]هنا[/url]", "LINK_ANCHOR"),
        ('<a href="http://site.example">هنا</a>', "LINK_ANCHOR"),
        ("https://wa.me/212612345678", "LINK_CHAT"),
        ("https://t.me/joinchat/abc", "LINK_CHAT"),
        ("قناتنا chat.whatsapp.com/AbC123", "LINK_CHAT"),
        ("https://site.example/a", "LINK_ONLY"),
        ("اكتبوا لي someone@example.com", "CONTACT_MAIL"),
        ("telegram : @someone", "CONTACT_HANDLE"),
        ("انستا : some_one22", "CONTACT_HANDLE"),
        ("كود خصم : AB12", "CONTACT_CODE"),
        ("أرسل كلمة ربح إلى 4455", "CONTACT_SHORT_NUMBER"),
        ("envoyez GAGNE au 5050", "CONTACT_SHORT_NUMBER"),
        ("اشتركوا في قناتي من فضلكم", "CONTACT_PROMO"),
        ("abonnez-vous à ma chaîne", "CONTACT_PROMO"),
    ],
)
def test_ways_out_of_the_comment_box_are_found(text: str, symbol: str) -> None:
    assert symbol in names(text)


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06*12*34*56*78",
        "0 6 1 2 3 4 5 6 7 8",
        "O6 12 34 56 78",
        "٠٦١٢٣٤٥٦٧٨",
        "+212612345678",
        "00212 6 12 34 56 78",
        "212612345678",
        "+33 6 12 34 56 78",
        "01012345678",
    ],
)
def test_a_number_is_found_in_every_spelling(number: str) -> None:
    assert names(f"هاتف: {number}") == {"CONTACT_PHONE"}


@pytest.mark.parametrize(
    "number",
    [
        "صفر ستة واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية",
        "زيرو ستة جوج جوج تلاتة ربعة خمسة ستة سبعة تسعود",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zero stta jouj tlata rb3a khmsa stta sb3a tmnya ts3oud",
        "06 douze trente quatre cinquante six",
    ],
)
def test_a_number_is_found_in_words(number: str) -> None:
    assert "CONTACT_SPELLED" in names(f"عيط {number}")


@pytest.mark.parametrize(
    ("text", "bait"),
    [
        ("شيخ روحاني لجلب الحبيب", "BAIT_HEALER"),
        ("grand voyant, retour de l'être aimé", "BAIT_HEALER"),
        ("قروض سريعة بدون ضمان", "BAIT_LOAN"),
        ("offre de prêt entre particuliers", "BAIT_LOAN"),
        ("العمل من المنزل وربح يومي", "BAIT_JOB"),
        ("تداول العملات الرقمية بأرباح مضمونة", "BAIT_TRADING"),
        ("مساج منزلي للرجال", "BAIT_SEXUAL"),
        ("khdma mn dar bla diplome", "BAIT_JOB"),
    ],
)
def test_a_bait_counts_with_a_contact_only(text: str, bait: str) -> None:
    assert bait in names(text)
    assert verdict(text).action.value == "publish"
    assert verdict(f"{text} 0612345678").action.value in ("hold", "reject")


def test_a_dubious_offer_with_a_number_is_refused_and_a_mere_number_is_held() -> None:
    assert verdict("قرض سريع بدون ضمان، اتصل 0612345678").action.value == "reject"
    assert verdict("اتصل بي 0612345678 أو على https://site.example/a").action.value == "hold"


@pytest.mark.parametrize(
    "text",
    [
        "الحكومة ترفع سعر الفائدة على القروض البنكية",
        "سنة 2024 كانت 1000000 درهم فقط، وفي 05.06.2023 صدر القانون",
        "حكم عليه بعد أن نصب على الناس باسم جلب الحبيب",
        "راجعوا ما كتبه https://ar.wikipedia.org/wiki/X عن الموضوع",
        "اشتريت التذكرة من booking.com ولم يعيدوا لي المال",
        "zéro six pour cent, c'est peu",
        "أرسل الوزير رسالة إلى 2024 شخصا",
        "اتصل المدير وقال انتظروا 300 يوم",
        "فتحت حسابا في انستغرام 2019 ثم أغلقته",
        "Sur Instagram 1500 personnes ont réagi, sur Facebook : il dit non",
        "أعطوني كوبون 300 درهم ولم ينفع",
        "c'est fini. Com d'habitude",
        "الله أكبر\nالله أكبر\nالله أكبر",
        "❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️",
        "ⵜⴰⵎⴰⵣⵉⵖⵜ ⵜⵓⵜⵍⴰⵢⵜ ⵜⴰⵎⵖⵔⵉⴱⵉⵜ",
    ],
)
def test_honest_comments_are_published(text: str) -> None:
    assert verdict(text).action.value == "publish"


def test_shapes_are_told_and_weigh_little() -> None:
    assert names("🔥" * 20) == {"EMOJI_WALL"}
    assert "LINES_REPEATED" in names("جديد اليوم عندنا\n" * 3)
    assert "SPACING_ODD" in names("نص" + " " * 20 + "نص")


def test_a_policy_chooses_the_scripts_it_holds() -> None:
    text = "прочитайте это пожалуйста"
    assert names(text) == {"SCRIPT_PROHIBITED"}
    tolerant = parse(merge(shipped_document(), {"scripts": []}))
    assert judge(Submission(text), tolerant, STRUCTURE).symbols == ()
    assert names("قال بالروسية: да نعم") == set()


def test_an_unknown_script_in_a_policy_is_named() -> None:
    with pytest.raises(PolicyError, match="klingon"):
        parse(merge(shipped_document(), {"scripts": ["klingon"]}))
    assert set(SCRIPTS) == PROHIBITABLE


def test_every_symbol_with_a_place_stands_where_it_says() -> None:
    text = "مرحبا، شيـــخ رُوحاني لجلب الحبيب ٠٦ ١٢ ٣٤ ٥٦ ٧٨ على monsite (dot) com"
    placed = [symbol for symbol in verdict(text).symbols if symbol.start is not None]
    assert {symbol.name for symbol in placed} >= {"BAIT_HEALER", "CONTACT_PHONE", "LINK_DISGUISED"}
    assert all(text[symbol.start : symbol.end] == symbol.matched for symbol in placed)
