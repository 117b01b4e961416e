"""Case 60 on the default deployment: the console on one origin, the API on another, and a token that runs out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import People
from tests.browser.gateway import Gateway, standing_before
from tests.browser.people import Moderator

HOUR = 3_600_000
"""ms a token lasts."""

ISSUER = "**/dev/oidc/token"


@pytest.fixture
def gateway(stack: str) -> Iterator[Gateway]:
    with standing_before(stack) as gateway:
        yield gateway


def elsewhere(page: Page, gateway: Gateway) -> None:
    """Configures the console for the API on the gateway's origin, which the page's policy is to allow.

    Only what the page asks for itself can be answered otherwise, so the issuer's redirect becomes a step of the page.
    """

    def configure(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "api": gateway.url})

    def allow(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"]
        widened = policy.replace("connect-src 'self'", f"connect-src 'self' {gateway.url}")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": widened})

    def step(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        to = html.escape(route.fetch(max_redirects=0).headers["location"])
        step = f'<meta http-equiv="refresh" content="0;url={to}">'
        return route.fulfill(body=step, content_type="text/html")

    # A page answered by a test counts as the public network's, and this machine as a network of its own.
    page.context.grant_permissions(["local-network-access"])
    page.route("**/dev/console.json", configure)
    page.route(re.compile(r"/moderate(\?|$)"), allow)
    page.route(re.compile(r"/dev/oidc/authorize"), step)


def enters(people: People, gateway: Gateway, who: str = "demo-moderator") -> Moderator:
    """Somebody in the room, on a clock that can be put on."""
    moderator = people.moderator()
    elsewhere(moderator.page, gateway)
    moderator.page.clock.install()
    moderator.signs_in(who)
    assert gateway.seen, "the console must ask the other origin"
    return moderator


def an_hour_passes(page: Page, gateway: Gateway) -> list[str]:
    """On the page's clock and for the authorizer; what the page then sends with a token that it knows has run out.

    Calls that were on their way when the hour passed are not among them, however slow they are.
    """
    gateway.an_hour_passes()
    page.clock.fast_forward(HOUR)
    sent: list[str] = []

    def hear(request: Request) -> None:
        if request.headers.get("authorization") in gateway.expired:
            sent.append(request.url)

    page.on("request", hear)
    return sent


def no_renewal(page: Page) -> None:
    """The issuer takes the refresh token no more."""
    page.route(ISSUER, lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}))


def signs_in_again(page: Page, notice: str, who: str = "demo-moderator") -> None:
    """Through the window beside the work."""
    page.unroute(ISSUER)
    with page.expect_popup() as opened:
        page.locator(notice).locator("[data-act=sign-in-again]").click()
    opened.value.locator(f'button[value="{who}"]').click()
    expect(page.locator(notice)).to_be_empty()


def test_after_its_hour_a_token_is_renewed_before_it_is_sent(people: People, gateway: Gateway) -> None:
    text = "بطاطا بعد ساعة"
    people.reader().opens("hour").posts(text)
    moderator = enters(people, gateway).reads(text)
    first = an_hour_passes(moderator.page, gateway)
    moderator.decides("a")
    expect(moderator.card(text)).to_contain_text("قُبل")
    assert not first
    second = an_hour_passes(moderator.page, gateway)
    moderator.refreshes()
    expect(moderator.card(text)).to_have_count(0)
    expect(moderator.page.locator(".foot")).not_to_contain_text("تعذّر")
    assert not second
    people.reader().opens("hour").sees(text)


def test_where_nothing_renews_it_the_way_leads_to_sign_in_and_nothing_is_lost(
    people: People, gateway: Gateway
) -> None:
    text, note = "بطاطا بين أصلين", "ملاحظة لم تكتمل"
    people.reader().opens("origins").posts(text)
    moderator = enters(people, gateway).reads(text)
    page = moderator.page
    moderator.current.locator("details:has(form.note) summary").click()
    written = moderator.card(text).locator("form.note input")
    written.fill(note)
    no_renewal(page)
    an_hour_passes(page, gateway)
    written.press("Enter")
    expect(page.locator(".session")).to_contain_text("انتهت جلستك")
    expect(written).to_have_value(note)
    signs_in_again(page, ".session")
    expect(written).to_have_value(note)
    written.press("Enter")
    expect(moderator.card(text).locator("details:has(form.note) li")).to_contain_text(note)


def test_a_decision_waits_for_the_sign_in_and_then_arrives(people: People, gateway: Gateway) -> None:
    text = "بطاطا تنتظر الدخول"
    people.reader().opens("waits").posts(text)
    moderator = enters(people, gateway).reads(text)
    no_renewal(moderator.page)
    an_hour_passes(moderator.page, gateway)
    moderator.presses("a")
    expect(moderator.page.locator(".session")).to_contain_text("انتهت جلستك")
    with moderator.page.expect_response(lambda response: "/decisions" in response.url and response.ok):
        signs_in_again(moderator.page, ".session")
    expect(moderator.card(text)).to_contain_text("قُبل")
    people.reader().opens("waits").sees(text)


def test_a_draft_of_the_policy_is_saved_after_the_sign_in(people: People, gateway: Gateway) -> None:
    page = enters(people, gateway, "demo-owner").page
    page.get_by_role("button", name="القواعد").click()
    words = page.get_by_label("كلمات تستوجب المراجعة")
    words.fill("خيار")
    no_renewal(page)
    an_hour_passes(page, gateway)
    page.get_by_role("button", name="حفظ المسودة").click()
    expect(page.locator(".notice")).to_contain_text("انتهت جلستك")
    signs_in_again(page, ".notice", "demo-owner")
    expect(page.get_by_role("status")).to_contain_text("حُفظت")
    expect(words).to_have_value("خيار")


def denies(page: Page) -> None:
    """The issuer ends every sign-in of the browser with an error, as one does whose administrator has not agreed."""

    def answer(route: Route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        to = f"{asked['redirect_uri'][0]}?error=access_denied&state={asked['state'][0]}"
        step = f'<meta http-equiv="refresh" content="0;url={html.escape(to)}">'
        route.fulfill(body=step, content_type="text/html")

    page.context.route(re.compile(r"/dev/oidc/authorize"), answer)


def test_a_sign_in_that_the_issuer_ends_with_an_error_settles_and_can_be_tried_again(people: People) -> None:
    moderator = people.moderator()
    page = moderator.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "authorize" in request.url else None)
    denies(page)
    page.goto(f"{moderator.base}/moderate")
    moderator.act("sign-in").click()
    expect(page.get_by_role("alert")).to_contain_text("لم يكتمل تسجيل الدخول. حاول مرة أخرى. access_denied")
    expect(moderator.act("sign-in")).to_be_visible()
    assert "error" not in page.url
    assert len(asked) == 1, "the page must not go to the issuer again by itself"
    page.context.unroute(re.compile(r"/dev/oidc/authorize"))
    moderator.act("sign-in").click()
    page.locator('button[value="demo-moderator"]').click()
    expect(page.locator(".pending")).not_to_have_text("")


def test_a_window_that_the_issuer_ends_with_an_error_or_somebody_closes_is_opened_again(
    people: People, gateway: Gateway
) -> None:
    text = "بطاطا ودخول مرفوض"
    people.reader().opens("denied").posts(text)
    moderator = enters(people, gateway).reads(text)
    page = moderator.page
    no_renewal(page)
    an_hour_passes(page, gateway)
    moderator.presses("a")
    expect(page.locator(".session")).to_contain_text("انتهت جلستك")
    denies(page)
    moderator.act("sign-in-again").click()
    expect(page.locator(".session")).to_contain_text("لم يكتمل تسجيل الدخول")
    page.context.unroute(re.compile(r"/dev/oidc/authorize"))
    with page.expect_popup() as opened:
        moderator.act("sign-in-again").click()
    opened.value.close()
    with page.expect_response(lambda response: "/decisions" in response.url and response.ok):
        signs_in_again(page, ".session")
    expect(moderator.card(text)).to_contain_text("قُبل")
