"""An editor's way through the policy page: draft, errors, dry run, in force, back again; looked at by axe as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, Late, Moderator
from tests.browser.test_axe import axe, check

__all__ = ["axe"]

WORDS = "كلمات تستوجب المراجعة"


def opens_policy(moderator: Moderator) -> Page:
    """The policy page, with what is in force on it."""
    page = moderator.page
    page.get_by_role("button", name="القواعد").click()
    expect(page.get_by_text("السارية الآن")).to_be_visible()
    return page


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_an_editor_drafts_tries_activates_and_rolls_back(people: People, axe: str) -> None:
    people.reader().opens("policy").posts("زرعت شتلات خيار في الحديقة")
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    page.get_by_label(WORDS).fill("شتلا*")
    page.get_by_role("button", name="حفظ المسودة").click()
    expect(page.get_by_role("status")).to_contain_text("حُفظت")
    page.get_by_role("button", name="تجربة على التعليقات السابقة").click()
    figures = page.locator(".figures")
    expect(figures).to_be_visible()
    expect(figures).to_contain_text("سينتظر")
    examples = page.locator(".examples")
    expect(examples).to_contain_text("زرعت شتلات خيار في الحديقة")
    expect(examples).to_contain_text("سينتظر · ")
    expect(page.locator(".policy")).not_to_contain_text("SITE_WORD")
    check(page, axe)
    keeps(page, "policy")
    page.get_by_role("button", name="تفعيل").click()
    expect(page.get_by_text("السارية الآن")).to_contain_text("النسخة")
    expect(page.get_by_text("لم تُفعَّل بعد")).to_have_count(0)
    page.get_by_role("button", name="العودة إلى النسخة السابقة").click()
    expect(page.get_by_text("السارية الآن")).to_contain_text("القواعد المرفقة وحدها")
    page.get_by_text("سجل التغييرات").click()
    expect(page.locator(".log li").first).to_contain_text("عودة إلى نسخة سابقة")


def test_a_draft_that_cannot_be_used_is_told_at_its_field_and_stays_typed(people: People, axe: str) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    words = page.get_by_label(WORDS)
    words.fill("خيار\nاب*")
    page.get_by_role("button", name="حفظ المسودة").click()
    fault = page.locator("#policy-fault")
    expect(fault).to_contain_text("لا يصلح هذا السطر: اب*. اكتب في كل سطر كلمة")
    expect(words).to_have_attribute("aria-invalid", "true")
    expect(words).to_be_focused()
    expect(words).to_have_value("خيار\nاب*")
    check(page, axe)
    keeps(page, "policy-fault")
    words.fill("خيار")
    page.get_by_role("button", name="حفظ المسودة").click()
    expect(fault).to_have_count(0)


def test_the_form_says_what_the_score_means_and_which_cuts_hold(people: People) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    score = page.locator("#policy-score")
    expect(score).to_contain_text("دون 5 يُنشر، ومن 5 ينتظر قرار مشرف، ومن 10 يُرفض")
    expect(page.get_by_label("المراجعة ابتداءً من الدرجة")).to_have_attribute("placeholder", "5")
    page.get_by_label("النمط").select_option("strict")
    expect(score).to_contain_text("دون 3 يُنشر، ومن 3 ينتظر قرار مشرف، ومن 8 يُرفض")
    page.get_by_label("الرفض ابتداءً من الدرجة").fill("7.5")
    expect(score).to_contain_text("ومن 7.5 يُرفض")


def test_nothing_is_typed_before_the_policy_is_there(people: People) -> None:
    """The answer comes when the test lets it: what is typed sooner would be overwritten by it."""
    page = people.moderator().signs_in("demo-owner").page
    policy = Late(page, "**/policy")
    page.get_by_role("button", name="القواعد").click()
    policy.comes()
    words, save = page.get_by_label(WORDS), page.get_by_role("button", name="حفظ المسودة")
    expect(page.locator("fieldset")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status")).to_contain_text("جارٍ التحميل")
    expect(words).to_be_disabled()
    expect(save).to_be_disabled()
    policy.answers(document={"words": {"hold": ["بطيخ"]}})
    expect(words).to_be_enabled()
    expect(words).to_have_value("بطيخ")
    expect(page.locator("fieldset")).to_have_attribute("aria-busy", "false")
    words.fill("خيار")
    expect(words).to_have_value("خيار")


@pytest.mark.parametrize(
    ("lang", "again"), [("ar", "إعادة المحاولة"), ("fr", "Réessayer"), ("en", "Try again")]
)
def test_a_policy_that_did_not_load_cannot_be_overwritten_and_is_asked_for_again(
    people: People, lang: str, again: str
) -> None:
    page = people.moderator().signs_in("demo-owner").speaks(lang).page
    page.route("**/policy", lambda route: route.abort())
    page.get_by_role("button", name={"ar": "القواعد", "fr": "Règles", "en": "Policy"}[lang]).click()
    alert = page.locator(".policy").get_by_role("alert")
    expect(alert).not_to_be_empty()
    fields = page.locator("fieldset").locator("input, textarea, select, button")
    expect(fields).not_to_have_count(0)
    expect(fields.and_(page.locator(":enabled"))).to_have_count(0)
    page.unroute("**/policy")
    page.get_by_role("button", name=again).click()
    expect(page.locator("fieldset textarea").first).to_be_enabled()
    expect(alert).to_be_empty()


def test_everything_is_held_for_an_hour_and_ended_early(people: People) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    page.get_by_role("button", name="إيقاف النشر التلقائي لمدة").click()
    expect(page.get_by_text("كل التعليقات تنتظر المراجعة حتى")).to_be_visible()
    page.get_by_role("button", name="إنهاء الآن").click()
    expect(page.get_by_role("button", name="إيقاف النشر التلقائي لمدة")).to_be_visible()


def test_the_way_back_leads_to_the_queue(people: People) -> None:
    page = opens_policy(people.moderator().signs_in("demo-owner"))
    page.get_by_role("button", name="قائمة الانتظار").click()
    expect(page.locator(".bar")).to_be_visible()


def test_a_moderator_is_not_offered_the_policy(people: People) -> None:
    page = people.moderator().signs_in().page
    expect(page.get_by_role("button", name="القواعد")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_the_policy_page_fits_a_phone(people: People, dark: bool) -> None:
    page = opens_policy(people.moderator(phone=True, dark=dark).signs_in("demo-owner"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keeps(page, f"policy-phone{'-dark' * dark}")
