"""The whole way of a comment on the deployed template: post, stream, event, mail, decision, list."""

from __future__ import annotations

import base64
import json
import re
import time

import pytest

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.template import ROOT
from tests.stack.conftest import MODERATOR, SITE, Deployed, until
from tests.stack.web import Reader, Web

SETTLED = 1.5
"""Seconds in which a second copy of an event would have come: the pump looks four times a second."""

QUIET = "شكرا على هذا المقال المفيد، ننتظر المزيد"
DOUBTFUL = "كاتب هذا المقال حمار لا يفهم شيئا"


def refused() -> str:
    """A phrase that the shipped policy refuses, out of the file that explicit words may stand in."""
    rows = (ROOT / "tests" / "golden" / "planted.tsv").read_text("utf-8").splitlines()
    phrases = (cell for row in rows if row and not row.startswith("#") for cell in row.split("\t"))
    return next(
        phrase for phrase in phrases if judge(Submission(phrase), shipped_policy()).action is Action.REJECT
    )


def held(reader: Reader) -> str:
    answer = reader.post(DOUBTFUL)
    assert answer.status == 202, answer.text
    return str(answer.json()["id"])


def moderator(deployed: Deployed) -> dict[str, str]:
    return {"Authorization": f"Bearer {deployed.token}"}


def links_about(deployed: Deployed, comment: str) -> dict[str, str]:
    """Action -> path, out of the mails that the moderator got about this comment."""
    found = Web(deployed.stack.cloud.endpoint).ask("GET", "/_ministack/ses/messages").json()["messages"]
    bodies = [mail["BodyText"] for mails in found.values() for mail in mails if MODERATOR in mail["To"]]
    links: dict[str, str] = {}
    for body in bodies:
        for path, payload in re.findall(r"(/a/v1\.[\w-]+\.([\w-]+)\.[\w-]+)", body):
            said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            if said["comment"] == comment:
                links[said["action"]] = path
    return links


def kinds_of(deployed: Deployed, comment: str, wanted: int) -> list[str]:
    """The types of the events about a comment, in order, once so many have come and no more follow."""
    found: list[str] = []

    def look() -> bool:
        found.extend(e["detail-type"] for e in deployed.events() if e["detail"]["comment"] == comment)
        return len(found) >= wanted

    until(f"{wanted} events", look)
    time.sleep(SETTLED)
    look()
    return found


def test_a_quiet_comment_is_public_at_once_and_published_once(deployed: Deployed) -> None:
    reader = deployed.reader()
    answer = reader.post(QUIET)
    assert answer.status == 201, answer.text
    comment = answer.json()["id"]
    assert comment in reader.listed()
    assert kinds_of(deployed, comment, 1) == ["CommentPublished"]
    counted = until("count", lambda: _count(reader))
    assert counted >= 1


def _count(reader: Reader) -> int:
    counts = reader.web.ask("GET", f"/v1/sites/{SITE}/counts?pages={reader.page}").json()["counts"]
    return int(counts.get(reader.page, 0))


def test_a_held_comment_is_approved_by_the_moderators_endpoint(deployed: Deployed) -> None:
    reader = deployed.reader()
    comment = held(reader)
    assert comment not in reader.listed()
    assert reader.status(comment) == "held"
    web, path = Web(deployed.stack.url), f"/v1/moderation/sites/{SITE}"
    queue = web.ask("GET", f"{path}/queue", headers=moderator(deployed))
    assert queue.status == 200, queue.text
    [waiting] = [item for item in queue.json()["comments"] if item["id"] == comment]
    decision = {"action": "approve", "version": waiting["version"]}
    decided = web.ask("POST", f"{path}/comments/{comment}/decisions", decision, moderator(deployed))
    assert decided.status == 200, decided.text
    assert comment in reader.listed()
    assert reader.status(comment) == "published"
    assert kinds_of(deployed, comment, 2) == ["CommentHeld", "CommentApproved"]


def test_a_held_comment_is_approved_by_the_link_in_the_mail(deployed: Deployed) -> None:
    reader = deployed.reader()
    comment = held(reader)
    links = until("mail", lambda: links_about(deployed, comment))
    assert set(links) == {"approve", "reject"}
    web, approve = Web(deployed.stack.url), links["approve"]
    shown = web.ask("GET", approve)
    assert shown.status == 200, shown.text
    assert "no-store" in shown.headers["cache-control"]
    assert comment not in reader.listed(), "looking at a link decides nothing"
    foreign = web.ask("POST", approve, "decide=approve", {"Origin": "https://elsewhere.example"})
    assert foreign.status == 403
    decided = web.ask("POST", approve, "decide=approve", {"Origin": deployed.stack.url})
    assert decided.status == 200, decided.text
    assert comment in reader.listed()
    assert kinds_of(deployed, comment, 2) == ["CommentHeld", "CommentApproved"]


def test_a_refusal_says_why_stores_nothing_and_leaves_a_nudge(deployed: Deployed) -> None:
    reader = deployed.reader()
    answer = reader.post(refused())
    assert answer.status == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["nudge"]
    assert deployed.events() == []


def test_the_same_post_sent_twice_is_one_comment_and_one_event(deployed: Deployed) -> None:
    reader = deployed.reader()
    first = reader.post(f"{QUIET} مرة", key="k" * 20)
    again = reader.post(f"{QUIET} مرة", key="k" * 20)
    assert (first.status, again.status) == (201, 201), again.text
    comment = first.json()["id"]
    assert again.json()["id"] == comment
    assert kinds_of(deployed, comment, 1) == ["CommentPublished"]


def test_a_preflight_names_the_sites_own_origin_and_no_other(deployed: Deployed) -> None:
    web, path = Web(deployed.stack.url), f"/v1/sites/{SITE}/form"
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "ghirbal-form"}
    own = web.ask("OPTIONS", path, headers={"Origin": deployed.stack.url, **asks})
    assert own.headers["access-control-allow-origin"] == deployed.stack.url
    foreign = web.ask("OPTIONS", path, headers={"Origin": "https://elsewhere.example", **asks})
    assert "access-control-allow-origin" not in foreign.headers


@pytest.mark.parametrize("token", [None, "Bearer nonsense"])
def test_the_queue_is_closed_without_a_token(deployed: Deployed, token: str | None) -> None:
    headers = {"Authorization": token} if token else {}
    answer = Web(deployed.stack.url).ask("GET", f"/v1/moderation/sites/{SITE}/queue", headers=headers)
    assert answer.status == 401
