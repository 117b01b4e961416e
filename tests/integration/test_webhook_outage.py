"""A listener away for long: what it was to be told waits in the dead-letter queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from ghirbal.domain.clock import DAY, HOUR, MINUTE, SECOND
from ghirbal_tools.template import load
from tests.integration.test_webhooks import a_held_comment, call, code_sent, on, state
from tests.support.world import HOLD, World


@dataclass
class Letter:
    """A message under way: when it is seen next (epoch ms) and how often it was received."""

    message: Mapping[str, Any]
    due: int
    received: int = 0


@dataclass
class Redrive:
    """The queue of calls with the times of the template: failures come again, and are buried after the last time."""

    world: World
    under_way: list[Letter] = field(default_factory=list)
    dead: list[Mapping[str, Any]] = field(default_factory=list)
    done: list[Mapping[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        queue = load().resource("WebhookQueue")
        self.hidden = queue["VisibilityTimeout"] * SECOND
        self.most = queue["RedrivePolicy"]["maxReceiveCount"]

    def take(self) -> None:
        """Take over what was sent since."""
        sent = self.world.webhook_queue.sent
        self.under_way += [Letter(message, self.world.clock.now) for message in sent]
        sent.clear()

    def replay(self) -> None:
        """What `ghirbal webhooks replay` does."""
        self.under_way += [Letter(message, self.world.clock.now) for message in self.dead]
        self.dead.clear()

    def run(self, span: int) -> None:
        """Let `span` milliseconds pass, receiving what is due each half minute."""
        end = self.world.clock.now + span
        while self.world.clock.now < end:
            self.world.clock.forward(seconds=30)
            due = [letter for letter in self.under_way if letter.due <= self.world.clock.now]
            for letter in due:
                self._receive(letter)

    def _receive(self, letter: Letter) -> None:
        letter.received += 1
        if letter.received > self.most:
            self._end(letter, self.dead)
            return
        queue = self.world.webhook_queue
        queue.sent[:] = [letter.message]
        failed = self.world.call_out(letter.received)["batchItemFailures"]
        wait = queue.postponed.pop()[1] * SECOND if queue.postponed else self.hidden
        letter.due = self.world.clock.now + wait
        if not failed:
            self._end(letter, self.done)

    def _end(self, letter: Letter, where: list[Mapping[str, Any]]) -> None:
        self.under_way.remove(letter)
        where.append(letter.message)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def redrive(world: World) -> Redrive:
    return Redrive(world)


def told(world: World) -> set[str]:
    """Ids of what the listener was called with."""
    return {headers["ghirbal-delivery"] for _, headers, _ in world.caller.calls}


def ids(messages: list[Mapping[str, Any]]) -> set[str]:
    return {str(message["message"]["id"]) for message in messages}


def an_event_an_hour(world: World, redrive: Redrive, hours: int) -> None:
    for number in range(hours):
        a_held_comment(world, f"رقم {number} {HOLD}")
        redrive.take()
        redrive.run(HOUR)


def test_every_event_of_an_outage_of_a_day_is_kept_and_told_by_a_replay(
    world: World, redrive: Redrive
) -> None:
    """24 events, one an hour, to a dead address; three hours after it is off all are where docs/webhooks.md says."""
    hook, _ = on(world)
    world.caller.status = 0
    an_event_an_hour(world, redrive, 24)
    redrive.run(3 * HOUR)
    assert state(world)["state"] == "off"
    assert (len(ids(redrive.dead)), redrive.done, redrive.under_way) == (24, [], [])
    lost = ids(redrive.dead)
    world.caller.status = 200
    call(world, "POST", f"webhooks/{hook}/challenge")
    assert call(world, "POST", f"webhooks/{hook}/confirm", {"code": code_sent(world)}).status == 200
    world.caller.calls.clear()
    redrive.replay()
    redrive.run(MINUTE)
    assert (told(world), redrive.dead) == (lost, [])


def test_a_replay_to_a_webhook_still_off_is_called_nowhere_and_comes_back(
    world: World, redrive: Redrive
) -> None:
    on(world)
    world.caller.status = 0
    an_event_an_hour(world, redrive, 3)
    redrive.run(DAY)
    assert state(world)["state"] == "off"
    buried = ids(redrive.dead)
    assert len(buried) == 3
    world.caller.calls.clear()
    redrive.replay()
    redrive.run(3 * HOUR)
    assert (ids(redrive.dead), redrive.done, world.caller.calls) == (buried, [], [])


def test_what_is_under_way_while_a_new_code_is_asked_for_is_told_once_it_is_confirmed(
    world: World, redrive: Redrive
) -> None:
    hook, _ = on(world)
    a_held_comment(world)
    redrive.take()
    call(world, "POST", f"webhooks/{hook}/challenge")
    code = code_sent(world)
    redrive.run(HOUR)
    assert (len(redrive.under_way), world.caller.calls) == (1, [])
    assert call(world, "POST", f"webhooks/{hook}/confirm", {"code": code}).status == 200
    redrive.run(5 * MINUTE)
    assert (told(world), redrive.under_way) == (ids(redrive.done), [])
    assert len(redrive.done) == 1


def test_a_code_that_nobody_waits_for_any_more_is_not_kept(world: World, redrive: Redrive) -> None:
    hook, _ = on(world)
    call(world, "POST", f"webhooks/{hook}/challenge")
    redrive.take()
    call(world, "POST", f"webhooks/{hook}/challenge")
    assert call(world, "POST", f"webhooks/{hook}/confirm", {"code": code_sent(world)}).status == 200
    redrive.run(MINUTE)
    assert (len(redrive.done), redrive.dead, world.caller.calls) == (1, [], [])
