"""Bans, trust and the way back from the log: what a moderator does, and what the reader then gets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, Late, Moderator, Reader, moderation, waiting_texts
from tests.browser.test_axe import axe, check

__all__ = ["axe"]

REFUSED = "لم يعد بإمكانك التعليق في هذا الموقع"


def held(people: People, article: str, text: str, name: str = "") -> Reader:
    """A reader whose first comment waits."""
    reader = people.reader().opens(article)
    reader.posts(text, name)
    expect(reader.own.first).to_contain_text(text)
    return reader


def acts(moderator: Moderator, text: str) -> Locator:
    """What can be done about the author of the comment that says `text`, once its details are there."""
    found = moderator.reads(text).card(text).locator(".acts")
    expect(found).to_be_visible()
    return found


def opens_form(moderator: Moderator, text: str) -> Locator:
    """The form that bans, beside the comment."""
    place = acts(moderator, text)
    moderator.act("ban-open", place).click()
    expect(place.locator("form.ban")).to_be_visible()
    return place.locator("form.ban")


def bans(form: Locator) -> None:
    """Press, and wait until the service has taken it."""
    form.locator("[data-act=ban]").click()
    expect(form.page.locator(".card[aria-current] .said")).to_contain_text("تم الحظر")


def opens_bans(moderator: Moderator) -> Page:
    """The sheet of bans with what is banned on it."""
    page = moderator.page
    page.get_by_role("navigation").get_by_role("button", name="الحظر", exact=True).click()
    expect(page.locator(".bans .members > li").first).to_be_visible()
    return page


def row(page: Page, what: str) -> Locator:
    """The ban of that kind or pattern."""
    return page.locator(".bans .members .card").filter(has=page.locator(".who").filter(has_text=what))


def lifts(page: Page, what: str) -> None:
    """Press, and wait until it is listed no more."""
    row(page, what).get_by_role("button", name="رفع الحظر").click()
    expect(row(page, what)).to_have_count(0)


def is_refused(reader: Reader, text: str) -> None:
    """What a banned reader gets: the reason, and the text back."""
    reader.types(text).sends()
    expect(reader.form.locator(".notice")).to_contain_text(REFUSED)
    expect(reader.form.locator("textarea")).to_have_value(text)


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_a_reader_banned_from_a_card_writes_no_more_until_the_ban_is_lifted(people: People, axe: str) -> None:
    text = "بطاطا ممن سيُحظر"
    reader = held(people, "ban-reader", text)
    moderator = people.moderator().signs_in()
    form = opens_form(moderator, text)
    expect(form.get_by_label("ما الذي يُحظر").locator("option")).to_have_text(["القارئ"])
    expect(form.get_by_label("المدة").locator("option")).to_have_text(["يوم واحد", "7 أيام", "30 يوماً"])
    check(moderator.page, axe)
    keeps(moderator.page, "ban-form")
    bans(form)
    is_refused(reader, "كلام هادئ من محظور")
    page = opens_bans(moderator)
    expect(row(page, "القارئ")).to_contain_text("demo-moderator")
    expect(row(page, "القارئ").locator(".tag")).to_contain_text("حتى")
    row(page, "القارئ").get_by_role("button", name="عرض التعليق").click()
    expect(row(page, "القارئ")).to_contain_text(text)
    check(page, axe)
    keeps(page, "bans")
    lifts(page, "القارئ")
    reader.sends()
    reader.sees("كلام هادئ من محظور")


def test_a_name_is_banned_for_ever_only_after_a_question(people: People) -> None:
    text = "بطاطا باسم مزعج"
    held(people, "ban-name", text, "ناشر الإزعاج")
    owner = people.moderator().signs_in("demo-owner")
    form = opens_form(owner, text)
    form.get_by_label("ما الذي يُحظر").select_option("name")
    expect(form.get_by_label("الاسم أو النطاق")).to_have_value("ناشر الإزعاج")
    form.get_by_label("المدة").select_option(label="بلا أجل")
    form.locator("[data-act=ban]").click()
    expect(form.get_by_role("group")).to_be_visible()
    expect(form.locator("[data-act=ban-keep]")).to_be_focused()
    assert all(ban["kind"] != "name" for ban in moderation(owner.base, "/bans")["bans"])
    form.locator("[data-act=ban-for-ever]").click()
    expect(acts(owner, text).locator(".said")).to_contain_text("بلا أجل")
    namesake = people.reader().opens("ban-name-again")
    namesake.posts("تعليق هادئ جداً", "ناشر الإزعاج")
    expect(namesake.own).to_have_count(1)
    page = opens_bans(owner)
    expect(row(page, "ناشر الإزعاج").locator(".tag")).to_have_text("بلا أجل")
    lifts(page, "ناشر الإزعاج")


def test_a_banned_range_of_addresses_holds_and_refuses_nobody(people: People) -> None:
    text = "بطاطا من عنوان مشترك"
    held(people, "ban-range", text)
    owner = people.moderator().signs_in("demo-owner")
    form = opens_form(owner, text)
    form.get_by_label("ما الذي يُحظر").select_option("address")
    expect(form).to_contain_text("تنتظر تعليقاتهم المراجعة ولا تُرفض")
    bans(form)
    neighbour = people.reader().opens("ban-range-neighbour")
    neighbour.posts("جار على العنوان نفسه")
    expect(neighbour.own).to_have_count(1)
    lifts(opens_bans(owner), "عنوان الاتصال")
    people.reader().opens("ban-range-after").posts("بعد رفع الحظر").sees("بعد رفع الحظر")


def test_an_editor_bans_a_domain_on_the_sheet_and_the_log_says_who(people: People) -> None:
    owner = people.moderator().signs_in("demo-owner")
    page = opens_bans(owner)
    form = page.locator("form.ban")
    form.get_by_label("ما الذي يُحظر").select_option("domain")
    form.get_by_label("الاسم أو النطاق").fill("ads.example.com")
    form.get_by_label("المدة").select_option(label="7 أيام")
    form.locator("[data-act=ban]").click()
    expect(row(page, "ads.example.com")).to_contain_text("demo-owner")
    expect(form.get_by_label("الاسم أو النطاق")).to_have_value("")
    page.get_by_text("من حظر ومن رفع الحظر ومن وثق").click()
    expect(page.locator(".bans .log li").first).to_contain_text("demo-owner: حظر · نطاق الروابط")
    lifts(page, "ads.example.com")
    expect(page.locator(".bans .log li").first).to_contain_text("رفع الحظر")


def test_what_cannot_be_banned_is_said_and_what_was_written_stays(people: People) -> None:
    page = opens_bans(people.moderator().signs_in("demo-owner"))
    form = page.locator("form.ban")
    form.get_by_label("ما الذي يُحظر").select_option("domain")
    form.get_by_label("الاسم أو النطاق").fill("ليس نطاقاً")
    form.locator("[data-act=ban]").click()
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(form.get_by_label("الاسم أو النطاق")).to_have_value("ليس نطاقاً")


def test_a_second_press_bans_once_and_a_later_pattern_stays(people: People) -> None:
    page = opens_bans(people.moderator().signs_in("demo-owner"))
    form = page.locator("form.ban")
    pattern, press = form.get_by_label("الاسم أو النطاق"), form.locator("[data-act=ban]")
    made = Late(page, "**/bans", "POST")
    pattern.fill("مزعج أول")
    press.click()
    made.comes()
    pattern.fill("مزعج ثانٍ")
    press.click()
    made.answers()
    expect(row(page, "مزعج أول")).to_be_visible()
    expect(pattern).to_have_value("مزعج ثانٍ")
    assert not made.held
    made.ends()
    lifts(page, "مزعج أول")


def test_a_pattern_that_is_written_outlives_the_news_of_a_conflict(people: People) -> None:
    text = "بطاطا ونمط في وسطه"
    held(people, "ban-conflict", text, "اسم ما")
    owner = people.moderator().signs_in("demo-owner")
    form = opens_form(owner, text)
    form.get_by_label("ما الذي يُحظر").select_option("name")
    form.get_by_label("الاسم أو النطاق").fill("اسم*")
    people.moderator().signs_in().reads(text).decides("r")
    owner.act("spam", owner.card(text)).click()
    owner.act("resolve", owner.card(text)).click()
    expect(owner.card(text).locator(".state")).to_have_text("مرفوض")
    expect(form.get_by_label("الاسم أو النطاق")).to_have_value("اسم*")
    form.locator("[data-act=ban-cancel]").click()
    expect(form).to_have_count(0)


def test_trust_is_given_and_taken_and_colleagues_see_it(people: People) -> None:
    text = "بطاطا من قارئ قديم"
    held(people, "trust", text)
    moderator = people.moderator().signs_in()
    place = acts(moderator, text)
    place.get_by_role("button", name="الوثوق بصاحبه").click()
    expect(place.get_by_role("alert")).to_have_text("صار صاحبه موثوقاً.")
    colleague = people.moderator().signs_in("demo-owner")
    theirs = acts(colleague, text)
    expect(colleague.card(text).locator(".more")).to_contain_text("موثوق")
    theirs.get_by_role("button", name="سحب الثقة من صاحبه").click()
    expect(theirs.get_by_role("button", name="الوثوق بصاحبه")).to_be_visible()


def test_whoever_may_only_read_is_offered_no_ban_no_trust_and_no_way_back(people: People, stack: str) -> None:
    text = "بطاطا يراها المدقق"
    held(people, "auditor", text)
    waits = next(one for one in moderation(stack, "/queue?order=newest")["comments"] if one["text"] == text)
    moderation(stack, "/bans", {"kind": "reader", "comment": waits["id"], "hours": 1})
    auditor = people.moderator().signs_in("demo-auditor").reads(text)
    expect(auditor.card(text).locator(".article")).to_be_visible()
    expect(auditor.card(text).locator(".acts")).to_have_count(0)
    page = opens_bans(auditor)
    expect(row(page, "القارئ")).to_be_visible()
    expect(page.locator(".bans").get_by_role("button", name="رفع الحظر")).to_have_count(0)
    expect(page.locator("form.ban")).to_have_count(0)
    lifts(opens_bans(people.moderator().signs_in()), "القارئ")


def decided(people: People, base: str, article: str, text: str, action: str) -> dict[str, str]:
    """A comment that was held and decided on."""
    held(people, article, text)
    waits = next(one for one in moderation(base, "/queue?order=newest")["comments"] if one["text"] == text)
    wish = {"action": action, "version": waits["version"]}
    comment: dict[str, str] = moderation(base, f"/comments/{waits['id']}/decisions", wish)["comment"]
    return comment


def entry(moderator: Moderator, text: str) -> Locator:
    """The newest row of the decision log about the comment that says `text`."""
    page = moderator.page
    page.get_by_role("navigation").get_by_role("button", name="الإحصاءات والسجل").click()
    found = page.locator(".log > li").filter(has_text=text).first
    expect(found).to_be_visible()
    return found


def test_a_deleted_comment_is_restored_from_the_log_by_an_editor_alone(people: People, stack: str) -> None:
    text = "بطاطا حُذفت خطأً"
    decided(people, stack, "restore", text, "delete")
    expect(entry(people.moderator().signs_in(), text).get_by_role("button")).to_have_count(0)
    owner = people.moderator().signs_in("demo-owner")
    line = entry(owner, text)
    line.get_by_role("button", name="استعادة").click()
    expect(line.get_by_role("status")).to_have_text("استعادة: قيد المراجعة")
    assert text in waiting_texts(stack)


@pytest.mark.parametrize("action", ["reject", "spam"])
def test_what_was_refused_waits_again_from_the_log(people: People, stack: str, action: str) -> None:
    text = f"بطاطا رُفضت خطأً {action}"
    decided(people, stack, f"again-{action}", text, action)
    line = entry(people.moderator().signs_in(), text)
    line.get_by_role("button", name="إعادة إلى المراجعة").click()
    expect(line.get_by_role("status")).to_have_text("أُعيد إلى المراجعة")
    assert text in waiting_texts(stack)


def test_a_way_back_that_a_colleague_was_faster_with_is_said_in_its_row(people: People, stack: str) -> None:
    text = "بطاطا سبق إليها زميل"
    comment = decided(people, stack, "faster", text, "reject")
    line = entry(people.moderator().signs_in("demo-owner"), text)
    wish = {"action": "approve", "version": comment["version"]}
    moderation(stack, f"/comments/{comment['id']}/decisions", wish)
    line.get_by_role("button", name="إعادة إلى المراجعة").click()
    expect(line.get_by_role("alert")).not_to_be_empty()
    assert text not in waiting_texts(stack)
