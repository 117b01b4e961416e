"""What readers see under an article, and what counters and log say of it."""

from __future__ import annotations

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, tombstone
from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Moderator, Page, Role
from ghirbal.ports.comments import Order, PageHead, Slice
from ghirbal.ports.deciding import Change
from ghirbal.ports.stream import CountDelta
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, a_page, an_id, approved, decision, reply_to

PAGE = an_id("the page")


def stored(store: Store, *comments: Comment) -> list[str]:
    """Put them there; their ids."""
    for comment in comments:
        store.comments.put_new(comment)
    return [comment.id for comment in comments]


def ids(found: Slice) -> list[str]:
    return [comment.id for comment in found.comments]


def three_roots(store: Store, site: str) -> list[str]:
    return stored(store, *(approved(site, created=NOW + n) for n in range(3)))


def test_an_article_without_comments_lists_none(store: Store, site: str) -> None:
    assert store.comments.roots(site, PAGE, Order.NEWEST, 10, None) == Slice(())


def test_only_what_is_approved_is_listed(store: Store, site: str) -> None:
    shown = stored(store, approved(site))
    stored(store, *(a_comment(site, status=status) for status in Status if status is not Status.APPROVED))
    stored(store, approved(site, an_id("another page")))
    assert ids(store.comments.roots(site, PAGE, Order.NEWEST, 10, None)) == shown


def test_roots_come_newest_or_oldest_first(store: Store, site: str) -> None:
    made = three_roots(store, site)
    assert ids(store.comments.roots(site, PAGE, Order.OLDEST, 10, None)) == made
    assert ids(store.comments.roots(site, PAGE, Order.NEWEST, 10, None)) == made[::-1]


def test_comments_of_the_same_moment_are_all_listed_once(store: Store, site: str) -> None:
    made = stored(store, *(approved(site) for _ in range(7)))
    assert walk(store, site, Order.OLDEST, 2) == sorted(made)
    assert walk(store, site, Order.NEWEST, 3) == sorted(made, reverse=True)


def walk(store: Store, site: str, order: Order, limit: int) -> list[str]:
    """All pages of a list, one after the other."""
    found, after = [], None
    while True:
        part = store.comments.roots(site, PAGE, order, limit, after)
        assert len(part.comments) <= limit
        found += ids(part)
        if part.after is None:
            return found
        after = part.after


def test_a_list_that_just_fits_says_it_is_at_its_end(store: Store, site: str) -> None:
    three_roots(store, site)
    assert store.comments.roots(site, PAGE, Order.NEWEST, 3, None).after is None
    assert store.comments.roots(site, PAGE, Order.NEWEST, 2, None).after is not None


def test_a_list_goes_on_where_it_was_though_its_last_row_has_left(store: Store, site: str) -> None:
    made = stored(store, *(approved(site, created=NOW + n) for n in range(4)))
    first = store.comments.roots(site, PAGE, Order.OLDEST, 2, None)
    store.comments.change(decision(first.comments[1], Status.REJECTED))
    assert ids(store.comments.roots(site, PAGE, Order.OLDEST, 2, first.after)) == made[2:]


def test_a_list_shows_what_the_public_needs_and_nobody_behind_it(store: Store, site: str) -> None:
    comment = approved(site, name="قارئ", avatar="https://a.example/a.png", staff=True)
    stored(store, comment)
    [listed] = store.comments.roots(site, PAGE, Order.NEWEST, 1, None).comments
    same = ("id", "page", "text", "name", "status", "created", "version", "staff", "avatar", "root", "edited")
    assert [getattr(listed, name) for name in same] == [getattr(comment, name) for name in same]
    assert (listed.reader, listed.verdict, listed.body_hash) == ("", None, "")


@pytest.mark.parametrize("change", ["page", "site", "order", "at", "missing", "more", "reply list"])
def test_case_39_a_position_of_another_list_is_refused(store: Store, site: str, change: str) -> None:
    three_roots(store, site)
    after = dict(store.comments.roots(site, PAGE, Order.NEWEST, 1, None).after or {})
    of_site, page, order = site, PAGE, Order.NEWEST
    match change:
        case "page":
            page = an_id("another page")
        case "site":
            of_site = "another-site"
        case "order":
            order = Order.OLDEST
        case "at":
            after["at"] = "0#x"
        case "missing":
            del after["at"]
        case "more":
            after["PK"] = "C#x#y"
        case _:
            with pytest.raises(Refused, match="cursor"):
                store.comments.thread(site, PAGE, 1, after)
            return
    with pytest.raises(Refused, match="cursor"):
        store.comments.roots(of_site, page, order, 1, after)


def test_replies_stand_under_their_root_oldest_first(store: Store, site: str) -> None:
    root = approved(site)
    replies = [reply_to(root, created=NOW + n) for n in (2, 1, 3)]
    stored(store, root, *replies)
    stored(store, a_comment(site, root=root.id, parent=root.id))
    first = store.comments.thread(site, root.id, 2, None)
    assert ids(first) == [replies[1].id, replies[0].id]
    assert ids(store.comments.thread(site, root.id, 2, first.after)) == [replies[2].id]
    assert ids(store.comments.roots(site, PAGE, Order.OLDEST, 9, None)) == [root.id]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.PENDING])
def test_attack_m12_replies_of_a_root_taken_down_are_hidden(store: Store, site: str, status: Status) -> None:
    root = approved(site)
    stored(store, root, reply_to(root))
    store.comments.change(decision(root, status))
    assert store.comments.thread(site, root.id, 9, None) == Slice(())
    assert store.comments.roots(site, PAGE, Order.OLDEST, 9, None) == Slice(())


def test_case_52_a_deleted_root_stays_as_a_placeholder_over_its_replies(store: Store, site: str) -> None:
    root = approved(site)
    reply = reply_to(root)
    stored(store, root, reply)
    gone = tombstone(root, Actor(ActorKind.AUTHOR, root.reader), at=NOW + 1)
    store.comments.change(Change(before=root, after=gone))
    [listed] = store.comments.roots(site, PAGE, Order.OLDEST, 9, None).comments
    assert (listed.id, listed.placeholder, listed.text) == (root.id, True, "")
    assert ids(store.comments.thread(site, root.id, 9, None)) == [reply.id]


def test_a_deleted_reply_and_a_deleted_held_root_leave_nothing(store: Store, site: str) -> None:
    root = approved(site)
    reply, held = reply_to(root), a_comment(site)
    stored(store, root, reply, held)
    for comment in (reply, held):
        gone = tombstone(comment, Actor(ActorKind.AUTHOR, comment.reader), at=NOW + 1)
        store.comments.change(Change(before=comment, after=gone))
    assert ids(store.comments.roots(site, PAGE, Order.OLDEST, 9, None)) == [root.id]
    assert store.comments.thread(site, root.id, 9, None) == Slice(())


def test_replies_of_what_is_not_there_are_none(store: Store, site: str) -> None:
    assert store.comments.thread(site, an_id(), 9, None) == Slice(())
    assert store.comments.thread(site, PAGE, 9, None) == Slice(())


def test_the_head_of_an_unknown_page_is_empty_and_open(store: Store, site: str) -> None:
    assert store.comments.head(site, PAGE) == PageHead()


def test_the_head_tells_counters_and_that_the_page_is_closed(store: Store, site: str) -> None:
    store.counters.commit(CountDelta(site=site, page=PAGE, rows=(), n=3, roots=2))
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    store.pages.put(a_page(site, open=False), "mina", (Role.MODERATOR,))
    assert store.comments.head(site, PAGE) == PageHead(all=3, roots=2, open=False)


def test_counts_of_many_pages_come_at_once_and_unknown_ones_are_zero(store: Store, site: str) -> None:
    pages = [an_id(f"page {n}") for n in range(100)]
    for n, page in enumerate(pages[:3]):
        store.counters.commit(CountDelta(site=site, page=page, rows=(), n=n + 1))
    counts = store.comments.counts(site, pages)
    assert counts == {page: (n + 1 if n < 3 else 0) for n, page in enumerate(pages)}


def test_a_counter_below_zero_is_shown_as_zero(store: Store, site: str) -> None:
    store.counters.commit(CountDelta(site=site, page=PAGE, rows=(), n=-2, roots=-1, pending={0: -1}))
    assert store.comments.head(site, PAGE) == PageHead()
    assert store.comments.counts(site, [PAGE]) == {PAGE: 0}
    assert store.comments.pending(site) == 0


def test_a_page_is_closed_by_a_member_alone(store: Store, site: str) -> None:
    page: Page = a_page(site, open=False, mode="hold")
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    store.pages.put(page, "mina", (Role.MODERATOR, Role.OWNER))
    assert store.pages.get(site, PAGE) == page


def test_a_page_of_nobody_is_none(store: Store, site: str) -> None:
    assert store.pages.get(site, PAGE) is None
