"""`ghirbal bench WHAT`: measure, write docs/figures/WHAT.json and the tables of docs/performance.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ghirbal_tools.bench.results import Section, save, write_tables
from ghirbal_tools.stack.ministack import StackError


def main(argv: Sequence[str]) -> int:
    """Measure one thing; 1 when a part is missing or an answer is wrong; a missed target is only told."""
    parser = argparse.ArgumentParser(prog="ghirbal bench", description=main.__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    starts = kinds.add_parser("start", help="cold starts, warm calls and memory in Lambda's own runtime")
    starts.add_argument("--rounds", type=int, default=15, help="fresh environments of each (default 15)")
    starts.add_argument("--calls", type=int, default=2_000, help="calls before memory is read (default 2000)")
    service = kinds.add_parser("service", help="posts, lists and counts beside isso's")
    service.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default 3)")
    service.add_argument(
        "--requests", type=int, default=100, help="requests of each kind a round (default 100)"
    )
    kinds.add_parser(
        "engine", help="what the engine and word filters find in the same sentences, and what it costs"
    )
    kinds.add_parser("tables", help="make the tables of docs/performance.md from docs/figures")
    parser.add_argument("--dry-run", action="store_true", help="print, write nothing")
    given = parser.parse_args(argv)
    if given.what == "tables":
        write_tables()
        return 0
    try:
        sections = measured(given)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    for section in sections:
        tell(section)
    if not given.dry_run:
        print(f"written to {save(given.what, f'make bench-{given.what}', sections)}")
    return 0


def measured(given: argparse.Namespace) -> list[Section]:
    """The tables of what was asked for; each kind imports only what it needs."""
    if given.what == "service":
        from ghirbal_tools.bench import service

        return service.measure(given.rounds, given.requests, say)
    if given.what == "engine":
        from ghirbal_tools.bench import engine

        return engine.measure(say)
    from ghirbal_tools.bench import starts

    return starts.measure(given.rounds, given.calls, say)


def tell(section: Section) -> None:
    """A table as lines, and what is over its target."""
    print(f"\n{section.title}")
    for row in section.rows:
        values = "  ".join(f"{name} {value:.2f}" for name, value in row.values.items())
        print(f"  {row.name:<44} {values}")
    for name in section.missed():
        print(f"  over its target: {name}")


def say(line: str) -> None:
    """Progress, at once."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
