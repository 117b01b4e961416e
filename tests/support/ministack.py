"""ministack's DynamoDB on loopback: a real engine, with real threads and real transactions."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from ghirbal_tools.stack.ministack import CREDENTIALS, PROGRAM, running
from ghirbal_tools.stack.ports import free_port

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

THREADS = 64


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """The process's environment with these values, while it lasts."""
    patch = pytest.MonkeyPatch()
    for name, value in values.items():
        patch.setenv(name, value)
    try:
        yield
    finally:
        patch.undo()


def start() -> Iterator[str]:
    """Start the engine on a free port and give its address, stop it by its process id at the end.

    Where it is not installed, tests are skipped; in CI (`GHIRBAL_CI=1`) they fail.
    """
    if not PROGRAM.exists():
        message = f"ministack is missing at {PROGRAM}: run `tools/install.sh sam ministack`"
        if os.environ.get("GHIRBAL_CI") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with (
        tempfile.TemporaryDirectory() as scratch,
        running(free_port(), Path(scratch) / "ministack.log") as endpoint,
    ):
        yield endpoint


def account() -> boto3.Session:
    """The account of every emulator."""
    return boto3.Session(
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        region_name=CREDENTIALS["AWS_DEFAULT_REGION"],
    )


def patient_client(endpoint: str) -> DynamoDBClient:
    """A client for races: 64 threads on two cores wait longer than one reader's post may."""
    config = Config(
        read_timeout=20, max_pool_connections=THREADS, retries={"total_max_attempts": 2, "mode": "standard"}
    )
    return account().client("dynamodb", endpoint_url=endpoint, config=config)


def streams_client(endpoint: str) -> DynamoDBStreamsClient:
    """The streams of the engine's tables."""
    return account().client("dynamodbstreams", endpoint_url=endpoint)
