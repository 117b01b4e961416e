"""What waits for a moderator: four shards, one order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import shard_of
from ghirbal.ports.comments import Order, Slice
from ghirbal.ports.stream import CountDelta
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, a_verdict, an_id, approved, decision

PAGE = an_id("the page")


def waiting(store: Store, site: str, count: int = 12) -> list[Comment]:
    """Comments that wait, spread over the shards, with risks and times out of step."""
    made = [
        a_comment(
            site, created=NOW + n, held_since=NOW + (7 * n) % count, verdict=a_verdict(risk=(5 * n) % count)
        )
        for n in range(count)
    ]
    for comment in made:
        store.comments.put_new(comment)
    return made


def ids(found: Slice) -> list[str]:
    return [comment.id for comment in found.comments]


def walk(store: Store, site: str, order: Order, limit: int) -> list[str]:
    """The whole queue, page after page."""
    found: list[str] = []
    after: Mapping[str, str] | None = None
    while True:
        part = store.comments.queue(site, order, limit, after)
        assert len(part.comments) <= limit
        found += ids(part)
        if part.after is None:
            return found
        after = part.after


@pytest.mark.parametrize("limit", [1, 5, 50])
def test_the_queue_is_one_order_over_all_shards(store: Store, site: str, limit: int) -> None:
    made = waiting(store, site)
    assert len({shard_of(comment.id) for comment in made}) > 1
    by_risk = sorted(made, key=lambda c: -(c.verdict.risk if c.verdict else 0))
    by_wait = sorted(made, key=lambda c: c.held_since or 0)
    assert walk(store, site, Order.RISKIEST, limit) == [comment.id for comment in by_risk]
    assert walk(store, site, Order.OLDEST, limit) == [comment.id for comment in by_wait]
    assert walk(store, site, Order.NEWEST, limit) == [comment.id for comment in reversed(by_wait)]


def test_the_queue_shows_whole_comments(store: Store, site: str) -> None:
    [comment] = waiting(store, site, 1)
    for order in Order:
        assert store.comments.queue(site, order, 5, None).comments == (comment,)
        assert store.comments.queue(site, order, 5, None, PAGE).comments == (comment,)


def test_what_is_decided_leaves_the_queue_and_what_is_held_enters_it(store: Store, site: str) -> None:
    first, second = waiting(store, site, 2)
    shown = approved(site)
    store.comments.put_new(shown)
    store.comments.change(decision(first, Status.APPROVED))
    held = decision(shown, Status.PENDING)
    store.comments.change(held)
    for order in Order:
        assert set(ids(store.comments.queue(site, order, 9, None))) == {second.id, shown.id}
        assert set(ids(store.comments.queue(site, order, 9, None, PAGE))) == {second.id, shown.id}


def test_the_queue_of_one_article_holds_nothing_else(store: Store, site: str) -> None:
    here = waiting(store, site, 3)
    store.comments.put_new(a_comment(site, an_id("another page")))
    found = store.comments.queue(site, Order.OLDEST, 2, None, PAGE)
    assert ids(found) == [here[0].id, here[1].id]
    assert ids(store.comments.queue(site, Order.OLDEST, 2, found.after, PAGE)) == [here[2].id]
    newest = store.comments.queue(site, Order.NEWEST, 9, None, PAGE)
    assert ids(newest) == [comment.id for comment in reversed(here)]


def test_an_empty_queue_is_at_its_end(store: Store, site: str) -> None:
    assert store.comments.queue(site, Order.RISKIEST, 5, None) == Slice(())
    assert store.comments.queue(site, Order.NEWEST, 5, None, PAGE) == Slice(())


def test_attack_api1_the_queue_of_a_site_holds_nothing_of_another(store: Store, site: str) -> None:
    waiting(store, site)
    assert store.comments.queue("another-site", Order.RISKIEST, 50, None) == Slice(())


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"list": "oldest:other", "0": ""},
        {"list": "riskiest:SITE", "4": ""},
        {"list": "riskiest:SITE", "0": "0000000000001#" + "a" * 26},
        {"list": "riskiest:SITE", "0": "999#0000000000001#C#x"},
        {"list": "riskiest:SITE", "PK": "C#x"},
    ],
)
def test_case_39_a_forged_place_in_the_queue_is_refused(
    store: Store, site: str, after: Mapping[str, str]
) -> None:
    named = {key: value.replace("SITE", site) for key, value in after.items()}
    with pytest.raises(Refused, match="cursor"):
        store.comments.queue(site, Order.RISKIEST, 5, named)


def test_case_39_a_place_in_one_order_is_none_in_another(store: Store, site: str) -> None:
    waiting(store, site)
    after = store.comments.queue(site, Order.OLDEST, 3, None).after
    for order in (Order.NEWEST, Order.RISKIEST):
        with pytest.raises(Refused, match="cursor"):
            store.comments.queue(site, order, 3, after)


def test_pending_is_the_sum_of_the_shards(store: Store, site: str) -> None:
    delta = CountDelta(site=site, page=PAGE, rows=(), pending={0: 2, 1: 0, 3: 5})
    assert store.counters.commit(delta)
    assert store.comments.pending(site) == 7
