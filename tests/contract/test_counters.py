"""Counters that say what they hold."""

from __future__ import annotations

from dataclasses import replace

from ghirbal.domain.comment import Actor, ActorKind, Comment, Status, tombstone
from ghirbal.ports.comments import PageHead
from ghirbal.ports.deciding import Change
from ghirbal.ports.stream import CountDelta, Counted
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, a_page, a_reservation, an_id, approved, decision, reply_to

PAGE = an_id("the page")


def a_row(site: str, name: str = "one", **fields: object) -> Counted:
    row = Counted(site=site, id=an_id(name), page=PAGE, root=None, version=1, on=True, outcome="APPROVED")
    return replace(row, **fields)  # type: ignore[arg-type]


def a_delta(site: str, *rows: Counted, **fields: object) -> CountDelta:
    delta = CountDelta(site=site, page=PAGE, rows=rows)
    return replace(delta, **fields)  # type: ignore[arg-type]


def test_rows_nobody_counted_are_absent(store: Store, site: str) -> None:
    assert store.counters.counted([(site, an_id())]) == {}


def test_a_row_comes_back_with_its_next_revision(store: Store, site: str) -> None:
    row = a_row(site, root=an_id("root"), shows=True, waiting=True, replies=4)
    assert store.counters.commit(a_delta(site, row))
    ref = (site, row.id)
    assert store.counters.counted([ref, (site, an_id())]) == {ref: replace(row, revision=1)}


def test_rows_and_sums_are_written_together(store: Store, site: str) -> None:
    root = approved(site)
    store.comments.put_new(root)
    rows = [a_row(site, f"c{n}") for n in range(25)]
    delta = a_delta(site, *rows, n=25, roots=24, pending={1: 3}, replies={root.id: 2})
    assert store.counters.commit(delta)
    assert store.comments.head(site, PAGE) == PageHead(all=25, roots=24)
    assert store.comments.pending(site) == 3
    shown = store.comments.get(site, root.id)
    assert shown == replace(root, replies=2)


def test_case_4_a_delta_delivered_again_changes_nothing(store: Store, site: str) -> None:
    delta = a_delta(site, a_row(site), n=1, roots=1, pending={0: 1})
    assert store.counters.commit(delta)
    assert not store.counters.commit(delta)
    assert store.comments.head(site, PAGE) == PageHead(all=1, roots=1)
    assert store.comments.pending(site) == 1


def test_one_row_that_changed_stops_the_whole_delta(store: Store, site: str) -> None:
    store.counters.commit(a_delta(site, a_row(site, "old")))
    assert not store.counters.commit(a_delta(site, a_row(site, "new"), a_row(site, "old"), n=5))
    assert store.comments.head(site, PAGE) == PageHead()
    assert (site, an_id("new")) not in store.counters.counted([(site, an_id("new"))])


def test_a_delta_made_on_the_row_as_it_is_goes_through(store: Store, site: str) -> None:
    row = a_row(site)
    store.counters.commit(a_delta(site, row, n=1))
    again = store.counters.counted([(site, row.id)])[site, row.id]
    assert store.counters.commit(a_delta(site, replace(again, version=2, on=False), n=-1))
    now = store.counters.counted([(site, row.id)])[site, row.id]
    assert (now.version, now.on, now.revision) == (2, False, 2)
    assert store.comments.head(site, PAGE) == PageHead()


def test_a_count_for_a_comment_that_is_gone_makes_no_row_of_it(store: Store, site: str) -> None:
    row = a_row(site)
    assert store.counters.commit(a_delta(site, row, n=1, replies={an_id("gone"): 1}))
    assert store.comments.get(site, an_id("gone")) is None
    assert store.comments.head(site, PAGE).all == 1


def test_a_delta_of_nothing_is_carried_out(store: Store, site: str) -> None:
    assert store.counters.commit(a_delta(site))


def test_case_59_a_recount_sees_what_the_public_sees(store: Store, site: str) -> None:
    shown, gone, down = approved(site), approved(site), approved(site)
    comments: list[Comment] = [shown, gone, down, a_comment(site), approved(site, an_id("elsewhere"))]
    comments += [reply_to(root) for root in (shown, shown, gone, down)]
    for comment in comments:
        store.comments.put_new(comment)
    author = Actor(ActorKind.AUTHOR, gone.reader)
    store.comments.change(Change(before=gone, after=tombstone(gone, author, at=NOW + 1)))
    store.comments.change(decision(down, Status.REJECTED))
    store.counters.commit(a_delta(site, n=9, roots=9))
    assert store.counters.recount(site, PAGE) == PageHead(all=4, roots=1)
    assert store.comments.head(site, PAGE) == PageHead(all=9, roots=9)


def test_a_recount_of_nothing_is_zero(store: Store, site: str) -> None:
    store.comments.reserve(a_reservation(site, page=a_page(site)))
    assert store.counters.recount(site, PAGE) == PageHead()
