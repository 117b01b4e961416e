"""Lists of articles: every counter of a page is answered by as few requests as can be."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route, expect

from ghirbal.domain.page import canonical_url, page_id
from tests.browser.conftest import People
from tests.browser.people import POLICY, Late

HEAD = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>الأخبار</title>
<script type="module" src="/widget/count.js"></script></head><body>{counters}</body></html>"""


def shows_list(page: Page, base: str, counters: str) -> None:
    """A page of the newspaper with these counters, under a policy as strict as can be."""

    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": POLICY}
        body = HEAD.format(counters=counters)
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)

    page.route(f"{base}/lists/*", answer)
    page.goto(f"{base}/lists/one")


def asked_for(page: Page, base: str, counters: str) -> list[list[str]]:
    """The ids of each request that the counters made, in order."""
    asked: list[list[str]] = []

    def answer(route: Route) -> None:
        ids = parse_qs(urlsplit(route.request.url).query)["pages"][0].split(".")
        asked.append(ids)
        counts = ",".join(f'"{one}":7' for one in ids)
        route.fulfill(body=f'{{"counts":{{{counts}}}}}', content_type="application/json")

    page.route(re.compile(r"/counts\?"), answer)
    shows_list(page, base, counters)
    expect(page.locator("ghirbal-count")).to_have_text(["7"] * counters.count("</ghirbal-count>"))
    return asked


def test_a_counter_shows_what_its_article_has(people: People, stack: str) -> None:
    reader = people.reader().opens("counted")
    reader.posts("تعليق أول").posts("تعليق ثانٍ")
    reader.finds("تعليقان ( 2 )")
    page = people.reader().page
    link = f"{stack}/articles/counted?utm_source=list#top"
    shows_list(
        page,
        stack,
        f'<a href="{link}"><ghirbal-count site="demo"></ghirbal-count></a>'
        '<ghirbal-count site="demo" page="/articles/counted/" digits="arabic">؟</ghirbal-count>'
        '<ghirbal-count site="demo" page="/articles/none"></ghirbal-count>',
    )
    expect(page.locator("ghirbal-count")).to_have_text(["2", "٢", "0"])


def test_counters_of_a_page_ask_together_with_sorted_unique_ids(people: People, stack: str) -> None:
    articles = [f"/articles/{n % 120}" for n in range(130)]
    counters = "".join(f'<ghirbal-count site="demo" page="{one}"></ghirbal-count>' for one in articles)
    asked = asked_for(people.reader().page, stack, counters)
    expected = sorted({page_id(canonical_url(stack + one)) for one in articles})
    assert sorted(asked, key=len, reverse=True) == [expected[:100], expected[100:]]


def test_a_counter_without_an_answer_or_an_article_keeps_what_stood_there(people: People, stack: str) -> None:
    page = people.reader().page
    page.route(re.compile(r"/counts\?"), lambda route: route.abort())
    counters = (
        '<ghirbal-count site="demo">؟</ghirbal-count><ghirbal-count site="demo" page="/a">–</ghirbal-count>'
    )
    with page.expect_event("requestfailed", lambda request: "/counts?" in request.url):
        shows_list(page, stack, counters)
    expect(page.locator("ghirbal-count")).to_have_text(["؟", "–"])


def test_counters_that_come_later_are_answered_too(people: People, stack: str) -> None:
    page = people.reader().page
    assert len(asked_for(page, stack, '<ghirbal-count site="demo" page="/a"></ghirbal-count>')) == 1
    page.evaluate(
        """() => {
            const counter = document.createElement("ghirbal-count");
            counter.setAttribute("site", "demo");
            counter.setAttribute("page", "/b");
            document.body.append(counter);
        }"""
    )
    expect(page.locator("ghirbal-count")).to_have_text(["7", "7"])


def test_a_counter_that_is_given_another_article_shows_that_ones_number(people: People, stack: str) -> None:
    people.reader().opens("counted-next").posts("تعليق وحيد")
    people.reader().opens("counted-next").finds("تعليق ( 1 )")
    page = people.reader().page
    shows_list(page, stack, '<ghirbal-count site="demo" page="/articles/counted-none"></ghirbal-count>')
    counter = page.locator("ghirbal-count")
    expect(counter).to_have_text("0")
    counter.evaluate("counter => counter.setAttribute('page', '/articles/counted-next')")
    expect(counter).to_have_text("1")


def test_an_answer_for_the_article_before_comes_too_late(people: People, stack: str) -> None:
    page = people.reader().page
    late = Late(page, re.compile(r"/counts\?"))
    shows_list(page, stack, '<ghirbal-count site="demo" page="/articles/one">–</ghirbal-count>')
    late.comes()
    counter = page.locator("ghirbal-count")
    counter.evaluate("counter => counter.setAttribute('page', '/articles/two')")
    late.comes(2).answers(1)
    expect(counter).to_have_text("0")
    late.answers(0, counts={page_id(canonical_url(f"{stack}/articles/one")): 7})
    page.wait_for_load_state("networkidle")
    expect(counter).to_have_text("0")
