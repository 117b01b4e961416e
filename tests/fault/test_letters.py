"""What letters, marks and pictures do on a comment's whole way, judged by the shipped engine (cases 30, 32, 34).

The words on trial are mild ones of the lexicon: an ass, a dog, a dunce. Called at somebody they wait for a moderator.
"""

from __future__ import annotations

import re
import unicodedata

import pytest

from ghirbal.wiring.deps import judge_past
from tests.support.world import URL, ReaderSession, World, comments_path

EMBED = comments_path().replace("/comments", "/embed")
FEED = comments_path().replace("/comments", "/feed")
OPENED, CLOSED = "\u2066\u2067\u2068", "\u2069"


@pytest.fixture
def world() -> World:
    """Everything wired, with the shipped engine in place of the marks that other tests use."""
    world = World()
    world.deps.judge = judge_past
    return world


def evidence(reader: ReaderSession, comment: str) -> dict[str, float]:
    """The symbols kept with a comment, and what each counted."""
    stored = reader.world.memory.comments.get("akhbar", comment)
    assert stored is not None
    assert stored.verdict is not None
    return {symbol.name: symbol.score for symbol in stored.verdict.symbols}


@pytest.mark.parametrize(
    "mark", [*"\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u061c", "\u2069 \u202e", "\u202c"]
)
def test_case_30_a_direction_mark_is_kept_costs_nothing_and_turns_no_neighbour(
    world: World, mark: str
) -> None:
    """Unbalanced marks: stored as sent, shown in an element of their own direction, a symbol of score 0."""
    reader, text = world.reader(), f"قرأت {mark}المقال كله"
    posted = reader.post(text, name=f"سعاد{mark}", title="خبر")
    assert posted.status == 201, posted.text
    assert evidence(reader, posted.json["id"]) == {"MARKS_BIDI": 0.0}
    assert [shown["text"] for shown in world.listed()] == [text]
    page = world.request("GET", EMBED).text
    assert f'<p dir="rtl">{text}</p>' in page
    assert "<bdi>سعاد</bdi>" in page, "a name keeps none"


def test_case_30_in_a_plain_mail_what_an_author_opened_is_closed(world: World) -> None:
    """A mail has no elements: the words stand between isolates, and whatever they open ends before ours goes on."""
    posted = world.reader().post("بليد \u202e\u2067 اقلب السطر", name="سعاد\u2066")
    assert posted.status == 202, posted.text
    world.deliver()
    (mail,) = world.mailer.sent
    assert sum(mail.body.count(mark) for mark in OPENED) == mail.body.count(CLOSED) > 0
    assert sum(mail.body.count(mark) for mark in "\u202a\u202b\u202d\u202e") == mail.body.count("\u202c")
    assert not set(OPENED + "\u202e") & set(mail.subject)


@pytest.mark.parametrize(
    "text",
    [
        "يا حمار",
        "يا حــمــار",
        "يا حِمَارْ",
        "يا حم\u200bار",
        "يا حمااااار",
        "يا ﺣﻤﺎﺭ",
        "يا ح م ا ر",
        "يا ح.م.ا.ر",
        "يا 7mar",
        "ya 7mar",
        "ya 7mаr",
        "كلب ابن كلب",
        "کلب ابن کلب",
        "ڪلب ابن ڪلب",
    ],
)
def test_case_32_a_word_is_the_same_word_in_every_alphabet_it_is_written_in(world: World, text: str) -> None:
    """Persian and presentation letters, marks, spaces, dots, Arabizi, a Cyrillic letter: it waits for a moderator."""
    posted = world.reader().post(text)
    assert posted.status in (202, 422), posted.text
    assert world.listed() == []
    reason = posted.json.get("reason") or posted.json["comment"]["reason"]
    assert reason == "abuse"


@pytest.mark.parametrize("digits", ["0612345678", "٠٦١٢٣٤٥٦٧٨", "۰۶۱۲۳۴۵۶۷۸", "٠6١2٣4٥6٧8"])
def test_case_32_a_telephone_number_is_one_in_digits_of_three_scripts(world: World, digits: str) -> None:
    reader = world.reader()
    posted = reader.post(f"للتواصل {digits}")
    assert posted.status == 202, posted.text
    assert "CONTACT_PHONE" in evidence(reader, posted.json["id"])


@pytest.mark.parametrize(
    "text", ["شربت القهوة في الصباح", "9ahwa f sbah", "كسكس يوم الجمعة", "بوزنيقة مدينة جميلة"]
)
def test_case_32_words_that_only_look_alike_are_published(world: World, text: str) -> None:
    assert world.reader().post(text).status == 201


@pytest.mark.parametrize(
    "picture",
    [
        "👨‍👩‍👧‍👦",
        "🏳️‍🌈",
        "👩🏽‍🚀",
        "❤️",
        "1️⃣",
        "🇲🇦",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏴\U000e0075\U000e0073\U000e006f\U000e0068\U000e007f",
    ],
)
def test_case_34_a_picture_of_several_characters_comes_back_whole(world: World, picture: str) -> None:
    """Families, skins, keycaps, flags of countries, and Ohio's: the same code points in every form of the answer."""
    reader, text = world.reader(), f"أحسنتم {picture} شكراً"
    posted = reader.post(text, name=f"ليلى {picture}", title="خبر")
    assert posted.status == 201, posted.text
    assert evidence(reader, posted.json["id"]) == {}
    (shown,) = world.listed()
    assert (shown["text"], shown["name"]) == (text, f"ليلى {picture}")
    for address in (EMBED, FEED):
        assert len(re.findall(re.escape(picture), world.request("GET", address).text)) >= 2
    assert reader.edit(posted.json["id"], f"{text} {picture}").status == 201
    assert [shown["text"] for shown in world.listed()] == [f"{text} {picture}"]


def test_case_34_pictures_count_as_their_code_points_up_to_the_limit(world: World) -> None:
    """A family is seven code points, as in the widget: 142 of them fit, 143 do not."""
    family = "👨‍👩‍👧‍👦"
    assert len(unicodedata.normalize("NFC", family)) == 7
    assert world.reader(page=URL).post(family * 142).status in (201, 202)
    assert world.reader().post(family * 143).json["code"] == "text-too-long"
