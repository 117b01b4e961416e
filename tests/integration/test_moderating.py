"""Moderators at the approval endpoint, and the links in their mails."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ghirbal.domain.reader import Site
from tests.support.world import CONSOLE, FINE, HOLD, SITE, Answer, World, a_site

FORM = {"content-type": "application/x-www-form-urlencoded", "origin": CONSOLE}


def held(world: World, text: str = f"كلام {HOLD}") -> str:
    answer = world.reader().post(text)
    assert answer.status == 202
    identifier: str = answer.json["id"]
    return identifier


def test_a_held_comment_is_approved_and_shown_and_each_event_goes_out_once(world: World) -> None:
    comment = held(world)
    world.deliver()
    queue = world.moderator().queue()
    assert [(c["id"], c["status"], c["reason"]) for c in queue] == [(comment, "PENDING", "abuse")]
    decided = world.moderator().decide(comment, "approve")
    assert (decided.status, decided.json["comment"]["status"], decided.json["comment"]["version"]) == (
        200,
        "APPROVED",
        2,
    )
    world.deliver()
    assert [c["id"] for c in world.listed()] == [comment]
    assert world.moderator().queue() == []
    assert [e.id.split("#")[2] for e in world.publisher.sent] == ["CommentHeld", "CommentApproved"]


def test_the_same_decision_twice_answers_200_and_changes_nothing(world: World) -> None:
    """Case 7."""
    comment = held(world)
    first, second = (world.moderator().decide(comment, "approve") for _ in range(2))
    assert (first.status, second.status, second.json["comment"]["version"]) == (200, 200, 2)
    world.deliver()
    assert [str(e.type) for e in world.publisher.sent] == ["CommentHeld", "CommentApproved"]
    assert len(world.memory.comments.log(SITE, comment)) == 1


def test_another_decision_on_a_stale_version_is_told_who_decided(world: World) -> None:
    """Case 6, one after the other; the race itself runs on the real engine."""
    comment = held(world)
    world.moderator("mina").decide(comment, "approve")
    late = world.moderator("omar").decide(comment, "reject")
    assert (late.status, late.json["code"]) == (409, "version-conflict")
    assert (late.json["decided_by"], late.json["state"], late.json["version"]) == ("mina", "APPROVED", 2)


def test_no_one_approves_a_text_they_have_not_seen(world: World) -> None:
    """Case 8: the author edits between reading and deciding."""
    author = world.reader()
    comment = author.post(f"أول {HOLD}").json["id"]
    author.edit(comment, f"غيره {HOLD}")
    assert world.moderator().decide(comment, "approve", version=1).status == 409
    author.delete(comment, version=2)
    assert world.moderator().decide(comment, "approve", version=2).status == 409


def test_a_decision_needs_the_version_seen(world: World) -> None:
    assert world.moderator().decide(held(world), "approve", version=None).status == 428


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", "APPROVED"), ("reject", "REJECTED"), ("spam", "SPAM"), ("delete", "DELETED")],
)
def test_every_decision_leaves_one_log_row(world: World, action: str, state: str) -> None:
    comment = held(world)
    answer = world.moderator().decide(comment, action)
    assert answer.json["comment"]["status"] == state
    detail = world.moderator().call("GET", f"comments/{comment}").json
    assert [(row["status"], row["to"], row["by"]) for row in detail["log"]] == [("PENDING", state, "mina")]


def test_one_comment_comes_with_its_reasons_and_nothing_of_its_reader(world: World) -> None:
    comment = held(world, f"نص فيه {HOLD}")
    answer = world.moderator().call("GET", f"comments/{comment}")
    symbol = next(symbol for symbol in answer.json["symbols"] if symbol["matched"])
    assert "نص فيه "[symbol["start"] :] == ""
    assert symbol["matched"] == HOLD
    assert answer.json["explanations"]
    assert answer.json["policy_version"]
    stored = world.memory.comments.get(SITE, comment)
    assert stored is not None
    assert stored.reader not in answer.text


def test_the_queue_has_three_orders_and_goes_on_by_cursor(world: World) -> None:
    for n in range(5):
        held(world, f"{HOLD} رقم {n}")
    newest = [c["text"] for c in world.moderator().queue("order=newest")]
    assert newest == list(reversed([c["text"] for c in world.moderator().queue("order=oldest")]))
    first = world.moderator().call("GET", "queue?order=oldest&limit=3").json
    rest = world.moderator().call("GET", f"queue?order=oldest&limit=3&cursor={first['cursor']}").json
    texts = [c["text"] for c in first["comments"] + rest["comments"]]
    assert texts == list(reversed(newest))


def test_the_queue_counts_what_waits(world: World) -> None:
    for n in range(3):
        held(world, f"{HOLD} رقم {n}")
    world.deliver()
    assert world.moderator().call("GET", "queue?limit=1").json["pending"] == 3


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 401), ("nobody", 401), ("elsewhere", 403), ("machine", 403)],
)
def test_only_the_sites_own_team_gets_in(world: World, name: str, status: int) -> None:
    """Case 43 at the handler: claims absent, unknown, of another site, a machine without groups (M2)."""
    comment = held(world)
    headers = {"authorization": f"Bearer {name}"} if name else {}
    answers = [
        world.request("GET", f"/v1/moderation/sites/{SITE}/queue", headers=headers),
        world.request("GET", f"/v1/moderation/sites/{SITE}/comments/{comment}", headers=headers),
        world.request(
            "POST",
            f"/v1/moderation/sites/{SITE}/comments/{comment}/decisions",
            {"action": "approve", "version": 1},
            headers,
        ),
    ]
    assert [a.status for a in answers] == [status] * 3


def test_an_auditor_reads_and_decides_nothing(world: World) -> None:
    comment = held(world)
    assert world.moderator("rima").call("GET", "queue").status == 200
    assert world.moderator("rima").decide(comment, "approve").status == 403


def test_a_moderator_without_a_row_on_the_team_is_refused_whatever_the_token_says(world: World) -> None:
    comment = held(world)
    assert world.moderator("gone").decide(comment, "approve").json["code"] == "not-on-team"
    world.memory.sites.remove_moderator(SITE, "omar")
    assert world.moderator("omar").decide(comment, "approve").status == 403


def test_a_machine_named_by_the_site_decides_once_it_is_on_the_team(world: World) -> None:
    world.put_site(a_site(clients=("cms",)))
    comment = held(world)
    assert world.moderator("machine").call("GET", "queue").status == 200
    assert world.moderator("machine").decide(comment, "approve").json["code"] == "not-on-team"


def test_another_sites_moderator_cannot_reach_a_comment_by_its_id(world: World) -> None:
    """API1."""
    comment = held(world)
    world.memory.sites.put(Site("other-site", ("https://other.example",)))
    stranger = replace(world.moderator("elsewhere"), site="other-site")
    assert stranger.call("GET", f"comments/{comment}").status == 404
    assert stranger.decide(comment, "approve").status == 404


# --- links in mails ------------------------------------------------------------------------------------------


def links(world: World) -> dict[str, str]:
    """The paths of the approve and the reject link in the one mail."""
    assert len(world.mailer.sent) == 1
    found = re.findall(rf"{re.escape(CONSOLE)}(/a/\S+)", world.mailer.sent[0].body)
    return dict(zip(("approve", "reject"), found, strict=True))


def press(world: World, path: str) -> Answer:
    return world.request("POST", path, b"decide=approve", FORM)


def test_a_held_comment_is_mailed_once_with_an_excerpt_and_two_links(world: World) -> None:
    held(world, f"انظر https://bad.example/x {HOLD} " + "كلمة " * 80)
    world.deliver(again=2)
    mail = world.mailer.sent[0]
    assert len(world.mailer.sent) == 1
    assert mail.to == "mina@team.example"
    assert "hxxps://bad[.]example/x" in mail.body
    assert "\r" not in mail.subject
    assert set(links(world)) == {"approve", "reject"}


def test_a_mail_scanner_changes_nothing(world: World) -> None:
    """Case 44: GET three times, HEAD; the button decides, once."""
    comment = held(world)
    world.deliver()
    path = links(world)["approve"]
    for _ in range(3):
        page = world.request("GET", path)
        assert (page.status, page.headers["cache-control"]) == (200, "private, no-store")
        assert "<form" in page.text
    assert world.request("HEAD", path).status == 404
    world.deliver()
    assert world.listed() == []
    assert press(world, path).status == 200
    assert press(world, path).status == 200, "pressing twice says that it is done"
    world.deliver()
    assert [c["id"] for c in world.listed()] == [comment]


def test_a_link_after_anothers_decision_an_edit_or_72_hours_is_refused_kindly(world: World) -> None:
    """Case 44."""
    comment = held(world)
    world.deliver()
    path = links(world)["approve"]
    world.moderator("omar").decide(comment, "reject")
    stale = press(world, path)
    assert (stale.status, "<form" in stale.text, stale.headers["content-type"]) == (
        409,
        False,
        "text/html; charset=utf-8",
    )
    world.clock.forward(seconds=72 * 3600 + 1)
    assert press(world, path).status == 410
    world.deliver()
    assert world.listed() == []


def test_a_link_of_another_purpose_or_of_a_removed_moderator_opens_nothing(world: World) -> None:
    """Case 44, and H7 for links."""
    comment = held(world)
    world.deliver()
    path = links(world)["approve"]
    reader = world.reader()
    assert press(world, f"/a/{reader.token}").status == 404
    assert world.request("GET", f"/a/{'x' * 5000}").status == 404
    world.memory.sites.remove_moderator(SITE, "mina")
    assert "<form" not in world.request("GET", path).text
    assert press(world, path).status == 409
    assert world.moderator("omar").decide(comment, "approve").status == 200


def test_a_link_posted_from_another_origin_is_refused(world: World) -> None:
    held(world)
    world.deliver()
    path = links(world)["approve"]
    for origin in ("https://evil.example", "null", ""):
        headers = FORM | {"origin": origin} if origin else {"content-type": FORM["content-type"]}
        assert world.request("POST", path, b"decide=approve", headers).status == 403
    world.deliver()
    assert world.listed() == []


def test_the_page_behind_a_link_shows_hostile_text_as_text(world: World) -> None:
    held(world, f"<script>alert(1)</script> {HOLD}")
    world.deliver()
    page = world.request("GET", links(world)["approve"])
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_mail_that_could_not_be_sent_is_sent_when_the_event_comes_again(world: World) -> None:
    held(world)
    world.mailer.down = True
    with pytest.raises(Exception, match="mail-unavailable"):
        world.deliver()
    world.mailer.down = False
    world.clock.forward(seconds=61)
    event = world.publisher.sent[0]
    world.notify(event.id, str(event.type), event.detail)
    assert len(world.mailer.sent) == 1


def test_a_comment_decided_before_its_mail_is_not_mailed(world: World) -> None:
    comment = held(world)
    world.moderator().decide(comment, "approve")
    world.deliver()
    assert world.mailer.sent == []


def test_a_fine_comment_needs_nobody(world: World) -> None:
    world.reader().post(FINE)
    world.deliver()
    assert world.mailer.sent == []
