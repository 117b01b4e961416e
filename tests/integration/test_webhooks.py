"""Webhooks from the owner's request to the signed call (attacks H5 and H6)."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from ghirbal.auth.keyring import Keyring, Secret
from ghirbal.domain.errors import GhirbalError
from tests.support.world import FINE, HOLD, SITE, Answer, World, a_site

URL = "https://hooks.slack.example.com/services/T000/secret-token"


@pytest.fixture
def world() -> World:
    return World()


def call(world: World, method: str, path: str, body: object = None, name: str = "dina") -> Answer:
    return world.moderator(name).call(method, path, body)


def add(world: World, **body: Any) -> Answer:
    return call(world, "POST", "webhooks", {"url": URL, "events": ["CommentHeld"]} | body)


def code_sent(world: World) -> str:
    """The code that the challenge brought to the address."""
    assert world.call_out() == {"batchItemFailures": []}
    _, _, body = world.caller.calls.pop()
    document = json.loads(body)
    text: str = document["detail"]["code"] if "detail" in document else document["text"].split()[-1]
    return text


def on(world: World, **body: Any) -> tuple[str, str]:
    """A confirmed webhook: id and secret."""
    answer = add(world, **body)
    assert answer.status == 201, answer.text
    hook, secret = answer.json["webhook"]["id"], answer.json["secret"]
    confirmed = call(world, "POST", f"webhooks/{hook}/confirm", {"code": code_sent(world)})
    assert confirmed.json["webhook"]["state"] == "on"
    world.clock.forward(seconds=61)
    return hook, secret


def a_held_comment(world: World, text: str = f"كلام {HOLD}") -> str:
    answer = world.reader().post(text)
    assert answer.status == 202
    world.deliver()
    identifier: str = answer.json["id"]
    return identifier


def state(world: World) -> dict[str, Any]:
    [hook] = call(world, "GET", "webhooks").json["webhooks"]
    found: dict[str, Any] = hook
    return found


def test_a_held_comment_is_told_with_a_signature_and_without_its_text(world: World) -> None:
    _, secret = on(world)
    comment = a_held_comment(world)
    assert world.call_out() == {"batchItemFailures": []}
    [(url, headers, body)] = world.caller.calls
    assert url == URL
    document = json.loads(body)
    assert (document["type"], document["site"], document["detail"]["comment"]) == (
        "CommentHeld",
        SITE,
        comment,
    )
    assert headers["ghirbal-delivery"] == document["id"]
    assert "كلام" not in body.decode()
    stamp, mark = (part.split("=")[1] for part in headers["ghirbal-signature"].split(","))
    assert int(stamp) == world.clock.now // 1000
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(mark, expected)


def test_nothing_is_called_before_the_code_came_back(world: World) -> None:
    hook = add(world).json["webhook"]["id"]
    code = code_sent(world)
    a_held_comment(world)
    assert world.webhook_queue.sent == []
    assert (
        call(world, "POST", f"webhooks/{hook}/confirm", {"code": "aaaaaaaa"}).json["code"] == "webhook-code"
    )
    assert call(world, "POST", f"webhooks/{hook}/confirm", {"code": code.upper()}).status == 200


def test_only_wanted_events_are_told_each_webhook_with_one_message(world: World) -> None:
    on(world, events=["CommentApproved", "CommentHeld"])
    on(world, events=["CommentDeleted"])
    comment = a_held_comment(world)
    assert len(world.webhook_queue.sent) == 1
    world.moderator().decide(comment, "approve")
    world.deliver()
    assert [message["message"]["type"] for message in world.webhook_queue.sent] == [
        "CommentHeld",
        "CommentApproved",
    ]


def test_an_address_is_written_and_never_read_back(world: World) -> None:
    added = add(world)
    assert state(world)["host"] == "hooks.slack.example.com"
    for answer in (added, call(world, "GET", "webhooks")):
        assert "secret-token" not in answer.text


@pytest.mark.parametrize("url", ["http://hooks.example.com/", "https://127.0.0.1/", "https://a@b.example/"])
def test_webhook_refuses_nonglobal_rebinding_redirect(world: World, url: str) -> None:
    """By its form when it is added; by its address at each call: tests/unit/adapters/test_webhook.py."""
    assert add(world, url=url).json["code"] == "webhook-url"
    assert world.webhook_queue.sent == []


def test_a_redirect_is_a_failure(world: World) -> None:
    on(world)
    a_held_comment(world)
    world.caller.status = 302
    assert world.call_out()["batchItemFailures"] == [{"itemIdentifier": "0"}]
    assert state(world)["error"] == "status 302"


def test_a_failed_call_comes_again_after_a_growing_while(world: World) -> None:
    on(world)
    a_held_comment(world)
    message = world.webhook_queue.sent[0]
    world.caller.status = 500
    for received in (1, 2, 9):
        world.webhook_queue.sent[:] = [message]
        assert world.call_out(received) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert [seconds for _, seconds in world.webhook_queue.postponed] == [30, 60, 3600]
    world.caller.status = 204
    world.webhook_queue.sent[:] = [message]
    assert world.call_out(10) == {"batchItemFailures": []}
    assert (state(world)["failing_since"], state(world)["error"]) == (None, "")


def test_a_webhook_that_fails_for_a_day_is_off_until_it_is_confirmed_anew(world: World) -> None:
    hook, _ = on(world)
    a_held_comment(world)
    message = world.webhook_queue.sent[0]
    world.caller.status = 0
    world.call_out()
    world.clock.forward(seconds=24 * 3600 - 1)
    world.webhook_queue.sent[:] = [message]
    assert world.call_out()["batchItemFailures"] != []
    world.clock.forward(seconds=1)
    world.webhook_queue.sent[:] = [message]
    assert world.call_out() == {"batchItemFailures": [{"itemIdentifier": "0"}]}, "not lost: left to the queue"
    assert state(world)["state"] == "off"
    world.clock.forward(seconds=61)
    a_held_comment(world, f"ثان {HOLD}")
    assert world.webhook_queue.sent == []
    world.caller.status = 200
    assert call(world, "POST", f"webhooks/{hook}/challenge").json["webhook"]["state"] == "pending"
    assert call(world, "POST", f"webhooks/{hook}/confirm", {"code": code_sent(world)}).status == 200


def test_one_bad_listener_does_not_hold_up_the_others_of_a_batch(world: World) -> None:
    on(world)
    a_held_comment(world)
    world.webhook_queue.sent.insert(0, {"nonsense": True})
    assert world.call_out() == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert len(world.caller.calls) == 1


def test_after_a_rotation_both_secrets_sign_for_a_day(world: World) -> None:
    hook, old = on(world)
    new = call(world, "POST", f"webhooks/{hook}/rotate").json["secret"]
    assert new != old

    def secrets_that_fit() -> set[str]:
        a_held_comment(world, f"كلام {world.clock.now} {HOLD}")
        world.call_out()
        _, headers, body = world.caller.calls[-1]
        stamp, *marks = (part.split("=")[1] for part in headers["ghirbal-signature"].split(","))
        signed = f"{stamp}.".encode() + body
        return {s for s in (old, new) if hmac.new(s.encode(), signed, hashlib.sha256).hexdigest() in marks}

    assert secrets_that_fit() == {old, new}
    world.clock.forward(seconds=24 * 3600)
    assert secrets_that_fit() == {new}


def test_a_removed_webhook_hears_nothing_even_of_what_was_queued(world: World) -> None:
    hook, _ = on(world)
    a_held_comment(world)
    assert call(world, "DELETE", f"webhooks/{hook}").status == 200
    assert world.call_out() == {"batchItemFailures": []}
    assert world.caller.calls == []
    assert call(world, "GET", "webhooks").json["webhooks"] == []
    assert not [row for row in world.memory.rows.items.values() if "secret-token" in str(row)]


def test_there_are_five_at_most(world: World) -> None:
    answers = [add(world).status for _ in range(6)]
    assert answers == [201] * 5 + [409]


def test_strangers_cannot_be_bothered_with_codes(world: World) -> None:
    hook = add(world).json["webhook"]["id"]
    answers = []
    for _ in range(12):
        world.clock.forward(seconds=1)
        answers.append(call(world, "POST", f"webhooks/{hook}/challenge").status)
    assert answers == [200] * 9 + [429] * 3


@pytest.mark.parametrize("name", ["mina", "rima", "elsewhere", "gone"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "webhooks", None),
        ("POST", "webhooks", {"url": URL, "events": ["CommentHeld"]}),
        ("POST", f"webhooks/{'a' * 26}/rotate", None),
        ("DELETE", f"webhooks/{'a' * 26}", None),
    ],
)
def test_webhooks_are_the_owners(world: World, name: str, method: str, path: str, body: object) -> None:
    assert call(world, method, path, body, name).status == 403


@pytest.mark.parametrize(
    "body",
    [
        {"events": ["CommentRead"]},
        {"events": []},
        {"sink": "telegram"},
        {"sink": "json", "chat": "-1"},
        {"sink": "telegram", "chat": "x; drop"},
        {"sink": "irc"},
    ],
)
def test_what_no_webhook_can_be_is_refused(world: World, body: dict[str, Any]) -> None:
    assert add(world, **body).status in (400, 422)
    assert world.webhook_queue.sent == []


HOSTILE = "<!channel> <https://bad.example|here> & *x* \u202ebad\r\nnew [a](b) </script>"


def test_hostile_corpus_in_every_sink_slack(world: World) -> None:
    """Attack H5: a hostile name is text in Slack: no mention, no link, one line."""
    world.put_site(a_site(name=HOSTILE))
    on(world, sink="slack")
    a_held_comment(world)
    world.call_out()
    text = json.loads(world.caller.calls[-1][2])["text"]
    assert "<" not in text
    assert ">" not in text
    assert "&lt;!channel&gt;" in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 2, "the message and the comment's id"


def test_hostile_corpus_in_every_sink_telegram(world: World) -> None:
    """Attack H5: plain text to Telegram, without a mode that reads markup."""
    world.put_site(a_site(name=HOSTILE))
    on(world, sink="telegram", chat="-1001")
    a_held_comment(world)
    world.call_out()
    document = json.loads(world.caller.calls[-1][2])
    assert document["chat_id"] == "-1001"
    assert "parse_mode" not in document
    assert "\u202e" not in document["text"]


@pytest.mark.parametrize("sink", ["slack", "telegram"])
def test_a_message_to_people_links_to_the_comment_in_the_room(world: World, sink: str) -> None:
    settings = replace(world.deps.settings, console_url="https://desk.example/")
    world.deps = world.deps.replace(settings=settings)
    on(world, sink=sink, **({"chat": "-1001"} if sink == "telegram" else {}))
    comment = a_held_comment(world)
    world.call_out()
    text = json.loads(world.caller.calls[-1][2])["text"]
    assert text.splitlines()[-1] == f"https://desk.example/?site={SITE}#ghirbal-{comment}"


def test_case_46_without_the_secret_nothing_is_sent_unsigned(world: World) -> None:
    on(world)
    a_held_comment(world)

    def lost() -> Secret:
        raise GhirbalError("secret-unavailable")

    world.deps = world.deps.replace(keys=Keyring(lost))
    assert world.call_out()["batchItemFailures"] != []
    assert world.caller.calls == []


def test_an_event_that_came_when_the_queue_was_away_comes_again(world: World) -> None:
    on(world)
    world.webhook_queue.away = True
    answer = world.reader().post(f"كلام {HOLD}")
    with pytest.raises(GhirbalError, match="queue-unavailable"):
        world.deliver()
    assert answer.status == 202


def test_published_comments_can_be_told_too(world: World) -> None:
    on(world, events=["CommentPublished"])
    assert world.reader().post(FINE).status == 201
    world.deliver()
    assert [message["message"]["type"] for message in world.webhook_queue.sent] == ["CommentPublished"]
