"""Webhooks' rows, in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Moderator, Role
from ghirbal.ports.webhooks import HookState, Sink, Webhook
from tests.contract.conftest import Store
from tests.support.making import NOW, an_id

OWNERS = (Role.OWNER,)
MOST = 5


@pytest.fixture(autouse=True)
def team(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "dina", Role.OWNER))
    store.sites.put_moderator(Moderator(site, "nour", Role.EDITOR))


def a_hook(site: str, **fields: object) -> Webhook:
    made = Webhook(
        site=site,
        id=an_id(),
        url="https://hooks.example.com/T/secret",
        sink=Sink.TELEGRAM,
        chat="-1001",
        events=("CommentApproved", "CommentHeld"),
        by="dina",
        at=NOW,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def added(store: Store, hook: Webhook) -> Webhook:
    store.webhooks.add(hook, OWNERS, MOST)
    return hook


def test_a_webhook_comes_back_as_it_was_added(store: Store, site: str) -> None:
    hook = added(store, a_hook(site))
    assert store.webhooks.get(site, hook.id) == hook
    assert store.webhooks.listed(site) == (hook,)
    assert store.webhooks.get(site, an_id()) is None
    assert store.webhooks.listed("another-site") == ()


def test_a_site_has_at_most_five_and_a_removed_one_makes_room(store: Store, site: str) -> None:
    hooks = [added(store, a_hook(site, at=NOW + number)) for number in range(MOST)]
    with pytest.raises(Refused, match="webhooks-full"):
        added(store, a_hook(site))
    store.webhooks.remove(hooks[2], "dina", OWNERS, NOW)
    added(store, a_hook(site, at=NOW + 9))
    assert len(store.webhooks.listed(site)) == MOST
    assert store.webhooks.get(site, hooks[2].id) is None


def test_the_last_one_can_be_removed_and_another_added(store: Store, site: str) -> None:
    store.webhooks.remove(added(store, a_hook(site)), "dina", OWNERS, NOW)
    assert store.webhooks.listed(site) == ()
    hook = added(store, a_hook(site))
    assert store.webhooks.listed(site) == (hook,)


@pytest.mark.parametrize("by", ["nour", "nobody"])
def test_only_owners_add_change_and_remove(store: Store, site: str, by: str) -> None:
    with pytest.raises(Forbidden, match="not-on-team"):
        added(store, a_hook(site, by=by))
    hook = added(store, a_hook(site))
    with pytest.raises(Forbidden, match="not-on-team"):
        store.webhooks.change(hook, replace(hook, revision=2), by, OWNERS)
    with pytest.raises(Forbidden, match="not-on-team"):
        store.webhooks.remove(hook, by, OWNERS, NOW)
    assert store.webhooks.listed(site) == (hook,)


def test_of_two_changes_the_second_is_refused(store: Store, site: str) -> None:
    hook = added(store, a_hook(site))
    after = replace(hook, state=HookState.ON, generation=2, both_until=NOW + 5, revision=2)
    store.webhooks.change(hook, after, "dina", OWNERS)
    with pytest.raises(Refused, match="webhook-changed"):
        store.webhooks.change(hook, after, "dina", OWNERS)
    with pytest.raises(Refused, match="webhook-changed"):
        store.webhooks.remove(hook, "dina", OWNERS, NOW)
    assert store.webhooks.get(site, hook.id) == after


def test_what_calls_came_to_is_noted_and_nothing_else(store: Store, site: str) -> None:
    hook = added(store, a_hook(site, state=HookState.ON))
    failing = replace(hook, failing=NOW, error="status 500", url="https://evil.example/")
    store.webhooks.note(failing)
    assert store.webhooks.get(site, hook.id) == replace(failing, url=hook.url)
    store.webhooks.note(replace(hook, succeeded=NOW + 1))
    assert store.webhooks.get(site, hook.id) == replace(hook, succeeded=NOW + 1)


def test_a_note_brings_no_removed_or_changed_one_back(store: Store, site: str) -> None:
    hook = added(store, a_hook(site, state=HookState.ON))
    changed = replace(hook, state=HookState.PENDING, revision=2)
    store.webhooks.change(hook, changed, "dina", OWNERS)
    store.webhooks.note(replace(hook, failing=NOW))
    assert store.webhooks.get(site, hook.id) == changed
    store.webhooks.remove(changed, "dina", OWNERS, NOW)
    store.webhooks.note(replace(changed, failing=NOW))
    assert store.webhooks.get(site, hook.id) is None
