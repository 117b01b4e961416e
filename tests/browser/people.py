"""The readers and moderators of the browser tests: what they do and see, told in their own terms."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Route, expect

from tests.stack import web

ARTEFACTS = Path(__file__).parent / "artefacts"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HUMAN = 2_200
"""ms: what is sent sooner after a form was opened looks like a robot's. The widget waits; here its clock is put on."""

LOOKS = 100
"""How often somebody looks again, a fifth of a second apart."""

ARTICLE = """<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>مقال {name}</title><link rel="canonical" href="/articles/{name}"><link rel="stylesheet" href="/demo.css">
<script type="module" src="/widget/ghirbal.js"></script></head>
<body><main><h1>مقال {name}</h1><ghirbal-comments site="demo" {attributes}></ghirbal-comments></main></body></html>"""


def serve_articles(context: BrowserContext, base: str) -> None:
    """Every address below /articles/ is an article of its own, under a policy as strict as can be."""

    def answer(route: Route) -> None:
        name, _, query = route.request.url.removeprefix(f"{base}/articles/").partition("?")
        attributes = query.partition("#")[0].replace("&", " ")
        html = ARTICLE.format(name=name.partition("#")[0], attributes=attributes)
        route.fulfill(
            body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
        )

    context.route(f"{base}/articles/*", answer)


@dataclass
class Watch:
    """Collects what no page may do: throw, or break its Content-Security-Policy."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begin with this page."""
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if re.search(r"violates|Content.Security.Policy|TrustedHTML", message.text):
            self.faults.append(message.text)


@dataclass
class Reader:
    """Somebody in front of an article."""

    page: Page
    base: str
    watch: Watch
    patient: bool = False
    """Waits the two seconds out: a clock that is put on stands still within a task, and nothing there can be timed."""

    def __post_init__(self) -> None:
        self.watch.over(self.page)
        if not self.patient:
            self.page.clock.install()

    @property
    def widget(self) -> Locator:
        """The one widget of an article."""
        return self.page.locator("ghirbal-comments")

    @property
    def form(self) -> Locator:
        """The form for a new comment."""
        return self.widget.locator("form.composer").first

    @property
    def box(self) -> Locator:
        """Where a new comment is written."""
        return self.act("text", self.form)

    @property
    def counter(self) -> Locator:
        """The counter under it."""
        return self.form.locator(".counter")

    @property
    def public(self) -> Locator:
        """The comments everybody sees."""
        return self.widget.locator(".list > .comment")

    @property
    def own(self) -> Locator:
        """The comments only their author sees."""
        return self.widget.locator(".mine > .comment")

    def act(self, name: str, within: Locator | None = None) -> Locator:
        """What can be done, by its own name in the markup: the same in every language, and never two things."""
        return (within or self.widget).locator(f"[data-act={name}]")

    def opens(self, name: str, fragment: str = "", **attributes: str) -> Reader:
        """Go to an article and wait for its comments."""
        query = "&".join(f"{key}={value}" for key, value in attributes.items())
        return self.visits(f"/articles/{name}{'?' * bool(query)}{query}{fragment}")

    def visits(self, path: str) -> Reader:
        """Go to a page of the demo and wait for its comments."""
        self.page.goto(self.base + path)
        expect(self.widget.locator(".list").first).to_have_attribute("aria-busy", "false")
        return self

    def reloads(self) -> Reader:
        """As F5 does."""
        self.page.reload()
        expect(self.widget.locator(".list").first).to_have_attribute("aria-busy", "false")
        return self

    def types(self, text: str, name: str = "", form: Locator | None = None) -> Reader:
        """Fill the form in."""
        form = form or self.form
        self.act("text", form).fill(text)
        if name:
            self.act("name", form).fill(name)
        return self

    def sends(self, form: Locator | None = None) -> Reader:
        """Press the button."""
        self.act("post", form or self.form).click()
        if not self.patient:
            self.page.clock.fast_forward(HUMAN)
        return self

    def posts(self, text: str, name: str = "") -> Reader:
        """Write and send; come back when the server has answered."""
        self.types(text, name).sends()
        expect(self.box).to_have_value("")
        return self

    def comment(self, text: str) -> Locator:
        """The public comment that says `text`."""
        return self.widget.locator(".list .comment").filter(has=self.page.get_by_text(text, exact=True)).last

    def sees(self, text: str) -> None:
        """`text` is among the public comments, and nothing marks it as waiting."""
        expect(self.public.locator("> article > .text").filter(has_text=text)).to_have_count(1)

    def sees_not(self, text: str) -> None:
        """`text` is nowhere among the public comments."""
        expect(self.public.filter(has_text=text)).to_have_count(0)

    def counts(self, heading: str) -> None:
        """What the heading says."""
        expect(self.widget.locator("h2.title")).to_have_text(heading)

    def finds(self, heading: str) -> None:
        """What the heading says after a reload: the counters follow the table's stream, a moment behind the list."""
        self.until(lambda: self.reloads().widget.locator("h2.title").text_content() == heading)

    def until(self, seen: Callable[[], bool]) -> None:
        """Look again and again: for what does not come by itself to the page that is open."""
        for _ in range(LOOKS):
            if seen():
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"never seen at {self.page.url}")

    def violations(self) -> list[str]:
        """What the watch has heard so far."""
        return self.watch.faults

    def keeps(self, name: str) -> None:
        """Leave a picture for whoever looks at the build."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


@dataclass
class Late:
    """Calls that get no answer before the test lets them: what a slow line does, without a clock."""

    page: Page
    url: str | re.Pattern[str]
    method: str = "GET"
    held: list[Route] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route(self.url, self._hold)

    def comes(self, count: int = 1) -> Late:
        """Wait until so many calls have been made."""
        for _ in range(600):
            if len(self.held) >= count:
                return self
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{len(self.held)} calls of {self.url}, {count} were to come")

    def answers(self, place: int = 0, **changed: Any) -> None:
        """Let the call at this place have its answer, with these members of the JSON body set."""
        route = self.held.pop(place)
        answer = route.fetch()
        if changed:
            return route.fulfill(response=answer, json={**answer.json(), **changed})
        return route.fulfill(response=answer)

    def fails(self, place: int = 0) -> None:
        """Break the line of the call at this place."""
        self.held.pop(place).abort()

    def ends(self) -> None:
        """Whatever is asked from now on is answered at once."""
        self.page.unroute(self.url)

    def _hold(self, route: Route) -> None:
        if route.request.method == self.method:
            self.held.append(route)
        else:
            route.fallback()


@dataclass
class Moderator:
    """Somebody in the moderators' room."""

    page: Page
    base: str
    watch: Watch

    def __post_init__(self) -> None:
        self.watch.over(self.page)

    @property
    def current(self) -> Locator:
        """The comment being read."""
        return self.page.locator(".card[aria-current]")

    def act(self, name: str, within: Locator | None = None) -> Locator:
        """What does `name`, by its name in the markup: on the page, or within a card, row or form."""
        return (within or self.page).locator(f"[data-act={name}]")

    def speaks(self, lang: str) -> Moderator:
        """Choose a language, whichever the page is in."""
        self.act("language").select_option(lang)
        return self

    def card(self, text: str) -> Locator:
        """The comment of the queue that says `text`."""
        own = self.page.locator(".text, .verdict bdi").filter(has_text=text)
        return self.page.locator(".card").filter(has=own)

    def signs_in(self, who: str = "demo-moderator") -> Moderator:
        """Through the issuer's own page and back."""
        self.page.goto(f"{self.base}/moderate")
        self.act("sign-in").click()
        self.page.locator(f'button[value="{who}"]').click()
        expect(self.page.locator(".pending")).not_to_have_text("")
        return self

    def reads(self, text: str) -> Moderator:
        """Make the comment that says `text` the one being read, with all that stands around it.

        A press on a list that has just moved does nothing, by design (a comment that arrives moves it): then once more.
        """
        for _ in range(LOOKS):
            self.looks().card(text).locator(".author").click()
            if text in self.current.inner_text():
                break
        expect(self.current).to_contain_text(text)
        expect(self.current.locator(".article, .verdict")).to_be_visible()
        return self.looks()

    def looks(self) -> Moderator:
        """As long as it takes to see what stands there now: sooner the page takes no decision."""
        expect(self.page.locator("[data-decides][aria-disabled]")).to_have_count(0)
        return self

    def presses(self, key: str) -> Moderator:
        """One key, after a look."""
        self.looks().page.keyboard.press(key)
        return self

    def decides(self, key: str) -> Moderator:
        """One key, and wait until the server has taken the decision (the page shows it at once)."""
        self.looks()
        with self.page.expect_response(lambda response: "/decisions" in response.url and response.ok):
            self.page.keyboard.press(key)
        return self

    def refreshes(self) -> Moderator:
        """Fetch the queue again."""
        self.act("refresh").click()
        expect(self.page.locator(".skeleton")).to_have_count(0)
        return self

    def keeps(self, name: str) -> None:
        """Leave a picture for whoever looks at the build."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


def moderation(base: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The moderation API's answer, with a token of the local issuer; a body makes it a POST."""
    with urllib.request.urlopen(f"{base}/dev/oidc/token?moderator=demo-moderator", timeout=10) as answer:
        token = json.load(answer)["access_token"]
    request = urllib.request.Request(
        f"{base}/v1/moderation/sites/demo{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def waiting_texts(base: str) -> list[str]:
    """The texts in the queue, newest first."""
    return [each["text"] for each in moderation(base, "/queue?order=newest&limit=50")["comments"]]


def hold(base: str, article: str, *texts: str) -> None:
    """Send comments that will wait, without a browser: how a form is filled in is other tests' matter."""
    reader = web.Reader(web.Web(base), "demo", f"/articles/{article}", writing=0)
    for text in texts:
        answer = reader.post(text)
        assert answer.status == 202, answer.text


def approve(base: str, text: str) -> None:
    """Publish what is held with this text."""
    found = moderation(base, "/queue?order=newest&limit=50")["comments"]
    for each in found:
        if each["text"] == text:
            moderation(
                base, f"/comments/{each['id']}/decisions", {"action": "approve", "version": each["version"]}
            )
