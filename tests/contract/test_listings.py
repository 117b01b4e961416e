"""What doesn't wait: five lists of a site and of an article that hold no comment twice, and all that a reader wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import shard_of
from ghirbal.domain.listing import Listing
from ghirbal.ports.comments import Order, Slice, Span
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, an_id, approved, decision, reply_to

PAGE = an_id("the page")
MODERATOR = Actor(ActorKind.MODERATOR, "mina")
STATES: Mapping[Listing, Mapping[str, Any]] = {
    Listing.PUBLISHED: {"status": Status.APPROVED},
    Listing.INSISTED: {"status": Status.REJECTED},
    Listing.REJECTED: {"status": Status.REJECTED, "by": MODERATOR},
    Listing.SPAM: {"status": Status.SPAM, "by": MODERATOR},
    Listing.DELETED: {"status": Status.DELETED, "by": MODERATOR, "text": "", "name": ""},
}


def put(store: Store, comment: Comment) -> Comment:
    store.comments.put_new(comment)
    return comment


def ids(found: Slice) -> list[str]:
    return [comment.id for comment in found.comments]


def walk(ask: Callable[[Mapping[str, str] | None], Slice], limit: int) -> list[str]:
    """A whole list, page after page."""
    found: list[str] = []
    after: Mapping[str, str] | None = None
    while True:
        part = ask(after)
        assert len(part.comments) <= limit
        found += ids(part)
        if part.after is None:
            return found
        after = part.after


@pytest.mark.parametrize("limit", [1, 4, 50])
def test_a_sites_list_is_one_order_over_all_shards(store: Store, site: str, limit: int) -> None:
    made = [put(store, approved(site, created=NOW + n)) for n in range(9)]
    assert len({shard_of(comment.id) for comment in made}) > 1
    for order, expected in ((Order.NEWEST, made[::-1]), (Order.OLDEST, made)):
        found = walk(
            lambda after, order=order: store.comments.listing(  # type: ignore[misc]
                site, Listing.PUBLISHED, order, limit, after
            ),
            limit,
        )
        assert found == [comment.id for comment in expected]


def test_each_comment_is_in_one_list_of_its_site_and_its_article_and_what_waits_in_none(
    store: Store, site: str
) -> None:
    put(store, a_comment(site))
    made = {listing: put(store, a_comment(site, **fields)) for listing, fields in STATES.items()}
    put(store, approved(site, an_id("another page"), created=NOW - 1))
    for listing, comment in made.items():
        assert store.comments.listing(site, listing, Order.NEWEST, 9, None).comments[0] == comment
        assert store.comments.listing(site, listing, Order.NEWEST, 9, None, PAGE).comments == (comment,)


def test_an_articles_list_holds_replies_as_well(store: Store, site: str) -> None:
    root = put(store, approved(site))
    reply = put(store, reply_to(root, created=NOW + 1))
    found = store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 9, None, PAGE)
    assert ids(found) == [reply.id, root.id]


def test_what_is_decided_moves_to_another_list(store: Store, site: str) -> None:
    comment = put(store, approved(site))
    store.comments.change(decision(comment, Status.PENDING))
    assert store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 9, None) == Slice(())
    held = store.comments.get(site, comment.id)
    assert held is not None
    store.comments.change(decision(held, Status.SPAM))
    assert ids(store.comments.listing(site, Listing.SPAM, Order.NEWEST, 9, None)) == [comment.id]
    assert store.comments.queue(site, Order.OLDEST, 9, None) == Slice(())


def test_what_the_checks_refused_leaves_its_list_once_somebody_has_refused_it(
    store: Store, site: str
) -> None:
    comment = put(store, a_comment(site, status=Status.REJECTED))
    assert ids(store.comments.listing(site, Listing.INSISTED, Order.OLDEST, 9, None)) == [comment.id]
    store.comments.change(decision(comment, Status.REJECTED))
    assert store.comments.listing(site, Listing.INSISTED, Order.OLDEST, 9, None) == Slice(())
    assert ids(store.comments.listing(site, Listing.REJECTED, Order.OLDEST, 9, None, PAGE)) == [comment.id]


@pytest.mark.parametrize("page", [None, PAGE])
def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(
    store: Store, site: str, page: str | None
) -> None:
    made = [put(store, approved(site, created=NOW + n)) for n in range(5)]
    span = Span(NOW + 1, NOW + 4)

    def ask(after: Mapping[str, str] | None) -> Slice:
        return store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 2, after, page, span)

    assert walk(ask, 2) == [comment.id for comment in made[3:0:-1]]


def test_all_a_reader_wrote_is_one_list_whatever_became_of_it(store: Store, site: str) -> None:
    reader = an_id()
    states: list[Mapping[str, Any]] = [{}, *STATES.values()]
    made = [put(store, a_comment(site, reader=reader, created=NOW + n, **f)) for n, f in enumerate(states)]
    put(store, a_comment(site))
    found = walk(lambda after: store.comments.written(site, reader, 4, after), 4)
    assert found == [comment.id for comment in made[::-1]]
    spanned = store.comments.written(site, reader, 9, None, Span(NOW + 1, NOW + 3))
    assert ids(spanned) == [made[2].id, made[1].id]


def test_attack_api1_the_lists_of_a_site_hold_nothing_of_another(store: Store, site: str) -> None:
    comment = put(store, approved(site))
    assert store.comments.listing("another-site", Listing.PUBLISHED, Order.NEWEST, 9, None) == Slice(())
    assert store.comments.listing("another-site", Listing.PUBLISHED, Order.NEWEST, 9, None, PAGE) == Slice(())
    assert store.comments.written("another-site", comment.reader, 9, None) == Slice(())


def test_case_39_a_place_in_one_list_is_none_in_another(store: Store, site: str) -> None:
    reader = an_id()
    for n in range(3):
        put(store, approved(site, reader=reader, created=NOW + n))
    of_site = store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 1, None).after
    of_page = store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 1, None, PAGE).after
    of_reader = store.comments.written(site, reader, 1, None).after
    assert of_site
    assert of_page
    assert of_reader
    for wrong in (of_page, of_reader, {**of_site, "9": ""}, {**of_site, "0": "x"}):
        with pytest.raises(Refused, match="cursor"):
            store.comments.listing(site, Listing.PUBLISHED, Order.NEWEST, 1, wrong)
    with pytest.raises(Refused, match="cursor"):
        store.comments.listing(site, Listing.SPAM, Order.NEWEST, 1, of_site)
    with pytest.raises(Refused, match="cursor"):
        store.comments.written(site, reader, 1, {**of_reader, "at": "R#" + str(of_reader["at"])[2:]})
