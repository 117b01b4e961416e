"""The same text from many: what holds, what doesn't, and what a moderator's word changes (attack M6)."""

from __future__ import annotations

import random

from tests.support.world import FINE, URL, Answer, World

LONG = "ندعو كل سكان الحي إلى التوقيع على هذه العريضة من أجل حديقة عمومية مفتوحة للأطفال وكبار السن معاً"
SHORT = "الله يرحمه"
PHONE = "اتصلوا بنا 0612345678"
WORDS = [
    "الصباح",
    "المساء",
    "الطريق",
    "المدرسة",
    "الجامعة",
    "السوق",
    "البحر",
    "الجبل",
    "الكتاب",
    "القلم",
    "البيت",
    "النافذة",
    "الشجرة",
    "المطر",
    "الشتاء",
    "الصيف",
    "القطار",
    "المحطة",
    "الملعب",
    "الفريق",
    "الجمهور",
    "الحارس",
    "الهدف",
    "المدرب",
    "النتيجة",
]


def symbols(world: World, answer: Answer) -> set[str]:
    """The evidence a moderator sees of a comment."""
    found = world.moderator().call("GET", f"comments/{answer.json['id']}").json
    return {symbol["name"] for symbol in found["symbols"]}


def post(world: World, text: str, page: str = URL) -> Answer:
    answer = world.reader(page=page).post(text)
    world.deliver()
    return answer


def test_a_short_text_from_many_readers_is_published_each_time(world: World) -> None:
    assert [post(world, SHORT).status for _ in range(25)] == [201] * 25


def test_a_long_text_of_another_reader_is_held_from_the_second_on(world: World) -> None:
    answers = [post(world, LONG) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 202, 202]
    assert "DUPLICATE_OTHERS" in symbols(world, answers[1])


def test_the_same_ad_under_other_articles_is_held_as_well(world: World) -> None:
    post(world, LONG)
    assert post(world, LONG, URL + "/other").status == 202


def test_a_short_text_with_a_contact_counts_as_a_copy(world: World) -> None:
    post(world, PHONE)
    assert "DUPLICATE_OTHERS" in symbols(world, post(world, PHONE))


def test_copies_of_what_a_moderator_approved_are_published(world: World) -> None:
    """M6: a petition's text posted first by an attacker doesn't silence those who sign it."""
    post(world, LONG)
    held = post(world, LONG)
    world.moderator().decide(held.json["id"], "approve")
    world.deliver()
    assert [post(world, LONG).status for _ in range(3)] == [201] * 3


def test_an_approval_taken_back_holds_copies_again(world: World) -> None:
    post(world, LONG)
    held = post(world, LONG)
    world.moderator().decide(held.json["id"], "approve")
    world.deliver()
    world.moderator().decide(held.json["id"], "spam", 2)
    world.deliver()
    assert post(world, LONG).status == 202


def test_the_third_near_copy_is_held(world: World) -> None:
    text = f"{LONG} قبل نهاية هذا الشهر في مقر الجمعية أو عند باب المدرسة كل مساء ابتداء من يوم "
    answers = [post(world, text + day) for day in ("الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")]
    assert [answer.status for answer in answers[:2]] == [201, 201]
    assert {answer.status for answer in answers[3:]} == {202}
    assert "NEAR_DUPLICATE" in symbols(world, answers[-1])


def test_texts_of_the_same_length_and_topic_are_not_near(world: World) -> None:
    pick = random.Random(7)
    texts = [" ".join(pick.sample(WORDS, 14)) for _ in range(40)]
    assert {post(world, text).status for text in texts} == {201}


def test_an_edit_into_an_ad_that_others_sent_is_held(world: World) -> None:
    """H2: harmless posts edited into one ad."""
    post(world, LONG)
    reader = world.reader()
    own = reader.post(FINE).json["id"]
    assert reader.edit(own, LONG).status == 202


def test_a_retry_is_no_copy_of_itself(world: World) -> None:
    reader = world.reader()
    key = "k" * 20
    first = reader.post(LONG, key)
    world.deliver()
    assert (reader.post(LONG, key).status, first.status) == (201, 201)
