"""The deployed stack, once for all its tests; its site, its moderator, and a queue that hears every event."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import boto3
import pytest

from ghirbal_tools.stack import up
from ghirbal_tools.stack.deploy import STACK
from ghirbal_tools.stack.ministack import StackError
from tests.stack.web import Reader, Web

SITE = "demo"
OWNER = "owner@ghirbal.example"
MODERATOR = "moderator@ghirbal.example"
PASSWORD = "Long-enough-1"

Seen = TypeVar("Seen")


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed, so that its end can show what the functions logged."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _show_errors(request: pytest.FixtureRequest, deployed: Deployed) -> Iterator[None]:
    yield
    if request.node.stash.get(FAILED, False):
        print("\n".join(["logged by the functions:", *deployed.complaints()]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the deployed stack."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.stack)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Deployed:
    """The stack, and what was made on it for the tests."""

    stack: up.Stack
    token: str
    queue: str

    def client(self, service: str) -> Any:
        """A boto3 client of a service of the stack."""
        session: Any = self.stack.cloud.session()
        return session.client(service, endpoint_url=self.stack.cloud.endpoint)

    def reader(self) -> Reader:
        """A new reader on an article of the demo site."""
        return Reader(Web(self.stack.url), SITE)

    def complaints(self) -> list[str]:
        """What the functions logged as errors."""
        logs, found = self.client("logs"), []
        for group in logs.describe_log_groups()["logGroups"]:
            name = group["logGroupName"]
            for stream in logs.describe_log_streams(logGroupName=name)["logStreams"]:
                lines = logs.get_log_events(logGroupName=name, logStreamName=stream["logStreamName"])[
                    "events"
                ]
                found += [f"{name}: {line['message']}" for line in lines if "rror" in line["message"]]
        return found

    def events(self) -> list[dict[str, Any]]:
        """The events that came to the bus since the last look, oldest first."""
        sqs, found = self.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return found


def until(what: str, look: Callable[[], Seen | None], within: float = 30.0) -> Seen:
    """What `look` sees, as soon as it sees something; fails, saying what was waited for."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.2)
    pytest.fail(f"no {what} within {within:.0f} s")


@pytest.fixture(scope="session")
def deployed() -> Iterator[Deployed]:
    lines: list[str] = []
    try:
        with up.running(free_port(), 0, lines.append) as stack:
            yield _prepared(stack)
    except StackError as error:
        if os.environ.get("GHIRBAL_CI") == "1" or "is missing" not in str(error):
            raise
        pytest.skip(str(error))


def _prepared(stack: up.Stack) -> Deployed:
    """A site with an owner and a moderator, made as an operator makes them."""
    for command in (
        ["create", SITE, "--origin", stack.url, "--name", "جريدة التجربة", "--owner", OWNER],
        ["add-moderator", SITE, MODERATOR],
    ):
        ghirbal(stack, "site", *command, "--stack", STACK)
    stack.pool.set_password(MODERATOR, PASSWORD)
    token = stack.pool.sign_in(MODERATOR, PASSWORD)
    return Deployed(stack, token, _listening(stack.cloud.session(), stack))


def ghirbal(stack: up.Stack, *arguments: str) -> None:
    """Run the `ghirbal` command against the stack, as its own process."""
    program = Path(sys.executable).with_name("ghirbal")
    result = subprocess.run(
        [str(program), *arguments],
        env=os.environ | stack.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def _listening(session: boto3.Session, stack: up.Stack) -> str:
    """A queue behind a rule of its own: another consumer of the bus."""
    sqs = session.client("sqs", endpoint_url=stack.cloud.endpoint)
    events: Any = session.client("events", endpoint_url=stack.cloud.endpoint)
    url = sqs.create_queue(QueueName="hears-all")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = json.dumps({"source": ["ghirbal.comments"]})
    events.put_rule(Name="hears-all", EventBusName=stack.outputs["BusName"], EventPattern=pattern)
    events.put_targets(
        Rule="hears-all", EventBusName=stack.outputs["BusName"], Targets=[{"Id": "queue", "Arn": arn}]
    )
    return url
