"""`ghirbal soak FILE[:ROWS] …`: the service under a few thousand real comments."""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ghirbal_tools.soak.bench import Bench, bench
from ghirbal_tools.soak.posts import Posted, lost_or_doubled, post_all
from ghirbal_tools.soak.replay import Replayed, listen, replay

MANY = 1_000_000
POLICY = {
    "nudge": False,
    "limits": {"newcomers": {"n": MANY, "seconds": 60}},
    "surge": {"floor": MANY, "ceiling": MANY, "unknown_floor": MANY},
}
"""Every text is stored at once: none is lost to a first refusal, and the breaker doesn't take the rush for a flood."""


def main(argv: Sequence[str]) -> int:
    """Post every text through HTTP into ministack's table, replay the stream, print figures; 1 when one is off."""
    parser = argparse.ArgumentParser(prog="ghirbal soak", description=main.__doc__)
    parser.add_argument(
        "files", nargs="+", metavar="FILE[:ROWS]", help="JSON lines with a text each, plain or gzip"
    )
    given = parser.parse_args(argv)
    texts = [text for file in given.files for text in read_texts(file)]
    with bench(POLICY) as running:
        queue = listen(running)
        posted = post_all(running, texts)
        lost, doubled = lost_or_doubled(running, posted)
        _print_posts(running, posted, len(texts), lost, doubled)
        replayed = replay(running, queue)
    _print_replay(replayed)
    return int(bool(lost or doubled or posted.differing or posted.wrong or not sound(replayed)))


def read_texts(file: str) -> Iterator[str]:
    """The texts of a file; at most ROWS of them when the name ends in `:ROWS`."""
    name, _, most = file.rpartition(":")
    name, most = (name, most) if name and most.isdigit() else (file, "")
    with (
        gzip.open(name, "rt", encoding="utf-8")
        if name.endswith(".gz")
        else Path(name).open(encoding="utf-8") as lines
    ):
        yield from (json.loads(line)["text"] for line in islice(lines, int(most) if most else None))


def sound(replayed: Replayed) -> bool:
    """Whether counters and events came out exact, and the kill really happened."""
    off = (replayed.wrong_pages, replayed.wrong_pending, replayed.missing, replayed.unexpected)
    return replayed.killed and not any(off)


def _print_posts(running: Bench, posted: Posted, texts: int, lost: int, doubled: int) -> None:
    meter = running.meter
    cuts = statistics.quantiles(meter.seconds, n=100)
    names = {201: "published", 202: "held", 422: "rejected"}
    for status, number in sorted(posted.statuses.items()):
        print(f"{names.get(status, status):<22} {number}")
    print(f"texts                  {texts}")
    print(f"answered without id    {len(posted.wrong)}")
    for line in posted.wrong[:10]:
        print(f"  {line}")
    print(f"lost                   {lost}")
    print(f"twice                  {doubled}")
    print(f"retries that differed  {posted.differing}")
    print(f"store calls per post   median {statistics.median(meter.calls)}, most {max(meter.calls)}")
    print(f"handler                p50 {cuts[49] * 1e3:.1f} ms, p99 {cuts[98] * 1e3:.1f} ms", flush=True)


def _print_replay(replayed: Replayed) -> None:
    for name, value in vars(replayed).items():
        print(f"{name.replace('_', ' '):<22} {value}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
