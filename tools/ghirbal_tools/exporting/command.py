"""`ghirbal export --site S --out FILE`: all comments of a site, and beside them a manifest of what is in the file."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ghirbal.storage.exporting import DynamoExport
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import where
from ghirbal_tools.exporting.sheet import Line, Sheet
from ghirbal_tools.exporting.writers import WRITERS
from ghirbal_tools.importing.formats.own import SCHEMA, manifest_of


def main(argv: Sequence[str] | None = None) -> int:
    """0 when the file and its manifest are written; 1 when not; 2 for wrong arguments."""
    given = parser().parse_args(argv)
    try:
        return run(given)
    except where.UsageError as error:
        print(f"ghirbal export: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="ghirbal export", description=__doc__.partition("\n")[0], parents=[where.arguments()]
    )
    made.add_argument("--site", required=True)
    made.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="written anew; its manifest beside it"
    )
    made.add_argument(
        "--format", choices=tuple(WRITERS), default="jsonl", help="jsonl is complete and comes back in"
    )
    made.add_argument("--page", default="", metavar="URL", help="one article alone")
    made.add_argument(
        "--state", action="append", default=[], help="approved, pending, rejected, spam; repeatable"
    )
    return made


def run(given: argparse.Namespace) -> int:
    """Carry out parsed arguments. Raises UsageError, GhirbalError, OSError."""
    deps = Deps(Settings(table=where.find(given, os.environ).table))
    where.site_named(deps.sites, given.site)
    source = DynamoExport(deps.table)
    with tempfile.TemporaryDirectory(prefix="ghirbal-export-") as scratch:
        sheet = Sheet(Path(scratch) / "sheet", source.comments(given.site), source.pages(given.site))
        with closing(sheet):
            written = _write(sheet, given)
            homeless = sheet.homeless()
    print(f"{written} comments of {given.site} are in {given.out}, what they are in {manifest_of(given.out)}")
    if homeless:
        print(
            f"{homeless} comments lie under an article that has no address, and were left out",
            file=sys.stderr,
        )
    return 0


def _write(sheet: Sheet, given: argparse.Namespace) -> int:
    """Into a file beside the wanted one, which then takes its place: a half-written export is none."""
    kept = _Counted(
        line
        for line in sheet.lines()
        if (not given.page or line.page == given.page) and (not given.state or line.state in given.state)
    )
    partial = given.out.with_name(given.out.name + ".part")
    sums = hashlib.sha256()
    with partial.open("wb") as out:
        for piece in WRITERS[given.format](kept):
            data = piece.encode()
            sums.update(data)
            out.write(data)
    partial.replace(given.out)
    said = {
        "ghirbal": SCHEMA,
        "format": given.format,
        "site": given.site,
        "comments": kept.n,
        "sha256": sums.hexdigest(),
    }
    manifest_of(given.out).write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    return kept.n


class _Counted:
    """Lines as they pass by, and how many passed."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines, self.n = lines, 0

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.n += 1
            yield line
