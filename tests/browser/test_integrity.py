"""Whoever has checked the main file by its hash has checked what it loads later: Chromium runs no other bytes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import People
from tests.browser.people import Reader

EVIL = "\nglobalThis.taken = true;"
"""Put behind what the build made: the file still works, and does one thing more."""

TAKEN = "globalThis.taken"


class Host:
    """A host of the widget's files that gives some visits something else."""

    def __init__(self, reader: Reader, name: str, honest: int = 0) -> None:
        self.asked = 0
        self._honest = honest
        reader.page.route(f"**/widget/{name}.js*", self._answer)

    def _answer(self, route: Route) -> None:
        self.asked += 1
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + (EVIL if self.asked > self._honest else ""))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_another_language_file_than_the_built_one_is_not_run(people: People, lang: str) -> None:
    reader = people.reader()
    host = Host(reader, lang)
    reader.opens(f"taken-{lang}", lang=lang)
    reader.counts("تعليقات ( 0 )")
    assert host.asked
    assert reader.page.evaluate(TAKEN) is None


def test_another_file_of_actions_is_not_run_and_the_reader_is_told(people: People) -> None:
    people.reader().opens("taken-actions").posts("تعليق للتبليغ")
    reader = people.reader()
    Host(reader, "actions")
    reader.opens("taken-actions")
    comment = reader.comment("تعليق للتبليغ")
    comment.locator("[data-act=report]").click()
    expect(comment.get_by_role("status")).to_contain_text("تعذّر")
    assert reader.page.evaluate(TAKEN) is None


def test_another_file_for_writers_is_not_run_and_the_next_touch_tries_again(people: People) -> None:
    reader = people.reader()
    Host(reader, "author")
    reader.opens("taken-author")
    reader.box.click()
    expect(reader.form.locator(".notice")).to_contain_text("تعذّر")
    assert reader.page.evaluate(TAKEN) is None
    reader.page.unroute("**/widget/author.js*")
    reader.posts("تعليق بالملف الصحيح")
    reader.sees("تعليق بالملف الصحيح")


def test_what_is_refused_would_have_run_without_its_hash(people: People) -> None:
    reader = people.reader()
    Host(reader, "actions")
    reader.opens("taken-plain").page.evaluate("import('/widget/actions.js?plain').then(() => undefined)")
    assert reader.page.evaluate(TAKEN) is True


def test_the_bytes_that_were_checked_are_those_that_run(people: People) -> None:
    """A host that gives the right file to whoever checks, and another one to whoever comes again, gains nothing."""
    reader = people.reader()
    host = Host(reader, "actions", honest=1)
    reader.opens("taken-twice")
    share = reader.act("share")
    share.click()
    expect(share).to_have_text("تم النسخ")
    assert host.asked == 1
    assert reader.page.evaluate(TAKEN) is None
