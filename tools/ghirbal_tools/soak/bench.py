"""The bench: ministack's engine, the table of template.yaml, the real functions behind the local gateway."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from ghirbal.domain.reader import Site
from ghirbal_tools.dev.authorizer import Authorizer
from ghirbal_tools.dev.functions import Functions, definitions_of, environment_of
from ghirbal_tools.dev.gateway import Gateway
from ghirbal_tools.dev.local import open_sites
from ghirbal_tools.dev.provision import TABLE, Clients, provision
from ghirbal_tools.dev.routes import routes_of
from ghirbal_tools.dev.web import HOST, Server
from ghirbal_tools.stack import ministack
from ghirbal_tools.stack.ports import free_port
from ghirbal_tools.template import Template, load

SITE = "soak"
ORIGIN = "https://soak.example"
CDN_SECRET = "soak-" + "s" * 32
"""With it the bench's client may name each reader's address, as the CDN in front would."""


@dataclass
class Meter:
    """Of the posts: seconds of the handler, those of the processor in them, and the calls to the table."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    _thread: threading.local = field(default_factory=threading.local)

    def called(self, **_: object) -> None:
        """One call to DynamoDB from this thread."""
        self._thread.calls = getattr(self._thread, "calls", 0) + 1

    def forget(self) -> None:
        """Begin anew."""
        for kept in (self.seconds, self.cpu, self.calls):
            kept.clear()

    def measured(self, functions: Functions, name: str, event: dict[str, Any]) -> object:
        """Call a function; posts are measured."""
        self._thread.calls = 0
        began, spent = time.perf_counter(), time.thread_time()
        answer = functions.invoke(name, event)
        if event["routeKey"].startswith("POST ") and event["routeKey"].endswith("/comments"):
            self.seconds.append(time.perf_counter() - began)
            self.cpu.append(time.thread_time() - spent)
            self.calls.append(self._thread.calls)
        return answer


@dataclass(frozen=True)
class Bench:
    """What a run needs."""

    url: str
    template: Template
    clients: Clients
    functions: Functions
    meter: Meter

    @property
    def stream(self) -> str:
        """The table's stream."""
        return str(self.template.values["Table.StreamArn"])


@contextmanager
def bench(policy: Mapping[str, object]) -> Iterator[Bench]:
    """Start everything with an empty table, for one site under `policy`; stop it at the end. Raises StackError."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        ministack.running(free_port(), Path(scratch) / "ministack.log") as endpoint,
    ):
        clients = Clients(endpoint)
        wanted = {"PublicUrl": "https://comments.example", "EndpointUrl": endpoint, "LogLevel": "ERROR"}
        template = provision(load(values=wanted), clients, "moderation@soak.example")
        environ = dict(os.environ)
        os.environ.update(ministack.CREDENTIALS | {"AWS_ENDPOINT_URL": endpoint} | environment_of(template))
        os.environ |= {"GHIRBAL_CDN_SECRET": CDN_SECRET, "POWERTOOLS_METRICS_DISABLED": "true"}
        meter = Meter()
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        boto3.DEFAULT_SESSION.events.register("before-call.dynamodb", meter.called)
        functions = Functions(definitions_of(template))
        functions.load()
        open_sites().put(Site(SITE, (ORIGIN,), name="soak", policy=dict(policy)))
        server = Server(_gateway(template, functions, meter), 0)
        server.start()
        try:
            yield Bench(f"http://{HOST}:{server.port}", template, clients, functions, meter)
        finally:
            server.stop()
            os.environ.clear()
            os.environ.update(environ)


def _gateway(template: Template, functions: Functions, meter: Meter) -> Gateway:
    nobody = Authorizer("https://issuer.invalid", [], lambda: {"keys": []})
    return Gateway(routes_of(template), lambda name, event: meter.measured(functions, name, event), nobody)


def rows(clients: Clients) -> Iterator[dict[str, Any]]:
    """Every row of the table, as DynamoDB's own JSON."""
    for page in clients.dynamodb.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True):
        yield from page["Items"]
