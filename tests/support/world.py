"""The whole service in memory: real handlers, use cases and pipeline over fakes of everything outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from types import SimpleNamespace
from typing import Any

from functions.jobs import app as jobs
from functions.moderation_api import app as moderation_api
from functions.notify import app as notify
from functions.read_api import app as read_api
from functions.stream import app as stream
from functions.submit_api import app as submit_api
from functions.webhook import app as webhook
from ghirbal.auth.keyring import Keyring, parse_secret
from ghirbal.auth.proof import solve
from ghirbal.domain.ids import new_token_id
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.domain.policy import Policy
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.domain.verdict import Symbol, Verdict
from ghirbal.moderation.pipeline import Reading, Submission, judge
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.usecases.sites import SiteConfigs
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools.dev.proxy import proxy_event, utc_now
from ghirbal_tools.dev.routes import Router, routes_of
from ghirbal_tools.dev.web import Request
from ghirbal_tools.template import load
from tests.build import rights
from tests.support.memory import Memory
from tests.support.memory_team import FakeDirectory
from tests.support.openapi import check_answer
from tests.support.principals import FakePrincipals
from tests.support.publisher import CollectingMailer, CollectingPublisher
from tests.support.queues import CollectingCaller, CollectingQueue, CollectingResults

SITE = "akhbar"
ORIGIN = "https://akhbar.example"
URL = f"{ORIGIN}/sports/match-1"
CONSOLE = "https://comments.example"
FINE = "شكراً على هذا المقال المفيد"
HOLD, REJECT, BROKEN = "[hold]", "[reject]", "[broken]"
"""Marks that the fake detector finds, so that no test has to hold an insult."""

HANDLERS = {
    "ReadApi": read_api.handler,
    "SubmitApi": submit_api.handler,
    "ModerationApi": moderation_api.handler,
}


class Clock:
    """A clock that moves when told to."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, *, seconds: float) -> None:
        self.now += int(seconds * 1_000)


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.text)
        return parsed


class Marks:
    """A detector that finds the marks above, with their place."""

    name = "marks"

    def __call__(self, reading: Reading) -> Iterable[Symbol]:
        text = reading.submission.text
        if BROKEN in text:
            raise RuntimeError("a detector's own fault")
        for mark, symbol in ((HOLD, "LEX_INSULT_PLAIN"), (REJECT, "LEX_SEXUAL_EXPLICIT")):
            if (at := text.find(mark)) >= 0:
                yield Symbol(symbol, 1.0, start=at, end=at + len(mark), matched=mark)


def judge_by_marks(text: str, name: str, extra: tuple[Symbol, ...], policy: Policy) -> Verdict:
    """The real pipeline and policy over the fake detector."""
    return judge(Submission(text=text, name=name, extra=extra), policy, [Marks()])


def context(remaining_ms: int = 10_000) -> Any:
    """What Lambda passes beside the event."""
    return SimpleNamespace(
        function_name="test",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:us-east-1:1:function:test",
        aws_request_id="test",
        get_remaining_time_in_millis=lambda: remaining_ms,
    )


@cache
def router() -> Router:
    """The routes of template.yaml."""
    return Router(routes_of(load()))


@cache
def writable() -> dict[str, set[str]]:
    """Function -> the partitions that its role in the template may write, as wildcards."""
    functions = (*HANDLERS, "Stream", "Notify", "Jobs", "Webhook")
    found = {name: rights.partitions(load(), f"{name}Role").values() for name in functions}
    return {name: {one for patterns in lists for one in patterns} for name, lists in found.items()}


def a_site(**changes: Any) -> Site:
    """The site of the tests."""
    return replace(Site(id=SITE, origins=(ORIGIN,), name="أخبار"), **changes)


@dataclass
class World:
    """Everything, wired. `deps` may be replaced piece by piece."""

    clock: Clock = field(default_factory=Clock)
    publisher: CollectingPublisher = field(default_factory=CollectingPublisher)
    mailer: CollectingMailer = field(default_factory=CollectingMailer)
    principals: FakePrincipals = field(default_factory=FakePrincipals)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    job_queue: CollectingQueue = field(default_factory=CollectingQueue)
    results: CollectingResults = field(default_factory=CollectingResults)
    webhook_queue: CollectingQueue = field(default_factory=CollectingQueue)
    caller: CollectingCaller = field(default_factory=CollectingCaller)

    def __post_init__(self) -> None:
        self.memory = Memory(self.clock)
        stored = {name: made for name, made in vars(self.memory).items() if name != "rows"}
        self.deps = Deps(
            settings=Settings(table="t", public_url=CONSOLE),
            clock=self.clock,
            directory=self.directory,
            job_queue=self.job_queue,
            results=self.results,
            webhook_queue=self.webhook_queue,
            caller=self.caller,
            publisher=self.publisher,
            mailer=self.mailer,
            keys=Keyring(lambda: parse_secret(json.dumps({"pinned": "p" * 40, "live": []}))),
            judge=judge_by_marks,
            judge_past=judge_by_marks,
            principals=self.principals,
            **stored,
        )
        self._delivered = self._ranges = 0
        self.put_site(a_site())
        for name, role in (
            ("mina", Role.MODERATOR),
            ("omar", Role.MODERATOR),
            ("dina", Role.OWNER),
            ("rima", Role.AUDITOR),
        ):
            mail = f"{name}@team.example" if name == "mina" else ""
            self.memory.sites.put_moderator(Moderator(SITE, name, role, mail=mail))
        self.memory.sites.put_moderator(Moderator("other-site", "elsewhere", Role.OWNER))

    @contextmanager
    def acting(self, function: str) -> Iterator[None]:
        """Whatever is written meanwhile needs the right of the function's role in the template (B20)."""
        rows, patterns = self.memory.rows, writable()[function]

        def allow(key: Key) -> None:
            if not any(fnmatchcase(key.pk, pattern) for pattern in patterns):
                raise AssertionError(f"{function}'s role may not write {key.pk.partition('#')[0]}#")

        rows.allow, before = allow, rows.allow
        try:
            yield
        finally:
            rows.allow = before

    def put_site(self, site: Site) -> None:
        """Create or change a site, seen at once."""
        self.memory.sites.put(site)
        configs = SiteConfigs(self.memory.sites, self.clock, self.memory.policies)
        self.deps = self.deps.replace(site_configs=configs)

    def request(
        self,
        method: str,
        target: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        address: str = "203.0.113.7",
    ) -> Answer:
        """One request, through the template's routes, to its real handler."""
        sent = dict(headers or {})
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
        asked = Request(
            method=method, target=target, headers=tuple(sent.items()), body=raw, source_ip=address
        )
        match = router().match(method, asked.path)
        if match is None:
            return Answer(404, {}, '{"message":"Not Found"}')
        event = proxy_event(asked, match, request_id="r", at=utc_now())
        return self.invoke(match.route.function, event)

    def invoke(self, function: str, event: Mapping[str, Any]) -> Answer:
        """Call a handler with an event, whatever it holds."""
        name = next(known for known in HANDLERS if function.startswith(known))
        with self.acting(name):
            made = HANDLERS[name](event, context(), self.deps)
        check_answer(str(event.get("routeKey", "")), made["statusCode"], made["headers"], made["body"])
        return Answer(made["statusCode"], made["headers"], made["body"])

    def reader(self, address: str = "203.0.113.7", page: str = URL) -> ReaderSession:
        """A new reader with a form opened ten seconds ago."""
        session = ReaderSession(self, address, page)
        session.open_form()
        self.clock.forward(seconds=10)
        return session

    def elsewhere(self, page: str = URL) -> ReaderSession:
        """A new reader behind an address range of their own."""
        self._ranges += 1
        return self.reader(f"198.{18 + self._ranges // 250}.{self._ranges % 250}.7", page)

    def moderator(self, name: str = "mina") -> ModeratorSession:
        """A signed-in moderator."""
        return ModeratorSession(self, name)

    def deliver(self, *, again: int = 0) -> None:
        """Hand the stream's new records to the stream function, and its events to notify; repeat when asked."""
        records = self.memory.records()
        for _ in range(1 + again):
            told = len(self.publisher.sent)
            batch = list(records[self._delivered :])
            with self.acting("Stream"):
                answer = stream.handler({"Records": batch}, context(), self.deps)
            assert answer == {"batchItemFailures": []}
            for event in self.publisher.sent[told:]:
                self.notify(event.id, str(event.type), event.detail)
        self._delivered = len(records)

    def call_out(self, received: int = 1) -> dict[str, Any]:
        """Hand what waits in the webhooks' queue to their function, as received for the nth time."""
        batch = [
            {
                "messageId": str(number),
                "receiptHandle": f"handle-{number}",
                "body": json.dumps(message),
                "attributes": {"ApproximateReceiveCount": str(received)},
            }
            for number, message in enumerate(self.webhook_queue.sent)
        ]
        self.webhook_queue.sent.clear()
        with self.acting("Webhook"):
            return webhook.handler({"Records": batch}, context(30_000), self.deps)

    def work(self, remaining_ms: int = 300_000) -> int:
        """Hand the queued jobs to their function until none is left; how many messages that took."""
        taken = 0
        while self.job_queue.sent:
            body = json.dumps(self.job_queue.sent.pop(0))
            with self.acting("Jobs"):
                jobs.handler({"Records": [{"body": body}]}, context(remaining_ms), self.deps)
            taken += 1
        return taken

    def minute(self) -> dict[str, int]:
        """The schedule's tick."""
        with self.acting("Notify"):
            return notify.handler(
                {"source": "ghirbal.schedule", "detail-type": "Minute"}, context(), self.deps
            )

    def notify(self, event_id: str, kind: str, detail: Mapping[str, object]) -> dict[str, int]:
        """One event to notify."""
        told = {"detail-type": kind, "detail": {"id": event_id, **detail}}
        with self.acting("Notify"):
            return notify.handler(told, context(), self.deps)

    def listed(self, page: str = URL, sort: str = "oldest") -> list[dict[str, Any]]:
        """What everybody sees of an article."""
        answer = self.request("GET", f"{comments_path(page)}?sort={sort}")
        assert answer.status == 200, answer.text
        found: list[dict[str, Any]] = answer.json["comments"]
        return found


def comments_path(url: str = URL, site: str = SITE) -> str:
    """The path of an article's comments."""
    return f"/v1/sites/{site}/pages/{page_id(canonical_url(url))}/comments"


@dataclass
class ReaderSession:
    """A reader's browser."""

    world: World
    address: str
    url: str
    token: str = ""
    form: str = ""

    @property
    def path(self) -> str:
        return comments_path(self.url)

    def headers(self, **more: str) -> dict[str, str]:
        """Origin and tokens, as the widget sends them."""
        return {"origin": ORIGIN, "ghirbal-reader": self.token, "ghirbal-form": self.form} | more

    def open_form(self) -> Answer:
        """Fetch tokens, keeping the reader's own."""
        page = page_id(canonical_url(self.url))
        headers = {"origin": ORIGIN} | ({"ghirbal-reader": self.token} if self.token else {})
        answer = self.world.request(
            "GET", f"/v1/sites/{SITE}/form?page={page}", headers=headers, address=self.address
        )
        assert answer.status == 200, answer.text
        self.token, self.form = answer.json["reader"], answer.json["form"]
        return answer

    def post(self, text: str = FINE, key: str = "", **body: Any) -> Answer:
        """Post a comment; a fresh idempotency key unless one is given."""
        document = {"text": text, "name": "قارئ", "url": self.url} | body
        headers = self.headers(**{"idempotency-key": key or new_token_id()})
        return self.world.request("POST", self.path, document, headers, self.address)

    def post_solving(self, text: str = FINE, **body: Any) -> Answer:
        """Post as the widget does: a challenge is solved, and sent with the same key."""
        key = new_token_id()
        return self.solving(lambda proof: self.post(text, key, **proof, **body))

    def solving(self, send: Callable[[dict[str, Any]], Answer]) -> Answer:
        """Do something as the widget does: `send` gets {} first, and {"proof": …} when a proof was asked for."""
        answer = send({})
        while answer.json.get("code") == "proof-required":
            challenge = answer.json["challenge"]
            answer = send({"proof": {"challenge": challenge, "nonce": solve(challenge, answer.json["bits"])}})
        return answer

    def edit(self, comment: str, text: str, version: int = 1) -> Answer:
        """Change a comment."""
        document = {"text": text, "version": version, "url": self.url}
        return self.world.request("PATCH", f"{self.path}/{comment}", document, self.headers(), self.address)

    def delete(self, comment: str, version: int = 1) -> Answer:
        """Delete a comment."""
        target = f"{self.path}/{comment}?version={version}"
        return self.world.request("DELETE", target, headers=self.headers(), address=self.address)

    def status(self, comment: str) -> Answer:
        """Ask what became of a comment."""
        return self.world.request("GET", f"{self.path}/{comment}/status", headers=self.headers())

    def preview(self, text: str, **body: Any) -> Answer:
        """Try a text."""
        path = self.path.replace("/comments", "/preview")
        document = {"text": text, "url": self.url} | body
        return self.world.request("POST", path, document, self.headers(), self.address)

    def vote(self, comment: str, on: bool = True, **body: Any) -> Answer:
        """Like a comment, or take it back."""
        return self.world.request(
            "POST", f"{self.path}/{comment}/vote", {"on": on} | body, self.headers(), self.address
        )

    def report(self, comment: str, reason: str = "abuse", **body: Any) -> Answer:
        """Report a comment."""
        path = f"{self.path}/{comment}/report"
        return self.world.request("POST", path, {"reason": reason} | body, self.headers(), self.address)


@dataclass
class ModeratorSession:
    """A moderator at the approval endpoint."""

    world: World
    name: str
    site: str = SITE

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """One call with this moderator's token."""
        headers = {"authorization": f"Bearer {self.name}"}
        return self.world.request(method, f"/v1/moderation/sites/{self.site}/{path}", body, headers)

    def decide(self, comment: str, action: str, version: int | None = 1, **body: Any) -> Answer:
        """Decide on a version."""
        document = {"action": action} | ({} if version is None else {"version": version}) | body
        return self.call("POST", f"comments/{comment}/decisions", document)

    def queue(self, query: str = "") -> list[dict[str, Any]]:
        """What waits."""
        answer = self.call("GET", "queue" + (f"?{query}" if query else ""))
        assert answer.status == 200, answer.text
        found: list[dict[str, Any]] = answer.json["comments"]
        return found
