"""`ghirbal replay`: hand the stream's failed records to the stream function again.

    ghirbal replay --stack NAME --dry-run     what lies in the failure bucket, oldest first; changes nothing
    ghirbal replay --stack NAME               deliver it, and delete each object of which every record was taken

`--bucket` and `--function` name them where there is no stack; AWS_ENDPOINT_URL says where a local one is. A record that
is delivered twice counts once and its event keeps its id, so this may be stopped and started again at any time. Nothing
that a record carries is printed but its sequence number.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ghirbal_tools import template
from ghirbal_tools.dev.delivery import mapping_of, sequence_of
from ghirbal_tools.failure_bucket import FailureBucket, Unreadable
from ghirbal_tools.redelivery import Invoke, RedeliveryOutcome, deployed, redeliver
from ghirbal_tools.where import UsageError, stack_outputs

MAPPING = "StreamMapping"
PATIENCE = 3
"""Objects in a row that the function handed back: after that the bus or the table is away, and asking on is no use."""

CALL_SECONDS = 70
"""How long a call may take: the function has 60 s."""

DENIED = frozenset({"AccessDenied", "AccessDeniedException", "403"})


@dataclass(slots=True)
class Report:
    """What a replay did: objects and records taken, and what stays, by key."""

    objects: int = 0
    records: int = 0
    stays: int = 0

    def leave(self, key: str, *why: str) -> None:
        """Count an object that stays where it is, and say why."""
        self.stays += 1
        for reason in why:
            print(f"left: {key}: {reason}", file=sys.stderr)


@dataclass(frozen=True, slots=True, order=True)
class WaitingRecord:
    """A readable object: the sequence number it begins with, its key, how many records, and why they were given up."""

    first: int
    key: str
    records: int
    condition: str


def waiting(bucket: FailureBucket, since: datetime | None, report: Report) -> list[WaitingRecord]:
    """The readable objects, in the order of their first records; the others are named and stay.

    Keys tell the second only, and a halved batch leaves many objects in one: the sequence numbers order them.
    """
    found: list[WaitingRecord] = []
    for key in bucket.keys(since):
        try:
            kept = bucket.read(key)
        except Unreadable as error:
            report.leave(key, str(error))
            continue
        found.append(WaitingRecord(int(sequence_of(kept.records[0])), key, len(kept.records), kept.condition))
    return sorted(found)


def replay(bucket: FailureBucket, invoke: Invoke, size: int, since: datetime | None = None) -> Report:
    """Deliver what waits, object by object, at most `size` records a call. Raises ClientError, BotoCoreError."""
    report, refused = Report(), 0
    found = waiting(bucket, since, report)
    for number, one in enumerate(found, start=1):
        outcome = _deliver(bucket, one.key, invoke, size, report)
        refused = refused + 1 if outcome.stopped else 0
        if refused == PATIENCE:
            report.stays += len(found) - number
            print(f"{PATIENCE} objects in a row were handed back: the rest was not tried", file=sys.stderr)
            break
    return report


def _deliver(bucket: FailureBucket, key: str, invoke: Invoke, size: int, report: Report) -> RedeliveryOutcome:
    """Deliver one object; it goes only when all of its records were taken."""
    try:
        kept = bucket.read(key)
    except Unreadable:  # another replay was faster, or its fortnight is over
        return RedeliveryOutcome(0)
    outcome = redeliver(kept.records, invoke, size)
    report.records += outcome.taken
    if outcome.whole:
        bucket.delete(key)
        report.objects += 1
    else:
        report.leave(key, *(f"record {left.sequence}: {left.why}" for left in outcome.left))
    return outcome


def main(argv: Sequence[str] | None = None, invoke: Invoke | None = None) -> int:
    """0 all taken; 1 something stays, or AWS refuses; 2 wrong arguments. `invoke` stands for the deployed function."""
    options = _parser().parse_args(argv)
    try:
        bucket, function = _places(options, needs_function=not options.dry_run and invoke is None)
        import boto3

        kept = FailureBucket(boto3.client("s3"), bucket)
        if options.dry_run:
            return _list(kept, options.since)
        call = invoke or deployed(boto3.client("lambda", config=Config(read_timeout=CALL_SECONDS)), function)
        size = mapping_of(template.load(), MAPPING).batch_size
        return _tell(replay(kept, call, size, options.since))
    except UsageError as error:
        return _failed(str(error), 2)
    except ClientError as error:
        return _failed(_explained(error), 1)
    except BotoCoreError as error:
        return _failed(f"AWS is out of reach: {error}", 1)


def _list(bucket: FailureBucket, since: datetime | None) -> int:
    """One line an object: number of records, why they were given up, key."""
    report = Report()
    for one in waiting(bucket, since, report):
        print(f"{one.records}\t{one.condition}\t{one.key}")
        report.objects += 1
        report.records += one.records
    print(f"{report.records} records of {report.objects} objects wait; nothing was changed")
    return 1 if report.stays else 0


def _tell(report: Report) -> int:
    print(f"{report.records} records were taken, {report.objects} objects are done, {report.stays} stay")
    return 1 if report.stays else 0


def _places(options: argparse.Namespace, *, needs_function: bool) -> tuple[str, str]:
    """Bucket and function. Raises UsageError when nothing names one of them."""
    outputs = stack_outputs(options.stack) if options.stack else {}
    bucket = options.bucket or outputs.get("StreamFailureBucket", "")
    function = options.function or outputs.get("StreamFunction", "")
    if not bucket:
        raise UsageError("which bucket? give --bucket, or --stack with an output StreamFailureBucket")
    if needs_function and not function:
        raise UsageError("which function? give --function, or --stack with an output StreamFunction")
    return bucket, function


def _explained(error: ClientError) -> str:
    """What AWS refused, in words that say what to do."""
    code, message = error.response["Error"].get("Code", "?"), error.response["Error"].get("Message", "")
    if code == "NoSuchBucket":
        return "there is no such bucket in this account and region"
    if code in DENIED:
        return (
            f"these credentials may not do {error.operation_name}: docs/deploy.md lists the rights it takes"
        )
    if error.operation_name == "Invoke" and code == "ResourceNotFoundException":
        return f"there is no such function with an alias `live`: {message}"
    return f"AWS says to {error.operation_name}: {code} {message}"


def _moment(text: str) -> datetime:
    """A date or time, UTC where it names no zone.

    >>> _moment("2026-11-20").isoformat()
    '2026-11-20T00:00:00+00:00'
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ghirbal replay", description="Deliver failed stream records again."
    )
    parser.add_argument(
        "--stack", help="a deployed CloudFormation stack: its outputs name bucket and function"
    )
    parser.add_argument("--bucket", help="the failure bucket")
    parser.add_argument("--function", help="the stream function's name")
    parser.add_argument(
        "--since", type=_moment, metavar="TIME", help="only what was given up then or later: 2026-11-20T13:00"
    )
    parser.add_argument("--dry-run", action="store_true", help="list only")
    return parser


def _failed(message: str, code: int) -> int:
    print(f"ghirbal replay: {message}", file=sys.stderr)
    return code
