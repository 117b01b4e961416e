"""Proof of work where it is done: in a reader's browser, on a page that must not freeze meanwhile."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Request, Response, expect

from ghirbal.domain.clock import SECOND
from ghirbal.usecases.sites import FRESH
from tests.browser.conftest import People
from tests.browser.people import Reader

BITS = 19
"""Half a million hashes on average: a second or two, and in one piece a page that stands still."""

LONGEST = 200
"""ms: no task of the page may take longer. A slice is 8; the rest is for machines that do other things as well."""

SOLVED_WITHIN = 60_000
"""ms: a hundred times the average is nothing unheard of when the first number to do is a matter of luck."""

WATCH_TASKS = """() => {
  window.tasks = [];
  window.frames = 0;
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))))
    .observe({ type: "longtask" });
  const frame = () => { window.frames++; requestAnimationFrame(frame); };
  frame();
}"""


@pytest.fixture(scope="module", autouse=True)
def everybody_is_asked(stack: str) -> None:
    """Lays a policy over the demo site's, and waits until every function has looked again: they do once a minute."""
    with urllib.request.urlopen(f"{stack}/dev/oidc/token?moderator=demo-owner", timeout=10) as answer:
        token = json.load(answer)["access_token"]
    body = {"document": {"proof": {"bits": BITS, "when": ["always"]}}, "minutes": 60}
    request = urllib.request.Request(
        f"{stack}/v1/moderation/sites/demo/policy/override",
        method="PUT",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=10).close()
    time.sleep(FRESH / SECOND + 1)


@dataclass(frozen=True)
class Exchange:
    """One post and what was said to it."""

    key: str
    sent: dict[str, Any]
    status: int
    said: dict[str, Any]


def heard(response: Response) -> Exchange:
    """A response as an exchange."""
    request: Request = response.request
    key = request.header_value("idempotency-key") or ""
    return Exchange(key, json.loads(request.post_data or "{}"), response.status, response.json())


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


def test_the_page_goes_on_while_it_works_and_says_so(people: People) -> None:
    reader = people.reader(patient=True).opens("work")
    _, second = posts(reader, "حساب لا يوقف الصفحة")
    tasks, frames = reader.page.evaluate("[window.tasks, window.frames]")
    assert second.status == 201
    assert max(tasks, default=0) <= LONGEST
    assert frames > 1
