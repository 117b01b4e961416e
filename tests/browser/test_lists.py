"""Every comment can be found, opened and decided on: published, insisted on, refused or deleted; with axe as well."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, Moderator, moderation
from tests.browser.test_axe import axe, check
from tests.browser.test_console import waiting
from tests.browser.test_posting import REFUSED

__all__ = ["axe"]

LISTED = re.compile(r"/comments\?")


def lists(moderator: Moderator, name: str) -> Moderator:
    """Choose a list, and wait for it."""
    with moderator.page.expect_response(LISTED):
        moderator.page.get_by_label("القائمة").select_option(name)
    expect(moderator.page.locator(".skeleton")).to_have_count(0)
    return moderator


def searches(moderator: Moderator, words: str) -> None:
    """Type and press Enter."""
    search = moderator.page.get_by_label("ابحث في النص أو الاسم")
    search.fill(words)
    search.press("Enter")
    expect(moderator.page.locator(".skeleton")).to_have_count(0)


def is_decision(response: Response) -> bool:
    """Whether the service has taken what was decided, undone or restored."""
    return response.ok and bool(re.search(r"/(decisions|undo|restore)$", response.url))


def does(moderator: Moderator, act: str, text: str) -> None:
    """Press what does that on the card that says `text`, and wait until the service has done it."""
    with moderator.page.expect_response(is_decision):
        moderator.act(act, moderator.card(text)).click()


def id_of(base: str, listing: str, text: str) -> str:
    """The comment with that text, by the API."""
    found = moderation(base, f"/comments?list={listing}")["comments"]
    return next(str(each["id"]) for each in found if each["text"] == text)


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_a_published_comment_is_found_taken_down_and_put_back(people: People, axe: str) -> None:
    text = "تعليق منشور في الحديقة"
    people.reader().opens("list-published").posts(text, "سعاد")
    moderator = lists(people.moderator().signs_in(), "published").reads(text)
    expect(moderator.current.locator(".state")).to_have_text("مقبول")
    check(moderator.page, axe)
    keeps(moderator.page, "list-published")
    does(moderator, "reject", text)
    people.reader().opens("list-published").sees_not(text)
    does(moderator, "undo", text)
    expect(moderator.act("hold", moderator.card(text))).to_be_visible()
    people.reader().opens("list-published").sees(text)


def test_what_was_refused_is_reopened_from_its_list(people: People) -> None:
    text = "بطاطا رُفضت ثم أُعيد فتحها"
    waiting(people, "list-rejected", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.decides("r")
    lists(moderator, "rejected").reads(text)
    does(moderator, "hold", text)
    moderator.page.get_by_label("القائمة").select_option("waiting")
    expect(moderator.act("approve", moderator.card(text))).to_be_visible()


def test_a_deleted_comment_shows_no_text_and_an_owner_restores_it(people: People) -> None:
    text = "بطاطا حُذفت ولا يُرى نصها"
    waiting(people, "list-deleted", text)
    moderator = people.moderator().signs_in().reads(text)
    moderator.act("delete", moderator.current).click()
    moderator.looks()
    does(moderator, "delete-sure", text)
    lists(moderator, "deleted")
    expect(moderator.current).to_contain_text("حُذف النص")
    expect(moderator.page.locator("main")).not_to_contain_text(text)
    expect(moderator.act("restore")).to_have_count(0)
    owner = lists(people.moderator().signs_in("demo-owner"), "deleted")
    with owner.page.expect_response(is_decision):
        owner.act("restore", owner.current).click()
    expect(owner.card(text)).to_contain_text("استُعيد")


def test_what_a_reader_insisted_on_is_work_of_its_own(people: People, axe: str) -> None:
    reader = people.reader().opens("list-insisted").types(REFUSED).sends()
    reader.act("anyway", reader.form).click()
    expect(reader.form.locator(".notice")).to_contain_text("وصل تعليقك إلى المشرفين")
    moderator = people.moderator().signs_in()
    expect(moderator.act("insisted")).to_have_text("قارئ يطلب إعادة النظر")
    moderator.act("insisted").click()
    moderator.reads(REFUSED)
    expect(moderator.current).to_contain_text("طلب صاحبه إعادة النظر")
    check(moderator.page, axe)
    keeps(moderator.page, "list-insisted")
    expect(moderator.act("reject", moderator.current)).to_contain_text("إبقاؤه مرفوضاً")
    does(moderator, "reject", REFUSED)
    moderator.refreshes()
    expect(moderator.page.get_by_text("لا تعليقات تطابق ما طلبت.")).to_be_visible()


def test_a_comment_is_opened_by_its_permalink_and_from_its_authors_history(
    people: People, stack: str
) -> None:
    first, second = "رأيي الأول في الرابط الدائم", "رأيي الثاني من القارئ نفسه"
    reader = people.reader().opens("list-link")
    reader.posts(first, "كنزة").posts(second)
    link = f"{stack}/articles/list-link#ghirbal-{id_of(stack, 'published', first)}"
    moderator = people.moderator().signs_in()
    searches(moderator, link)
    expect(moderator.page.locator(".card")).to_have_count(1)
    expect(moderator.current).to_contain_text(first)
    expect(moderator.current.locator(".article a")).to_have_attribute("href", link)
    beside = moderator.current.locator(".more li").filter(has_text=second)
    moderator.act("open", beside.last).click()
    expect(moderator.page.locator(".card")).to_have_count(1)
    expect(moderator.current.locator(".text")).to_have_text(second)
    moderator.act("of-author", moderator.current).click()
    expect(moderator.page.locator(".card")).to_have_count(2)
    moderator.act("all-authors").click()
    expect(moderator.page.get_by_label("القائمة")).to_have_value("waiting")


def test_a_link_to_one_comment_opens_it_after_the_sign_in(people: People, stack: str) -> None:
    text = "تعليق يُفتح من رسالة"
    people.reader().opens("list-mail").posts(text)
    moderator = people.moderator()
    moderator.page.goto(f"{stack}/moderate#ghirbal-{id_of(stack, 'published', text)}")
    moderator.act("sign-in").click()
    moderator.page.locator('button[value="demo-moderator"]').click()
    expect(moderator.current).to_contain_text(text)


def test_nobody_has_a_comment_of_that_name(people: People) -> None:
    moderator = people.moderator().signs_in()
    searches(moderator, "a" * 26)
    expect(moderator.page.get_by_text("لا تعليقات تطابق ما طلبت.")).to_be_visible()


def test_a_list_is_narrowed_by_words_by_article_and_by_day(people: People) -> None:
    red, white = "نبتة حمراء في القائمة", "نبتة بيضاء في القائمة"
    people.reader().opens("list-words").posts(red)
    people.reader().opens("list-other").posts(white)
    moderator = lists(people.moderator().signs_in(), "published")
    searches(moderator, "حَمراء")
    expect(moderator.card(white)).to_have_count(0)
    moderator.reads(red)
    moderator.act("only-article", moderator.current).click()
    searches(moderator, "")
    expect(moderator.card(red)).to_have_count(1)
    expect(moderator.card(white)).to_have_count(0)
    moderator.page.get_by_label("إلى", exact=True).first.fill(str(date.today() - timedelta(days=2)))
    expect(moderator.page.get_by_text("لا تعليقات تطابق ما طلبت.")).to_be_visible()
    moderator.page.get_by_label("إلى", exact=True).first.fill(str(date.today() + timedelta(days=2)))
    expect(moderator.card(red)).to_have_count(1)


def test_a_reload_leads_back_to_where_one_was(people: People) -> None:
    text = "تعليق يبقى مكانه بعد إعادة التحميل"
    people.reader().opens("list-reload").posts(text)
    moderator = lists(people.moderator().signs_in(), "published")
    searches(moderator, "يبقى مكانه")
    moderator.page.reload()
    expect(moderator.page.get_by_label("القائمة")).to_have_value("published")
    expect(moderator.page.locator(".card")).to_have_count(1)
    moderator.act("go-statistics").click()
    expect(moderator.page.locator(".tiles")).to_be_visible()
    moderator.page.reload()
    expect(moderator.page.locator(".tiles")).to_be_visible()
    moderator.act("go-queue").click()
    moderator.act("sign-out").click()
    moderator.act("sign-in").click()
    moderator.page.locator('button[value="demo-owner"]').click()
    expect(moderator.page.get_by_label("القائمة")).to_have_value("waiting")


def test_the_tab_says_how_many_wait_and_a_key_leads_to_the_search(people: People, stack: str) -> None:
    waiting(people, "list-title", "بطاطا في عنوان التبويب")
    moderator = people.moderator().signs_in()
    expect(moderator.page).to_have_title(re.compile(r"^\(\d+\) غرفة المشرفين"))
    moderator.presses("/")
    expect(moderator.page.get_by_label("ابحث في النص أو الاسم")).to_be_focused()


@pytest.mark.parametrize(("lang", "dark"), [("ar", True), ("fr", False), ("en", True)])
def test_the_lists_fit_a_phone_in_any_language(people: People, axe: str, lang: str, dark: bool) -> None:
    people.reader().opens(f"list-phone-{lang}").posts(
        "ط" * 200 + f" {lang}", "Wolfeschlegelsteinhausenbergerdorff" * 2
    )
    moderator = people.moderator(phone=True, dark=dark).signs_in().speaks(lang)
    with moderator.page.expect_response(LISTED):
        moderator.page.locator(".bar select").nth(0).select_option("published")
    expect(moderator.current).to_be_visible()
    assert moderator.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    moderator.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing lies under the buttons there
    check(moderator.page, axe)
    keeps(moderator.page, f"lists-{lang}{'-dark' * dark}")


def test_a_link_of_a_mail_leads_to_its_comment_and_outlives_the_sign_in(people: People, stack: str) -> None:
    text = "بطاطا من رسالة بريد"
    waiting(people, "list-mail", text)
    comment = next(
        one["id"] for one in moderation(stack, "/queue?order=newest")["comments"] if one["text"] == text
    )
    moderator = people.moderator()
    moderator.page.goto(f"{stack}/moderate?site=demo#ghirbal-{comment}")
    moderator.act("sign-in").click()
    moderator.page.locator('button[value="demo-moderator"]').click()
    expect(moderator.page.locator(".card")).to_have_count(1)
    expect(moderator.card(text)).to_be_visible()
