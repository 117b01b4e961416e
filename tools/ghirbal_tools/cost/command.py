"""`ghirbal cost [--check]`: write the table of docs/cost.md from the units that were counted (docs/cost.json)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ghirbal_tools.cost.document import DOCUMENT, rewritten


def main(argv: Sequence[str]) -> int:
    """0 when the document is as it should be, or was written; 1 with --check when it is not."""
    parser = argparse.ArgumentParser(prog="ghirbal cost", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and fail when the document is stale"
    )
    given = parser.parse_args(argv)
    stands = DOCUMENT.read_text(encoding="utf-8")
    wanted = rewritten(stands)
    if stands == wanted:
        return 0
    if given.check:
        print("docs/cost.md is not what docs/cost.json says: run `ghirbal cost`", file=sys.stderr)
        return 1
    DOCUMENT.write_text(wanted, encoding="utf-8")
    return 0
