"""Sites, their registry and their teams; events handled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.clock import DAY, MINUTE
from ghirbal.domain.errors import Forbidden, NotFound
from ghirbal.domain.reader import Moderator, Page, Role, Site
from tests.contract.conftest import Store
from tests.support.making import NOW, a_page, an_id

SITE_FIELDS = {
    "origins": ("https://akhbar.example", "http://localhost:8080"),
    "name": "أخبار",
    "lang": "fr",
    "profile": "strict",
    "policy": {"thresholds": {"hold": 4.5}, "words": {"hold": ["كلمة"]}},
    "clients": ("robot",),
    "staff_names": ("هيئة التحرير",),
}


def test_a_site_comes_back_as_it_was_put(store: Store, site: str) -> None:
    made = Site(site, **SITE_FIELDS)  # type: ignore[arg-type]
    store.sites.put(made)
    assert store.sites.get(site) == made
    store.sites.put(replace(made, policy={}, clients=()))
    assert store.sites.get(site) == replace(made, policy={}, clients=())


def test_a_site_nobody_made_is_none(store: Store, site: str) -> None:
    assert store.sites.get(site) is None


def test_every_site_is_in_the_registry_once(store: Store, site: str) -> None:
    for _ in range(2):
        store.sites.put(Site(site, ("https://akhbar.example",)))
    assert store.sites.all().count(site) == 1
    assert list(store.sites.all()) == sorted(store.sites.all())


@pytest.mark.parametrize("name", ["", "ab", "a#b", "Big", "a b", "x" * 33, "../x", "a\n"])
def test_case_40_a_site_that_is_no_site_is_not_made(store: Store, name: str) -> None:
    with pytest.raises(NotFound):
        store.sites.put(Site(name, ("https://akhbar.example",)))


def test_a_team_is_listed_by_id_and_each_member_found(store: Store, site: str) -> None:
    team = [
        Moderator(site, "auth0|1 #2", Role.OWNER),
        Moderator(site, "mina", Role.EDITOR, mail="mina@team.example", lang="fr"),
    ]
    for member in reversed(team):
        store.sites.put_moderator(member)
    assert store.sites.team(site) == tuple(team)
    assert [store.sites.moderator(site, member.id) for member in team] == team
    assert store.sites.moderator("another-site", "mina") is None


def test_a_member_changes_and_leaves(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR, mail="mina@team.example"))
    store.sites.put_moderator(Moderator(site, "mina", Role.AUDITOR))
    assert store.sites.team(site) == (Moderator(site, "mina", Role.AUDITOR),)
    store.sites.remove_moderator(site, "mina")
    store.sites.remove_moderator(site, "mina")
    assert store.sites.team(site) == ()


def test_a_page_is_not_closed_by_who_is_not_on_the_team(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "nour", Role.AUDITOR))
    for moderator in ("nour", "nobody"):
        with pytest.raises(Forbidden, match="not-on-team"):
            store.pages.put(a_page(site, open=False), moderator, (Role.MODERATOR, Role.OWNER))
    assert store.pages.get(site, a_page(site).id) is None


def claim(store: Store, consumer: str, *, after: int = 0) -> bool:
    return store.event_dedup.claim(consumer, "a#1#CommentHeld", now=NOW + after, lease_ms=MINUTE)


def test_an_event_is_taken_once_while_the_lease_runs(store: Store, site: str) -> None:
    assert claim(store, site)
    assert not claim(store, site, after=MINUTE - 1)
    assert claim(store, site, after=MINUTE)


def test_an_event_done_is_not_taken_again_for_15_days(store: Store, site: str) -> None:
    assert claim(store, site)
    store.event_dedup.done(site, "a#1#CommentHeld", now=NOW)
    assert not claim(store, site, after=MINUTE)
    assert not claim(store, site, after=15 * DAY - 1_000)
    assert claim(store, site, after=15 * DAY)


def test_each_consumer_sees_each_event_for_itself(store: Store, site: str) -> None:
    assert claim(store, site)
    assert claim(store, f"mail:{site}")
    assert store.event_dedup.claim(site, "a#2#CommentHeld", now=NOW, lease_ms=MINUTE)


def test_pages_are_read_by_name_those_that_are_there(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    made = [Page(site, an_id(), f"https://akhbar.example/{n}", f"خبر {n}") for n in range(2)]
    for page in made:
        store.pages.put(page, "mina", ())
    found = store.pages.named(site, {made[0].id, made[1].id, an_id()})
    assert found == {page.id: page for page in made}
    assert store.pages.named(site, ()) == {}
