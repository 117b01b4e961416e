"""Policy documents as versions, in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.policy import Override, PolicyEntry, PolicyState, PolicyVersion, Step
from tests.contract.conftest import Store
from tests.support.making import NOW

EDITORS = (Role.EDITOR, Role.OWNER)
DOCUMENT = {"thresholds": {"hold": 4.5}, "words": {"hold": ["كلمة*"]}}


@pytest.fixture(autouse=True)
def team(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "nour", Role.EDITOR))
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))


def entry(version: int, step: Step = Step.SAVED, by: str = "nour", at: int = NOW) -> PolicyEntry:
    return PolicyEntry(step=step, version=version, by=by, at=at, note="ملاحظة")


def a_version(site: str, number: int) -> PolicyVersion:
    return PolicyVersion(site=site, version=number, document=DOCUMENT, by="nour", at=NOW, note="ملاحظة")


def save(store: Store, before: PolicyState, by: str = "nour", at: int = NOW) -> PolicyState:
    """The next version, saved."""
    number = before.newest + 1
    after = replace(before, newest=number, revision=before.revision + 1)
    line = entry(number, by=by, at=at)
    store.policies.change(before, after, line, EDITORS, a_version(before.site, number))
    return after


def test_a_site_without_versions_has_the_empty_state(store: Store, site: str) -> None:
    assert store.policies.state(site) == PolicyState(site=site)
    assert store.policies.version(site, 1) is None
    assert store.policies.history(site, 10) == ()


def test_a_version_comes_back_as_it_was_saved(store: Store, site: str) -> None:
    after = save(store, store.policies.state(site))
    assert store.policies.state(site) == after
    assert store.policies.version(site, 1) == a_version(site, 1)
    assert store.policies.history(site, 10) == (entry(1),)


def test_an_override_comes_back_and_goes(store: Store, site: str) -> None:
    saved = save(store, store.policies.state(site))
    laid = Override(document={"profile": "hold-all"}, until=NOW + 60_000, by="nour", at=NOW)
    over = replace(saved, active=1, override=laid, revision=saved.revision + 1)
    store.policies.change(saved, over, entry(1, Step.OVERRIDDEN, at=NOW + 1), EDITORS)
    assert store.policies.state(site) == over
    gone = replace(over, override=None, revision=over.revision + 1)
    store.policies.change(over, gone, entry(1, Step.OVERRIDE_ENDED, at=NOW + 2), EDITORS)
    assert store.policies.state(site) == gone


def test_of_two_changes_of_one_state_the_second_is_refused(store: Store, site: str) -> None:
    empty = store.policies.state(site)
    first = save(store, empty)
    for stale in (empty, replace(first, revision=7)):
        with pytest.raises(Refused, match="policy-changed"):
            save(store, stale, at=NOW + 5)
    assert store.policies.state(site) == first
    assert len(store.policies.history(site, 10)) == 1


@pytest.mark.parametrize("by", ["mina", "nobody"])
def test_who_is_no_editor_changes_nothing(store: Store, site: str, by: str) -> None:
    with pytest.raises(Forbidden, match="not-on-team"):
        save(store, store.policies.state(site), by=by)
    assert store.policies.state(site) == PolicyState(site=site)


def test_the_history_is_newest_first_and_of_this_site(store: Store, site: str) -> None:
    state = store.policies.state(site)
    for at in (NOW, NOW + 1, NOW + 2):
        state = save(store, state, at=at)
    assert [line.version for line in store.policies.history(site, 2)] == [3, 2]
    assert store.policies.history("another-site", 10) == ()


def test_an_outdated_version_goes_with_the_change_that_makes_it_so(store: Store, site: str) -> None:
    first = save(store, store.policies.state(site))
    second = replace(first, newest=2, revision=first.revision + 1)
    store.policies.change(first, second, entry(2, at=NOW + 1), EDITORS, a_version(site, 2), (1,))
    assert store.policies.version(site, 1) is None
    assert store.policies.version(site, 2) == a_version(site, 2)
