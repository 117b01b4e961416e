"""Links and the room under clocks that differ and secrets that are away (fault cases 45, 46; attack M1)."""

from __future__ import annotations

import json
import logging
import re

import pytest

from ghirbal.auth.keyring import Keyring, Secret
from ghirbal.auth.tokens import SignedTokens
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import GhirbalError
from ghirbal_tools.template import load
from tests.support.world import CONSOLE, HOLD, SITE, Answer, World

FORM = {"content-type": "application/x-www-form-urlencoded", "origin": CONSOLE}
LIFE = 72 * 3_600


@pytest.fixture
def world() -> World:
    return World()


def held(world: World) -> str:
    identifier: str = world.reader().post(f"كلام {HOLD}").json["id"]
    world.deliver()
    return identifier


def link(world: World) -> str:
    """The path of the approve link in the last mail."""
    found: list[str] = re.findall(rf"{re.escape(CONSOLE)}(/a/\S+)", world.mailer.sent[-1].body)
    return found[0]


def press(world: World, path: str) -> Answer:
    return world.request("POST", path, b"decide=approve", FORM)


def stored(world: World, comment: str) -> Comment:
    found = world.memory.comments.get(SITE, comment)
    assert found is not None
    return found


def test_link_form_posts_and_leaks_no_referer(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """M1: nothing outside is asked, nothing is kept, nothing is logged that could be followed."""
    comment = held(world)
    path = link(world)
    with caplog.at_level(logging.DEBUG):
        page = world.request("GET", path)
        pressed = press(world, path)
    for answer in (page, pressed):
        assert answer.headers["referrer-policy"] == "same-origin", (
            "no-referrer would make the form's Origin null"
        )
        assert answer.headers["cache-control"] == "private, no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "form-action 'self'" in answer.headers["content-security-policy"]
        assert re.findall(r"(?:src|href|action|url\()\s*=?\s*[\"']?\s*(?:https?:)?//", answer.text) == []
    assert '<form method="post">' in page.text
    assert "<script" not in page.text
    assert (pressed.status, stored(world, comment).version) == (200, 2)
    token = path.removeprefix("/a/")
    told = caplog.text + "".join(capsys.readouterr())
    assert token not in told
    [(_, stage)] = load().resources("AWS::ApiGatewayV2::Stage")
    assert "$context.path" not in json.dumps(stage["AccessLogSettings"])


@pytest.mark.parametrize(("late_ms", "status"), [(0, 200), (1, 410)])
def test_case_45_a_link_holds_to_its_last_millisecond(world: World, late_ms: int, status: int) -> None:
    comment = held(world)
    path = link(world)
    issued = world.clock.now
    world.clock.now = issued + LIFE * 1_000 + late_ms
    assert press(world, path).status == status
    assert stored(world, comment).version == (2 if status == 200 else 1)


@pytest.mark.parametrize(("seconds", "status"), [(-300, 200), (-301, 410)])
def test_case_45_a_clock_five_minutes_behind_still_opens_a_link(
    world: World, seconds: int, status: int
) -> None:
    """The function that decides may run on a machine whose clock is behind the one that sent the mail."""
    held(world)
    path = link(world)
    world.clock.forward(seconds=seconds)
    assert press(world, path).status == status


def test_case_45_an_undo_holds_to_its_last_millisecond(world: World) -> None:
    first, second = held(world), held(world)
    for comment in (first, second):
        world.moderator().decide(comment, "approve")
    world.clock.now += 60_000
    assert world.moderator().call("POST", f"comments/{first}/undo", {"version": 2}).status == 200
    world.clock.now += 1
    assert world.moderator().call("POST", f"comments/{second}/undo", {"version": 2}).status == 409


def away() -> Secret:
    raise GhirbalError("secret-unavailable")


def test_case_46_without_the_secret_no_link_decides_and_no_mail_goes_out_unsigned(world: World) -> None:
    comment = held(world)
    path, mails = link(world), len(world.mailer.sent)
    kept = world.deps
    world.deps = kept.replace(tokens=SignedTokens(Keyring(away)))
    assert world.request("GET", path).status == 503
    assert press(world, path).status == 503
    assert stored(world, comment).version == 1
    other = stored(world, comment)
    detail = {"site": SITE, "comment": comment, "version": 1}
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        world.notify("another-event", "CommentHeld", detail)
    assert len(world.mailer.sent) == mails
    assert world.moderator().decide(other.id, "approve").status == 200, "decisions by token need no secret"
