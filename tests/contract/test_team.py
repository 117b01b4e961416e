"""Changes of a team ask who makes them, in the same transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import Moderator, Role
from tests.contract.conftest import Store


@pytest.fixture
def member(store: Store, site: str) -> Moderator:
    """A moderator beside an owner and an editor."""
    for name, role in (("dina", Role.OWNER), ("sara", Role.EDITOR)):
        store.sites.put_moderator(Moderator(site, name, role))
    return Moderator(site, "mina", Role.MODERATOR, "mina@team.example", "fr", 12, confirmed=False)


def test_an_owner_adds_changes_and_removes(store: Store, site: str, member: Moderator) -> None:
    store.team.put(member, "dina")
    assert store.sites.moderator(site, "mina") == member
    store.team.put(replace(member, role=Role.EDITOR), "dina")
    found = store.sites.moderator(site, "mina")
    assert found is not None
    assert found.role is Role.EDITOR
    store.team.remove(site, "mina", "dina")
    assert store.sites.moderator(site, "mina") is None


@pytest.mark.parametrize("who", ["sara", "mina", "stranger"])
def test_attack_m3_nobody_but_an_owner_changes_the_team(
    store: Store, site: str, member: Moderator, who: str
) -> None:
    with pytest.raises(Forbidden):
        store.team.put(member, who)
    with pytest.raises(Forbidden):
        store.team.remove(site, "dina", who)
    assert [one.id for one in store.sites.team(site)] == ["dina", "sara"]


def test_a_member_confirms_with_their_own_wishes(store: Store, site: str, member: Moderator) -> None:
    store.team.put(member, "dina")
    store.team.confirm(site, "mina", "en", 3)
    assert store.sites.moderator(site, "mina") == replace(member, lang="en", budget=3, confirmed=True)
    with pytest.raises(Forbidden):
        store.team.confirm(site, "stranger", "en", 3)


def test_a_budget_of_none_is_kept(store: Store, site: str, member: Moderator) -> None:
    store.team.put(replace(member, budget=0), "dina")
    found = store.sites.moderator(site, "mina")
    assert found is not None
    assert found.budget == 0
