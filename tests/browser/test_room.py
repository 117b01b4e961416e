"""The room beyond one decision: colleagues, many at once, notes, answers, what stands around a comment."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.people import Moderator, moderation, waiting_texts
from tests.browser.test_axe import axe, check
from tests.browser.test_console import waiting

__all__ = ["axe"]


def tick(moderator: Moderator, text: str) -> None:
    moderator.card(text).locator("input[type=checkbox]").check()


def holds(moderator: Moderator, who: str, text: str) -> None:
    """Come back when the service knows who reads it: the page tells it in the background."""
    for _ in range(100):
        queue = moderation(moderator.base, "/queue?order=newest&limit=50")["comments"]
        if any(each["text"] == text and (each["claim"] or {}).get("by") == who for each in queue):
            return
        moderator.page.wait_for_timeout(100)
    pytest.fail(f"{who} never claimed it")


def test_many_are_decided_at_once_and_a_conflict_stays_open(people: People, stack: str) -> None:
    """Case 9, from the moderator's side."""
    texts = [f"بطاطا بالجملة {number}" for number in ("أولى", "ثانية", "ثالثة")]
    waiting(people, "bulk", *texts)
    moderator = people.moderator().signs_in()
    for text in texts:
        tick(moderator, text)
    expect(moderator.page.locator(".bulk")).to_contain_text("3 تعليقات محدَّدة")
    colleague = people.moderator().signs_in("demo-owner").reads(texts[1])
    colleague.decides("r")
    expect(colleague.card(texts[1])).to_contain_text("رُفض")
    colleague.refreshes()
    moderator.act("bulk-approve").click()
    for text in (texts[0], texts[2]):
        expect(moderator.card(text)).to_contain_text("قُبل")
    expect(moderator.card(texts[1]).locator(".notice")).to_contain_text("لم يُحفظ القرار")
    assert not set(texts) & set(waiting_texts(stack))
    moderator.keeps("bulk")


def test_what_is_decided_at_once_is_named_given_a_reason_and_taken_back(people: People, stack: str) -> None:
    texts = [f"بطاطا تُرفض معاً {number}" for number in ("أولى", "ثانية")]
    waiting(people, "bulk-undo", *texts)
    moderator = people.moderator().signs_in()
    for text in texts:
        tick(moderator, text)
    bulk = moderator.page.get_by_role("region", name="قرار على عدة تعليقات")
    for text in texts:
        expect(bulk).to_contain_text(text)
    expect(bulk.get_by_role("button", name="رفض: تعليقان محدَّدان")).to_be_visible()
    bulk.get_by_label("سبب الرفض").select_option("insult")
    with moderator.page.expect_response(lambda response: response.url.endswith("/decisions")) as decided:
        moderator.act("bulk-reject").click()
    assert {each["comment"]["reason"] for each in decided.value.json()["results"]} == {"insult"}
    expect(bulk).to_contain_text("رُفض: تعليقان")
    assert not set(texts) & set(waiting_texts(stack))
    moderator.presses("u")
    for text in texts:
        expect(moderator.act("approve", moderator.card(text))).to_be_visible()
    expect(bulk).to_be_hidden()
    assert set(texts) <= set(waiting_texts(stack))


def test_all_that_is_shown_is_ticked_at_once_and_a_range_with_shift(people: People) -> None:
    texts = [f"بطاطا للتحديد {number}" for number in ("أولى", "ثانية", "ثالثة", "رابعة")]
    waiting(people, "ticks", *texts)
    moderator = people.moderator().signs_in()
    moderator.page.get_by_label("الترتيب").select_option("oldest")
    search = moderator.page.get_by_label("ابحث في النص أو الاسم")
    search.fill("للتحديد")
    search.press("Enter")
    boxes = moderator.page.locator(".card input[type=checkbox]")
    expect(boxes).to_have_count(4)
    moderator.act("select-all").click()
    expect(moderator.page.locator(".bulk")).to_contain_text("4 تعليقات محدَّدة")
    moderator.act("select-all").click()
    expect(moderator.page.locator(".bulk")).to_be_hidden()
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(moderator.page.locator(".bulk")).to_contain_text("3 تعليقات محدَّدة")


def test_more_than_ten_are_asked_about(people: People, stack: str) -> None:
    texts = [f"بطاطا من أحد عشر {number:02}" for number in range(11)]
    for text in texts:
        waiting(people, "bulk-ask", text)
    moderator = people.moderator().signs_in()
    for text in texts:
        tick(moderator, text)
    bulk = moderator.page.locator(".bulk")
    expect(bulk).to_contain_text("و6 تعليقات أخرى")
    moderator.act("bulk-approve").click()
    expect(bulk.get_by_role("group")).to_contain_text("أكثر من عشرة")
    expect(moderator.act("bulk-cancel")).to_be_focused()
    moderator.keeps("bulk-ask")
    moderator.act("bulk-cancel").click()
    assert set(texts) <= set(waiting_texts(stack))
    moderator.act("bulk-approve").click()
    moderator.act("bulk-sure").click()
    expect(bulk).to_contain_text("قُبل: 11 تعليقاً")
    assert not set(texts) & set(waiting_texts(stack))


def test_a_colleague_who_reads_is_shown_to_the_others(people: People) -> None:
    text = "بطاطا تحت نظر زميل"
    waiting(people, "claim", text)
    holds(people.moderator().signs_in("demo-owner").reads(text), "demo-owner", text)
    second = people.moderator().signs_in("demo-moderator")
    expect(second.card(text).locator(".claimed")).to_contain_text("demo-owner")
    second.reads(text).decides("a")
    expect(second.card(text)).to_contain_text("قُبل")


def test_a_comment_let_go_is_free_again(people: People) -> None:
    texts = ("بطاطا متروكة", "بطاطا مقروءة")
    waiting(people, "release", *texts)
    first = people.moderator().signs_in("demo-owner").reads(texts[0])
    with first.page.expect_response(lambda response: response.request.method == "DELETE"):
        first.reads(texts[1])
    holds(first, "demo-owner", texts[1])
    second = people.moderator().signs_in("demo-moderator")
    expect(second.card(texts[1]).locator(".claimed")).to_contain_text("demo-owner")
    expect(second.card(texts[0]).locator(".claimed")).to_be_hidden()


def test_notes_are_for_colleagues_only(people: People) -> None:
    text = "بطاطا لها ملاحظة"
    waiting(people, "notes", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.current.get_by_text("ملاحظات الزملاء").click()
    moderator.current.locator(".note input").fill("اسألوا هنداً قبل القرار")
    moderator.act("note", moderator.current).click()
    expect(moderator.current.locator("details ul")).to_contain_text("اسألوا هنداً")
    colleague = people.moderator().signs_in("demo-owner").reads(text)
    expect(colleague.current).to_contain_text("اسألوا هنداً قبل القرار")
    colleague.decides("a")
    expect(colleague.card(text)).to_contain_text("قُبل")
    reader = people.reader().opens("notes")
    reader.sees(text)
    expect(reader.widget).not_to_contain_text("اسألوا")


def test_an_approved_comment_is_answered_as_staff(people: People) -> None:
    text = "بطاطا بسؤال: متى الافتتاح؟"
    waiting(people, "staff", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.decides("a")
    moderator.card(text).get_by_role("button", name="الرد باسم الموقع").click()
    moderator.card(text).locator("textarea").fill("في أول أبريل، بإذن الله.")
    moderator.card(text).get_by_role("button", name="إرسال").click()
    expect(moderator.card(text)).to_contain_text("نُشر الرد")
    reader = people.reader().opens("staff")
    reader.widget.get_by_role("button", name="ردّ واحد").click()
    expect(reader.comment("في أول أبريل، بإذن الله.").locator(".staff")).to_have_text("هيئة التحرير")


def test_what_was_deleted_can_be_taken_back_within_the_minute(people: People, stack: str) -> None:
    text = "بطاطا حُذفت سهواً"
    waiting(people, "deleted", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.act("delete", moderator.current).click()
    moderator.looks().act("delete-sure", moderator.current).click()
    expect(moderator.card(text)).to_contain_text("حُذف")
    moderator.card(text).get_by_role("button", name="تراجع").click()
    expect(moderator.act("approve", moderator.card(text))).to_be_visible()
    moderator.refreshes()
    expect(moderator.card(text)).to_have_count(1)
    assert text in waiting_texts(stack)


def test_thread_author_and_history_stand_beside_the_comment(people: People) -> None:
    reader = people.reader().opens("around")
    reader.posts("رأيي الأول في الممشى", "كنزة")
    text = "بطاطا في تعليقي الثاني"
    reader.posts(text)
    moderator = people.moderator().signs_in().reads(text)
    expect(moderator.current.locator(".more")).to_contain_text("رأيي الأول في الممشى")
    expect(moderator.current.locator(".more")).to_contain_text("كنزة")
    moderator.decides("r").presses("u")
    expect(moderator.act("approve", moderator.card(text))).to_be_visible()
    moderator.refreshes().reads(text)
    moderator.current.get_by_text("سجل التعليق").click()
    expect(moderator.current.locator("details ol li").first).to_contain_text("demo-moderator")
    moderator.keeps("around")


def test_keys_tick_for_a_bulk(people: People) -> None:
    text = "بطاطا بعلامة"
    waiting(people, "tick", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.presses("x")
    expect(moderator.page.locator(".bulk")).to_contain_text("تعليق محدَّد")
    moderator.presses("x")
    expect(moderator.page.locator(".bulk")).to_be_hidden()


def test_the_details_name_no_reader(people: People, stack: str) -> None:
    text = "بطاطا بلا أثر"
    waiting(people, "no-reader", text)
    (found,) = [each for each in moderation(stack, "/queue?order=newest")["comments"] if each["text"] == text]
    assert not {"reader", "address", "mail"} & set(moderation(stack, f"/comments/{found['id']}"))


def test_the_queue_is_narrowed_by_words_and_by_reason(people: People) -> None:
    white, red = "بطاطا بيضاء للتصفية", "بطاطا حمراء للتصفية"
    waiting(people, "narrowed", white, red)
    moderator = people.moderator().signs_in()
    search = moderator.page.get_by_label("ابحث في النص أو الاسم")
    search.fill("حمراء")
    search.press("Enter")
    expect(moderator.card(white)).to_have_count(0)
    expect(moderator.current).to_contain_text(red)
    reason = moderator.page.get_by_label("لماذا هو قيد المراجعة")
    reason.select_option("reports")
    expect(moderator.page.get_by_text("لا تعليقات تطابق ما طلبت.")).to_be_visible()
    search.fill("")
    reason.select_option("")
    expect(moderator.card(white)).to_have_count(1)


def test_one_article_is_shown_alone_and_all_again(people: People) -> None:
    here, elsewhere = "بطاطا هذا المقال", "بطاطا مقال آخر"
    waiting(people, "alone", here)
    waiting(people, "others", elsewhere)
    moderator = people.moderator().signs_in().reads(here)
    moderator.current.get_by_role("button", name="تعليقات هذا المقال فقط").click()
    expect(moderator.card(elsewhere)).to_have_count(0)
    expect(moderator.card(here)).to_have_count(1)
    moderator.page.get_by_role("button", name="كل المقالات").click()
    expect(moderator.card(elsewhere)).to_have_count(1)
    expect(moderator.page.get_by_role("button", name="كل المقالات")).to_be_hidden()


def test_a_wide_screen_has_the_list_and_what_stands_around_the_comment_side_by_side(
    people: People, axe: str
) -> None:
    texts = ("بطاطا على شاشة عريضة", "بطاطا تليها على الشاشة")
    waiting(people, "wide", *texts)
    moderator = people.moderator()
    moderator.page.set_viewport_size({"width": 1440, "height": 900})
    moderator.signs_in().card(texts[0]).locator(".author").click()
    pane = moderator.page.get_by_role("complementary", name="حول التعليق")
    expect(pane.locator(".article")).to_be_visible()
    expect(moderator.current.locator(".article")).to_have_count(0)
    text, around = moderator.current.bounding_box(), pane.bounding_box()
    assert text is not None
    assert around is not None
    assert around["x"] + around["width"] < text["x"], "in Arabic the list stands on the right"
    pane.get_by_text("ملاحظات الزملاء").click()
    pane.locator(".note input").fill("ملاحظة في العمود الثاني")
    check(moderator.page, axe)
    moderator.keeps("wide")
    moderator.page.set_viewport_size({"width": 900, "height": 900})
    expect(moderator.current.locator(".note input")).to_have_value("ملاحظة في العمود الثاني")
    moderator.page.set_viewport_size({"width": 1440, "height": 900})
    expect(pane.locator(".note input")).to_have_value("ملاحظة في العمود الثاني")
    moderator.act("note", pane).click()
    expect(pane.locator("li").filter(has_text="ملاحظة في العمود الثاني")).to_be_visible()
    moderator.decides("r")
    expect(moderator.current).not_to_contain_text(texts[0])
    expect(pane.locator(".article")).to_be_visible()
