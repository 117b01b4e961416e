"""Readers write: published, held, refused, sent twice, kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import People
from tests.browser.people import Late, moderation

CLEAN = "شكراً على هذا المقال المفيد"
HELD = "كلام كاتب المقال كلام بطاطا"
REFUSED = "يا ابن الكلب، يا حمار"


def test_a_clean_comment_is_public_at_once(people: People) -> None:
    reader = people.reader().opens("clean")
    reader.counts("تعليقات ( 0 )")
    expect(reader.widget.locator(".empty")).to_be_visible()
    reader.posts(CLEAN, "سعاد")
    reader.sees(CLEAN)
    reader.counts("تعليق ( 1 )")
    someone = people.reader().opens("clean")
    someone.sees(CLEAN)
    expect(someone.public.locator(".author")).to_have_text("سعاد")


def test_a_held_comment_waits_is_approved_in_the_console_and_appears(people: People) -> None:
    reader = people.reader().opens("held")
    reader.posts(HELD)
    expect(reader.own).to_contain_text("قيد المراجعة")
    reader.reloads()
    expect(reader.own).to_contain_text("قيد المراجعة")
    people.reader().opens("held").sees_not(HELD)
    moderator = people.moderator().signs_in().reads(HELD)
    expect(moderator.current.locator("mark")).to_have_text("بطاطا")
    expect(moderator.current.locator(".more li").first).to_be_visible()
    moderator.decides("a")
    expect(moderator.card(HELD)).to_contain_text("قُبل")
    expect(reader.reloads().own).to_have_count(0)
    reader.sees(HELD)
    people.reader().opens("held").sees(HELD)


def test_what_is_held_while_the_older_ones_are_asked_about_stays_in_sight(people: People) -> None:
    reader = people.reader().opens("held-twice")
    reader.posts("بطاطا أولى")
    fates = Late(reader.page, "**/status")
    reader.reloads()
    fates.comes()
    reader.posts("بطاطا ثانية")
    expect(reader.own).to_have_count(1)
    fates.answers()
    expect(reader.own.locator(".text")).to_have_text(["بطاطا ثانية", "بطاطا أولى"])


def test_a_rejected_comment_tells_its_author_and_no_one_else(people: People) -> None:
    text = "رأي بطاطا لا أكثر"
    reader = people.reader().opens("rejected")
    reader.posts(text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.current.get_by_label("سبب الرفض").select_option("insult")
    with moderator.page.expect_response(lambda response: "/decisions" in response.url and response.ok):
        moderator.act("reject", moderator.current).click()
    expect(moderator.card(text)).to_contain_text("رُفض")
    expect(reader.reloads().own).to_contain_text("لم يُنشر")
    reader.act("dismiss", reader.own).click()
    expect(reader.reloads().own).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", "1000 / 1000 (عدد الأحرف المتبقية)"),
        ("مرحبا", "995 / 1000 (عدد الأحرف المتبقية)"),
        ("مُرَحَّب", "992 / 1000 (عدد الأحرف المتبقية)"),
        ("e\u0301 👩\u200d👧", "995 / 1000 (عدد الأحرف المتبقية)"),
        ("  مرحبا \r\n", "995 / 1000 (عدد الأحرف المتبقية)"),
        ("😀" * 1000, "0 / 1000 (عدد الأحرف المتبقية)"),
    ],
    ids=["nothing", "letters", "vowel signs", "composed and joined", "space around", "a thousand emoji"],
)
def test_the_counter_counts_as_the_server_does(people: People, text: str, left: str) -> None:
    reader = people.reader().opens("counter").types(text)
    expect(reader.counter).to_have_text(left)


def test_a_thousand_emoji_are_taken_and_one_more_is_not(people: People) -> None:
    reader = people.reader().opens("thousand").types("😀" * 1001)
    expect(reader.counter).to_contain_text("-1 / 1000")
    reader.sends()
    expect(reader.form.locator(".notice")).to_contain_text("أطول")
    reader.posts("😀" * 1000)
    expect(reader.public.or_(reader.own)).to_have_count(1)


def test_a_refusal_marks_the_words_and_lets_the_reader_change_them(people: People) -> None:
    reader = people.reader().opens("nudge").types(REFUSED).sends()
    expect(reader.form.locator("mark")).to_have_text(["ابن الكلب", "حمار"])
    reader.posts("لا أتفق مع ما جاء في المقال")
    reader.sees("لا أتفق مع ما جاء في المقال")


def test_a_refused_comment_sent_anyway_is_stored_for_the_moderators(people: People) -> None:
    reader = people.reader().opens("anyway").types(REFUSED).sends()
    reader.act("anyway", reader.form).click()
    expect(reader.form.locator(".notice")).to_contain_text("وصل تعليقك إلى المشرفين")
    reader.reloads().sees_not(REFUSED)
    expect(reader.own).to_contain_text(REFUSED)
    expect(reader.own).to_contain_text("لم يُنشر")


def test_a_dropped_answer_is_tried_again_and_makes_one_comment(people: People) -> None:
    """Cases 2 and 51, from the browser's side."""
    reader = people.reader().opens("dropped")
    dropped: list[str] = []

    def drop_first(route: Route) -> None:
        if route.request.method != "POST" or dropped:
            return route.continue_()
        dropped.append(route.fetch().text())
        return route.abort("connectionreset")

    reader.page.route("**/comments", drop_first)
    reader.posts("تعليق عبر شبكة ضعيفة")
    assert dropped
    reader.sees("تعليق عبر شبكة ضعيفة")
    reader.finds("تعليق ( 1 )")


def test_a_line_that_stays_dead_keeps_text_and_key_over_a_reload(people: People) -> None:
    text = "نص لا يضيع"
    reader = people.reader().opens("dead")

    def store_and_drop(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort("connectionreset")

    reader.page.route("**/comments", store_and_drop)
    reader.types(text).sends()
    expect(reader.form.locator(".notice")).to_contain_text("لم يصل ردّ", timeout=20_000)
    reader.page.unroute("**/comments")
    reader.reloads()
    expect(reader.box).to_have_value(text)
    reader.sends()
    expect(reader.box).to_have_value("")
    reader.finds("تعليق ( 1 )")


def test_draft_and_name_are_remembered(people: People) -> None:
    reader = people.reader().opens("draft").types("مسودة لم تكتمل", "ليلى").reloads()
    expect(reader.box).to_have_value("مسودة لم تكتمل")
    reader.posts("تمّت المسودة", "ليلى").reloads()
    expect(reader.box).to_have_value("")
    expect(reader.act("name", reader.form)).to_have_value("ليلى")


def test_the_name_is_forgotten_when_not_wished(people: People) -> None:
    reader = people.reader().opens("forget")
    reader.act("remember", reader.form).uncheck()
    reader.posts("بلا ذكر اسمي", "ليلى").reloads()
    expect(reader.act("name", reader.form)).to_have_value("")


def test_a_filled_trap_is_held(people: People) -> None:
    reader = people.reader().opens("trap")
    reader.form.locator(".trap input").evaluate("trap => trap.value = 'x'")
    reader.posts("تعليق من آلة")
    expect(reader.own).to_have_count(1)
    reader.posts("تعليق من إنسان بعدها")
    reader.sees("تعليق من إنسان بعدها")


def test_a_lost_reader_token_is_explained(people: People) -> None:
    """Case 54."""
    reader = people.reader().opens("lost")
    reader.posts("كلام بطاطا آخر")
    reader.page.evaluate("localStorage.removeItem('ghirbal:demo:reader')")
    expect(reader.reloads().own).to_contain_text("لا يمكن معرفة مصير")


def test_nothing_is_sent_without_words(people: People) -> None:
    reader = people.reader().opens("blank").types("   \n \u200b\u0640").sends()
    expect(reader.form.locator(".notice")).to_contain_text("التعليق فارغ")


def test_the_api_holds_what_the_reader_wrote(people: People, stack: str) -> None:
    text = "سطر أول فيه بطاطا\n\nوسطر ثانٍ"
    people.reader().opens("verbatim").posts(text, "قارئ")
    (found,) = [each for each in moderation(stack, "/queue?order=newest")["comments"] if each["text"] == text]
    assert found["name"] == "قارئ"
