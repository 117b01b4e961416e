"""A thread follows its article: every comment, whatever its state; nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.comment import SYSTEM, Comment, Status, tombstone
from ghirbal.domain.errors import Conflict, Refused
from ghirbal.domain.reader import Moderator, Page, Role
from ghirbal.ports.comments import Order, PageHead
from ghirbal.ports.deciding import Change
from ghirbal.ports.votes import Vote
from ghirbal.usecases.operating.move import Ports, move
from ghirbal.usecases.projecting.project import count
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, an_id, approved, decision, reply_to

OLD, NEW = an_id("old"), an_id("new")


def pages(site: str) -> tuple[Page, Page]:
    return (
        Page(site, OLD, "https://akhbar.example/old", "العنوان", created=NOW),
        Page(site, NEW, "https://akhbar.example/new", "العنوان", created=NOW),
    )


def ports(store: Store) -> Ports:
    return Ports(store.moves, store.comments, store.counters, store.votes)


def stored(store: Store, comment: Comment) -> Comment:
    store.comments.put_new(comment)
    count([comment], store.counters)
    return comment


def a_thread(store: Store, site: str) -> list[Comment]:
    """A root with a reply, one that waits, one rejected, one deleted."""
    root = stored(store, approved(site, OLD))
    gone = stored(store, approved(site, OLD))
    dead = tombstone(gone, SYSTEM, at=NOW + 1)
    store.comments.change(Change(before=gone, after=dead))
    count([dead], store.counters)
    return [
        root,
        stored(store, reply_to(root)),
        stored(store, a_comment(site, OLD)),
        stored(store, a_comment(site, OLD, status=Status.REJECTED)),
        dead,
    ]


def page_of(store: Store, comment: Comment) -> str:
    now = store.comments.get(comment.site, comment.id)
    assert now is not None
    return now.page


def test_every_comment_follows_with_counts_queue_and_log(store: Store, site: str) -> None:
    thread, (old, new) = a_thread(store, site), pages(site)
    waiting = store.comments.pending(site)
    assert move(old, new, ports(store)) == len(thread)
    assert {page_of(store, comment) for comment in thread} == {NEW}
    head = store.comments.head(site, NEW)
    assert (head, head) == (PageHead(all=2, roots=1), store.counters.recount(site, NEW))
    shown = store.comments.roots(site, NEW, Order.OLDEST, 9, None).comments
    assert {one.id for one in shown} == {thread[0].id, thread[4].id}
    assert store.comments.roots(site, OLD, Order.OLDEST, 9, None).comments == ()
    assert [one.id for one in store.comments.queue(site, Order.OLDEST, 9, None, NEW).comments] == [
        thread[2].id
    ]
    assert store.comments.pending(site) == waiting
    (entry,) = store.decision_log.decisions(site, "2026-09", None, 9, None).rows
    assert (entry.comment_id, entry.page) == (thread[4].id, NEW)


def test_the_old_address_leads_to_the_thread_and_takes_no_comment(store: Store, site: str) -> None:
    a_thread(store, site)
    old, new = pages(site)
    move(old, new, ports(store))
    assert store.comments.head(site, OLD) == PageHead(all=2, roots=1, moved_to=NEW)
    assert store.comments.counts(site, [OLD, NEW]) == {OLD: 2, NEW: 2}
    with pytest.raises(Refused, match="page-closed"):
        store.comments.put_new(approved(site, OLD))
    there = store.pages.get(site, NEW)
    assert there is not None
    assert (there.url, there.open, there.moved_to) == (new.url, True, "")


def test_a_move_that_is_repeated_or_killed_half_way_moves_each_comment_once(store: Store, site: str) -> None:
    thread, (old, new) = a_thread(store, site), pages(site)
    store.moves.leave(old, new)
    assert store.moves.carry(thread[1], NEW)
    assert move(old, new, ports(store)) == len(thread) - 1
    assert move(old, new, ports(store)) == 0
    assert store.comments.head(site, NEW) == PageHead(all=2, roots=1)


def test_two_threads_become_one(store: Store, site: str) -> None:
    thread, (old, new) = a_thread(store, site), pages(site)
    stored(store, approved(site, NEW))
    liked = thread[0]
    vote = Vote(site=site, comment_id=liked.id, page=OLD, reader=an_id(), on=True, at=NOW)
    assert store.votes.cast(vote, [])
    assert store.votes.count([vote])
    move(old, new, ports(store))
    assert store.comments.head(site, NEW) == PageHead(all=3, roots=2) == store.counters.recount(site, NEW)
    assert [place.id for place in store.votes.top(site, NEW).placed] == [liked.id]
    assert store.votes.top(site, OLD).placed == ()


def test_an_article_that_comes_back_is_open_again(store: Store, site: str) -> None:
    thread, (old, new) = a_thread(store, site), pages(site)
    move(old, new, ports(store))
    assert move(new, old, ports(store)) == len(thread)
    assert store.comments.head(site, OLD) == PageHead(all=2, roots=1)
    assert store.comments.head(site, NEW) == PageHead(all=2, roots=1, moved_to=OLD)
    assert store.comments.put_new(approved(site, OLD)) is None


def test_a_decision_on_a_comment_that_moved_meanwhile_is_a_conflict_and_not_lost(
    store: Store, site: str
) -> None:
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    held, (old, new) = stored(store, a_comment(site, OLD)), pages(site)
    step = decision(held, Status.APPROVED)
    move(old, new, ports(store))
    with pytest.raises(Conflict):
        store.comments.change(step)
    now = store.comments.get(site, held.id)
    assert now is not None
    store.comments.change(decision(now, Status.APPROVED))
    assert [one.id for one in store.comments.roots(site, NEW, Order.OLDEST, 9, None).comments] == [held.id]
    assert store.comments.roots(site, OLD, Order.OLDEST, 9, None).comments == ()


def test_what_the_stream_had_not_counted_yet_is_counted_once(store: Store, site: str) -> None:
    root = approved(site, OLD)
    store.comments.put_new(root)
    old, new = pages(site)
    move(old, new, ports(store))
    count([root], store.counters)
    assert store.comments.head(site, NEW) == PageHead(all=1, roots=1)
    assert store.comments.head(site, replace(old).id).all == 1
