"""`ghirbal check`: what the engine says of a text, one JSON object a line.

    ghirbal check --text T
    ghirbal check --policy FILE …       judged by a site's own policy document
    ghirbal check --jsonl FILE|-        one {"text": …} a line, "name" optional, other keys ignored

Output, in the order of input and flushed line by line: action, score, abuse, spam, symbols (name, score, start, end,
matched), policy_version, engine_version. A line that can't be read answers {"error": …}; the exit code is then 2. The
policy is the shipped one, profile `balanced`, unless told otherwise; no network and no AWS settings are needed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ghirbal.domain.policy import Policy
from ghirbal.domain.verdict import Verdict
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge


class BadLine(ValueError):
    """An input line that holds no text to judge."""


def main(argv: list[str]) -> int:
    """Run the command; 0, or 2 when any line was bad."""
    options = _parser().parse_args(argv)
    try:
        policy = chosen(options)
    except (OSError, ValueError) as error:
        print(f"ghirbal check: {error}", file=sys.stderr)
        return 2
    with _utf8(sys.stdout) as out:
        if options.text is not None:
            return _answer(json.dumps({"text": options.text}).encode(), policy, out)
        try:
            with opened(options.jsonl) as lines:
                return max((_answer(line, policy, out) for line in lines), default=0)
        except OSError as error:
            print(f"ghirbal check: {options.jsonl}: {error.strerror}", file=sys.stderr)
            return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghirbal check", description="Judge texts with the shipped policy.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--text", help="one text")
    source.add_argument("--jsonl", metavar="FILE", help='one {"text": …} a line; - reads standard input')
    parser.add_argument("--profile", default="balanced", choices=("balanced", "strict", "hold-all"))
    parser.add_argument(
        "--policy", metavar="FILE", type=Path, help="a site's own document, laid over the shipped one"
    )
    return parser


def chosen(options: argparse.Namespace) -> Policy:
    """The policy asked for. Raises OSError, and ValueError naming the file and what is wrong in it."""
    if options.policy is None:
        return shipped_policy(options.profile)
    from ghirbal_tools.policy import own_policy

    return own_policy(options.policy, options.profile)


@contextmanager
def _utf8(stream: IO[str]) -> Iterator[IO[str]]:
    """Standard output in UTF-8 whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="strict")
    yield stream


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The lines as bytes: one line of bad UTF-8 must not stop the others."""
    if path == "-":
        yield sys.stdin.buffer
        return
    with open(path, "rb") as lines:
        yield lines


def _answer(line: bytes, policy: Policy, out: IO[str]) -> int:
    try:
        submission = read_line(line)
        answer, code = report(judge(submission, policy)), 0
    except BadLine as error:
        answer, code = {"error": str(error)}, 2
    print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)
    return code


def read_line(line: bytes) -> Submission:
    """The submission of one line. Raises `BadLine` saying what was expected."""
    try:
        document = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f'not JSON, expected {{"text": "…"}}: {error}') from None
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise BadLine('expected an object with "text" in quotes')
    name = document.get("name")
    return Submission(_encodable(document["text"]), _encodable(name) if isinstance(name, str) else "")


def _encodable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadLine(f"lone surrogate at character {error.start}") from None
    return text


def report(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the command prints it: the contract of this output."""
    return {
        "action": verdict.action.value,
        "score": verdict.score,
        "abuse": verdict.abuse,
        "spam": verdict.spam,
        "symbols": [
            {
                "name": symbol.name,
                "score": symbol.score,
                "start": symbol.start,
                "end": symbol.end,
                "matched": symbol.matched,
            }
            for symbol in verdict.symbols
        ],
        "policy_version": verdict.policy_version,
        "engine_version": verdict.engine_version,
    }
