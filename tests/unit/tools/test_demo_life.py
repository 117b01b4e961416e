"""The demo that lives: every state a moderator meets is there, by the real judge."""

from __future__ import annotations

from collections import Counter

import pytest

from ghirbal.domain.clock import DAY
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.wiring.deps import judge
from ghirbal_tools.dev.demo_life import Life
from ghirbal_tools.dev.demo_site import NAME, POLICY, SITE
from tests.support.world import World

BASE = "http://127.0.0.1:8787"


@pytest.fixture(scope="module")
def lived() -> Life:
    world = World()
    world.put_site(Site(id=SITE, origins=(BASE,), name=NAME, policy=dict(POLICY)))
    world.memory.sites.put_moderator(Moderator(SITE, "demo-moderator", Role.MODERATOR))
    life = Life(world.deps.replace(judge=judge), BASE, world.clock())
    assert life.live() == len(life.made)
    life.made = {key: now(life, made.id) for key, made in life.made.items()}
    return life


def now(life: Life, comment: str) -> Comment:
    found = life.deps.comments.get(SITE, comment)
    assert found is not None
    return found


def test_every_state_is_there_and_somebody_has_work(lived: Life) -> None:
    states = Counter(comment.status for comment in lived.made.values())
    assert set(states) == set(Status)
    assert states[Status.APPROVED] >= 20
    assert states[Status.PENDING] >= 5
    assert len({c.reason for c in lived.made.values() if c.status is Status.PENDING}) >= 3


def test_readers_insist_answer_one_another_and_are_answered_by_the_staff(lived: Life) -> None:
    made = lived.made.values()
    assert [c for c in made if c.status is Status.REJECTED and c.version == 1], (
        "refused twice by the checks alone"
    )
    assert len([c for c in made if c.parent]) >= 8
    assert len([c for c in made if c.staff]) >= 2
    assert len({c.page for c in made}) == 2


def test_a_week_has_gone_by(lived: Life) -> None:
    days = {(lived.now - comment.created) // DAY for comment in lived.made.values()}
    assert days == set(range(7))
