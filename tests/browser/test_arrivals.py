"""The queue hears of what came since it was fetched, and moves no card until somebody asks for it."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import ARTEFACTS, LOOKS, Moderator, moderation
from tests.browser.test_console import waiting

POLL = 20_000
"""ms between two looks, as in the console; on the page's clock, which is put on."""


def in_the_room(people: People, *, phone: bool = False) -> Moderator:
    """A moderator whose page has a clock that can be put on."""
    moderator = people.moderator(phone=phone)
    moderator.page.clock.install()
    return moderator.signs_in()


def counted(base: str, pending: int) -> None:
    """Wait until the service counts so many: its sums follow the table's stream."""
    for _ in range(LOOKS):
        if moderation(base, "/changes")["pending"] == pending:
            return
        time.sleep(0.2)
    pytest.fail(f"never {pending} that wait")


def line(page: Page) -> Locator:
    """What says how many are new."""
    return page.locator(".arrivals")


def puts_on_until(page: Page, text: str) -> None:
    """Put the page's clock on until the line says so: a look whose answer is on its way sets the next one later."""
    for _ in range(LOOKS):
        page.clock.fast_forward(POLL)
        if line(page).text_content() == text:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"the line says {line(page).text_content()}")


def test_new_arrivals_are_announced_and_shown_when_asked_for(people: People, stack: str) -> None:
    waiting(people, "arrivals", "بطاطا كانت هنا")
    counted(stack, 1)
    moderator = in_the_room(people).reads("بطاطا كانت هنا")
    page = moderator.page
    expect(moderator.current.locator(".acts")).to_be_visible()
    waiting(people, "arrivals", "بطاطا وصلت بعدها")
    counted(stack, 2)
    puts_on_until(page, "وصل تعليق جديد")
    expect(moderator.current).to_contain_text("بطاطا كانت هنا")
    expect(page.locator(".card")).to_have_count(1)
    waiting(people, "arrivals", "بطاطا ثالثة وصلت")
    counted(stack, 3)
    top = page.locator(".card").evaluate("card => card.offsetTop")
    puts_on_until(page, "وصل تعليقان جديدان")
    assert page.locator(".card").evaluate("card => card.offsetTop") == top
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "arrivals.png")
    line(page).get_by_role("button").click()
    expect(page.locator(".card")).to_have_count(3)
    expect(line(page)).to_have_text("")
