"""The first page of a site's queue with 100,000 comments waiting, and what the one-minute round reads of them.

    .venv/bin/python -m tests.perf.queue_load [--comments 100000] [--calls 40] [--endpoint URL]

Through the real handler and store. Prints for each order the calls to the store, the 50th and 95th percentile of the
time, and how much of it was ours. It ends with 1 when a page takes more than 8 calls, or more than 150 ms at the 95th
percentile.

Without `--endpoint` it starts the local engine, and only the time beside the engine's own counts: that engine sorts
the whole partition of an index for each query (docs/emulator-gaps.md), which DynamoDB does not. With `--endpoint` it
asks the engine at that address, makes the table `perf` there and leaves it, and all of the time counts. An engine of
early 2020 will do: of what it lacks only the failed condition's own row is asked for, and that wish is taken out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from functions.moderation_api import app as moderation_api
from functions.notify import app as notify
from ghirbal.auth.keyring import Keyring, parse_secret
from ghirbal.auth.tokens import SignedTokens
from ghirbal.domain.clock import MINUTE, monotonic
from ghirbal.domain.comment import Comment
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Moderator, Role
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.rows.comment import comment_to_item
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from tests.support import ministack
from tests.support.making import NOW, a_comment, a_verdict
from tests.support.principals import FakePrincipals
from tests.support.publisher import CollectingMailer
from tests.support.table import create_table
from tests.support.world import SITE, a_site, context

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "perf"
MOST_CALLS, MOST_MS = 8, 150
ORDERS = ("riskiest", "oldest", "newest")
BATCH = 25
WARMING = 20
"""Answers of each order that are not counted: a Java engine compiles its query while it is asked."""


@dataclass
class Meter:
    """Calls to the store, by operation, through botocore's own hook."""

    calls: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    _began: float = 0.0

    def attach(self, client: DynamoDBClient) -> None:
        """Listen to a client."""
        client.meta.events.register("before-call.dynamodb", self._before)
        client.meta.events.register("after-call.dynamodb", self._after)

    def _before(self, model: Any, **_: object) -> None:
        self.calls[model.name] += 1
        self._began = monotonic()

    def _after(self, **_: object) -> None:
        self.spent += monotonic() - self._began

    @contextmanager
    def counting(self) -> Iterator[Counter[str]]:
        """What is called within."""
        self.calls, self.spent = Counter(), 0.0
        yield self.calls


@dataclass(frozen=True)
class Figures:
    """One order's page: calls to the store, and milliseconds in all and without the store's."""

    order: str
    calls: int
    p50: float
    p95: float
    own: float

    def good(self, *, ours_only: bool) -> bool:
        """Whether it stays within the bounds, `ours_only` without the engine's time."""
        return self.calls <= MOST_CALLS and (self.own if ours_only else self.p95) <= MOST_MS


def main(argv: list[str] | None = None) -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--endpoint", help="a DynamoDB to ask in place of the local engine's own")
    given = parser.parse_args(argv)
    for endpoint in [given.endpoint] if given.endpoint else ministack.start():
        os.environ["AWS_ENDPOINT_URL"] = endpoint
        client = ministack.patient_client(endpoint)
        return measure(client, given.comments, given.calls, ours_only=not given.endpoint)
    return 1


def measure(client: DynamoDBClient, comments: int, calls: int, *, ours_only: bool) -> int:
    """Fill the table, ask each order for its first page, then let minutes pass."""
    client.meta.events.register("provide-client-params.dynamodb", without_the_failed_row)
    create_table(client, TABLE)
    began = monotonic()
    fill(client, comments)
    print(f"{comments} comments wait (stored in {monotonic() - began:.0f} s)")
    meter, deps = Meter(), deps_of(client)
    meter.attach(client)
    pages = [figures(order, calls, deps, meter) for order in ORDERS]
    for page in pages:
        print(
            f"{page.order:9} {page.calls} calls, p50 {page.p50:.0f} ms, p95 {page.p95:.0f} ms; "
            f"ours p95 {page.own:.0f} ms{'' if page.good(ours_only=ours_only) else '  <-- too much'}"
        )
    rounds(deps, meter, comments)
    return 0 if all(page.good(ours_only=ours_only) for page in pages) else 1


def without_the_failed_row(params: dict[str, Any], **_: object) -> None:
    """Ask for no row that a condition failed on: engines before 2023 refuse to be asked."""
    params.pop("ReturnValuesOnConditionCheckFailure", None)


def fill(client: DynamoDBClient, comments: int) -> None:
    """Comments held one every 30 ms, of all risks."""
    made = (waiting(n) for n in range(comments))
    for start in range(0, comments, BATCH):
        puts = [
            {"PutRequest": {"Item": to_image(comment_to_item(next(made)))}}
            for _ in range(min(BATCH, comments - start))
        ]
        client.batch_write_item(RequestItems={TABLE: puts})  # type: ignore[dict-item]


def waiting(n: int) -> Comment:
    """A comment of 345 characters, the length that the bounds of docs/emulator-gaps.md were measured with."""
    since = NOW + 30 * n
    text = "تعليق مهذب على المقال " * 16
    return a_comment(
        SITE, body_hash("page", str(n % 500)), text=text, created=since, held_since=since, updated=since,
        verdict=a_verdict(risk=n * 37 % 1_000),
    )  # fmt: skip


def deps_of(client: DynamoDBClient) -> Deps:
    """The real store and use cases; people, mails and secrets of the tests."""
    clock: Callable[[], int] = lambda: NOW + 125 * MINUTE  # noqa: E731 - a clock that stands still
    deps = Deps(Settings(table=TABLE, public_url="https://comments.example"), clock)
    table = deps.comments._table  # type: ignore[attr-defined]
    table._client = client
    deps.sites.put(a_site())
    deps.sites.put_moderator(Moderator(SITE, "mina", Role.MODERATOR, "mina@team.example"))
    secret = json.dumps({"pinned": "p" * 40, "live": []})
    tokens = SignedTokens(Keyring(lambda: parse_secret(secret)))
    principals: Any = FakePrincipals()
    return deps.replace(principals=principals, tokens=tokens, mailer=CollectingMailer())


def figures(order: str, calls: int, deps: Deps, meter: Meter) -> Figures:
    """The first page of an order, asked often enough for a percentile."""
    times: list[float] = []
    own: list[float] = []
    for _ in range(WARMING + calls):
        with meter.counting() as counted:
            began = monotonic()
            answer = moderation_api.handler(request(order), context(), deps)
            times.append((monotonic() - began) * 1_000)
            own.append(times[-1] - meter.spent * 1_000)
        body = json.loads(answer["body"])
        assert (answer["statusCode"], len(body["comments"])) == (200, 20), body
    return Figures(
        order,
        sum(counted.values()),
        statistics.median(times[WARMING:]),
        p95(times[WARMING:]),
        p95(own[WARMING:]),
    )


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def request(order: str) -> dict[str, Any]:
    """API Gateway's event."""
    path = f"/v1/moderation/sites/{SITE}/queue"
    return {
        "version": "2.0",
        "routeKey": "GET /v1/moderation/sites/{site}/queue",
        "rawPath": path,
        "rawQueryString": f"order={order}",
        "headers": {"authorization": "Bearer mina"},
        "pathParameters": {"site": SITE},
        "queryStringParameters": {"order": order},
        "requestContext": {"http": {"method": "GET", "path": path, "sourceIp": "203.0.113.7"}, "stage": "$default"},
        "isBase64Encoded": False,
    }  # fmt: skip


def rounds(deps: Deps, meter: Meter, comments: int) -> None:
    """Minutes of the round: each reads its share of what is due, at most a hundred, of all that wait."""
    deps.counters.commit(_pending(comments))
    for minute in range(3):
        with meter.counting() as counted:
            began = monotonic()
            notify.handler({"source": "ghirbal.schedule"}, context(30_000), deps)
            spent = monotonic() - began
        print(f"round {minute + 1}: {dict(sorted(counted.items()))}, {spent * 1_000:.0f} ms")
    print(f"mails: {len(deps.mailer.sent)}")  # type: ignore[attr-defined]


def _pending(comments: int) -> Any:
    from ghirbal.ports.stream import CountDelta

    return CountDelta(site=SITE, page=body_hash("page"), rows=(), pending={0: comments})


if __name__ == "__main__":
    sys.exit(main())
