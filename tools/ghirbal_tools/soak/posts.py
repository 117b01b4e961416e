"""Posting many texts over HTTP: each from its own reader and address, some retried as on a bad mobile line."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from ghirbal.auth.address import SECRET_HEADER, VIEWER_HEADER
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.page import canonical_url, page_id
from ghirbal_tools.soak.bench import CDN_SECRET, ORIGIN, SITE, Bench, rows

WORKERS = 8
PAGES = 40
FORM_AGE = 2.1
"""Seconds between a form and its post; what comes earlier is evidence of a program."""

RETRIED = 10
"""Every tenth post is sent twice, as after a lost answer."""


@dataclass
class Posted:
    """What came of the posts: HTTP status → number, ids answered, retries that answered otherwise."""

    statuses: Counter[int] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    differing: int = 0
    wrong: list[str] = field(default_factory=list)


def post_all(bench: Bench, texts: Sequence[str], readers: Sequence[int] = ()) -> Posted:
    """Open a form for each text, wait as long as a person needs, and post them from 8 threads.

    `readers` are the numbers of their readers, one a text; counted from 0 when none are given.
    """
    result = Posted()
    readers = readers or range(len(texts))
    with ThreadPoolExecutor(WORKERS) as pool:
        forms = list(pool.map(lambda n: open_form(bench, n), readers))
        time.sleep(FORM_AGE)
        numbered = zip(readers, texts, forms, strict=True)
        for n, answers in enumerate(pool.map(lambda job: _post(bench, *job), numbered)):
            _note(result, n, answers)
    return result


def lost_or_doubled(bench: Bench, posted: Posted) -> tuple[int, int]:
    """How many answered ids have no row, and how many rows were never answered."""
    stored = {
        row["id"]["S"]
        for row in rows(bench.clients)
        if row["PK"]["S"].startswith("C#") and row["SK"]["S"] == "C"
    }
    answered = set(posted.ids)
    return len(answered - stored), len(stored - answered)


def _note(result: Posted, n: int, answers: Iterable[tuple[int, dict[str, Any]]]) -> None:
    (status, body), *again = answers
    result.statuses[status] += 1
    if "id" in body:
        result.ids.append(body["id"])
    else:
        result.wrong.append(f"text {n}: {status} {body.get('code')}")
    result.differing += any(other != status or doc.get("id") != body.get("id") for other, doc in again)


def page_of(n: int) -> tuple[str, str]:
    """Address and id of reader n's article."""
    url = f"{ORIGIN}/article-{n % PAGES}"
    return url, page_id(canonical_url(url))


def headers_of(n: int) -> dict[str, str]:
    """What tells reader n from the others: an address in a network of its own, vouched for as by the CDN."""
    address = f"10.{n & 255}.{n >> 8 & 255}.{n >> 16 & 255}"
    return {"origin": ORIGIN, SECRET_HEADER: CDN_SECRET, VIEWER_HEADER: f"{address}:1"}


def open_form(bench: Bench, n: int) -> dict[str, Any]:
    """The tokens of reader n for article n. Raises RuntimeError when there are none."""
    status, body = _request(bench, "GET", f"/v1/sites/{SITE}/form?page={page_of(n)[1]}", None, headers_of(n))
    if status != 200:
        raise RuntimeError(f"no form: {status} {body}")
    return body


def post_of(n: int, text: str, form: Mapping[str, Any]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Path, headers and body of the post of reader n, with the tokens of its form."""
    url, page = page_of(n)
    headers = headers_of(n) | {
        "content-type": "application/json",
        "ghirbal-reader": form["reader"],
        "ghirbal-form": form["form"],
        "idempotency-key": new_token_id(),
    }
    return f"/v1/sites/{SITE}/pages/{page}/comments", headers, {"text": text, "url": url}


def _post(bench: Bench, n: int, text: str, form: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    path, headers, body = post_of(n, text, form)
    times = 2 if n % RETRIED == 0 else 1
    return [_request(bench, "POST", path, body, headers) for _ in range(times)]


def _request(
    bench: Bench, method: str, path: str, body: object, headers: dict[str, str]
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(bench.url).netloc, timeout=30)
    try:
        connection.request(method, path, json.dumps(body).encode() if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def chunks(records: Sequence[Any], size: int) -> Iterable[list[Any]]:
    """Consecutive pieces of at most `size`."""
    source = iter(records)
    while piece := list(islice(source, size)):
        yield piece
