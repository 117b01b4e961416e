"""The queues of `make dev`: the template's own, pumped as Lambda's pollers would, and a dry run through the stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.provision import Clients
from ghirbal_tools.dev.queues import QueuePump, make_queues, sources_of
from ghirbal_tools.template import Template, load
from tests.integration.dev.conftest import Dev
from tests.stack.web import Reader, Web


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    aws = EmbeddedAws(0)
    aws.start()
    yield Clients(aws.url)
    aws.stop()


@pytest.fixture(scope="module")
def template(clients: Clients) -> Template:
    made = load()
    return made.with_values(make_queues(made, clients.sqs))


@dataclass
class Function:
    """What stands behind the queue: remembers batches, fails or names failures as told."""

    answer: Any = None
    error: Exception | None = None
    batches: list[list[str]] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)

    def __call__(self, name: str, event: dict[str, Any]) -> object:
        assert name == "Webhook"
        self.batches.append([record["body"] for record in event["Records"]])
        self.counts += [record["attributes"]["ApproximateReceiveCount"] for record in event["Records"]]
        if self.error:
            raise self.error
        return self.answer(event["Records"]) if self.answer else None


@pytest.fixture
def pump(clients: Clients, template: Template) -> Iterator[tuple[QueuePump, Function, list[str]]]:
    function, lines = Function(), list[str]()
    source = next(source for source in sources_of(template) if source.name == "WebhookQueue")
    clients.sqs.set_queue_attributes(QueueUrl=source.url, Attributes={"VisibilityTimeout": "0"})
    yield QueuePump(clients.sqs, source, function, lines.append), function, lines
    drain(clients, source.url)


def drain(clients: Clients, url: str) -> None:
    """Empty a queue: purging is allowed once a minute."""
    while messages := clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def put(clients: Clients, template: Template, *bodies: str) -> None:
    for body in bodies:
        clients.sqs.send_message(QueueUrl=str(template.values["WebhookQueue"]), MessageBody=body)


def test_every_mapping_of_the_template_has_its_queue(template: Template) -> None:
    found = {source.name: (source.function, source.batch) for source in sources_of(template)}
    assert found == {"JobsQueue": ("Jobs", 1), "WebhookQueue": ("Webhook", 5)}


def test_a_handled_message_is_gone(
    clients: Clients, template: Template, pump: tuple[QueuePump, Function, list[str]]
) -> None:
    put(clients, template, "a", "b")
    assert pump[0].turn()
    assert not pump[0].turn()
    assert sorted(pump[1].batches[0]) == ["a", "b"]


def test_a_message_named_as_failed_comes_again_alone(
    clients: Clients, template: Template, pump: tuple[QueuePump, Function, list[str]]
) -> None:
    put(clients, template, "good", "bad")
    pump[1].answer = lambda records: {
        "batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in records if r["body"] == "bad"]
    }
    pump[0].turn()
    pump[0].turn()
    assert sorted(pump[1].batches[0]) == ["bad", "good"]
    assert pump[1].batches[1] == ["bad"]
    assert pump[1].counts[-1] == "2"


def test_an_error_brings_the_batch_again_and_at_last_into_the_dead_letter_queue(
    clients: Clients, template: Template, pump: tuple[QueuePump, Function, list[str]]
) -> None:
    put(clients, template, "poison")
    pump[1].error = RuntimeError("broken")
    turns = 0
    while pump[0].turn():
        turns += 1
        assert turns <= 40
    assert turns == template.resource("WebhookQueue")["RedrivePolicy"]["maxReceiveCount"]
    dead = clients.sqs.receive_message(QueueUrl=str(template.values["WebhookDead"]))["Messages"]
    assert [message["Body"] for message in dead] == ["poison"]
    assert "comes again" in pump[2][0]


def test_a_dry_run_goes_through_the_running_stack(dev: Dev) -> None:
    web = Web(dev.url)
    answer = web.ask("GET", "/dev/oidc/token?moderator=demo-owner")
    owner = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    workplace = "/v1/moderation/sites/demo"
    assert Reader(web, "demo", "/").post("شكرا للكاتبة على هذا المقال المفيد").status == 201
    saved = web.ask("PUT", f"{workplace}/policy", {"document": {"profile": "hold-all"}}, owner)
    assert saved.status == 201, saved.text
    wanted = {"kind": "dry-run", "days": 1, "version": saved.json()["version"]}
    started = web.ask("POST", f"{workplace}/jobs", wanted, owner)
    assert started.status == 202, started.text
    path = f"{workplace}/jobs/{started.json()['id']}"
    dev.until(lambda: web.ask("GET", path, headers=owner).json()["state"] == "done")
    assert web.ask("GET", path, headers=owner).json()["figures"]["newly_held"] >= 1
