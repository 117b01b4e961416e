"""What each function is asked: events as API Gateway, the stream, a queue and the schedule bring them."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ghirbal.auth.address import SECRET_HEADER, VIEWER_HEADER
from ghirbal.domain.ids import new_token_id
from ghirbal_tools.dev.bus import schedules_of
from ghirbal_tools.dev.proxy import proxy_event, utc_now
from ghirbal_tools.dev.routes import Router, routes_of
from ghirbal_tools.dev.web import Request
from ghirbal_tools.flood.texts import honest
from ghirbal_tools.soak.bench import CDN_SECRET, ORIGIN, SITE, Bench
from ghirbal_tools.soak.posts import FORM_AGE, headers_of, open_form, page_of, post_of
from ghirbal_tools.soak.replay import records_of

Event = Mapping[str, Any]
FIRST_READER = 100_000
"""Readers of the measured posts; those before them wrote what the lists show."""


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that is measured: the package it goes to, and an event for each call, never the same twice."""

    name: str
    package: str
    event: Callable[[], Event]


class Gateway:
    """Makes the events of the HTTP API from the template's own routes."""

    def __init__(self, bench: Bench) -> None:
        """The routes are those of the bench's template."""
        self._router = Router(routes_of(bench.template))

    def event(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: object = None
    ) -> Event:
        """The event of a request. Raises ValueError when no route takes it."""
        request = Request(
            method=method,
            target=target,
            headers=tuple((headers or {}).items()),
            body=json.dumps(body, ensure_ascii=False).encode() if body is not None else b"",
            source_ip="203.0.113.7",
        )
        match = self._router.match(method, request.path)
        if match is None:
            raise ValueError(f"the template has no route for {method} {request.path}")
        return proxy_event(request, match, request_id=new_token_id(), at=utc_now())


class Posts:
    """Posts of readers of their own, whose forms were opened long enough ago."""

    def __init__(self, bench: Bench, gateway: Gateway, number: int, first: int = 0) -> None:
        """Open so many forms and wait as long as a person needs; `first` of them were used before."""
        self._gateway = gateway
        self._chance = random.Random(first)  # noqa: S311 - the same texts each time
        readers = range(FIRST_READER + first, FIRST_READER + first + number)
        self._forms = iter([(reader, open_form(bench, reader)) for reader in readers])
        time.sleep(FORM_AGE)

    def __call__(self) -> Event:
        """The next post. Raises StopIteration when all forms are used."""
        reader, form = next(self._forms)
        path, headers, body = post_of(reader, f"{honest(self._chance)} {reader}", form)
        return self._gateway.event("POST", path, headers, body)


def asked_of(bench: Bench, posts: Callable[[], Event], token: str) -> list[Call]:
    """Every function with its commonest calls; `token` is an owner's."""
    gateway = Gateway(bench)
    article = f"/v1/sites/{SITE}/pages/{page_of(0)[1]}"
    pages = ".".join(sorted(page_of(n)[1] for n in range(20)))
    get = partial(gateway.event, "GET")
    owner = {"authorization": f"Bearer {token}"}
    return [
        Call("read_api: health", "ReadApi", lambda: get("/v1/health")),
        Call("read_api: list of 20", "ReadApi", lambda: get(f"{article}/comments")),
        Call(
            "read_api: counts of 20 pages", "ReadApi", lambda: get(f"/v1/sites/{SITE}/counts?pages={pages}")
        ),
        Call("submit_api: form", "SubmitApi", partial(_form, gateway, itertools.count())),
        Call("submit_api: post, judged", "SubmitApi", posts),
        Call(
            "moderation_api: queue", "ModerationApi", lambda: get(f"/v1/moderation/sites/{SITE}/queue", owner)
        ),
        Call("stream: one comment", "Stream", partial(next, comment_records(bench))),
        Call("notify: the minute's round", "Notify", partial(dict, _round(bench))),
        Call("jobs: an empty batch", "Jobs", lambda: {"Records": []}),
        Call("webhook: an empty batch", "Webhook", lambda: {"Records": []}),
    ]


def _form(gateway: Gateway, numbers: Iterator[int]) -> Event:
    reader = next(numbers)
    headers = {"origin": ORIGIN, SECRET_HEADER: CDN_SECRET, VIEWER_HEADER: headers_of(reader)[VIEWER_HEADER]}
    return gateway.event("GET", f"/v1/sites/{SITE}/form?page={page_of(reader)[1]}", headers)


def comment_records(bench: Bench) -> Iterator[Event]:
    """The stream's records that tell of a comment, each once; ends when the posts measured so far are used up."""
    seen = 0
    while len(records := records_of(bench)) > seen:
        for record in records[seen:]:
            if record["dynamodb"]["Keys"]["SK"] == {"S": "C"}:
                yield {"Records": [record]}
        seen = len(records)


def _round(bench: Bench) -> Event:
    return next(event for function, _, event in schedules_of(bench.template) if function == "Notify")
