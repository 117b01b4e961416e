"""Proof of work where it is done: in a reader's browser, on a page that must not freeze meanwhile.

How long a slice may be is held by a clock of its own in `widget/tests/proof.test.mjs`: here nothing is timed.
"""

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

BITS = 16
"""65,000 hashes on average: work for a quarter of a second on an idle machine."""

KNOWN: dict[str, Any] = {"challenge": "work.8", "bits": 16, "nonce": "59400"}
"""Its first solution, counted by hashlib: at 4,096 hashes a slice at the most it comes in the fifteenth."""

TURNS = 10
"""Of fourteen between the fifteen slices: the page's own timer comes round between any two."""

SOLVED_WITHIN = 60_000
"""ms: how long it takes is a matter of luck and of the machine."""

COUNT_TURNS = """() => {
  window.turns = 0;
  window.calls = [];
  const turn = () => setTimeout(turn, void turns++);
  const plain = fetch;
  fetch = async (url, init) => {
    if (init.method !== "POST") return plain(url, init);
    const call = { sent: turns };
    calls.push(call);
    return plain(url, init).finally(() => (call.answered = turns));
  };
  turn();
  return import("/widget/proof.js").then(() => undefined);
}"""
"""The page's own timer goes round and round: how often it had when a post was sent, and when it was answered.

The file is fetched before, so that nothing but the work lies between an answer and the next post.
"""


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


def heard(response: Response) -> Exchange:
    """A response as an exchange."""
    request: Request = response.request
    key = request.header_value("idempotency-key") or ""
    return Exchange(key, json.loads(request.post_data or "{}"), response.status, response.json())


def posts(reader: Reader, text: str) -> list[Exchange]:
    """Write, send and wait while the page works; every post and its answer."""
    answers: list[Response] = []
    reader.page.on("response", lambda got: answers.append(got) if is_post(got.request) else None)
    reader.types(text).sends()
    expect(reader.box).to_have_value("", timeout=SOLVED_WITHIN)
    return [heard(each) for each in answers]


def is_post(request: Request) -> bool:
    """Whether somebody's comment is sent by it."""
    return request.method == "POST" and request.url.endswith("/comments")


def proves(request: Request) -> bool:
    """Whether somebody's comment is sent with work done."""
    return is_post(request) and '"proof"' in (request.post_data or "")


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


def test_the_page_goes_on_while_it_works(people: People) -> None:
    reader = people.reader(patient=True).opens("busy")
    body = {"code": "proof-required", "status": 403, **KNOWN}
    reader.page.route("**/comments", lambda route: route.fulfill(status=403, json=body), times=1)
    reader.page.evaluate(COUNT_TURNS)
    with reader.page.expect_request(proves, timeout=SOLVED_WITHIN) as seen:
        reader.types("حساب لا يوقف الصفحة").sends()
    first, second = reader.page.evaluate("calls.slice(0, 2)")
    proof = json.loads(seen.value.post_data or "")["proof"]
    assert proof == {"challenge": KNOWN["challenge"], "nonce": KNOWN["nonce"]}
    assert second["sent"] - first["answered"] >= TURNS
    expect(reader.box).to_have_value("", timeout=SOLVED_WITHIN)
