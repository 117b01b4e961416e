"""Proof of work where it is done: in a reader's browser, on a page that must not freeze meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Request, Response, expect

from ghirbal_tools.site import open_sites
from tests.browser.conftest import People, Stack
from tests.browser.people import Reader

BITS = 18
"""A quarter of a million hashes on average: a second on an idle machine, and in one piece a page that stands still."""

LONGEST = 200
"""ms: a slice is 8. More than this, and than a tenth of all the work, is no slice: a busy machine stretches both."""

SOLVED_WITHIN = 60_000
"""ms: how long it takes is a matter of luck, and twenty times the average one post in 500 million."""

WATCH_TASKS = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
}"""


@pytest.fixture(scope="module", autouse=True)
def everybody_is_asked(local: Stack) -> None:
    """Writes it into the demo site's row before anybody reads that: what was read is in force for a minute."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in local.environment.items():
            patch.setenv(name, value)
        sites = open_sites(local.environment["GHIRBAL_TABLE"])
        site = sites.get("demo")
        assert site is not None
        sites.put(replace(site, policy={"proof": {"bits": BITS, "when": ["always"]}}))


@dataclass(frozen=True)
class Exchange:
    """One post and what was said to it."""

    key: str
    sent: dict[str, Any]
    status: int
    said: dict[str, Any]
    at: float
    """ms since 1970 when it was sent."""


def heard(response: Response) -> Exchange:
    """A response as an exchange."""
    request: Request = response.request
    key = request.header_value("idempotency-key") or ""
    return Exchange(
        key,
        json.loads(request.post_data or "{}"),
        response.status,
        response.json(),
        request.timing["startTime"],
    )


def posts(reader: Reader, text: str) -> list[Exchange]:
    """Write, send and wait while the page works; every post and its answer."""
    answers: list[Response] = []
    reader.page.on("response", lambda got: answers.append(got) if is_post(got.request) else None)
    reader.types(text).page.evaluate(WATCH_TASKS)
    reader.sends()
    expect(reader.form.locator("button.main")).to_have_text("جارٍ الإرسال…")
    expect(reader.form.locator("textarea")).to_have_value("", timeout=SOLVED_WITHIN)
    return [heard(each) for each in answers]


def is_post(request: Request) -> bool:
    """Whether somebody's comment is sent by it."""
    return request.method == "POST" and request.url.endswith("/comments")


def zero_bits(proof: dict[str, str]) -> int:
    """With how many the digest of a challenge and its answer begins."""
    digest = sha256(f"{proof['challenge']}.{proof['nonce']}".encode()).digest()
    return 256 - int.from_bytes(digest).bit_length()


@pytest.mark.parametrize("path", ["/", "/strict.html"])
def test_a_reader_who_is_asked_for_work_is_published_once_by_the_same_key(people: People, path: str) -> None:
    text = f"سؤال يحتاج إلى حساب {path.strip('/')}".strip()
    reader = people.reader(patient=True).visits(path)
    first, second = posts(reader, text)
    assert (first.status, first.said["code"], first.said["bits"]) == (403, "proof-required", BITS)
    assert (second.status, second.key) == (201, first.key)
    proof = second.sent.pop("proof")
    assert (second.sent, proof["challenge"]) == (first.sent, first.said["challenge"])
    assert zero_bits(proof) >= BITS
    reader.reloads().sees(text)


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_page_goes_on_while_it_works(people: People, name: str) -> None:
    """Twice: one solution in four comes so early that no task could be seen to be long."""
    reader = people.reader(patient=True).opens(name)
    first, second = posts(reader, f"حساب لا يوقف الصفحة {name}")
    assert max(reader.page.evaluate("tasks"), default=0) <= max(LONGEST, (second.at - first.at) / 10)
