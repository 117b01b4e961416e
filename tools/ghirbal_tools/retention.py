"""`ghirbal retention --site S`: take the words out of what was rejected, spam or deleted long ago.

How long is the site's own (`ghirbal site set S --keep-spam DAYS`). `--dry-run` says what would go, by list. Meant to be
run by a clock, once a day or week; one that was killed goes on at the next run.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence

from ghirbal.domain.comment import Comment
from ghirbal.usecases.operating.retain import CAUSE, due
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.rights.erase import Ports, erase_comments
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools import where
from ghirbal_tools.site_settings import kept


def main(argv: Sequence[str] | None = None, deps: Deps | None = None) -> int:
    """0 done; 1 when a site or table is unknown; 2 for wrong arguments. `deps` stand for the deployed ones."""
    given = parser().parse_args(argv)
    try:
        using = deps or Deps(Settings(table=where.find(given, os.environ).table))
        return run(given, using)
    except where.UsageError as error:
        print(f"ghirbal retention: {error}")
        return 1


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="ghirbal retention", description=__doc__.partition("\n")[0], parents=[where.arguments()]
    )
    made.add_argument("--site", required=True)
    made.add_argument("--dry-run", action="store_true", help="say how much would go, change nothing")
    return made


def run(given: argparse.Namespace, deps: Deps) -> int:
    """Carry out parsed arguments. Raises UsageError, GhirbalError."""
    site, now = where.site_named(deps.sites, given.site), deps.clock()
    counts: Counter[str] = Counter()

    def found() -> Iterator[Comment]:
        for listing, comment in due(site.id, site.retention, deps.comments, now):
            counts[str(listing)] += 1
            yield comment

    print(f"{site.id} keeps {kept(site.retention)}")
    if given.dry_run:
        for _ in found():
            pass
        print(json.dumps({"due": dict(counts)}))
        return 0
    ports = Ports(
        deps.erasures,
        deps.comments,
        deps.counters,
        deps.reputations,
        deps.votes,
        lambda name: policy_of(deps.site_configs.get(name)),
        CAUSE,
    )
    done = erase_comments(site.id, found(), CAUSE, ports, now)
    print(json.dumps({"gone": dict(counts), "receipt": done.receipt.id}))
    return 0
