"""What an automatic judge of accessibility finds in the widget and around it: nothing serious (WCAG 2.2 AA)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.people import Reader

AXE = Path(__file__).resolve().parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
    .map(({ finished }) => finished.catch(() => null)))"""
"""Colours that fade in are judged when they have arrived, however long that takes here."""

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, a development dependency of the widget."""
    if not AXE.is_file():
        missing = "axe-core is not installed: make front-install"
        pytest.fail(missing) if os.environ.get("GHIRBAL_CI") else pytest.skip(missing)
    return AXE.read_text("utf-8")


def findings(page: Page, axe: str) -> list[dict[str, Any]]:
    """What axe finds on the page, shadow trees included: rule, weight and where."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        """async (standards) => {
            const { violations } = await axe.run(document, { runOnly: standards });
            return violations.map(({ id, impact, nodes }) => ({
                id, impact, where: nodes.map(({ target, failureSummary }) => `${target.flat()} ${failureSummary}`),
            }));
        }""",
        STANDARDS,
    )
    return found


def check(page: Page, axe: str) -> None:
    page.evaluate(SETTLED)
    assert findings(page, axe) == []


def a_discussion(people: People, article: str) -> Reader:
    """A comment with a reply, and one that waits."""
    writer = people.reader().opens(article)
    writer.posts("أعجبني هذا الممشى الجديد", "سعاد")
    writer.posts("أين أشتري بطاطا؟", "سعاد")
    expect(writer.own).to_have_count(1)
    other = people.reader().opens(article)
    comment = other.comment("أعجبني هذا الممشى الجديد")
    comment.locator("[data-act=reply]").click()
    form: Locator = comment.locator("form.composer")
    other.types("وأنا أيضاً", form=form).sends(form)
    expect(other.comment("وأنا أيضاً")).to_be_visible()
    return writer.reloads()


def reply_shows(reader: Reader) -> bool:
    """Whether the reply is there, its list opened again where it stayed shut (seen once, not explained yet)."""
    reply = reader.comment("وأنا أيضاً")
    if not reply.is_visible():
        reader.act("replies", reader.comment("أعجبني هذا الممشى الجديد")).click()
        reader.page.wait_for_timeout(1_000)
    return reply.is_visible()


def test_axe_finds_nothing_in_a_discussion(people: People, axe: str) -> None:
    reader = a_discussion(people, "axe-discussion")
    reader.until(lambda: reply_shows(reader))
    check(reader.page, axe)
    reader.page.evaluate(
        "() => { document.body.style.background = '#121212'; document.body.style.color = '#eee' }"
    )
    reader.widget.evaluate("(widget) => widget.setTheme('dark')")
    check(reader.page, axe)


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_axe_finds_nothing_on_a_phone_in_any_language(people: People, axe: str, lang: str) -> None:
    reader = people.reader(phone=True).opens(f"axe-{lang}", lang=lang)
    check(reader.page, axe)
    reader.types("نص\n" * 3)
    reader.box.fill("م" * 1_001)
    reader.act("post", reader.form).click()
    expect(reader.form.locator(".notice")).not_to_be_empty()
    check(reader.page, axe)


def test_axe_finds_nothing_when_the_line_is_gone(people: People, axe: str) -> None:
    reader = people.reader()
    reader.page.route("**/comments?*", lambda route: route.abort())
    reader.opens("axe-offline")
    expect(reader.widget.get_by_role("alert").first).to_be_visible()
    check(reader.page, axe)


def test_axe_finds_nothing_on_the_demo_pages(people: People, axe: str) -> None:
    for path in ("/", "/strict.html", "/two.html", "/en.html"):
        check(people.reader().visits(path).page, axe)
