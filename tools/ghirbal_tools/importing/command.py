"""`ghirbal import FORMAT FILE --site S`: comments of another system, once.

FORMAT is auto or one that `--help` lists. The file is read to its end before anything is stored; a second run, and a
run after a killed one, store only what is not there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from ghirbal.domain.clock import system_clock
from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Site
from ghirbal.ports.tokens import Keys
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import where
from ghirbal_tools.importing.addresses import Addresses
from ghirbal_tools.importing.formats import MODULES, Source, reader_of
from ghirbal_tools.importing.formats.detect import format_of
from ghirbal_tools.importing.load import Patient, Progress, Store, foretold, load, missing
from ghirbal_tools.importing.record import ImportProblem, Record, State
from ghirbal_tools.importing.report import Report, Tally
from ghirbal_tools.importing.resolve import Resolver
from ghirbal_tools.importing.rules import read_rules
from ghirbal_tools.importing.spool import Spool, spooled
from ghirbal_tools.importing.table_store import TableStore

JUDGED_EXAMPLES = 10


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all that could be imported is there; 1 when not; 2 for wrong arguments."""
    given = parser().parse_args(argv)
    try:
        return run(given)
    except (ImportProblem, where.UsageError) as error:
        print(f"ghirbal import: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="ghirbal import", description=__doc__.partition("\n")[0], parents=[where.arguments()]
    )
    made.add_argument("format", choices=("auto", *MODULES), help="auto tells it from the file")
    made.add_argument("file", type=Path)
    made.add_argument("--site", required=True)
    made.add_argument(
        "--dry-run", action="store_true", help="say what would become of every record, store nothing"
    )
    made.add_argument(
        "--judge", action="store_true", help="say what the site's policy would have held or refused"
    )
    made.add_argument(
        "--map", type=Path, metavar="RULES", help="columns, dates, states and old addresses (docs/import.md)"
    )
    made.add_argument("--json", action="store_true", help="end with one JSON line of the sums")
    made.add_argument(
        "--report", type=Path, metavar="CSV", help="a row for every record: place, outcome, reason, page, id"
    )
    made.add_argument("--encoding", default="", help="of the file, where it can't be told from it")
    made.add_argument(
        "--work", type=Path, metavar="DIR", help="folder for what is kept between reading and storing"
    )
    return made


def run(given: argparse.Namespace) -> int:
    """Carry out parsed arguments. Raises ImportProblem, UsageError, GhirbalError, OSError."""
    rules = read_rules(given.map)
    form = format_of(given.file) if given.format == "auto" else given.format
    deps, keys = connected(given)
    site = where.site_named(deps.sites, given.site)
    addresses = Addresses(site.origins, rules)
    source = Source(path=given.file, encoding=given.encoding, rules=rules)
    told = (given.site, form, given.encoding, given.map.read_text("utf-8") if given.map else "")
    with ExitStack() as stack:
        report = Report(rows=_rows(given.report, stack))
        spool = stack.enter_context(spooled(given.file, *told, folder=given.work, dry=given.dry_run))
        if not spool.whole:
            spool.fill(_addressed(reader_of(form)(source), addresses))
        now = system_clock()
        resolver = Resolver(site.id, form, spool, keys, now)
        store = Patient(TableStore(deps))
        if not given.dry_run:
            load(spool, resolver, store, Progress(spool.count()), now)
        lost = _reported(spool, resolver, store, site, report, dry=given.dry_run)
        said = [*report.lines(dry=given.dry_run), *_warnings(spool, addresses, keys)]
        if given.judge:
            said += judged(resolver, deps, site)
        _print(said, report, lost, given)
    return 1 if lost else 0


def connected(given: argparse.Namespace) -> tuple[Deps, Keys | None]:
    """The service's ports and, where a secret is named, its keys. Raises UsageError."""
    place = where.find(given, os.environ)
    deps = Deps(Settings(table=place.table, secret=place.secret))
    return deps, deps.keys if place.secret else None


def _rows(path: Path | None, stack: ExitStack) -> IO[str] | None:
    if path is None:
        return None
    rows = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    rows.write("place,outcome,reason,page,id\n")
    return rows


def _addressed(records: Iterator[Record], addresses: Addresses) -> Iterator[tuple[Record, str]]:
    for record in records:
        clean = replace(
            record, text=_storable(record.text), name=_storable(record.name), title=_storable(record.title)
        )
        if record.skip:
            yield clean, ""
            continue
        try:
            yield clean, addresses.page(record.page)
        except Refused as refused:
            yield replace(clean, skip="" if record.state is State.DELETED else refused.code), ""


def _storable(text: str) -> str:
    """Without what no column of a database may hold: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _reported(
    spool: Spool, resolver: Resolver, store: Store, site: Site, report: Report, *, dry: bool
) -> int:
    """Fill the report; how many comments that should be there are not."""
    stored = ((one, one.outcome) for one in resolver.all())
    for one, outcome in foretold(spool, resolver, store, site.id) if dry else stored:
        report.read += 1
        if one.comment is None:
            report.skipped(one.record.place, one.reason, one.address)
            continue
        starts = one.comment.root is None
        report.kept(one.record.place, outcome, one.address, one.comment.id, starts=starts, orphan=one.orphan)
    return 0 if dry else sum(1 for _ in missing(resolver, store, site.id))


def _warnings(spool: Spool, addresses: Addresses, keys: Keys | None) -> Iterator[str]:
    foreign: Counter[str] = Counter()
    for address, n in spool.addresses():
        if addresses.is_foreign(address):
            foreign[urlsplit(address).netloc] += n
    for host, n in foreign.most_common(5):
        yield (
            f"warning: {n} comments lie under {host}, which is no origin of the site, so no page will show them: "
            f"map it (`https://{host} https://…` in --map), or add it (`ghirbal site set … --add-origin https://{host}`)"
        )
    if keys is None:
        yield "note: no secret is named (--stack, GHIRBAL_SECRET), so mail addresses were dropped, not hashed"


def judged(resolver: Resolver, deps: Deps, site: Site) -> Iterator[str]:
    """What the policy in force would have made of what comes in, with places and never a text."""
    from ghirbal.usecases.policy.in_force import policy_of

    policy = policy_of(deps.site_configs.get(site.id))
    actions: Counter[str] = Counter()
    symbols = Tally(3)
    for one in resolver.all():
        if one.comment is None or not one.comment.text:
            continue
        verdict = deps.judge_past(one.comment.text, one.comment.name, (), policy)
        actions[verdict.action.value] += 1
        if verdict.action.value != "publish":
            for name in {symbol.name for symbol in verdict.symbols if symbol.score > 0}:
                symbols.add(name, one.record.place)
    yield "judged by the policy in force: " + ", ".join(
        f"{n} {action}" for action, n in actions.most_common()
    )
    for name, n in symbols.counts.most_common(JUDGED_EXAMPLES):
        yield f"{n:>7}  {name} (e.g. {symbols.examples(name)})"


def _print(said: Sequence[str], report: Report, lost: int, given: argparse.Namespace) -> None:
    out = sys.stderr if given.json else sys.stdout
    for line in said:
        print(line, file=out)
    if lost:
        print(
            f"{lost} comments were not there when they were read back: run the same command again",
            file=sys.stderr,
        )
    elif not given.dry_run:
        print(f"Imported {report.imported}", file=out)
    if given.json:
        print(report.contract())
