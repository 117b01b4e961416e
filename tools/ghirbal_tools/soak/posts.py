"""Posting many texts over HTTP: each from its own reader and address, some retried as on a bad mobile line."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
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
RETRIED = 10
"""Every tenth post is sent twice, as after a lost answer."""


@dataclass
class Posted:
    """What came of the posts: HTTP status → number, ids answered, retries that answered otherwise."""

    statuses: Counter[int] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    differing: int = 0
    wrong: list[str] = field(default_factory=list)


def post_all(bench: Bench, texts: Sequence[str]) -> Posted:
    """Open a form for each text, wait as long as a person needs, and post them from 8 threads."""
    result = Posted()
    with ThreadPoolExecutor(WORKERS) as pool:
        forms = list(pool.map(lambda n: _form(bench, n), range(len(texts))))
        time.sleep(2.1)
        numbered = zip(range(len(texts)), texts, forms, strict=True)
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


def _page(n: int) -> tuple[str, str]:
    url = f"{ORIGIN}/article-{n % PAGES}"
    return url, page_id(canonical_url(url))


def _headers(n: int) -> dict[str, str]:
    address = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
    return {"origin": ORIGIN, SECRET_HEADER: CDN_SECRET, VIEWER_HEADER: f"{address}:1"}


def _form(bench: Bench, n: int) -> dict[str, Any]:
    status, body = _request(bench, "GET", f"/v1/sites/{SITE}/form?page={_page(n)[1]}", None, _headers(n))
    if status != 200:
        raise RuntimeError(f"no form: {status} {body}")
    return body


def _post(bench: Bench, n: int, text: str, form: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    url, page = _page(n)
    headers = _headers(n) | {
        "content-type": "application/json",
        "ghirbal-reader": form["reader"],
        "ghirbal-form": form["form"],
        "idempotency-key": new_token_id(),
    }
    path = f"/v1/sites/{SITE}/pages/{page}/comments"
    times = 2 if n % RETRIED == 0 else 1
    return [_request(bench, "POST", path, {"text": text, "url": url}, headers) for _ in range(times)]


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
