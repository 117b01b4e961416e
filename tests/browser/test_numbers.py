"""The numbers and the decision log, against what was really decided a moment before; looked at by axe as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, Moderator, Watch, moderation
from tests.browser.test_axe import axe, check

__all__ = ["axe"]

FOLLOWS = 200
"""ms between two looks: the sums follow the table's stream, a second or two later."""

HELD = "أين أشتري بطاطا؟"


def opens_numbers(moderator: Moderator) -> Page:
    """The page with its figures on it."""
    page = moderator.page
    page.get_by_role("button", name="الإحصاءات والسجل").click()
    expect(page.locator(".tiles")).to_be_visible()
    return page


def tile(page: Page, name: str) -> Locator:
    """One of the sums at the top."""
    return page.locator(".tiles div").filter(has=page.get_by_text(name, exact=True)).locator("dd")


def box(page: Page, shape: Locator) -> FloatRect:
    """Where a shape is; a chart is drawn anew when its place changes its width, and its shapes with it."""
    for _ in range(20):
        expect(shape).to_be_visible()
        if found := shape.bounding_box():
            return found
        page.wait_for_timeout(FOLLOWS)
    return pytest.fail("the chart never came to rest")


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def decides(people: People, base: str, article: str, action: str, reason: str = "") -> None:
    """Hold a comment and decide on it; come back when the sums have followed."""
    before = moderation(base, "/statistics?days=7")["total"]["decided"]
    writer = people.reader().opens(article).types(HELD).sends()
    expect(writer.own).to_have_count(1)
    held = next(one for one in moderation(base, "/queue?order=newest")["comments"] if one["text"] == HELD)
    wish = {"action": action, "version": held["version"], **({"reason": reason} if reason else {})}
    moderation(base, f"/comments/{held['id']}/decisions", wish)
    for _ in range(50):
        if moderation(base, "/statistics?days=7")["total"]["decided"] > before:
            return
        writer.page.wait_for_timeout(FOLLOWS)
    pytest.fail("the statistics never counted the decision")


def test_what_was_decided_is_counted_by_action_reason_and_moderator(
    people: People, stack: str, axe: str
) -> None:
    decides(people, stack, "numbers-approved", "approve")
    decides(people, stack, "numbers-rejected", "reject", "insult")
    total = moderation(stack, "/statistics?days=7")["total"]
    page = opens_numbers(people.moderator().signs_in())
    expect(tile(page, "القرارات")).to_have_text(str(total["decided"]))
    expect(tile(page, "دخلت قيد المراجعة")).to_have_text(str(total["held"]))
    expect(tile(page, "نصف القرارات في أقل من")).not_to_have_text("–")
    people_table = page.get_by_role("region", name="حسب المشرف")
    expect(people_table.get_by_role("row", name="demo-moderator")).to_contain_text(str(total["decided"]))
    expect(page.get_by_role("region", name="أسباب الرفض")).to_contain_text("سبّ")
    expect(page.get_by_role("region", name="لماذا هي قيد المراجعة").get_by_role("row")).not_to_have_count(0)
    check(page, axe)
    keeps(page, "numbers")


def test_the_charts_say_in_words_and_in_a_table_what_they_show(people: People, stack: str, axe: str) -> None:
    decides(people, stack, "numbers-charts", "approve")
    total = moderation(stack, "/statistics?days=7")["total"]
    page = opens_numbers(people.moderator().signs_in())
    chart = page.get_by_role("img", name="القرارات يوماً بيوم")
    assert f"قُبل: {total['decisions']['approved']}" in (chart.get_attribute("aria-label") or "")
    heights = chart.locator(".is-approved").evaluate_all("bars => bars.map(bar => bar.height.baseVal.value)")
    assert len(heights) == 1
    assert heights[0] > 20
    today, whole = box(page, chart.locator(".is-approved")), box(page, chart)
    assert today["x"] < whole["x"] + whole["width"] / 4, "in Arabic time runs to the left"
    page.get_by_text("الأرقام في جدول").last.click()
    newest = page.get_by_role("region", name="القرارات يوماً بيوم").locator("tbody tr").first
    expect(newest.locator("td").first).to_have_text(str(total["decisions"]["approved"]))
    check(page, axe)


def test_what_was_posted_stands_by_day_and_hour_with_what_waits_and_goes_out_as_a_file(
    people: People, stack: str
) -> None:
    decides(people, stack, "numbers-posted", "approve")
    found = moderation(stack, "/statistics?days=7")
    page = opens_numbers(people.moderator().signs_in())
    expect(tile(page, "كُتبت")).to_have_text(str(found["total"]["posted"]))
    expect(tile(page, "قيد المراجعة الآن")).to_have_text(str(found["pending"]))
    arrivals = page.get_by_role("img", name="ما كُتب يوماً بيوم")
    assert f"قيد المراجعة: {found['total']['held']}" in (arrivals.get_attribute("aria-label") or "")
    hours = page.get_by_role("img", name="ما كُتب حسب ساعة اليوم").locator(".is-decided")
    expect(hours).to_have_count(sum(1 for count in found["hours"] if count))
    waiting = page.get_by_role("img", name="قيد المراجعة في نهاية كل يوم")
    assert f"قيد المراجعة الآن: {found['pending']}" in (waiting.get_attribute("aria-label") or "")
    with page.expect_download() as download:
        page.locator("[data-act=download-days]").click()
    rows = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) == 8
    assert rows[0].startswith("day,posted,published,held")


def test_a_row_of_the_log_leads_to_its_comment(people: People, stack: str) -> None:
    decides(people, stack, "numbers-row", "approve")
    page = opens_numbers(people.moderator().signs_in())
    with page.context.expect_page() as opened:
        page.locator(".decisions li").first.get_by_role("link", name="عرض التعليق").click()
    shown = Moderator(opened.value, stack, Watch())
    expect(shown.card(HELD)).to_have_count(1)


def test_in_french_time_runs_to_the_right(people: People, stack: str) -> None:
    decides(people, stack, "numbers-french", "approve")
    moderator = people.moderator().signs_in()
    moderator.page.get_by_label("اللغة").select_option("fr")
    moderator.page.get_by_role("button", name="Statistiques et journal").click()
    chart = moderator.page.get_by_role("img", name="Décisions jour par jour")
    today, whole = box(moderator.page, chart.locator(".is-approved")), box(moderator.page, chart)
    assert today["x"] > whole["x"] + whole["width"] * 3 / 4


def test_ninety_days_have_ninety_rows(people: People) -> None:
    page = opens_numbers(people.moderator().signs_in())
    page.get_by_role("button", name="90 يوماً").click()
    expect(page.get_by_role("button", name="90 يوماً")).to_have_attribute("aria-pressed", "true")
    rows = page.locator("figure").first.locator("tbody tr")
    expect(rows).to_have_count(90)


@pytest.mark.parametrize("dark", [False, True])
def test_the_numbers_fit_a_phone(people: People, axe: str, dark: bool) -> None:
    page = opens_numbers(people.moderator(phone=True, dark=dark).signs_in())
    page.get_by_role("button", name="30 يوماً").click()
    expect(page.locator("figure").first.locator("tbody tr")).to_have_count(30)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check(page, axe)
    keeps(page, f"numbers-phone{'-dark' * dark}")


def test_the_way_back_leads_to_the_queue(people: People) -> None:
    page = opens_numbers(people.moderator().signs_in())
    page.get_by_role("button", name="قائمة الانتظار").click()
    expect(page.locator(".bar")).to_be_visible()


def entries(page: Page) -> Locator:
    """The decisions that are shown, newest first."""
    return page.locator(".log > li")


def test_the_log_says_who_decided_what_and_is_narrowed_down(people: People, stack: str, axe: str) -> None:
    decides(people, stack, "log-approved", "approve")
    decides(people, stack, "log-rejected", "reject", "insult")
    page = opens_numbers(people.moderator().signs_in())
    newest = entries(page).first
    expect(newest).to_contain_text("رفض")
    expect(newest).to_contain_text("demo-moderator")
    expect(newest).to_contain_text("سبّ")
    expect(newest).to_contain_text(HELD)
    page.locator(".decisions").get_by_label("القرار").select_option("قبول")
    expect(entries(page).filter(has_text="سبّ")).to_have_count(0)
    expect(entries(page).first).to_contain_text("قبول")
    page.locator(".decisions").get_by_label("المشرف").fill("nobody-of-this-name")
    page.locator(".decisions").get_by_label("المشرف").press("Enter")
    expect(page.get_by_text("لا قرارات هنا.")).to_be_visible()
    page.locator(".decisions").get_by_label("المشرف").fill("demo-moderator")
    page.locator(".decisions").get_by_label("المشرف").press("Enter")
    expect(entries(page).first).to_contain_text("demo-moderator")
    check(page, axe)
    page.locator(".decisions").screenshot(path=ARTEFACTS / "decision-log.png")


def test_a_month_without_decisions_says_so(people: People) -> None:
    page = opens_numbers(people.moderator().signs_in())
    page.get_by_label("الشهر").select_option(index=5)
    expect(page.get_by_text("لا قرارات هنا.")).to_be_visible()


def test_more_of_the_log_comes_by_its_cursor(people: People, stack: str) -> None:
    """Pages of one row, by the API's own limit: the console asks for its default of 50."""
    decides(people, stack, "log-first", "approve")
    decides(people, stack, "log-second", "approve")
    moderator = people.moderator()
    moderator.page.route("**/log?*", lambda route: route.continue_(url=f"{route.request.url}&limit=1"))
    page = opens_numbers(moderator.signs_in())
    expect(entries(page)).to_have_count(1)
    expect(entries(page).first).to_contain_text("قبول")
    page.get_by_role("button", name="المزيد").click()
    expect(entries(page)).to_have_count(2)
    times = entries(page).locator("time").evaluate_all("all => all.map(time => time.dateTime)")
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == 2


def test_the_log_is_downloaded_with_the_token(people: People, stack: str) -> None:
    decides(people, stack, "log-file", "approve")
    page = opens_numbers(people.moderator().signs_in())
    month = page.get_by_label("الشهر").input_value()
    with page.expect_download() as started:
        page.get_by_role("button", name="تنزيل بصيغة CSV").click()
    assert started.value.suggested_filename == f"demo-{month}.csv"
    lines = started.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("at,comment,page,version,status,to,by")
    assert "demo-moderator" in lines[1]
    assert HELD in lines[1]
    expect(page.get_by_text("اكتمل التنزيل.")).to_be_visible()


def test_a_line_that_breaks_is_told_beside_the_numbers(people: People) -> None:
    moderator = people.moderator().signs_in()
    moderator.page.route("**/statistics?*", lambda route: route.abort())
    moderator.page.get_by_role("button", name="الإحصاءات والسجل").click()
    expect(moderator.page.get_by_role("alert").filter(has_text="تعذّر الاتصال")).to_be_visible()
