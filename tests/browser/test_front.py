"""What `ghirbal front` makes is a console that works: below any path, under the policy that stands in the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from ghirbal_tools.dev import oidc
from ghirbal_tools.front.command import CONSOLE, WIDGET
from ghirbal_tools.front.files import Config, File, front
from tests.browser.conftest import People
from tests.browser.people import Moderator

DOUBTFUL = "كاتب هذا المقال حمار لا يفهم شيئا"


@pytest.fixture(scope="module")
def files(stack: str) -> dict[str, File]:
    """By name, made for the local stack."""
    config = Config(stack, stack + oidc.PATH, oidc.CLIENT, "comments/moderate", "cognito:groups")
    return {file.name: file for file in front(CONSOLE, WIDGET, config).files}


@pytest.fixture
def host(stack: str, files: dict[str, File]) -> Callable[[Moderator], str]:
    """Serves them below a path of a host that knows nothing of them, as a newsroom's own CDN does."""

    def answer(route: Route) -> None:
        name = route.request.url.partition("/desk/room/")[2].partition("?")[0].partition("#")[0]
        file = files.get(name or "index.html")
        if file is None:
            return route.fulfill(status=404)
        return route.fulfill(body=file.body, headers={"content-type": file.type, "cache-control": file.cache})

    def step(route: Route) -> None:
        """The issuer's redirect as a step of the page: what a redirect leads to is never asked of a test."""
        if route.request.method != "POST":
            return route.continue_()
        to = html.escape(route.fetch(max_redirects=0).headers["location"])
        return route.fulfill(
            body=f'<meta http-equiv="refresh" content="0;url={to}">', content_type="text/html"
        )

    def serve(moderator: Moderator) -> str:
        # A page answered by a test counts as the public network's, and this machine as a network of its own.
        moderator.page.context.grant_permissions(["local-network-access"])
        moderator.page.route(re.compile(r"/dev/oidc/authorize"), step)
        moderator.page.route(f"{stack}/desk/room/**", answer)
        return f"{stack}/desk/room/"

    return serve


def test_the_made_files_sign_in_read_and_decide(people: People, host: Callable[[Moderator], str]) -> None:
    people.reader().opens("front").posts(DOUBTFUL)
    moderator = people.moderator()
    page = moderator.page
    page.goto(host(moderator))
    moderator.act("sign-in").click()
    page.locator('button[value="demo-moderator"]').click()
    moderator.reads(DOUBTFUL).decides("a")
    expect(moderator.card(DOUBTFUL)).to_contain_text("قُبل")
    people.reader().opens("front").sees(DOUBTFUL)


def test_sheets_and_languages_are_loaded_from_the_folder_of_the_version(
    people: People, host: Callable[[Moderator], str], files: dict[str, File]
) -> None:
    moderator = people.moderator()
    asked: list[str] = []
    page = moderator.page
    page.goto(host(moderator))
    moderator.act("sign-in").click()
    page.locator('button[value="demo-owner"]').click()
    page.on("response", lambda response: asked.append(response.url.partition("/desk/room/")[2]))
    moderator.speaks("fr")
    moderator.act("go-statistics").click()
    expect(moderator.act("go-statistics")).to_have_attribute("aria-current", "page")
    loaded = {name for name in asked if name.endswith(".js")}
    assert {name.rpartition("/")[2] for name in loaded} >= {"fr.js", "statistics.js"}
    assert loaded <= files.keys()
