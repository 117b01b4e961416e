"""`ghirbal pages`: an article's address changes, and its thread follows.

    ghirbal pages move --site S OLD NEW        the thread of OLD is now NEW's; nothing may stand there yet
    ghirbal pages merge --site S OLD NEW       the same, beside what stands at NEW already
    ghirbal pages alias --site S OLD NEW       OLD has no thread, and shows NEW's
    ghirbal pages move --site S --map RULES    every article whose address the rules rewrite (docs/import.md)

The widget at the old address finds the thread from then on. `--dry-run` only says what would happen; a move that was
killed is started again, and one that is repeated changes nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ghirbal.domain.errors import Refused
from ghirbal.domain.page import page_id
from ghirbal.domain.reader import Page, Site
from ghirbal.storage.exporting import DynamoExport
from ghirbal.usecases.operating.move import Ports, move
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import where
from ghirbal_tools.importing.addresses import Addresses
from ghirbal_tools.importing.record import ImportProblem
from ghirbal_tools.importing.rules import Rules, read_rules

MOVE, MERGE, ALIAS = "move", "merge", "alias"


@dataclass(frozen=True, slots=True)
class Pair:
    """An article where it was and where it shall be, and how many comments stand at each."""

    old: Page
    new: Page
    here: int
    there: int

    def problem(self, verb: str) -> str:
        """Why this verb does not fit, "" when it does."""
        if self.old.moved_to and self.old.moved_to != self.new.id:
            return "leads to another address already: move that one"
        if verb == ALIAS and self.here:
            return f"has {self.here} comments: use move, or merge"
        if verb == MOVE and self.here and self.there:
            return f"meets {self.there} comments at {self.new.url}: use merge"
        return ""


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all is where it shall be; 1 when something does not fit or is unknown; 2 for wrong arguments."""
    given = parser().parse_args(argv)
    try:
        return run(given)
    except (ImportProblem, where.UsageError) as error:
        print(f"ghirbal pages: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="ghirbal pages", description=__doc__.partition("\n")[0], parents=[where.arguments()]
    )
    made.add_argument("verb", choices=(MOVE, MERGE, ALIAS))
    made.add_argument("addresses", nargs="*", metavar="ADDRESS", help="OLD and NEW")
    made.add_argument("--site", required=True)
    made.add_argument("--map", type=Path, metavar="RULES", help="lines OLD NEW; * takes what follows")
    made.add_argument("--dry-run", action="store_true", help="say what would move, change nothing")
    return made


def run(given: argparse.Namespace) -> int:
    """Carry out parsed arguments. Raises UsageError, ImportProblem, GhirbalError, OSError."""
    deps = Deps(Settings(table=where.find(given, os.environ).table))
    site = where.site_named(deps.sites, given.site)
    if bool(given.map) == bool(given.addresses) or len(given.addresses) not in (0, 2):
        raise where.UsageError("give OLD and NEW, or --map RULES")
    pairs = list(mapped(site, given.map, deps) if given.map else [named(site, given.addresses, deps)])
    failed, moved = 0, 0
    for pair in pairs:
        if why := pair.problem(given.verb):
            print(f"left: {pair.old.url}: {why}", file=sys.stderr)
            failed += 1
            continue
        n = pair.here if given.dry_run else move(pair.old, pair.new, _ports(deps))
        moved += n
        print(f"{n}\t{pair.old.url}\t{pair.new.url}")
    print(f"{moved} comments of {len(pairs) - failed} articles {'would move' if given.dry_run else 'moved'}")
    return 1 if failed else 0


def named(site: Site, addresses: Sequence[str], deps: Deps) -> Pair:
    """The two articles of the arguments. Raises UsageError."""
    found = Addresses(site.origins, Rules())
    try:
        old, new = (found.page(address) for address in addresses)
    except Refused:
        raise where.UsageError("OLD and NEW are addresses of web pages") from None
    return _pair(site, old, new, deps)


def mapped(site: Site, path: Path, deps: Deps) -> Iterator[Pair]:
    """Every article of the site whose address the rules change, found by a scan of the table."""
    rules, plain = read_rules(path), Addresses(site.origins, Rules())
    for page in list(DynamoExport(deps.table).pages(site.id)):
        rewritten = rules.rewritten(page.url)
        if rewritten == page.url:
            continue
        try:
            new = plain.page(rewritten)
        except Refused:
            raise where.UsageError(f"the rules make no web address of {page.url}") from None
        if page_id(new) != page.id:
            yield _pair(site, page.url, new, deps)


def _pair(site: Site, old: str, new: str, deps: Deps) -> Pair:
    """Raises UsageError for a new address that no page of the site can have."""
    if page_id(old) == page_id(new):
        raise where.UsageError(f"{old} and {new} are one article")
    if Addresses(site.origins, Rules()).is_foreign(new):
        raise where.UsageError(
            f"{new} is under no origin of the site, so no page would show the thread: "
            "`ghirbal site set SITE --add-origin https://…` first"
        )
    known = deps.pages.get(site.id, page_id(old)) or Page(site.id, page_id(old), old)
    target = deps.pages.get(site.id, page_id(new)) or replace(known, id=page_id(new), url=new, moved_to="")
    here, there = (sum(1 for _ in deps.moves.standing_at(site.id, page.id)) for page in (known, target))
    return Pair(known, target, here, there)


def _ports(deps: Deps) -> Ports:
    return Ports(deps.moves, deps.comments, deps.counters, deps.votes)
