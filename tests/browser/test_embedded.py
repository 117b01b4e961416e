"""Comments that the site's own server put into the page: read without scripts, covered by the widget with them."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Page, Route, expect

from ghirbal.domain.page import canonical_url, page_id
from tests.browser.conftest import People
from tests.browser.people import POLICY

TEXT = "قرأت هذا من غير برنامج <b>"
PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>مقال</title>
<link rel="canonical" href="/articles/served"><script type="module" src="/widget/ghirbal.js"></script></head>
<body><ghirbal-comments site="demo">{fragment}</ghirbal-comments></body></html>"""


def fragment(page: Page, base: str) -> str:
    """What the site's server fetches."""
    article = page_id(canonical_url(f"{base}/articles/served"))
    answer = page.request.get(f"{base}/v1/sites/demo/pages/{article}/embed")
    assert answer.ok
    return answer.text()


def serve(page: Page, base: str, html: str) -> None:
    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    page.route(f"{base}/served", answer)
    page.goto(f"{base}/served")


def test_the_servers_html_is_covered_by_the_widget_and_breaks_no_policy(people: People, stack: str) -> None:
    reader = people.reader().opens("served")
    reader.posts(TEXT, "سعاد")
    serve(reader.page, stack, PAGE.format(fragment=fragment(reader.page, stack)))
    expect(reader.comment(TEXT)).to_be_visible()
    expect(reader.page.locator("ghirbal-comments > section")).to_be_hidden()
    expect(reader.page.get_by_text(TEXT).locator("visible=true")).to_have_count(1)
    data = json.loads(reader.page.locator('script[type="application/ld+json"]').text_content() or "")
    assert [one["text"] for one in data["comment"]] == [TEXT]


def test_without_scripts_the_servers_html_is_what_readers_see(
    people: People, chromium: Browser, stack: str
) -> None:
    people.reader().opens("served").posts("تعليق آخر مهذب", "سعاد")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, stack, PAGE.format(fragment=fragment(page, stack)))
    expect(page.get_by_text("تعليق آخر مهذب")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_contain_text("تعليقات")
    context.close()
