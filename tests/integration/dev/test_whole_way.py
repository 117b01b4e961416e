"""The thinnest whole way in `ghirbal dev`: post, judged, stored, event, mail, decision, list, over HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from tests.integration.dev.conftest import Dev
from tests.stack.web import Answer, Reader, Web

QUIET = "شكرا للكاتبة على هذا المقال المفيد، ننتظر الجزء الثاني"
DOUBTFUL = "للاستفسار والطلب اتصلوا على الرقم 0612345678 أو زوروا http://example.com/offre"
QUEUE = "/v1/moderation/sites/demo/queue"


@pytest.fixture(scope="module")
def web(dev: Dev) -> Web:
    return Web(dev.url)


@pytest.fixture(scope="module")
def reader(web: Web) -> Reader:
    return Reader(web, "demo", "/")


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


def test_it_is_up_in_seconds_and_says_so(dev: Dev) -> None:
    assert dev.first_word < 10
    assert dev.seconds < 30
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
    dev: Dev, web: Web, reader: Reader
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
