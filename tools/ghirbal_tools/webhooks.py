"""`ghirbal webhooks`: calls that were given up, and sending them again.

    ghirbal webhooks dead    --stack NAME        how many calls wait in the dead-letter queue, by site and event
    ghirbal webhooks replay  --stack NAME        put them back into the queue of calls

`--dead URL` and `--queue URL` name the queues where there is no stack. Nothing that a call carries is printed but its
site and the event's type. Calls to a webhook that is off or not yet confirmed come back to the dead-letter queue; those
to one that was removed are dropped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from ghirbal_tools.where import stack_outputs

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HIDDEN = 60
"""Seconds in which what was looked at is not received again: longer than a look at some thousand messages takes."""


def main(argv: list[str]) -> int:
    """0; 2 when the queues are not named or AWS refuses."""
    options = _parser().parse_args(argv)
    import boto3

    try:
        dead, queue = _queues(options)
        sqs = boto3.client("sqs")
        if options.command == "replay":
            print(f"{replay(sqs, dead, queue)} calls are in the queue again")
        else:
            for (site, kind), count in sorted(waiting(sqs, dead).items()):
                print(f"{count}\t{site}\t{kind}")
    except (BotoCoreError, ClientError, ValueError) as error:
        print(f"ghirbal webhooks: {error}", file=sys.stderr)
        return 2
    return 0


def waiting(sqs: SQSClient, dead: str) -> Counter[tuple[str, str]]:
    """How many calls were given up, by (site, event type); they stay where they are."""
    seen = list(_received(sqs, dead))
    for message in seen:
        sqs.change_message_visibility(
            QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )
    return Counter(_told(message["Body"]) for message in seen)


def replay(sqs: SQSClient, dead: str, queue: str) -> int:
    """Move every given-up call back; each leaves the one queue only when it is in the other. How many."""
    moved = 0
    for message in _received(sqs, dead):
        sqs.send_message(QueueUrl=queue, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
        moved += 1
    return moved


def _received(sqs: SQSClient, queue: str) -> Iterator[MessageTypeDef]:
    while messages := sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=HIDDEN
    ).get("Messages"):
        yield from messages


def _told(body: str) -> tuple[str, str]:
    try:
        queued = json.loads(body)
        return str(queued["site"]), str(queued["message"]["type"])
    except (KeyError, TypeError, ValueError):
        return "?", "unreadable"


def _queues(options: argparse.Namespace) -> tuple[str, str]:
    """The addresses of the two queues. Raises ValueError when nothing names them."""
    outputs = stack_outputs(options.stack) if options.stack else {}
    dead = options.dead or outputs.get("WebhookDead", "")
    queue = options.queue or outputs.get("WebhookQueue", "")
    if not dead or (options.command == "replay" and not queue):
        raise ValueError("which queues? give --stack, or --dead and --queue")
    return dead, queue


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghirbal webhooks", description="Calls that were given up.")
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--stack", help="a deployed CloudFormation stack: its outputs name the queues")
    where.add_argument("--dead", help="address of the dead-letter queue")
    where.add_argument("--queue", help="address of the queue of calls")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("dead", parents=[where], help="count what was given up")
    commands.add_parser("replay", parents=[where], help="put it back into the queue")
    return parser
