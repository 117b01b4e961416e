"""The store goes away at each call of each write, before the call or after it was carried out; the client asks again.

Whatever the moment, the second answer is the one of a day without faults, and so is what is stored: nothing half done,
nothing twice. (Faults 2, 11 and 16, for every write and not for posts alone.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from functions.stream import app as stream
from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreUnavailable
from ghirbal.storage.rows.comment import comment_from_item
from tests.support.world import FINE, HOLD, SITE, URL, Answer, ReaderSession, World, a_site, context

PORTS = ("comments", "pages", "traffic", "reputations", "bans", "votes", "workplace", "sites")
MOST_CALLS = 9
KEY = "k" * 20


@dataclass
class Weather:
    """Which call fails, counted over all ports, and whether it is carried out first."""

    failing: int = 0
    afterwards: bool = False
    calls: int = 0


class Failing:
    """A port under a weather."""

    def __init__(self, port: object, weather: Weather) -> None:
        self._port, self._weather = port, weather

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._port, name)

        def call(*given: Any, **named: Any) -> Any:
            self._weather.calls += 1
            fails = self._weather.calls == self._weather.failing
            if fails and not self._weather.afterwards:
                raise StoreUnavailable("before")
            answer = method(*given, **named)
            if fails:
                raise StoreUnavailable("after")
            return answer

        return call


@dataclass
class Scene:
    """A world with an article: a published comment, a held one, their author, a second reader."""

    world: World
    author: ReaderSession
    other: ReaderSession
    published: str
    held: str


def a_scene() -> Scene:
    world = World()
    world.put_site(a_site(policy={"reports": {"hold_at": 1}}))
    author, other = world.reader(), world.reader()
    published, held = author.post(FINE).json["id"], author.post(f"كلام {HOLD}").json["id"]
    world.deliver()
    return Scene(world, author, other, published, held)


Act = Callable[[Scene], Answer]

ACTS: dict[str, Act] = {
    "post": lambda s: s.other.post("تعليق جديد", KEY),
    "post that is held": lambda s: s.other.post(f"جديد {HOLD}", KEY),
    "reply": lambda s: s.other.post("رد", "r" * 20, parent=s.published),
    "edit": lambda s: s.author.edit(s.published, "نص منقح"),
    "delete": lambda s: s.author.delete(s.published),
    "report that holds": lambda s: s.other.report(s.published),
    "vote": lambda s: s.other.vote(s.published),
    "approve": lambda s: s.world.moderator().decide(s.held, "approve"),
    "moderator's deletion": lambda s: s.world.moderator().decide(s.published, "delete"),
    "bulk": lambda s: s.world.moderator().call("POST", "decisions", bulk(s)),
    "staff answer": lambda s: staff_answer(s),
    "ban": lambda s: s.world.moderator("dina").call(
        "POST", "bans", {"comment": s.published, "kind": "reader"}
    ),
    "closing the article": lambda s: s.world.moderator().call("PUT", article(s), {"open": False}),
    "claim": lambda s: s.world.moderator().call("PUT", f"comments/{s.held}/claim"),
}


def bulk(scene: Scene) -> dict[str, Any]:
    wanted = [(scene.held, "approve"), (scene.published, "spam")]
    return {"decisions": [{"id": id_, "action": action, "version": 1} for id_, action in wanted]}


def article(scene: Scene) -> str:
    return f"pages/{scene.author.path.split('/')[5]}"


def staff_answer(scene: Scene) -> Answer:
    path = f"/v1/moderation/sites/{SITE}/{article(scene)}/comments"
    headers = {"authorization": "Bearer mina", "idempotency-key": KEY}
    return scene.world.request("POST", path, {"text": "شكرا لكم", "parent": scene.published}, headers)


def facts(scene: Scene) -> list[Any]:
    """What is stored, without what differs from world to world: ids, and the limits that a repetition may use twice."""
    world = scene.world
    world.deliver(again=1)
    comments = [comment_from_item(row) for row in world.memory.rows.items.values() if row.get("SK") == "C"]
    page = scene.author.path.split("/")[5]
    stored = world.memory.pages.get(SITE, page)
    return [
        sorted(told(world, comment) for comment in comments),
        world.memory.comments.head(SITE, page),
        world.memory.comments.pending(SITE),
        stored is not None and stored.open,
        len(world.memory.bans.all(SITE)),
        sorted(str(event.type) for event in {event.id: event for event in world.publisher.sent}.values()),
    ]


def told(world: World, comment: Comment) -> tuple[Any, ...]:
    log = [(entry.version, entry.to) for entry in world.memory.comments.log(SITE, comment.id)]
    weights = (comment.reports, comment.report_weight, comment.likes, comment.edits, comment.claimed_by)
    return (comment.text, comment.version, str(comment.status), comment.cause, *weights, log)


def moments(act: str) -> Iterator[tuple[int, bool]]:
    """Each call that the write makes on a day without faults, before and after it."""
    scene, weather = a_scene(), Weather()
    under(scene, weather)
    assert ACTS[act](scene).status < 300
    assert 0 < weather.calls <= MOST_CALLS
    for call in range(1, weather.calls + 1):
        yield from ((call, False), (call, True))


def under(scene: Scene, weather: Weather, names: Iterable[str] = PORTS) -> None:
    ports = {name: Failing(getattr(scene.world.deps, name), weather) for name in names}
    scene.world.deps = scene.world.deps.replace(**ports)


@pytest.mark.parametrize("act", ACTS)
def test_a_write_that_fails_at_any_call_can_be_sent_again(act: str) -> None:
    clean = a_scene()
    expected = ACTS[act](clean)
    facts_of_a_good_day = facts(clean)
    for failing, afterwards in moments(act):
        scene, weather = a_scene(), Weather(failing, afterwards)
        good = scene.world.deps
        under(scene, weather)
        first = ACTS[act](scene)
        scene.world.deps = good
        moment = f"call {failing}, {'after' if afterwards else 'before'}: {first.status}"
        assert first.status in (503, expected.status), moment
        assert ACTS[act](scene).status == expected.status, moment
        assert facts(scene) == facts_of_a_good_day, moment


STREAM = ("counters", "reputations", "votes")


def a_busy_day() -> Scene:
    """Records of every kind that the stream has not seen yet: a post, a reply, a vote, a report, decisions."""
    scene = a_scene()
    for act in ("post", "reply", "vote", "approve", "staff answer", "report that holds"):
        assert ACTS[act](scene).status < 300, act
    return scene


def handled(scene: Scene) -> bool:
    """Whether the stream function took the whole batch."""
    records = list(scene.world.memory.records()[-25:])
    try:
        return stream.handler({"Records": records}, context(), scene.world.deps) == {"batchItemFailures": []}
    except StoreUnavailable:
        return False


def test_case_4_a_batch_that_fails_at_any_call_is_made_up_for_by_the_next_delivery() -> None:
    clean, weather = a_busy_day(), Weather()
    under(clean, weather, STREAM)
    assert handled(clean)
    assert weather.calls >= 8
    facts_of_a_good_day = facts(a_busy_day())
    for failing in range(1, weather.calls + 1):
        for afterwards in (False, True):
            scene = a_busy_day()
            good = scene.world.deps
            under(scene, Weather(failing, afterwards), STREAM)
            assert not handled(scene), failing
            scene.world.deps = good
            assert facts(scene) == facts_of_a_good_day, (failing, afterwards)


def test_the_article_of_these_tests_is_the_one_they_close() -> None:
    assert a_scene().author.url == URL
