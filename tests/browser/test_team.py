"""An owner's way through the team page, and what becomes of those who are invited and removed.

The local issuer is a foreign one to the service: it lists whoever is on a team, and inviting needs the person's id.
"""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, Moderator, hold
from tests.browser.test_axe import axe, check

__all__ = ["axe"]

ID = "المعرّف لدى خدمة الهوية (sub)"
ARTICLES = (f"team-{n}" for n in itertools.count())


def opens_team(moderator: Moderator) -> Page:
    """The team page, with everybody on it."""
    page = moderator.page
    page.get_by_role("button", name="الفريق").click()
    expect(member(page, "demo-owner")).to_be_visible()
    return page


def member(page: Page, name: str) -> Locator:
    """The entry of the one whose mail or id that is."""
    return page.locator(".members .card").filter(has_text=name)


def invites(page: Page, who: str, role: str = "moderator") -> None:
    """As an owner does who doesn't know yet that the issuer is a foreign one."""
    page.get_by_label("البريد").fill(f"{who}@demo.example")
    page.locator("form select").first.select_option(role)
    send = page.get_by_role("button", name="إرسال الدعوة")
    if not page.get_by_label(ID).is_visible():
        send.click()
        expect(page.get_by_role("alert")).to_contain_text(f"demo:{role}")
        expect(page.get_by_role("alert")).to_be_in_viewport()
    page.get_by_label(ID).fill(who)
    send.click()
    expect(member(page, f"{who}@demo.example")).to_be_visible()
    expect(page.locator(".said")).to_be_in_viewport()


def removes(page: Page, who: str) -> None:
    """Press, confirm, and wait until they are gone."""
    member(page, who).get_by_role("button", name="إخراج من الفريق").click()
    member(page, who).locator("[data-act=remove-sure]").click()
    expect(member(page, who)).to_have_count(0)


def keeps(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever looks at the build."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def waiting(people: People, text: str) -> str:
    """A comment that is held."""
    hold(people.base, next(ARTICLES), f"{text} بطاطا")
    return f"{text} بطاطا"


def test_an_invited_moderator_signs_in_decides_and_is_refused_once_removed(people: People, axe: str) -> None:
    first, second = waiting(people, "وصفة الأولى"), waiting(people, "وصفة الثانية")
    owner = opens_team(people.moderator().signs_in("demo-owner"))
    invites(owner, "samira")
    said = owner.locator(".said")
    for what in ("/dev/oidc", "cognito:groups", "demo:moderator", "/moderate"):
        expect(said).to_contain_text(what)
    expect(member(owner, "samira")).to_contain_text("لم يدخل بعد")
    check(owner, axe)
    keeps(owner, "team")
    samira = people.moderator()
    with samira.page.expect_response(
        lambda response: response.url.endswith("/me") and response.request.method == "PUT"
    ):
        samira.signs_in("samira")
    samira.refreshes().reads(first).decides("a")
    owner.get_by_role("button", name="قائمة الانتظار").click()
    expect(member(opens_team(Moderator(owner, samira.base, samira.watch)), "samira")).not_to_contain_text(
        "لم يدخل بعد"
    )
    removes(owner, "samira")
    expect(said).to_contain_text("demo:moderator")
    samira.reads(second)
    with samira.page.expect_response(lambda response: "/decisions" in response.url) as refusal:
        samira.presses("a")
    assert refusal.value.status == 403


def test_a_role_is_changed_and_the_groups_are_told(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    invites(page, "karim")
    role = member(page, "karim").get_by_label("دور karim@demo.example")
    role.focus()
    role.select_option("editor")
    expect(page.locator(".said")).to_contain_text("demo:editor")
    expect(page.locator(".said")).to_contain_text("demo:moderator")
    expect(role).to_have_value("editor")
    expect(role).to_be_focused()
    karim = people.moderator().signs_in("karim").page
    expect(karim.get_by_role("button", name="القواعد")).to_be_visible()


def test_the_last_owner_is_told_to_stay(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    own = member(page, "demo-owner")
    own.get_by_role("combobox").select_option("moderator")
    expect(page.get_by_role("alert")).to_contain_text("لا بد للموقع من مالك")
    expect(own.get_by_role("combobox")).to_have_value("owner")


def test_a_removal_is_asked_about_and_can_be_left(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    remove = member(page, "demo-auditor").get_by_role("button", name="إخراج من الفريق")
    remove.click()
    page.keyboard.press("Enter")
    expect(remove).to_be_focused()
    expect(member(page, "demo-auditor").locator("[data-act=remove-sure]")).to_have_count(0)


def test_a_member_without_mail_gets_a_new_role_with_one(people: People) -> None:
    page = opens_team(people.moderator().signs_in("demo-owner"))
    member(page, "demo-auditor").get_by_role("combobox").select_option("moderator")
    mail = page.get_by_label("البريد")
    expect(mail).to_be_focused()
    mail.fill("auditor@demo.example")
    page.get_by_role("button", name="إرسال الدعوة").click()
    expect(member(page, "auditor@demo.example").get_by_role("combobox")).to_have_value("moderator")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_refusal_is_told_in_the_language_of_the_page(people: People, lang: str) -> None:
    moderator = people.moderator().signs_in("demo-owner")
    moderator.speaks(lang)
    page = moderator.page
    page.get_by_role("button", name={"fr": "Équipe", "en": "Team"}[lang], exact=True).click()
    page.locator("input[type=email]").fill("x@localhost")
    page.locator("[data-act=invite]").click()
    expect(page.get_by_role("alert")).to_contain_text(
        {"fr": "adresse électronique", "en": "mail address"}[lang]
    )


def test_a_moderator_who_is_no_owner_is_not_offered_the_team(people: People) -> None:
    page = people.moderator().signs_in().page
    expect(page.get_by_role("button", name="الفريق")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_the_team_page_fits_a_phone(people: People, axe: str, dark: bool) -> None:
    page = opens_team(people.moderator(phone=True, dark=dark).signs_in("demo-owner"))
    invites(page, f"phone-{dark}".lower())
    member(page, "demo-moderator").get_by_role("button", name="إخراج من الفريق").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check(page, axe)
    keeps(page, f"team-phone{'-dark' * dark}")
