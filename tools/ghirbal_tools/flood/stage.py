"""The stage: the real handlers called in process, a clock that is moved, and the stream brought to them in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

from ghirbal.auth.proof import solve
from ghirbal.domain.clock import MINUTE, SECOND
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.ports.mail import Mail
from ghirbal.ports.stream import Event
from ghirbal.wiring.deps import Deps
from ghirbal_tools.dev.proxy import proxy_event, utc_now
from ghirbal_tools.dev.routes import Router, routes_of
from ghirbal_tools.dev.web import Request
from ghirbal_tools.flood.timeline import LIKE, ORIGIN, POST, PREVIEW, REPORT, Entry
from ghirbal_tools.template import load

SITE = "flood"
READ = 5 * SECOND
"""How long a form is open before its post."""
BATCH = 500


class Hand:
    """A clock that stands until it is moved; epoch milliseconds."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class Bus:
    """Keeps events until they are handed to notify."""

    def __init__(self) -> None:
        self.waiting: list[Event] = []

    def publish(self, events: Sequence[Event]) -> frozenset[int]:
        """Keep all."""
        self.waiting += events
        return frozenset()


class Post(SimpleNamespace):
    """Where mails go."""

    def __init__(self) -> None:
        super().__init__(sent=[])

    def send(self, mail: Mail) -> None:
        """Keep it."""
        self.sent.append(mail)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a post met: the HTTP status at the end, its comment's id, and whether proof was asked for."""

    status: int
    id: str
    proven: bool
    code: str = ""


@dataclass
class Stage:
    """`records` gives what the table's stream has told since it was last asked."""

    deps: Deps
    clock: Hand
    records: Callable[[], Sequence[Mapping[str, Any]]]
    readers: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    """The first comment under each article: what is liked and reported."""
    progress: Callable[[int], None] = lambda _: None
    """Told the simulated second at the end of each minute."""

    def __post_init__(self) -> None:
        self.bus, self.post = Bus(), Post()
        self.deps = self.deps.replace(clock=self.clock, publisher=self.bus, mailer=self.post)

    def play(self, entries: Sequence[Entry], begin: int) -> dict[str, list[Answered]]:
        """Post everything second by second, the stream following each second, a round of notify each minute.

        One after the other: a function's process has one invocation at a time, and Powertools counts on it.
        """
        answers: dict[str, list[Answered]] = {}
        minute = begin // MINUTE
        for second, group in _seconds(entries):
            now = begin + second * SECOND
            self.clock.now = now - READ
            forms = [self.open_form(entry) for entry in group]
            self.clock.now = now
            for entry, form in zip(group, forms, strict=True):
                answers.setdefault(entry.name, []).append(self.send(entry, form))
            self.deliver()
            if now // MINUTE != minute:
                minute = now // MINUTE
                self.tick()
                self.progress(second)
        return answers

    def open_form(self, entry: Entry) -> str:
        """Tokens for one article; a writer keeps the reader token."""
        page = page_id(canonical_url(entry.url))
        known = self.readers.get(_writer(entry))
        headers = {"origin": ORIGIN} | ({"ghirbal-reader": known} if known else {})
        status, body = self._call("GET", f"/v1/sites/{SITE}/form?page={page}", None, headers, entry.address)
        if status != 200:
            raise RuntimeError(f"no form: {status} {body}")
        self.readers[_writer(entry)] = body["reader"]
        return str(body["form"])

    def send(self, entry: Entry, form: str) -> Answered:
        """Do it as the widget does: a demand for proof is met, with the same key."""
        path, document = self._wish(entry)
        headers = {
            "origin": ORIGIN,
            "content-type": "application/json",
            "ghirbal-reader": self.readers[_writer(entry)],
            "ghirbal-form": form,
            "idempotency-key": new_token_id(),
        }
        status, body = self._call("POST", path, document, headers, entry.address)
        asked = body.get("code") == "proof-required"
        while body.get("code") == "proof-required":
            proof = {"challenge": body["challenge"], "nonce": solve(body["challenge"], body["bits"])}
            status, body = self._call("POST", path, document | {"proof": proof}, headers, entry.address)
        return Answered(status, str(body.get("id", "")), asked, str(body.get("code", "")))

    def _wish(self, entry: Entry) -> tuple[str, dict[str, object]]:
        """The path and the body of what is done."""
        page = f"/v1/sites/{SITE}/pages/{page_id(canonical_url(entry.url))}"
        comment = f"{page}/comments/{self.first.get(entry.url)}"
        wishes: dict[str, tuple[str, dict[str, object]]] = {
            POST: (f"{page}/comments", {"text": entry.text, "url": entry.url, "name": ""}),
            PREVIEW: (f"{page}/preview", {"text": entry.text, "url": entry.url, "name": ""}),
            LIKE: (f"{comment}/vote", {"on": True}),
            REPORT: (f"{comment}/report", {"reason": "abuse"}),
        }
        return wishes[entry.act]

    def deliver(self) -> None:
        """Bring the stream's new records to the stream function, and its events to notify."""
        records = self.records()
        for start in range(0, len(records), BATCH):
            batch = list(records[start : start + BATCH])
            answer = _handlers()["stream"]({"Records": batch}, _context(), self.deps)
            if answer["batchItemFailures"]:
                raise RuntimeError("the stream function handed records back")
        waiting, self.bus.waiting = self.bus.waiting, []
        for event in waiting:
            detail = {"id": event.id, **event.detail}
            _handlers()["notify"]({"detail-type": str(event.type), "detail": detail}, _context(), self.deps)

    def tick(self) -> None:
        """The schedule's minute."""
        _handlers()["notify"]({"source": "ghirbal.schedule", "detail-type": "Minute"}, _context(), self.deps)

    def _call(
        self, method: str, target: str, body: object, headers: Mapping[str, str], address: str
    ) -> tuple[int, dict[str, Any]]:
        raw = b"" if body is None else json.dumps(body).encode()
        asked = Request(
            method=method, target=target, headers=tuple(headers.items()), body=raw, source_ip=address
        )
        match = _router().match(method, asked.path)
        assert match is not None
        event = proxy_event(asked, match, request_id="flood", at=utc_now())
        answer = _handlers()["submit"](event, _context(), self.deps)
        return answer["statusCode"], json.loads(answer["body"])


def _writer(entry: Entry) -> str:
    return f"{entry.kind} {entry.url if entry.kind != 'flood' else ''} {entry.writer}"


def _seconds(entries: Sequence[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    grouped: dict[int, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.second, []).append(entry)
    return iter(sorted(grouped.items()))


@cache
def _router() -> Router:
    return Router(routes_of(load()))


@cache
def _handlers() -> dict[str, Callable[..., Any]]:
    from functions.notify.app import handler as notify
    from functions.stream.app import handler as stream
    from functions.submit_api.app import handler as submit

    return {"submit": submit, "stream": stream, "notify": notify}


def _context() -> Any:
    return SimpleNamespace(
        function_name="flood",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:us-east-1:1:function:flood",
        aws_request_id="flood",
        get_remaining_time_in_millis=lambda: 60_000,
    )
