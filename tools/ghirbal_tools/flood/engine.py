"""A stage over ministack's DynamoDB on loopback, with the table of template.yaml."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from ghirbal.wiring.deps import Deps
from ghirbal.wiring.settings import Settings
from ghirbal_tools.dev.functions import environment_of
from ghirbal_tools.dev.provision import Clients, provision
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.dev.recorder import Recorder
from ghirbal_tools.flood.stage import Hand, Stage
from ghirbal_tools.stack import ministack
from ghirbal_tools.stack.ports import free_port
from ghirbal_tools.template import load

ROOT = Path(__file__).resolve().parents[3]


def _tell(second: int) -> None:
    print(f"second {second}", file=sys.stderr, flush=True)


@contextmanager
def stage(begin: int) -> Iterator[Stage]:
    """A fresh table behind the real adapters, the clock at `begin`; stopped at the end. Raises StackError."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        ministack.running(free_port(), Path(scratch) / "ministack.log") as endpoint,
    ):
        before = dict(os.environ)
        clients = Clients(endpoint)
        wanted = {"PublicUrl": "https://comments.example", "EndpointUrl": endpoint, "LogLevel": "ERROR"}
        template = provision(load(values=wanted), clients, "moderation@flood.example")
        os.environ.update(ministack.CREDENTIALS | {"AWS_ENDPOINT_URL": endpoint} | environment_of(template))
        os.environ |= {"POWERTOOLS_METRICS_DISABLED": "true"}
        sys.path.insert(0, str(ROOT))
        boto3.setup_default_session()
        clock = Hand(begin)
        tap: Any = Recorder()
        pump = Pump(clients.streams, str(template.values["Table.StreamArn"]), tap, batch_size=1_000)

        def records() -> Sequence[Mapping[str, Any]]:
            pump.drain()
            found: list[Mapping[str, Any]] = tap.records
            tap.records = []
            return found

        try:
            yield Stage(Deps(Settings.from_env(), clock), clock, records, progress=_tell)
        finally:
            sys.path.remove(str(ROOT))
            os.environ.clear()
            os.environ.update(before)
