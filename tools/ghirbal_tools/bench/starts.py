"""`ghirbal bench start`: cold starts, warm calls and memory of the built functions in Lambda's own runtime.

Everything is interleaved: each round starts every function once in a fresh environment, so that a slow moment of the
machine hits all alike, and the ratios are medians of the rounds' own ratios. Storage is the local engine's, over HTTP
on loopback: its time is in every figure but those of the plain handlers.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ghirbal.domain.reader import Role
from ghirbal_tools.bench import rie
from ghirbal_tools.bench.calls import Call, Event, Gateway, Posts, asked_of
from ghirbal_tools.bench.packages import BASELINE, PLAIN, built_packages, plain_packages
from ghirbal_tools.bench.results import Row, Section, ratio
from ghirbal_tools.dev.local import open_sites
from ghirbal_tools.dev.oidc import CLIENT, Issuer, Person
from ghirbal_tools.dev.web import HOST, Server
from ghirbal_tools.directory import LocalDirectory
from ghirbal_tools.flood.texts import honest
from ghirbal_tools.site import add_moderator
from ghirbal_tools.soak.bench import CDN_SECRET, SITE, Bench, bench
from ghirbal_tools.soak.command import POLICY
from ghirbal_tools.soak.posts import PAGES, post_all
from ghirbal_tools.stack import ministack
from ghirbal_tools.stack.deploy import build
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.template import ROOT

BUILT = ROOT / ".aws-sam/bench"
WARM = 20
"""Calls to each environment after its first."""

LISTED = 21
"""Comments under each article before anything is measured: a page of the list and one more."""

OWNER = "bench-owner"
TARGETS = {"read_api: list of 20": 1.25, "submit_api: form": 1.5, "submit_api: post, judged": 2.0}
"""How many times the first answer of a handler with one client."""

Say = Callable[[str], None]


@dataclass
class Seen:
    """What was measured of one thing: per round the first answer and its CPU, MiB after it; and the warm calls."""

    first: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stage:
    """All packages and everything that is asked of them."""

    packages: Mapping[str, rie.Package]
    asked: Sequence[Call]
    more: Callable[[int], Callable[[], Event]]
    """Posts for so many calls."""


def measure(rounds: int, calls: int, say: Say) -> list[Section]:
    """Run everything; the tables. Raises StackError when a part is missing or an answer is wrong."""
    with stage(rounds, say) as ready:
        seen = {one.name: Seen() for one in ready.asked}
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            for one in ready.asked:
                start(ready.packages[one.package], one, seen[one.name])
        say(f"memory after {calls} calls")
        grown = grow(ready, calls)
    return [starts_table(seen), memory_table(seen, grown)]


def start(package: rie.Package, one: Call, seen: Seen) -> None:
    """One fresh environment, its first answer and a few more."""
    with rie.environment(package) as environment:
        seen.first.append(answered(environment, one))
        usage = environment.usage()
        seen.cpu.append(usage.cpu)
        seen.rest.append(usage.resident)
        seen.warm += [answered(environment, one) for _ in range(WARM)]


def answered(environment: rie.Environment, one: Call) -> float:
    """Seconds of one call. Raises StackError when the answer is not what a user should get."""
    answer, seconds = environment.invoke(one.event())
    status = answer.get("statusCode", 200) if isinstance(answer, dict) else 200
    if status not in (200, 201, 202) or (isinstance(answer, dict) and answer.get("batchItemFailures")):
        raise StackError(f"{one.name} answered {answer}")
    return seconds


def grow(ready: Stage, calls: int) -> dict[str, float]:
    """MiB of one environment after so many calls, for the two functions that readers call."""
    asked = {one.name: one for one in ready.asked}
    posts = Call("submit_api: post, judged", "SubmitApi", ready.more(calls))
    found = {}
    for one in (asked["read_api: list of 20"], posts):
        with rie.environment(ready.packages[one.package]) as environment:
            for _ in range(calls):
                answered(environment, one)
            found[f"{one.name}, after {calls:,} calls"] = environment.usage().resident
    return found


def starts_table(seen: Mapping[str, Seen]) -> Section:
    """First answers and warm calls, beside the handler with one client."""
    base = seen[BASELINE]
    rows = []
    for name, one in seen.items():
        values = {
            "first answer, ms": statistics.median(one.first) * 1e3,
            "times one client": ratio(one.first, base.first),
            "CPU, ms": statistics.median(one.cpu) * 1e3,
            "times its CPU": ratio(one.cpu, base.cpu),
            "warm p50, ms": statistics.median(one.warm) * 1e3,
            "warm p95, ms": statistics.quantiles(one.warm, n=20)[18] * 1e3,
        }
        rows.append(Row(name, values, TARGETS.get(name)))
    return Section("Starts", "times one client", rows)


def memory_table(seen: Mapping[str, Seen], grown: Mapping[str, float]) -> Section:
    """MiB resident after the first answer, and after many."""
    rest = {f"{name}, after the first answer": statistics.median(one.rest) for name, one in seen.items()}
    return Section("Memory", "", [Row(name, {"MiB": value}) for name, value in {**rest, **grown}.items()])


@contextmanager
def stage(rounds: int, say: Say) -> Iterator[Stage]:
    """Build, start the engine, and fill it with what the calls will find."""
    say("building layer and functions")
    built = build(BUILT).parent
    with TemporaryDirectory() as scratch, bench(POLICY) as running, issuing() as issuer:
        say("posting what the lists will show")
        fill(running)
        add_moderator(SITE, OWNER, "owner@soak.example", Role.OWNER, open_sites(), LocalDirectory())
        token = issuer.access_token(Person(OWNER, groups=(f"{SITE}:{Role.OWNER}",)))
        variables = variables_of(running, issuer)
        plain = plain_packages(Path(scratch), variables)
        asked = asked_of(running, Posts(running, Gateway(running), rounds * (WARM + 1)), token)
        yield Stage(
            {**plain, **built_packages(built, running.template, variables)},
            [*(Call(name, name, dict) for name in PLAIN), *asked],
            lambda number: Posts(running, Gateway(running), number, first=rounds * (WARM + 1)),
        )


def fill(running: Bench) -> None:
    """A full list under one article, a comment under each of the others. Raises StackError when one is not taken."""
    readers = [*range(1, PAGES), *range(0, PAGES * LISTED, PAGES)]
    chance = random.Random(1)  # noqa: S311 - the same texts each time
    posted = post_all(running, [f"{honest(chance)} {n}" for n in readers], readers)
    if posted.wrong:
        raise StackError(f"the comments to list were not all taken: {posted.wrong[0]}")


def variables_of(running: Bench, issuer: Issuer) -> dict[str, str]:
    """What the emulated environment sets beside the template's own variables."""
    return {
        **ministack.CREDENTIALS,
        "AWS_ENDPOINT_URL": running.clients.endpoint,
        "GHIRBAL_TABLE": str(running.template.values["Table"]),
        "GHIRBAL_CDN_SECRET": CDN_SECRET,
        "GHIRBAL_ISSUER": issuer.url,
        "GHIRBAL_AUDIENCE": CLIENT,
    }


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer of moderators' tokens on loopback, as `make dev` has one."""
    doors: list[Issuer] = []
    server = Server(lambda request: doors[0](request), 0)
    doors.append(Issuer(f"http://{HOST}:{server.port}", (), lambda: ()))
    server.start()
    try:
        yield doors[0]
    finally:
        server.stop()
