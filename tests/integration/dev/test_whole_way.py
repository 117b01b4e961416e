"""The thinnest whole way in `ghirbal dev`: post, judged, stored, event, mail, decision, list, over HTTP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from ghirbal_tools.dev.provision import Clients
from tests.integration.dev.conftest import Dev
from tests.stack.web import Answer, Reader, Web

QUIET = "شكرا للكاتبة على هذا المقال المفيد، ننتظر الجزء الثاني"
DOUBTFUL = "كاتب هذا المقال حمار لا يفهم شيئا"
QUEUE = "/v1/moderation/sites/demo/queue"


@pytest.fixture(scope="module")
def web(dev: Dev) -> Web:
    return Web(dev.url)


@pytest.fixture(scope="module")
def reader(web: Web) -> Reader:
    return Reader(web, "demo", "/")


@dataclass
class Listener:
    """A queue that a rule of its own fills with every event of the service: what a consumer outside would see."""

    clients: Clients
    queue: str
    heard: list[tuple[str, str]] = field(default_factory=list)

    def about(self, comment: str) -> list[str]:
        """The types of the events about a comment so far, as often as they came."""
        answer = self.clients.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            event = json.loads(message["Body"])
            self.heard.append((event["detail"]["comment"], event["detail-type"]))
            self.clients.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [kind for about, kind in self.heard if about == comment]


@pytest.fixture(scope="module")
def listener(dev: Dev) -> Listener:
    clients = Clients(dev.environment["AWS_ENDPOINT_URL"])
    queue = clients.sqs.create_queue(QueueName="listener")["QueueUrl"]
    attributes = clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    pattern = json.dumps({"source": ["ghirbal.comments"]})
    clients.events.put_rule(Name="listener", EventBusName="ghirbal", EventPattern=pattern)
    target: Any = {"Id": "queue", "Arn": attributes["QueueArn"]}
    clients.events.put_targets(Rule="listener", EventBusName="ghirbal", Targets=[target])
    return Listener(clients, queue)


def token(web: Web, moderator: str) -> dict[str, str]:
    answer = web.ask("GET", f"/dev/oidc/token?moderator={moderator}")
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def mails_about(web: Web, words: str) -> list[dict[str, Any]]:
    mails: Sequence[dict[str, Any]] = web.ask("GET", "/dev/mail.json").json()["mails"]
    return [mail for mail in mails if words in mail["body"]]


def held(reader: Reader, text: str) -> str:
    answer = reader.post(text)
    assert answer.status == 202, answer.text
    return str(answer.json()["id"])


def decide(web: Web, comment: str, action: str, moderator: str = "demo-owner", version: int = 1) -> Answer:
    path = f"/v1/moderation/sites/demo/comments/{comment}/decisions"
    return web.ask("POST", path, {"action": action, "version": version}, token(web, moderator))


def test_it_says_where_everything_is_once_it_is_up(dev: Dev) -> None:
    assert dev.said("demo article")
    assert dev.said("moderators' page")
    assert dev.environment["GHIRBAL_TABLE"]


def test_the_demo_page_has_the_widget_under_a_strict_policy(web: Web) -> None:
    page = web.ask("GET", "/")
    assert page.status == 200
    assert "<ghirbal-comments" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert web.ask("GET", "/widget/ghirbal.js").status == 200


def test_a_quiet_comment_is_public_at_once_and_counted(dev: Dev, web: Web, reader: Reader) -> None:
    answer = reader.post(QUIET)
    assert answer.status == 201, answer.text
    assert answer.json()["id"] in reader.listed()
    counts = f"/v1/sites/demo/counts?pages={reader.page}"
    dev.until(lambda: web.ask("GET", counts).json()["counts"].get(reader.page, 0) >= 1)


def test_a_held_comment_is_mailed_once_and_shown_after_a_moderators_approval(
    dev: Dev, web: Web, reader: Reader, listener: Listener
) -> None:
    comment = held(reader, f"{DOUBTFUL} أول")
    assert comment not in reader.listed()
    assert reader.status(comment) == "held"
    dev.until(lambda: mails_about(web, "أول"))
    queue = web.ask("GET", QUEUE, headers=token(web, "demo-moderator"))
    assert comment in [waiting["id"] for waiting in queue.json()["comments"]]
    assert decide(web, comment, "approve", "demo-moderator").status == 200
    assert comment in reader.listed()
    assert reader.status(comment) == "published"
    dev.until(lambda: "CommentApproved" in listener.about(comment))
    assert listener.about(comment) == ["CommentHeld", "CommentApproved"]
    receivers = [mail["to"] for mail in mails_about(web, "أول")]
    assert len(receivers) == len({tuple(to) for to in receivers}) >= 1


def test_a_mails_link_shows_first_and_decides_by_its_button(dev: Dev, web: Web, reader: Reader) -> None:
    comment = held(reader, f"{DOUBTFUL} ثان")
    dev.until(lambda: mails_about(web, "ثان"))
    approve, *_ = re.findall(rf"{re.escape(web.base)}(/a/\S+)", mails_about(web, "ثان")[0]["body"])
    assert web.ask("GET", approve).status == 200
    assert reader.status(comment) == "held"
    assert web.ask("POST", approve, "", {"Origin": web.base}).status == 200
    assert reader.status(comment) == "published"


def test_the_queue_is_for_moderators_of_the_site_only(web: Web) -> None:
    assert web.ask("GET", QUEUE).status == 401
    assert web.ask("GET", QUEUE, headers={"Authorization": "Bearer x.y.z"}).status == 401
    elsewhere = QUEUE.replace("/demo/", "/other-site/")
    assert web.ask("GET", elsewhere, headers=token(web, "demo-owner")).status in (403, 404)


def test_an_auditor_may_look_and_not_decide(web: Web, reader: Reader) -> None:
    comment = held(reader, f"{DOUBTFUL} ثالث")
    assert web.ask("GET", QUEUE, headers=token(web, "demo-auditor")).status == 200
    assert decide(web, comment, "approve", "demo-auditor").status == 403
    assert reader.status(comment) == "held"


def test_a_site_made_on_the_command_line_takes_comments(dev: Dev, web: Web) -> None:
    command = [sys.executable, "-m", "ghirbal_tools.cli", "site", "create", "akhbar", "--origin", web.base]
    made = subprocess.run(
        [*command, "--owner", "amina@akhbar.example"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", **dev.environment},
        timeout=60,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert Reader(web, "akhbar", "/other").post(QUIET).status == 201
    queue = QUEUE.replace("/demo/", "/akhbar/")
    assert web.ask("GET", queue, headers=token(web, "amina@akhbar.example")).status == 200


def test_nothing_was_printed_that_went_wrong(dev: Dev) -> None:
    assert "Traceback" not in dev.text
