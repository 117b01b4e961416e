"""`ghirbal flood [--scale 0.1]`: the real handlers over a real engine, with the flood, without, and from one range."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from ghirbal.domain.clock import HOUR, system_clock
from ghirbal.domain.comment import Status
from ghirbal_tools.flood.engine import stage
from ghirbal_tools.flood.run import FloodOutcome, differing, run, through_one_limit
from ghirbal_tools.flood.timeline import ONE_RANGE, Size

MOST_PUBLISHED, MOST_MAILS, LIMIT = 0.005, 3, 10
MOST_ROWS, MOST_HELD, MOST_ASKED = 100, 0.01, 0.2
ONE_RANGE_SIZE = Size(flood=0, one_range=2_000, acts=1_000, match=200, school=60)
"""An attacker with one address: comments, likes, reports and previews; beside them all honest crowds."""


def main(argv: Sequence[str]) -> int:
    """Ten simulated minutes: a flood of three kinds on one article with honest readers among it, an obituary crowd of
    300 readers behind three addresses, and normal traffic on 50 other articles; then the same without the flood.
    Loopback only; the clock is simulated, everybody solves the proof of work. 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="ghirbal flood", description=main.__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full 10,000 comments")
    given = parser.parse_args(argv)
    size = Size().scaled(given.scale)
    began = time.monotonic()
    # Both runs begin at the same full hour to come, so that their limits' windows are the same.
    begin = (system_clock() // HOUR + 1) * HOUR
    with stage(begin) as bare:
        without = run(bare, size, flooded=False)
    with stage(begin) as struck:
        flooded = run(struck, size, flooded=True)
        through = through_one_limit(struck.deps.comments, LIMIT, struck.clock.now)
    crowds = ONE_RANGE_SIZE.scaled(given.scale)
    with stage(begin) as bare:
        quiet = run(bare, crowds, flooded=False)
    with stage(begin) as crowded:
        ranged = run(crowded, crowds, flooded=True)
    broken = report_range(ranged, quiet)
    return max(broken, report(flooded, without, through, time.monotonic() - began))


def report_range(ranged: FloodOutcome, without: FloodOutcome) -> int:
    """Print what an attacker with one address does to those who share it; 1 when a promise is broken.

    How much gets through for a proof each is a goal that is not reached yet.
    """
    waiting = ranged.statuses[ONE_RANGE][str(Status.PENDING)]
    published, more = sum(ranged.published.values()), ranged.held - without.held
    share, asked = published / max(1, ranged.flood), ranged.asked / ranged.honest
    for kind, states in sorted(ranged.statuses.items()):
        print(f"{kind:<20} " + ", ".join(f"{state} {n}" for state, n in sorted(states.items())))
    print("| one range | measured | target |")
    print("|---|---|---|")
    print(f"| published | {published} of {ranged.flood} ({share:.1%}) | {MOST_PUBLISHED:.1%}, a goal |")
    print(f"| rows of the queue | {waiting} | {MOST_ROWS} |")
    print(f"| honest refused | {ranged.refused} of {ranged.honest} | 0 |")
    print(f"| honest held | {more} more than without | {MOST_HELD:.0%} |")
    print(
        f"| honest asked for a proof | {ranged.asked} ({asked:.0%}), without {without.asked} | {MOST_ASKED:.0%} |"
    )
    print(f"| mails to each moderator | {ranged.mails} | {MOST_MAILS} |")
    broken = (
        waiting > MOST_ROWS,
        ranged.refused or ranged.lost,
        more > MOST_HELD * ranged.honest,
        asked > MOST_ASKED,
        ranged.mails > MOST_MAILS,
    )
    return int(any(broken))


def report(flooded: FloodOutcome, without: FloodOutcome, through: int, seconds: float) -> int:
    """Print the figures; 1 when one breaks its promise."""
    published, other = sum(flooded.published.values()), differing(flooded, without)
    share = published / flooded.flood if flooded.flood else 0.0
    for kind, states in sorted(flooded.statuses.items()):
        print(f"{kind:<12} " + ", ".join(f"{state} {n}" for state, n in sorted(states.items())))
    print(
        f"flood published             {published} of {flooded.flood} ({share:.2%}; at most {MOST_PUBLISHED:.1%})"
    )
    print(f"  of each kind              {dict(flooded.published)}")
    print(f"honest lost                 {flooded.lost}")
    print(f"honest refused              {flooded.refused}")
    print(f"honest elsewhere otherwise  {len(other)} of {len(flooded.treated)}")
    for name in other:
        print(f"  {name}: {without.treated[name]} without, {flooded.treated[name]} with")
    print(
        f"mails to each moderator     {flooded.mails} (without the flood {without.mails}; at most {MOST_MAILS})"
    )
    print(f"64 threads on a limit of {LIMIT} {through} through")
    print(f"seconds                     {seconds:.0f}", flush=True)
    broken = (
        share > MOST_PUBLISHED,
        flooded.lost or flooded.refused,
        bool(other),
        flooded.mails > MOST_MAILS,
        through > LIMIT,
    )
    return int(any(broken))
