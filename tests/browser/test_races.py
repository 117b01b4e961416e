"""Answers that come late, in the wrong order or not at all: nothing in the console overwrites what somebody writes.

Every slow line here is a call that the test lets go when it wants to: no clock decides.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import Late, Moderator, waiting_texts
from tests.browser.test_console import waiting
from tests.browser.test_policy import WORDS, opens_policy
from tests.browser.test_team import opens_team

QUEUE = re.compile(r"/queue\?")


def texts(moderator: Moderator) -> list[str]:
    """What the queue shows, from its head."""
    return moderator.page.locator(".card .text").all_inner_texts()


def goes(page: Page, name: str) -> None:
    """To another sheet, by the page's head."""
    page.get_by_role("navigation").get_by_role("button", name=name).click()


def note(moderator: Moderator, text: str) -> Locator:
    """The opened field for a note beside a comment."""
    moderator.reads(text).current.get_by_text("ملاحظات الزملاء").click()
    return moderator.card(text).locator(".note input")


def test_of_two_orders_the_one_chosen_last_is_shown(people: People) -> None:
    waiting(people, "orders", "بطاطا أولى في الترتيب", "بطاطا ثانية في الترتيب")
    moderator = people.moderator().signs_in()
    queue = Late(moderator.page, QUEUE)
    order = moderator.page.get_by_label("الترتيب")
    order.select_option("newest")
    queue.comes()
    order.select_option("oldest")
    queue.comes(2)
    queue.answers(1)
    expect(moderator.page.locator(".skeleton")).to_have_count(0)
    shown = texts(moderator)
    queue.answers()
    queue.ends()
    moderator.page.get_by_role("button", name="الإحصاءات والسجل").click()
    goes(moderator.page, "قائمة الانتظار")
    expect(moderator.card("بطاطا أولى في الترتيب")).to_have_count(1)
    assert texts(moderator) == shown
    assert shown.index("بطاطا أولى في الترتيب") < shown.index("بطاطا ثانية في الترتيب")


def test_a_late_answer_of_another_order_adds_nothing_to_the_queue(people: People) -> None:
    waiting(people, "late-order", "بطاطا لا تتكرر")
    moderator = people.moderator().signs_in()
    queue = Late(moderator.page, QUEUE)
    moderator.page.get_by_label("الترتيب").select_option("newest")
    queue.comes()
    moderator.page.get_by_label("الترتيب").select_option("oldest")
    queue.comes(2).answers(1)
    expect(moderator.card("بطاطا لا تتكرر")).to_have_count(1)
    with moderator.page.expect_response(QUEUE):
        queue.answers(comments=[], pending=0)
    expect(moderator.card("بطاطا لا تتكرر")).to_have_count(1)
    expect(moderator.page.locator(".pending")).not_to_have_text("لا تعليقات قيد المراجعة")


def test_keys_reach_nothing_that_is_shown_no_more(people: People, stack: str) -> None:
    text = "بطاطا لم تعد ظاهرة"
    waiting(people, "invisible", text)
    moderator = people.moderator().signs_in().reads(text)
    queue = Late(moderator.page, QUEUE)
    moderator.page.get_by_role("button", name="تحديث").click()
    queue.comes()
    moderator.presses("a").presses("r")
    queue.answers()
    expect(moderator.act("approve", moderator.card(text))).to_be_visible()
    assert text in waiting_texts(stack)


def test_undo_after_a_refresh_brings_the_comment_back_into_sight(people: People, stack: str) -> None:
    text = "بطاطا يُتراجع عنها بعد التحديث"
    waiting(people, "undo-later", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.decides("r").refreshes()
    expect(moderator.card(text)).to_have_count(0)
    with moderator.page.expect_response(lambda response: "/undo" in response.url and response.ok):
        moderator.presses("u")
    expect(moderator.current).to_contain_text(text)
    assert text in waiting_texts(stack)


def test_what_is_written_while_a_note_is_sent_stays(people: People) -> None:
    text = "بطاطا وملاحظتان"
    waiting(people, "two-notes", text)
    moderator = people.moderator().signs_in()
    field = note(moderator, text)
    notes = Late(moderator.page, "**/notes", "POST")
    field.fill("الأولى")
    field.press("Enter")
    notes.comes()
    field.fill("الثانية لم تكتمل")
    field.press("Enter")
    notes.answers()
    expect(moderator.card(text).locator("details:has(form.note) li")).to_have_text(re.compile("الأولى"))
    expect(field).to_have_value("الثانية لم تكتمل")
    assert not notes.held, "a second press while the first is on its way sends nothing"


def test_a_note_that_is_written_outlives_the_news_of_a_conflict(people: People) -> None:
    text = "بطاطا وقرار زميل"
    waiting(people, "note-conflict", text)
    first = people.moderator().signs_in("demo-owner").reads(text)
    second = people.moderator().signs_in()
    field = note(second, text)
    field.fill("ملاحظة في وسطها")
    first.decides("r")
    second.act("spam", second.card(text)).click()
    second.act("resolve", second.card(text)).click()
    expect(second.card(text).locator(".state")).to_have_text("مرفوض")
    expect(field).to_have_value("ملاحظة في وسطها")


def test_a_search_is_not_made_over_a_note_unasked(people: People) -> None:
    text = "بطاطا وبحث في وسط ملاحظة"
    waiting(people, "search-note", text)
    moderator = people.moderator().signs_in()
    field = note(moderator, text)
    field.fill("ملاحظة لم تكتمل")
    search = moderator.page.get_by_label("ابحث في النص أو الاسم")
    search.fill("شيء")
    moderator.page.once("dialog", lambda dialog: dialog.dismiss())
    search.press("Enter")
    expect(search).to_have_value("")
    expect(field).to_have_value("ملاحظة لم تكتمل")


def test_an_answer_waits_for_the_approval_that_is_on_its_way(people: People) -> None:
    text = "بطاطا وجواب سريع"
    waiting(people, "quick-answer", text)
    moderator = people.moderator().signs_in().reads(text)
    decisions = Late(moderator.page, "**/decisions", "POST")
    answers = Late(moderator.page, "**/pages/*/comments", "POST")
    moderator.presses("a")
    decisions.comes()
    card = moderator.card(text)
    card.get_by_role("button", name="الرد باسم الموقع").click()
    card.locator("textarea").fill("أهلًا بك")
    card.get_by_role("button", name="الرد باسم الموقع").click()
    expect(card.locator("textarea")).to_have_value("أهلًا بك")
    card.get_by_role("button", name="إرسال").click()
    assert not answers.held, "what is not public yet can't be answered"
    decisions.answers()
    answers.comes().answers()
    expect(card).to_contain_text("نُشر الرد")


def test_leaving_the_queue_lets_go_of_what_was_read(people: People) -> None:
    text = "بطاطا يتركها قارئها"
    waiting(people, "let-go", text)
    moderator = people.moderator().signs_in().reads(text)
    with moderator.page.expect_response(lambda response: response.request.method == "DELETE") as release:
        goes(moderator.page, "الإحصاءات والسجل")
    assert "/claim" in release.value.url


def test_of_two_sheets_the_one_asked_for_last_is_shown(people: People) -> None:
    page = people.moderator().signs_in("demo-owner").page
    statistics = Late(page, "**/statistics.js")
    goes(page, "الإحصاءات والسجل")
    statistics.comes()
    goes(page, "الفريق")
    expect(page.get_by_role("heading", name="الفريق", exact=True)).to_be_visible()
    with page.expect_response("**/statistics.js"):
        statistics.answers()
    expect(page.get_by_role("heading", name="الفريق", exact=True)).to_be_visible()
    expect(page.locator(".tiles")).to_have_count(0)


def test_of_two_languages_the_one_chosen_last_is_spoken(people: People) -> None:
    page = people.moderator().signs_in().page
    french = Late(page, "**/fr.js")
    page.get_by_label("اللغة").select_option("fr")
    french.comes()
    page.get_by_label("اللغة").select_option("en")
    expect(page.locator("h1")).to_contain_text("Moderators")
    with page.expect_response("**/fr.js"):
        french.answers()
    expect(page.locator("h1")).to_contain_text("Moderators")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_sheet_whose_file_cannot_be_had_is_asked_for_again(people: People) -> None:
    page = people.moderator().signs_in().page
    page.route("**/statistics.js", lambda route: route.abort())
    goes(page, "الإحصاءات والسجل")
    expect(page.locator(".gate").get_by_role("alert")).to_contain_text("تعذّر الاتصال")
    page.unroute("**/statistics.js")
    page.get_by_role("button", name="إعادة المحاولة").click()
    expect(page.locator(".tiles")).to_be_visible()


def test_of_two_spans_the_one_chosen_last_is_shown(people: People) -> None:
    page = people.moderator().signs_in().page
    goes(page, "الإحصاءات والسجل")
    rows = page.locator("figure").first.locator("tbody tr")
    expect(rows).to_have_count(7)
    page.get_by_text("الأرقام في جدول").first.click()
    statistics = Late(page, re.compile(r"/statistics\?"))
    page.get_by_role("button", name="90 يوماً").click()
    statistics.comes()
    page.get_by_role("button", name="30 يوماً").click()
    statistics.comes(2).answers(1)
    expect(rows).to_have_count(30)
    with page.expect_response(re.compile(r"/statistics\?")):
        statistics.answers()
    expect(rows).to_have_count(30)
    expect(page.get_by_role("button", name="30 يوماً")).to_have_attribute("aria-pressed", "true")
    expect(rows.first).to_be_visible()


def test_a_filter_set_to_and_fro_shows_each_decision_once(people: People) -> None:
    text = "بطاطا مرة واحدة في السجل"
    waiting(people, "log-once", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.decides("r")
    page = moderator.page
    goes(page, "الإحصاءات والسجل")
    row = page.locator(".log > li").filter(has_text=text)
    expect(row).to_have_count(1)
    log = Late(page, re.compile(r"/log\?"))
    action = page.locator(".decisions").get_by_label("القرار")
    for place, choice in enumerate(("reject", "approve", "reject")):
        action.select_option(choice)
        log.comes(place + 1)
    log.answers(2)
    expect(row).to_have_count(1)
    for _ in range(2):
        with page.expect_response(re.compile(r"/log\?")):
            log.answers()
    expect(row).to_have_count(1)


def test_a_second_press_saves_no_second_draft_and_later_words_are_marked_unsaved(people: People) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    words, save = page.get_by_label(WORDS), page.get_by_role("button", name="حفظ المسودة")
    words.fill("فلفل")
    expect(page.get_by_text("توجد تعديلات لم تُحفظ بعد.")).to_be_visible()
    drafts = Late(page, "**/policy", "PUT")
    save.click()
    drafts.comes()
    words.fill("فلفل حار")
    save.click()
    drafts.answers()
    expect(page.get_by_role("status")).to_contain_text("حُفظت")
    assert not drafts.held
    expect(words).to_have_value("فلفل حار")
    expect(page.get_by_text("توجد تعديلات لم تُحفظ بعد.")).to_be_visible()


def test_leaving_unsaved_words_is_asked_about(people: People) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    words = page.get_by_label(WORDS)
    words.fill("جزر")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        goes(page, "قائمة الانتظار")
    assert "لم يُرسل" in asked.value.message
    expect(words).to_have_value("جزر")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_label("اللغة").select_option("fr")
    expect(page.get_by_label("اللغة")).to_have_value("ar")
    page.once("dialog", lambda dialog: dialog.accept())
    goes(page, "قائمة الانتظار")
    expect(page.locator(".bar")).to_be_visible()


def test_an_address_written_while_an_invitation_is_sent_stays(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    mail = page.get_by_label("البريد")
    invitations = Late(page, "**/team", "POST")
    mail.fill("first@demo.example")
    page.get_by_role("button", name="إرسال الدعوة").click()
    invitations.comes()
    mail.fill("second@demo.example")
    page.get_by_role("button", name="إرسال الدعوة").click()
    invitations.answers()
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(mail).to_have_value("second@demo.example")
    assert not invitations.held


def test_a_question_that_is_open_outlives_a_change_of_another_member(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    rows = page.locator(".members .card")
    rows.filter(has_text="demo-auditor").get_by_role("button", name="إخراج من الفريق").click()
    roles = rows.filter(has_text="demo-moderator").get_by_role("combobox")
    with page.expect_response(
        lambda response: response.url.endswith("/team") and response.request.method == "GET"
    ):
        roles.select_option("editor")
    expect(roles).to_have_value("editor")
    expect(rows.filter(has_text="demo-auditor").locator("[data-act=remove-sure]")).to_be_visible()
