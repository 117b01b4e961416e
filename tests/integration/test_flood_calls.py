"""What a post costs: at most four calls to the store, whatever it meets. Each port's call is one of the table's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support.world import FINE, URL, World, a_site


class Counted:
    """A port that writes down what is called."""

    def __init__(self, port: object, calls: list[str]) -> None:
        self._port, self._calls = port, calls

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._port, name)

        def call(*given: Any, **named: Any) -> Any:
            self._calls.append(name)
            return method(*given, **named)

        return call


def watched(world: World) -> list[str]:
    """The calls of every port that posting uses, from now on."""
    calls: list[str] = []
    deps = world.deps
    ports: dict[str, Any] = {
        name: Counted(getattr(deps, name), calls)
        for name in ("comments", "pages", "traffic", "reputations", "bans", "counters")
    }
    world.deps = deps.replace(**ports)
    return calls


def test_an_ordinary_post_is_four_calls(world: World) -> None:
    reader = world.reader()
    calls = watched(world)
    assert reader.post(FINE).status == 201
    assert calls == ["open_post", "reserve", "count", "put_new"]


def test_a_retry_is_one(world: World) -> None:
    reader = world.reader()
    reader.post(FINE, "k" * 20)
    calls = watched(world)
    assert reader.post(FINE, "k" * 20).status == 201
    assert calls == ["open_post"]


def test_the_post_that_trips_the_breaker_is_four_as_well(world: World) -> None:
    world.put_site(a_site(policy={"surge": {"unknown_floor": 1}, "proof": {"bits": 1}}))
    reader = world.reader()
    calls = watched(world)
    assert reader.post(FINE).status == 202
    assert calls == ["open_post", "reserve", "count", "put_new"]


def test_in_a_surge_a_challenge_is_one_and_the_proven_post_four(world: World) -> None:
    world.put_site(a_site(policy={"surge": {"unknown_floor": 1}, "proof": {"bits": 1}}))
    world.reader().post(FINE)
    reader = world.reader(page=URL)
    calls = watched(world)
    assert reader.post_solving("تعليق آخر في الزحام").status == 202
    assert calls == ["open_post", "open_post", "reserve", "count", "put_new"]


def test_an_edit_reads_once_and_writes_once_beside_the_comment_itself(world: World) -> None:
    reader = world.reader()
    comment = reader.post(FINE).json["id"]
    calls = watched(world)
    assert reader.edit(comment, "نص منقح").status == 201
    assert calls == ["get", "open_post", "change"]
