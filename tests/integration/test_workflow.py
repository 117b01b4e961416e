"""The example of docs/workflow.md, run on ministack: task token, time-out, and the real approval endpoint behind it."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pytest

from ghirbal.domain.comment import Status
from ghirbal.domain.reader import Moderator, Role
from ghirbal_tools.dev.web import Request, Response, Server
from ghirbal_tools.template import ROOT, load
from tests.support import ministack
from tests.support.world import HOLD, SITE, World, a_site

pytestmark = pytest.mark.engine
EXAMPLES = ROOT / "docs" / "examples"
ROLE = "arn:aws:iam::000000000000:role/any"
Seen = TypeVar("Seen")


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    yield from ministack.start()


@dataclass
class Workflow:
    """The state machine on the engine, and the service behind the address that its function calls."""

    world: World
    engine: str
    review: str
    machine: str

    def client(self, service: str) -> Any:
        session: Any = ministack.account()
        return session.client(service, endpoint_url=self.engine)

    def held(self) -> str:
        """A held comment whose event went over the bus, as the stream function would have sent it."""
        answer = self.world.reader().post(f"كلام {HOLD}")
        assert answer.status == 202
        self.world.deliver()
        event = self.world.publisher.sent[-1]
        entry = {
            "Source": "ghirbal.comments",
            "DetailType": str(event.type),
            "Detail": json.dumps({"id": event.id, **event.detail}),
            "EventBusName": "ghirbal",
        }
        self.client("events").put_events(Entries=[entry])
        identifier: str = answer.json["id"]
        return identifier

    def task(self) -> dict[str, Any]:
        """What the review is asked, out of its queue."""
        sqs = self.client("sqs")

        def look() -> Any:
            messages = sqs.receive_message(QueueUrl=self.review, WaitTimeSeconds=1).get("Messages", [])
            if not messages:
                return None
            sqs.delete_message(QueueUrl=self.review, ReceiptHandle=messages[0]["ReceiptHandle"])
            return json.loads(messages[0]["Body"])

        asked: dict[str, Any] = until("message to the review", look)
        return asked

    def answer(self, task: dict[str, Any], **decision: str) -> None:
        """What the review says."""
        states = self.client("stepfunctions")
        states.send_task_success(taskToken=task["token"], output=json.dumps(decision))

    def outcome(self) -> str:
        """How the one execution ended."""
        states = self.client("stepfunctions")

        def look() -> Any:
            [execution] = states.list_executions(stateMachineArn=self.machine)["executions"]
            found = states.describe_execution(executionArn=execution["executionArn"])
            return None if found["status"] == "RUNNING" else found

        ended = until("end of the execution", look)
        assert ended["status"] == "SUCCEEDED", ended.get("cause")
        told: str = json.loads(ended["output"])["outcome"]
        return told

    def state(self, comment: str) -> Status:
        found = self.world.memory.comments.get(SITE, comment)
        assert found is not None
        return found.status


def until(what: str, look: Callable[[], Seen | None], within: float = 20.0) -> Seen:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.1)
    pytest.fail(f"no {what} within {within:.0f} s")


@pytest.fixture
def workflow(engine: str, request: pytest.FixtureRequest) -> Iterator[Workflow]:
    """Everything of docs/examples/approval.yaml; `patience` (seconds) may be given by a marker's parameter."""
    world = World()
    world.put_site(a_site(clients=("cms",)))
    world.memory.sites.put_moderator(Moderator(SITE, "machine", Role.MODERATOR))
    server = Server(service(world), 0)
    server.start()
    made = Workflow(world, engine, "", "")
    name = f"t{time.monotonic_ns()}"
    made.review = made.client("sqs").create_queue(QueueName=f"review-{name}")["QueueUrl"]
    made = replace(made, machine=deploy(made, name, server.port, getattr(request, "param", 3600)))
    yield made
    made.client("events").remove_targets(Rule=name, EventBusName="ghirbal", Ids=["approval"])
    server.stop()


def service(world: World) -> Callable[[Request], Response]:
    """The approval endpoint and an issuer's token endpoint, over HTTP."""

    def answer(request: Request) -> Response:
        if request.path == "/token":
            assert b"grant_type=client_credentials" in request.body
            return Response(200, b'{"access_token": "machine"}')
        headers = {name.lower(): value for name, value in request.headers}
        made = world.request(request.method, request.target, request.body, headers)
        return Response(made.status, made.text.encode())

    return answer


def deploy(made: Workflow, name: str, port: int, patience: int) -> str:
    """Secret, function, state machine, rule: as approval.yaml has them."""
    base = f"http://127.0.0.1:{port}"
    secret = made.client("secretsmanager").create_secret(Name=name, SecretString="x" * 20)["ARN"]
    function = made.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=ROLE,
        Handler="app.handler",
        Code={"ZipFile": package()},
        Timeout=15,
        Environment={
            "Variables": {
                "API": base,
                "TOKEN_URL": f"{base}/token",
                "CLIENT_ID": "cms",
                "CLIENT_SECRET": secret,
                "AWS_ENDPOINT_URL": made.engine,
            }
        },
    )["FunctionArn"]
    definition = (EXAMPLES / "approval.asl.json").read_text("utf-8")
    definition = definition.replace("${ReviewQueue}", made.review).replace("${DecideFunction}", function)
    definition = definition.replace('"TimeoutSeconds": 3600', f'"TimeoutSeconds": {patience}')
    states = made.client("stepfunctions")
    machine: str = states.create_state_machine(name=name, definition=definition, roleArn=ROLE)[
        "stateMachineArn"
    ]
    listen(made, name, machine)
    return machine


def package() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(EXAMPLES / "decide" / "app.py", "app.py")
    return packed.getvalue()


def listen(made: Workflow, name: str, machine: str) -> None:
    """The rule of the example, on the bus."""
    events = made.client("events")
    if "ghirbal" not in [bus["Name"] for bus in events.list_event_buses()["EventBuses"]]:
        events.create_event_bus(Name="ghirbal")
    template = load(EXAMPLES / "approval.yaml", {"Site": SITE})
    pattern = template.resolve(template.resource("HeldRule")["EventPattern"])
    events.put_rule(Name=name, EventBusName="ghirbal", EventPattern=json.dumps(pattern))
    target = {"Id": "approval", "Arn": machine, "RoleArn": ROLE}
    events.put_targets(Rule=name, EventBusName="ghirbal", Targets=[target])


def test_a_review_approves_and_the_comment_is_public(workflow: Workflow) -> None:
    comment = workflow.held()
    task = workflow.task()
    assert (task["site"], task["comment"], task["version"]) == (SITE, comment, 1)
    workflow.answer(task, action="approve")
    assert workflow.outcome() == "decided"
    assert workflow.state(comment) is Status.APPROVED


def test_a_review_rejects_with_a_reason(workflow: Workflow) -> None:
    comment = workflow.held()
    workflow.answer(workflow.task(), action="reject", reason="insult")
    assert workflow.outcome() == "decided"
    found = workflow.world.memory.comments.get(SITE, comment)
    assert found is not None
    assert (found.status, found.reason, found.by.id) == (Status.REJECTED, "insult", "machine")


@pytest.mark.parametrize("workflow", [2], indirect=True)
def test_a_review_that_says_nothing_in_time_leaves_the_comment_to_moderators(workflow: Workflow) -> None:
    comment = workflow.held()
    task = workflow.task()
    assert workflow.outcome() == "left to moderators"
    assert workflow.state(comment) is Status.PENDING
    with pytest.raises(Exception, match=r"TaskTimedOut|TaskDoesNotExist|InvalidToken"):
        workflow.answer(task, action="approve")


def test_a_review_that_comes_after_a_moderator_changes_nothing(workflow: Workflow) -> None:
    comment = workflow.held()
    task = workflow.task()
    workflow.world.moderator().decide(comment, "reject")
    workflow.answer(task, action="approve")
    assert workflow.outcome() == "left to moderators"
    assert workflow.state(comment) is Status.REJECTED


def test_the_examples_names_fit_together() -> None:
    template = load(EXAMPLES / "approval.yaml")
    machine = template.resource("Approval")
    definition = (EXAMPLES / machine["DefinitionUri"]).read_text("utf-8")
    named = set(machine["DefinitionSubstitutions"])
    assert {name for name in named if f"${{{name}}}" in definition} == named
    assert definition.count("${") == len(named)
    assert (EXAMPLES / template.resource("DecideFunction")["CodeUri"] / "app.py").exists()
