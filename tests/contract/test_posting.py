"""What a post does to the store: one read, one reservation, one put."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ghirbal.domain.comment import Status
from ghirbal.domain.errors import NotFound, Refused
from ghirbal.domain.reader import Ban, Moderator, Page, Reputation, Role
from ghirbal.ports.deciding import Change
from ghirbal.ports.posting import DUPLICATE, Duplicates, LimitRow, PostContext, PrivateRow, RangeUse, Usage
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.posting import IDS_KEPT
from ghirbal.storage.rows.comment import keyed
from tests.contract.conftest import Store
from tests.support.making import (
    DAY_NOW,
    NOW,
    a_comment,
    a_limit,
    a_mark,
    a_page,
    a_reservation,
    an_id,
    approved,
    post_keys,
    reply_to,
)


def test_a_new_comment_comes_back_as_it_was_put(store: Store, site: str) -> None:
    comment = a_comment(
        site,
        root=an_id("root"),
        parent=an_id("parent"),
        edited=NOW + 1,
        reader="sso:u.1@x",
        staff=True,
        avatar="https://a.example/x.png",
        edits=2,
        imported=True,
        previous=Status.APPROVED,
        likes=3,
        reports=2,
        report_weight=4,
        reports_settled=True,
    )
    assert store.comments.put_new(comment) is None
    assert store.comments.get(site, comment.id) == comment


def test_case_1_putting_twice_answers_the_first(store: Store, site: str) -> None:
    first = a_comment(site)
    second = replace(first, text="نص آخر", created=NOW + 9)
    assert store.comments.put_new(first) is None
    assert store.comments.put_new(second) == first
    assert store.comments.get(site, first.id) == first


def test_a_comment_of_another_site_is_not_there(store: Store, site: str) -> None:
    comment = a_comment(site)
    store.comments.put_new(comment)
    assert store.comments.get("another", comment.id) is None


@pytest.mark.parametrize(
    ("of_site", "of_id"),
    [
        ("a#b", an_id()),
        ("ok-site", "a" * 25 + "#"),
        ("ok-site", ".."),
        ("ok-site", "x" * 2000),
        ("OK", an_id()),
        ("ok-site", "a" * 26 + "\n"),
    ],
)
def test_case_40_what_is_no_id_names_nothing(store: Store, of_site: str, of_id: str) -> None:
    with pytest.raises(NotFound):
        store.comments.get(of_site, of_id)


def test_nothing_stands_before_the_first_post(store: Store, site: str) -> None:
    wanted = post_keys(a_comment(site), parent=an_id(), bans=(("reader", an_id()),))
    assert store.comments.open_post(wanted) == PostContext()


def test_one_read_finds_everything_a_post_depends_on(store: Store, site: str) -> None:
    parent = approved(site)
    comment = reply_to(parent)
    store.comments.put_new(parent)
    store.comments.put_new(comment)
    page = a_page(site)
    mark = a_mark(comment.id, an_id("poster"))
    store.comments.reserve(a_reservation(site, fingerprint=mark, page=page))
    store.plant(keyed(keys.ban(site, "address", an_id("address")), {"until": NOW + 5}))
    store.plant(keyed(keys.reputation(site, comment.reader), {"trust": True, "approved": 3, "rejected": 1}))

    bans = (("reader", an_id("other")), ("address", an_id("address")))
    found = store.comments.open_post(post_keys(comment, parent=parent.id, bans=bans))

    assert found == PostContext(
        existing=comment,
        parent=parent,
        page=page,
        reputation=Reputation(trusted=True, approved=3, rejected=1),
        bans=(Ban("address", NOW + 5),),
        duplicates=Duplicates(ids=frozenset({comment.id}), posters=frozenset({an_id("poster")})),
    )


def test_case_17_what_is_past_its_time_counts_as_absent(store: Store, site: str) -> None:
    comment = a_comment(site)
    second = NOW // 1000
    store.plant(keyed(keys.ban(site, "reader", "gone"), {"exp": second}))
    store.plant(keyed(keys.ban(site, "mail", "stands"), {"exp": second + 1}))
    bucket = keys.duplicates(site, "0123456789abcdef", DAY_NOW)
    store.plant(keyed(bucket, {"ids": frozenset({an_id()}), "exp": second - 1}))
    found = store.comments.open_post(post_keys(comment, bans=(("reader", "gone"), ("mail", "stands"))))
    assert found.bans == (Ban("mail"),)
    assert found.duplicates == Duplicates()


def test_duplicates_of_two_days_are_read_together(store: Store, site: str) -> None:
    today = a_mark(an_id("one"), an_id("p1"))
    yesterday = replace(a_mark(an_id("two"), an_id("p2")), day="2026-09-20")
    for mark in (today, yesterday):
        assert store.comments.reserve(a_reservation(site, fingerprint=mark)) == frozenset()
    found = store.comments.open_post(post_keys(a_comment(site))).duplicates
    assert found.ids == {an_id("one"), an_id("two")}
    assert found.posters == {an_id("p1"), an_id("p2")}


def test_a_limit_lets_n_members_through_and_a_counted_one_again(store: Store, site: str) -> None:
    for member in ("a", "b", "a", "b"):
        assert store.comments.reserve(a_reservation(site, a_limit(member))) == frozenset()
    assert store.comments.reserve(a_reservation(site, a_limit("c"))) == {"reader"}
    assert store.comments.reserve(a_reservation(site, a_limit("a"))) == frozenset()


def test_attack_h1_one_key_with_many_bodies_meets_the_limit(store: Store, site: str) -> None:
    members = [f"{an_id('one id')[:8]}-{body}" for body in range(20)]
    answers = [store.comments.reserve(a_reservation(site, a_limit(member, 5))) for member in members]
    assert [bool(full) for full in answers] == [False] * 5 + [True] * 15


def test_a_full_limit_is_named_and_nothing_else_is_taken(store: Store, site: str) -> None:
    comment = a_comment(site)
    store.comments.reserve(a_reservation(site, a_limit("x", 1, kind="address")))
    refused = store.comments.reserve(
        a_reservation(
            site,
            a_limit("a", 1),
            a_limit("a", 1, kind="address"),
            fingerprint=a_mark(comment.id, "poster"),
            page=a_page(site),
        )
    )
    assert refused == {"address"}
    found = store.comments.open_post(post_keys(comment))
    assert found.duplicates == Duplicates()
    assert found.page is None
    assert store.comments.reserve(a_reservation(site, a_limit("b", 1))) == frozenset()


def test_every_full_limit_is_named_at_once(store: Store, site: str) -> None:
    for kind in ("reader", "address"):
        store.comments.reserve(a_reservation(site, a_limit("x", 1, kind=kind)))
    store.comments.reserve(a_reservation(site, fingerprint=a_mark(an_id("first"), "poster")))
    refused = store.comments.reserve(
        a_reservation(
            site,
            a_limit("y", 1),
            a_limit("y", 1, kind="address"),
            fingerprint=a_mark(an_id("second"), "poster"),
        )
    )
    assert refused == {"reader", "address", DUPLICATE}


def test_the_same_reader_with_the_same_text_is_told_so(store: Store, site: str) -> None:
    mark = a_mark(an_id("first"), "poster")
    assert store.comments.reserve(a_reservation(site, fingerprint=mark)) == frozenset()
    again = replace(mark, comment_id=an_id("second"))
    assert store.comments.reserve(a_reservation(site, fingerprint=again)) == {DUPLICATE}


def test_case_51_a_post_tried_again_meets_neither_its_limit_nor_its_own_text(store: Store, site: str) -> None:
    whole = a_reservation(
        site,
        a_limit("a", 1),
        fingerprint=a_mark(an_id("post"), "poster"),
        private=PrivateRow(comment_id=an_id("post"), address="h1", mail="", expires=NOW // 1000 + 1),
        page=a_page(site),
    )
    assert [store.comments.reserve(whole) for _ in range(3)] == [frozenset()] * 3


def test_case_56_a_crowd_with_one_text_is_never_refused(store: Store, site: str) -> None:
    crowd = [a_mark(an_id(f"post {n}"), f"poster{n}") for n in range(IDS_KEPT + 5)]
    answers = {store.comments.reserve(a_reservation(site, fingerprint=mark)) for mark in crowd}
    assert answers == {frozenset()}
    found = store.comments.open_post(post_keys(a_comment(site))).duplicates
    assert len(found.ids) == IDS_KEPT
    assert found.posters == {mark.poster for mark in crowd}


def test_beyond_the_named_ones_a_second_copy_is_told_and_a_retry_is_not(store: Store, site: str) -> None:
    for n in range(IDS_KEPT):
        store.comments.reserve(a_reservation(site, fingerprint=a_mark(an_id(f"post {n}"), f"p{n}")))
    late = a_mark(an_id("late"), "late-poster")
    assert store.comments.reserve(a_reservation(site, fingerprint=late)) == frozenset()
    assert store.comments.reserve(a_reservation(site, fingerprint=late)) == frozenset()
    copy = replace(late, comment_id=an_id("copy"))
    assert store.comments.reserve(a_reservation(site, fingerprint=copy)) == {DUPLICATE}


def test_the_first_posters_address_and_title_of_a_page_stay(store: Store, site: str) -> None:
    first = a_page(site)
    store.comments.reserve(a_reservation(site, page=first))
    store.comments.reserve(a_reservation(site, page=replace(first, title="عنوان آخر")))
    assert store.pages.get(site, first.id) == first


def test_no_post_after_close(store: Store, site: str) -> None:
    """B16: the article is closed between a post's reading and its writing; an edit meets the same."""
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    comment, late = a_comment(site), a_comment(site)
    assert store.comments.put_new(comment) is None
    closed = Page(site=site, id=comment.page, url="https://akhbar.example/a", open=False)
    store.pages.put(closed, "mina", (Role.MODERATOR,))
    late = replace(late, page=comment.page)
    with pytest.raises(Refused, match="page-closed"):
        store.comments.put_new(late)
    assert store.comments.get(site, late.id) is None
    assert store.comments.put_new(comment) == comment, "a retry of what was stored before answers it"
    edited = replace(comment, text="آخر", version=comment.version + 1, previous=comment.status)
    with pytest.raises(Refused, match="page-closed"):
        store.comments.change(Change(before=comment, after=edited, while_open=True))
    store.pages.put(replace(closed, open=True), "mina", (Role.MODERATOR,))
    assert store.comments.put_new(late) is None


def a_range_use(**fields: Any) -> RangeUse:
    made = RangeUse(kind="vote-network", key="net", window=60, place="07", expires=NOW // 1_000 + 99)
    return replace(made, **fields)


def test_a_range_counts_each_place_and_refuses_nobody(store: Store, site: str) -> None:
    """B9: free uses and those that brought a proof, told apart, in one row."""
    row = LimitRow("vote-network", "net", 60)
    uses = (a_range_use(), a_range_use(), a_range_use(place="08"), a_range_use(paid=True))
    for use in uses:
        assert store.comments.reserve(a_reservation(site, use)) == frozenset()
    assert store.comments.used(site, [row]) == {row: Usage(3, {"07": 2, "08": 1}, {"07": 1})}


def test_a_range_remembers_texts_in_their_slots(store: Store, site: str) -> None:
    """A sketch is a number of 120 bits, and comes back whole; the next one of its slot takes its place."""
    row, large = LimitRow("vote-network", "net", 60), (1 << 120) - 3
    for mark in ((0, 5), (23, large), (0, 6)):
        assert store.comments.reserve(a_reservation(site, a_range_use(mark=mark))) == frozenset()
    assert sorted(store.comments.used(site, [row])[row].marks) == [6, large]


def test_a_limit_without_room_left_lets_only_in_what_it_counted(store: Store, site: str) -> None:
    """B18: what the window before used up leaves nothing; a retry of what is counted passes."""
    counted = a_limit("m")
    assert store.comments.reserve(a_reservation(site, counted)) == frozenset()
    assert store.comments.reserve(a_reservation(site, replace(counted, n=0))) == frozenset()
    assert store.comments.reserve(a_reservation(site, replace(counted, n=-3, member="another"))) == {
        counted.kind
    }
    assert store.comments.reserve(a_reservation(site, replace(counted, n=0, window=7))) == {counted.kind}
