"""The flood at a small size, over the store in memory: what `ghirbal flood` promises at its full size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ghirbal.domain.comment import Status
from ghirbal.domain.policy_flood import Surge
from ghirbal.wiring.deps import Deps
from ghirbal_tools.flood.run import FloodOutcome, differing, prepare, run, through_one_limit
from ghirbal_tools.flood.stage import Hand, Stage
from ghirbal_tools.flood.timeline import CROWD, ONE_RANGE, SECONDS, Size, timeline
from tests.support.world import World

SMALL = Size(flood=900, honest=30, crowd=300, articles=6, each=4)


class Told:
    """The stream of the store in memory, from where it was left."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = 0

    def __call__(self) -> Sequence[Mapping[str, Any]]:
        found = self._world.memory.records()[self._read :]
        self._read += len(found)
        return found


def staged(flooded: bool, size: Size = SMALL, *, shipped: bool = False) -> FloodOutcome:
    world = World()
    judge = Deps(world.deps.settings, world.clock).judge if shipped else world.deps.judge
    stage = Stage(world.deps.replace(judge=judge), Hand(world.clock.now), Told(world))
    world.memory.rows.clock = stage.clock
    return run(stage, size, flooded=flooded)


@pytest.fixture(scope="module")
def flooded() -> FloodOutcome:
    return staged(flooded=True)


@pytest.fixture(scope="module")
def calm() -> FloodOutcome:
    return staged(flooded=False)


def test_case_56_an_obituary_crowd_is_neither_refused_nor_lost(flooded: FloodOutcome) -> None:
    """Case 56: 300 readers, one short phrase, three addresses: none refused as duplicate or by address."""
    states = flooded.statuses[CROWD]
    assert set(states) <= {str(Status.APPROVED), str(Status.PENDING)}
    assert sum(states.values()) == SMALL.crowd


def test_case_56_a_flood_beside_it_is_stopped(flooded: FloodOutcome) -> None:
    """What gets through is bounded by the breaker, not by how long the flood goes on."""
    assert 0 < flooded.flood == SMALL.flood
    assert sum(flooded.published.values()) < Surge().floor
    assert flooded.published["copy"] <= 1


def test_no_honest_comment_is_lost_or_refused(flooded: FloodOutcome) -> None:
    assert (flooded.lost, flooded.refused) == (0, 0)


def test_other_articles_do_not_notice(flooded: FloodOutcome, calm: FloodOutcome) -> None:
    assert len(flooded.treated) == SMALL.crowd + SMALL.articles * SMALL.each
    assert differing(flooded, calm) == []


def test_moderators_get_three_mails_at_most(flooded: FloodOutcome) -> None:
    assert flooded.mails <= 3


def test_the_honest_posts_are_the_same_in_both_runs() -> None:
    with_flood = [entry for entry in timeline(SMALL, flooded=True) if not entry.flood]
    assert with_flood == timeline(SMALL, flooded=False)
    assert all(0 <= entry.second < SECONDS for entry in with_flood)


def test_64_threads_on_one_limit_let_no_more_than_the_limit_through() -> None:
    world = World()
    prepare(Stage(world.deps, Hand(world.clock.now), Told(world)), Size(articles=3))
    assert through_one_limit(world.deps.comments, 10, world.clock.now) == 10


RANGED = Size(flood=0, honest=30, crowd=120, articles=6, each=4, one_range=150, acts=40, match=30, school=30)


@pytest.fixture(scope="module")
def quiet() -> FloodOutcome:
    return staged(flooded=False, size=RANGED, shipped=True)


@pytest.fixture(scope="module")
def ranged() -> FloodOutcome:
    return staged(flooded=True, size=RANGED, shipped=True)


def test_an_attacker_with_one_address_refuses_and_holds_nobody_who_shares_it(
    ranged: FloodOutcome, quiet: FloodOutcome
) -> None:
    """Forty of the obituary crowd, a school and those who like write from the attacker's own address."""
    assert (ranged.refused, ranged.lost) == (0, 0)
    assert ranged.held <= quiet.held + ranged.honest * 0.01
    assert ranged.mails <= 3


def test_an_attacker_with_one_address_has_a_fifth_of_the_honest_asked_at_most(ranged: FloodOutcome) -> None:
    assert ranged.asked <= ranged.honest * 0.2


def test_an_attacker_with_one_address_fills_no_queue(ranged: FloodOutcome) -> None:
    assert ranged.statuses[ONE_RANGE].get(str(Status.PENDING), 0) <= 100


def test_of_an_attackers_templates_few_are_published(ranged: FloodOutcome) -> None:
    """Two of each template, a copy, and short advertisements without a contact: their number does not grow with the
    attack, but for the last."""
    assert ranged.published[ONE_RANGE] <= 12
