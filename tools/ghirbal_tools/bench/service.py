"""`ghirbal bench service`: posts, lists and counts beside isso's, on this machine, with the same comments.

Both run in one process and are asked by another, each request on its own connection. Ours stands on the local engine,
over HTTP and in memory; isso writes SQLite in its own process, to the disk. So our store costs more than it stores, and
what our handler takes of a processor is told apart. Rounds are interleaved.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ghirbal_tools.bench import isso
from ghirbal_tools.bench.load import Ask, Loaded, run
from ghirbal_tools.bench.results import Row, Section
from ghirbal_tools.flood.texts import honest
from ghirbal_tools.soak.bench import SITE, Bench, bench
from ghirbal_tools.soak.command import POLICY
from ghirbal_tools.soak.posts import FORM_AGE, PAGES, headers_of, open_form, page_of, post_of

LISTED = 21
"""Comments under the article that is listed; each of the others has one."""

COUNTED = 20
CROWD = 8

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked of both, with the clients that ask."""

    name: str
    clients: int
    ours: Callable[[int], Sequence[Ask]]
    theirs: Callable[[int], Sequence[Ask]]


@dataclass
class Both:
    """Seconds of each request, and requests a second of each round."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    our_rates: list[float] = field(default_factory=list)
    their_rates: list[float] = field(default_factory=list)


class Writers:
    """Texts, and readers with their forms open, for our posts; the same texts go to isso."""

    def __init__(self, running: Bench) -> None:
        """The measured readers come after those of the filling, so that the same comments are everywhere."""
        self._running = running
        self._next = PAGES * LISTED

    def filling(self) -> tuple[list[Ask], list[Ask]]:
        """A full list under the first article and a comment under each other one, ours and isso's."""
        readers = [*range(1, PAGES), *range(0, PAGES * LISTED, PAGES)]
        return self._posts(readers), _theirs(readers)

    def ours(self, number: int) -> list[Ask]:
        """So many posts, each of a reader of its own whose form was opened in time."""
        self._next += number
        return self._posts(range(self._next - number, self._next))

    def theirs(self, number: int) -> list[Ask]:
        """The same comments under the same articles."""
        return _theirs(range(self._next - number, self._next))

    def _posts(self, readers: Sequence[int]) -> list[Ask]:
        forms = [(reader, open_form(self._running, reader)) for reader in readers]
        time.sleep(FORM_AGE)
        return [Ask("POST", *post_of(reader, text_of(reader), form)) for reader, form in forms]


def _theirs(readers: Sequence[int]) -> list[Ask]:
    return [isso.post(reader % PAGES, text_of(reader)) for reader in readers]


def text_of(reader: int) -> str:
    """What a reader writes, the same each time."""
    return f"{honest(random.Random(reader))} {reader}"  # noqa: S311 - no secret


def measure(rounds: int, requests: int, say: Say) -> list[Section]:
    """Run both; the tables. Raises StackError when a part is missing or an answer is wrong."""
    with TemporaryDirectory() as scratch, bench(POLICY) as running, isso.running(Path(scratch)) as theirs:
        writers = Writers(running)
        say("filling both with the same comments")
        filling = writers.filling()
        run(running.url, filling[0], CROWD)
        run(theirs, filling[1], 1)
        running.meter.forget()
        pairs = pairs_of(writers)
        seen = {pair.name: Both() for pair in pairs}
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            for pair in pairs:
                both = seen[pair.name]
                add(both.ours, both.our_rates, run(running.url, pair.ours(requests), pair.clients))
                add(both.theirs, both.their_rates, run(theirs, pair.theirs(requests), pair.clients))
        return [beside_isso(seen), handler_table(running)]


def pairs_of(writers: Writers) -> list[Pair]:
    """What is measured, with one client and with eight."""
    page = page_of(0)[1]
    lists = Ask("GET", f"/v1/sites/{SITE}/pages/{page}/comments", headers_of(0))
    pages = ".".join(sorted(page_of(article)[1] for article in range(COUNTED)))
    counts = Ask("GET", f"/v1/sites/{SITE}/counts?pages={pages}", headers_of(0))
    return [
        pair
        for clients in (1, CROWD)
        for pair in (
            Pair(f"post, {clients} at once", clients, writers.ours, writers.theirs),
            Pair(
                f"list of 20, {clients} at once",
                clients,
                lambda n: [lists] * n,
                lambda n: [isso.listed(0)] * n,
            ),
            Pair(
                f"counts of {COUNTED} pages, {clients} at once",
                clients,
                lambda n: [counts] * n,
                lambda n: [isso.counts(COUNTED)] * n,
            ),
        )
    ]


def add(seconds: list[float], rates: list[float], loaded: Loaded) -> None:
    """A round's result to the others."""
    seconds += loaded.seconds
    rates.append(len(loaded.seconds) / loaded.whole)


def beside_isso(seen: dict[str, Both]) -> Section:
    """Milliseconds and requests a second of both, and how many times isso's median ours is."""
    rows = []
    for name, both in seen.items():
        ours, theirs = statistics.quantiles(both.ours, n=100), statistics.quantiles(both.theirs, n=100)
        values = {
            "ours, p50 ms": ours[49] * 1e3,
            "p99": ours[98] * 1e3,
            "a second": statistics.median(both.our_rates),
            "isso, p50 ms": theirs[49] * 1e3,
            "its p99": theirs[98] * 1e3,
            "its a second": statistics.median(both.their_rates),
            "times isso's p50": ours[49] / theirs[49],
        }
        rows.append(Row(name, values))
    return Section("Beside isso", "", rows)


def handler_table(running: Bench) -> Section:
    """What a post takes of a processor in our handler: without the store's time, and without waiting for others."""
    meter = running.meter
    cuts = statistics.quantiles(meter.cpu, n=100)
    values = {
        "CPU, p50 ms": cuts[49] * 1e3,
        "CPU, p99 ms": cuts[98] * 1e3,
        "store calls": statistics.median(meter.calls),
    }
    return Section("Handler", "CPU, p50 ms", [Row("post, judged", values, 12.0)])
