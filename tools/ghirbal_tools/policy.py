"""`ghirbal policy`: check a policy document, and see what it would change.

    ghirbal policy lint FILE                     what is wrong or doubtful, one sentence a line; exit code 1 if anything
    ghirbal policy try FILE --jsonl FILE|-       what each changed comment would become, then the sums
    ghirbal policy show [--profile NAME]         the shipped document under a profile, to start one's own from

FILE is a site's document: it is laid over the shipped one. `--against FILE` compares with another document than the
shipped one. Comments are one {"text": …} a line; no text is printed, only its line number.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ghirbal.domain.errors import Refused
from ghirbal.domain.policy import Policy, PolicyError, merge, parse
from ghirbal.domain.reader import Site
from ghirbal.moderation import shipped_document
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.usecases.policy.in_force import tried
from ghirbal.usecases.policy.workbench import check
from ghirbal_tools.check import BadLine, opened, read_line

_NOBODY = Site("site", ("https://site.example",))
"""A site that wants nothing otherwise: documents are laid over the shipped one exactly as the service does it."""


def main(argv: list[str]) -> int:
    """0; 1 when lint found something; 2 when a file can't be read or the document can't be used."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except OSError as error:
        print(f"ghirbal policy: {error.filename}: {error.strerror}", file=sys.stderr)
    except ValueError as error:
        print(f"ghirbal policy: {error}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghirbal policy", description="Check and try policy documents.")
    commands = parser.add_subparsers(required=True)
    linting = commands.add_parser("lint", help="say what is wrong or doubtful in a document")
    linting.add_argument("file", type=Path)
    linting.set_defaults(run=_lint)
    trying = commands.add_parser("try", help="say what a document would change")
    trying.add_argument("file", type=Path)
    trying.add_argument("--jsonl", required=True, metavar="FILE", help="comments; - reads standard input")
    trying.add_argument("--against", type=Path, metavar="FILE", help="another document than the shipped one")
    trying.set_defaults(run=_try)
    showing = commands.add_parser("show", help="print the shipped document")
    showing.add_argument("--profile", default="balanced")
    showing.set_defaults(run=_show)
    return parser


def _lint(options: argparse.Namespace) -> int:
    findings = _findings(_own(options.file))
    for finding in findings:
        print(finding)
    if not findings:
        print(f"{options.file}: sound")
    return 1 if findings else 0


def _findings(document: dict[str, Any]) -> list[str]:
    """What the service would refuse it for, or find doubtful in it."""
    try:
        return check(_NOBODY, document)
    except Refused as refused:
        told = refused.details
        where, what, instead = (told.get(name) or refused.code for name in ("where", "what", "instead"))
        return [f"{where}: {what}; {instead}"]


def _show(options: argparse.Namespace) -> int:
    document = merge(shipped_document(), {"profile": options.profile})
    parse(document)
    print(json.dumps(document, ensure_ascii=False, indent=2))
    return 0


def _try(options: argparse.Namespace) -> int:
    wanted = own_policy(options.file)
    current = own_policy(options.against) if options.against else parse(shipped_document())
    moves: Counter[tuple[str, str]] = Counter()
    bad = 0
    with opened(options.jsonl) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                submission = read_line(line)
            except BadLine as error:
                bad += 1
                print(json.dumps({"line": number, "error": str(error)}, ensure_ascii=False))
                continue
            move = _move(submission, current, wanted, number)
            moves[move["from"], move["to"]] += 1
            if move["from"] != move["to"]:
                print(json.dumps(move, ensure_ascii=False))
    for sentence in _sums(moves):
        print(sentence)
    return 2 if bad else 0


def _move(submission: Submission, current: Policy, wanted: Policy, number: int) -> dict[str, Any]:
    before, after = judge(submission, current), judge(submission, wanted)
    return {
        "line": number,
        "from": before.action.value,
        "to": after.action.value,
        "score": [before.score, after.score],
        "symbols": sorted({symbol.name for symbol in after.symbols if symbol.score}),
    }


def _sums(moves: Counter[tuple[str, str]]) -> Iterator[str]:
    total = sum(moves.values())
    changed = sum(count for (before, after), count in moves.items() if before != after)
    yield f"{total} comments, {changed} would change"
    for (before, after), count in sorted(moves.items()):
        yield f"{before} -> {after}: {count}"


def own_policy(path: Path, profile: str = "balanced") -> Policy:
    """A site's document over the shipped one, as the service lays it. Raises OSError, ValueError.

    A profile that the document names comes before `profile`.
    """
    try:
        return tried(_NOBODY, {"profile": profile, **_own(path)})
    except PolicyError as error:
        raise ValueError(f"{path}: {error}") from None


def _own(path: Path) -> dict[str, Any]:
    """A site's document as it is written. Raises ValueError for what is no JSON object."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ValueError(f"{path}: expected an object {{…}} with any of the policy's sections")
    return document
