"""The whole local stack, started part by part and stopped in the opposite order."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ghirbal_tools.dev import oidc
from ghirbal_tools.dev.authorizer import Authorizer
from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.bus import RulePump, schedules_of, tick
from ghirbal_tools.dev.delivery import Delivery, mapping_of
from ghirbal_tools.dev.demo_site import make_demo_site, people_of
from ghirbal_tools.dev.discards import BucketDiscards
from ghirbal_tools.dev.expiry import Sweeper
from ghirbal_tools.dev.front import Front, static_files
from ghirbal_tools.dev.functions import (
    Functions,
    definitions_of,
    environment_of,
    function_arn,
    times_of,
    watch,
)
from ghirbal_tools.dev.gateway import Gateway
from ghirbal_tools.dev.mail import MailViewer, embedded_outbox
from ghirbal_tools.dev.provision import TABLE, Clients, make_rules, provision
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.dev.queues import QueuePump, sources_of
from ghirbal_tools.dev.routes import routes_of
from ghirbal_tools.dev.web import HOST, App, Request, Response, Server
from ghirbal_tools.template import ROOT, Template, load

if TYPE_CHECKING:
    from ghirbal.ports.sites import Sites

SENDER = "moderation@ghirbal.example"
IDLE = 2.0
"""Seconds between two looks at a stream or queue that no bell rang for; every write here rings one."""

STREAM = "Stream"
MAPPING = "StreamMapping"
WATCHED = (ROOT / "shared" / "ghirbal", ROOT / "functions")
_WRITES = {
    "dynamodb.PutItem",
    "dynamodb.UpdateItem",
    "dynamodb.DeleteItem",
    "dynamodb.BatchWriteItem",
    "dynamodb.TransactWriteItems",
}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Local:
    """A running stack: the address of pages and API, and what another process needs to reach its AWS."""

    url: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bells:
    """Rung by the embedded AWS after a call, so that what follows from it happens at once."""

    stream: threading.Event
    bus: threading.Event
    queues: dict[str, threading.Event]

    def queue(self, name: str) -> threading.Event:
        """The bell of one queue: each pump has its own, for whoever hears a bell silences it."""
        return self.queues.setdefault(name, threading.Event())

    def ring(self, call: str) -> None:
        """Wake whoever waits for what this call does."""
        if call in _WRITES:
            self.stream.set()
        elif call == "events.PutEvents":
            self.bus.set()
        elif call == "sqs.SendMessage":
            for bell in self.queues.values():
                bell.set()

    def close(self, stop: threading.Event) -> None:
        """Tell everybody to end, and wake them to hear it."""
        stop.set()
        for bell in (self.stream, self.bus, *self.queues.values()):
            bell.set()


@contextmanager
def running(
    port: int, aws_port: int, say: Say, *, reload: bool = True, demo: bool = False
) -> Iterator[Local]:
    """Start everything, serve until the end of the block, stop everything; with `demo` a week has gone by there.

    Raises PortTaken.
    """
    with ExitStack() as stack:
        stop, bells = threading.Event(), Bells(threading.Event(), threading.Event(), {})
        # Both ports are taken first: whoever else listens there is told of before anything is made.
        door = _Door()
        server = Server(door, port)
        stack.callback(server.stop)
        aws = EmbeddedAws(aws_port, bells.ring)
        stack.callback(aws.stop)
        _own_environment(stack)
        origins = (f"http://{HOST}:{server.port}", f"http://localhost:{server.port}")
        with _step(say, "making table, secret, bus and rules of template.yaml in the embedded AWS"):
            aws.start()
            clients = Clients(aws.url)
            template = provision(load(values=parameters(origins[0], aws.url)), clients, SENDER)
        loaded = times_of(WATCHED)
        with _step(say, "loading the functions"):
            functions = _functions(template, aws)
            sites = open_sites()
            make_demo_site(sites, origins)
        issuer = oidc.Issuer(origins[0], origins, partial(people_of, sites))
        door.app = Front(
            origins=origins,
            gateway=_gateway(template, functions, issuer, say),
            issuer=issuer,
            mails=MailViewer(embedded_outbox(aws.lock), origins[0]),
            files=static_files(origins),
        )
        _work(stack, template, clients, functions, stop, bells, say)
        if reload:
            reload_changed = partial(watch, known=loaded)
            _thread(stack, stop, "reload", reload_changed, WATCHED, partial(_reload, functions, say), stop)
        stack.callback(bells.close, stop)
        server.start()
        if demo:
            _live(origins[0], say)
        yield Local(
            origins[0],
            {
                **aws.environment(),
                "GHIRBAL_TABLE": TABLE,
                "GHIRBAL_SECRET": f"{TABLE}-secret",
                "GHIRBAL_LOCAL_ISSUER": issuer.url,
            },
        )


def parameters(url: str, endpoint: str) -> dict[str, Any]:
    """The template's parameters here: own issuer and addresses, warnings instead of every log line."""
    return {
        "PublicUrl": url,
        "Issuer": url + oidc.PATH,
        "Audience": [oidc.CLIENT],
        "Front": "off",
        "ConsoleUrls": [f"{url}/moderate"],
        "MailFrom": SENDER,
        "MailIdentity": SENDER,
        "EndpointUrl": endpoint,
        # LOG_LEVEL=INFO shows what the functions log; without it only what is wrong.
        "LogLevel": os.environ.get("LOG_LEVEL", "WARNING"),
    }


class _Door:
    """The application behind the port; until there is one, everybody waits in the port's queue."""

    app: App

    def __call__(self, request: Request) -> Response:
        return self.app(request)


def _own_environment(stack: ExitStack) -> None:
    """An environment without the caller's AWS account in it, put back at the end; no proxy between us and loopback."""
    before = dict(os.environ)

    def restore() -> None:
        os.environ.clear()
        os.environ.update(before)

    stack.callback(restore)
    for name in [name for name in os.environ if name.startswith(("AWS_", "GHIRBAL_"))]:
        del os.environ[name]
    os.environ["NO_PROXY"] = ",".join(filter(None, (before.get("NO_PROXY"), HOST, "localhost")))


def _functions(template: Template, aws: EmbeddedAws) -> Functions:
    """The functions, loaded, with the environment that the template gives them."""
    os.environ.update(aws.environment())
    os.environ.update(environment_of(template))
    # Metrics are log lines for CloudWatch, which nobody reads here.
    os.environ["POWERTOOLS_METRICS_DISABLED"] = "true"
    functions = Functions(definitions_of(template))
    functions.load()
    return functions


def open_sites() -> Sites:
    """The sites in the local table, by the environment that the functions have."""
    from ghirbal.storage.dynamodb.table import Table
    from ghirbal.storage.sites import DynamoSites

    return DynamoSites(Table(TABLE))


def _live(base: str, say: Say) -> None:
    """A week of the demo newspaper, as far as its comments go."""
    from ghirbal.domain.clock import system_clock
    from ghirbal.wiring.deps import process_deps
    from ghirbal_tools.dev.demo_life import Life

    with _step(say, "a week of comments"):
        Life(process_deps(), base, system_clock()).live()


def _gateway(template: Template, functions: Functions, issuer: oidc.Issuer, say: Say) -> Gateway:
    authorizer = Authorizer(issuer.url, [oidc.CLIENT], issuer.jwks)
    return Gateway(routes_of(template), functions.invoke, authorizer, say)


def _work(
    stack: ExitStack,
    template: Template,
    clients: Clients,
    functions: Functions,
    stop: threading.Event,
    bells: Bells,
    say: Say,
) -> None:
    """Everything that happens without a request: stream, rules, schedule, expiry."""
    lives = template.resolve(template.resource("Table")["TimeToLiveSpecification"])
    sweeper = Sweeper(clients.dynamodb, TABLE, lives["AttributeName"])
    _thread(stack, stop, "expiry", sweeper.run, stop)
    pump = _pump(template, clients, functions, sweeper, stop)
    _thread(stack, stop, "stream", pump.run, stop, bells.stream, say, IDLE)
    for source in make_rules(template, clients):
        rule = RulePump(clients.sqs, source, functions.invoke, say)
        _thread(stack, stop, source.rule, rule.run, stop, bells.bus, IDLE)
    for feeding in sources_of(template):
        queue = QueuePump(clients.sqs, feeding, functions.invoke, say)
        _thread(stack, stop, feeding.name, queue.run, stop, bells.queue(feeding.name), IDLE)
    for function, every, event in schedules_of(template):
        _thread(stack, stop, f"schedule of {function}", tick, function, every, event, functions.invoke, stop)


def _pump(
    template: Template, clients: Clients, functions: Functions, sweeper: Sweeper, stop: threading.Event
) -> Pump:
    stream = str(template.values["Table.StreamArn"])
    settings = mapping_of(template, MAPPING)
    bucket = str(template.values["StreamFailures"])
    discards = BucketDiscards(clients.s3, bucket, function=function_arn(STREAM), mapping=MAPPING)
    delivery = Delivery(partial(functions.invoke, STREAM), settings, discards, stream=stream, wait=stop.wait)
    return Pump(clients.streams, stream, delivery, batch_size=settings.batch_size, expired=sweeper.made)


def _reload(functions: Functions, say: Say) -> None:
    """Take changed code into use, or say why the old one stays."""
    try:
        functions.reload()
    except Exception as error:
        say(f"the changed code does not load, the old one stays: {type(error).__name__}: {error}")
    else:
        say("code reloaded")


def _thread(
    stack: ExitStack, stop: threading.Event, name: str, work: Callable[..., None], *arguments: object
) -> None:
    thread = threading.Thread(target=work, args=arguments, name=name, daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(1)  # everything is in memory: who takes longer loses nothing

    stack.callback(end)


@contextmanager
def _step(say: Say, what: str) -> Iterator[None]:
    say(f"· {what}")
    began = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - began:.1f} s")
