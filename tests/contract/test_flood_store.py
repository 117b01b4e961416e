"""Readers' records, windows, breakers and buckets: one suite, every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.breaker import UNKNOWN_PAGES, Breaker
from ghirbal.domain.clock import HOUR, MINUTE
from ghirbal.domain.comment import Status
from ghirbal.domain.reader import DayRecord, Page, Reputation, Site
from ghirbal.domain.reputation import CommentOutcome, ReputationRow
from ghirbal.ports.flood import NEAR_KEPT, BreakerTrip, Near, bands_of
from ghirbal.ports.posting import Traffic
from ghirbal.ports.reputation import NearMark, ReputationDelta, SamePrint
from ghirbal.usecases.posting import gates
from ghirbal.usecases.posting.edit import Edit, Ports, edit_comment
from ghirbal.usecases.posting.visitor import Visitor
from ghirbal.wiring.deps import judge_past
from tests.contract.conftest import Store
from tests.support.making import DAY_NOW, NOW, a_comment, a_mark, a_reservation, an_id, post_keys

PAGE, READER = an_id("the page"), an_id("the reader")
HOUR_NOW, MINUTE_NOW = NOW // HOUR, NOW // MINUTE
EXPIRES = NOW // 1000 + 60


def a_row(site: str, name: str = "one", **fields: object) -> ReputationRow:
    row = ReputationRow(site, an_id(name), version=1, outcome=CommentOutcome.PUBLISHED)
    return replace(row, **fields)  # type: ignore[arg-type]


def test_nothing_is_known_of_anybody_at_first(store: Store, site: str) -> None:
    assert store.reputations.judged([(site, an_id())]) == {}
    assert store.reputations.reputations(site, [READER]) == {}
    assert store.reputations.hours(site, [(PAGE, HOUR_NOW)]) == {}
    assert store.traffic.breaker(site, PAGE) is None


def test_a_record_comes_back_with_its_next_revision(store: Store, site: str) -> None:
    row = a_row(site)
    reputation = Reputation(
        trusted=True, approved=4, rejected=1, days=(DayRecord(7, 1, 2, 3), DayRecord(9)), reports=5, upheld=2
    )
    delta = ReputationDelta(site=site, rows=(row,), reputations={READER: reputation})
    assert store.reputations.commit(delta)
    assert store.reputations.judged([(site, row.id)]) == {(site, row.id): replace(row, revision=1)}
    assert store.reputations.reputations(site, [READER, an_id()]) == {READER: replace(reputation, revision=1)}
    found = store.comments.open_post(post_keys(a_comment(site), reader=READER))
    assert found.reputation == replace(reputation, revision=1)


def test_case_4_a_record_delivered_again_changes_nothing(store: Store, site: str) -> None:
    delta = ReputationDelta(
        site=site,
        rows=(a_row(site),),
        reputations={READER: Reputation(approved=1)},
        hours={(PAGE, HOUR_NOW - 1): (0, 3)},
        newcomers={MINUTE_NOW: 2},
    )
    assert store.reputations.commit(delta)
    assert not store.reputations.commit(delta)
    found = store.comments.open_post(
        post_keys(a_comment(site, PAGE), hour=HOUR_NOW, minute=MINUTE_NOW)
    ).traffic
    assert found == Traffic(hours=(3,), sizes={1: 1}, newcomers=2)


def test_one_reader_that_changed_stops_the_whole_delta(store: Store, site: str) -> None:
    store.reputations.commit(
        ReputationDelta(site=site, rows=(a_row(site),), reputations={READER: Reputation()})
    )
    late = ReputationDelta(
        site=site, rows=(a_row(site, "two"),), reputations={READER: Reputation(approved=9)}
    )
    assert not store.reputations.commit(late)
    assert store.reputations.judged([(site, an_id("two"))]) == {}


def test_an_article_that_grows_moves_to_another_size(store: Store, site: str) -> None:
    hour = HOUR_NOW - 1
    for number, (before, now) in enumerate([(0, 1), (1, 2), (2, 5)]):
        row = a_row(site, f"c{number}")
        assert store.reputations.commit(
            ReputationDelta(site=site, rows=(row,), hours={(PAGE, hour): (before, now)})
        )
    other = ReputationDelta(site=site, rows=(a_row(site, "x"),), hours={(an_id("other"), hour): (0, 1)})
    assert store.reputations.commit(other)
    wanted = post_keys(a_comment(site, PAGE), hour=HOUR_NOW, minute=MINUTE_NOW)
    found = store.comments.open_post(wanted).traffic
    assert {size: n for size, n in found.sizes.items() if n} == {0: 1, 2: 1}
    assert found.hours == (5,)


def test_a_window_counts_every_call_and_each_minute_for_itself(store: Store, site: str) -> None:
    assert [store.traffic.count(site, PAGE, MINUTE_NOW, "net", 9).n for _ in range(3)] == [1, 2, 3]
    assert store.traffic.count(site, PAGE, MINUTE_NOW + 1, "net", 9).n == 1
    assert store.traffic.count(site, an_id("other"), MINUTE_NOW, "net", 9).n == 1


def test_a_breaker_has_one_winner_and_is_prolonged_by_who_saw_it(store: Store, site: str) -> None:
    first = BreakerTrip(site=site, page=PAGE, since=NOW, until=NOW + 600, n=30)
    assert store.traffic.trip(first, NOW)
    assert not store.traffic.trip(replace(first, since=NOW + 1, until=NOW + 700), NOW + 1)
    assert store.traffic.trip(replace(first, until=NOW + 900), NOW + 2)
    assert not store.traffic.trip(replace(first, until=NOW + 800), NOW + 3)
    assert store.traffic.breaker(site, PAGE) == Breaker(NOW, NOW + 900)
    assert store.traffic.trip(replace(first, since=NOW + 900, until=NOW + 1500), NOW + 900)
    assert store.traffic.breaker(site, PAGE) == Breaker(NOW + 900, NOW + 1500)


def test_a_comment_and_its_breaker_are_written_together_and_the_comment_in_any_case(
    store: Store, site: str
) -> None:
    trip = BreakerTrip(site=site, page=UNKNOWN_PAGES, since=NOW, until=NOW + 600, n=30)
    one, two = a_comment(site), a_comment(site)
    assert store.comments.put_new(one, trip) is None
    assert store.comments.put_new(one, trip) == one
    assert store.comments.put_new(two, replace(trip, since=NOW + 1)) is None
    assert store.comments.get(site, two.id) == two
    found = store.comments.open_post(post_keys(one, hour=HOUR_NOW, minute=MINUTE_NOW)).traffic
    assert (found.breaker, found.unknown_breaker) == (None, Breaker(NOW, NOW + 600))


@pytest.mark.parametrize(("tripped", "status"), [(True, Status.PENDING), (False, Status.APPROVED)])
def test_attack_h2_an_edit_meets_the_breaker_that_is_on(
    store: Store, site: str, tripped: bool, status: Status
) -> None:
    """The article stands for itself, so its own breaker counts; the edit is judged by the shipped policy."""
    store.comments.reserve(
        a_reservation(site, page=Page(site, PAGE, "https://a.example/b", created=NOW - 2 * HOUR))
    )
    store.comments.put_new(
        comment := a_comment(site, PAGE, reader=READER, status=Status.APPROVED, verdict=None)
    )
    if tripped:
        store.traffic.trip(BreakerTrip(site=site, page=PAGE, since=NOW - 1, until=NOW + MINUTE, n=50), NOW)
    change = Edit(
        page=PAGE,
        comment_id=comment.id,
        version=1,
        text="نص منقح",
        visitor=Visitor(reader=READER, address="", network="net"),
    )
    ports = Ports(store.comments, judge_past)
    after = edit_comment(change, Site(site, ("https://a.example",)), ports, NOW)
    assert after.status is status
    assert ("SURGE" in gates.behaviour_of(after.verdict)) is tripped
    assert store.comments.get(site, comment.id) == after


def test_the_last_failure_of_each_detector_is_kept(store: Store, site: str) -> None:
    assert store.reputations.failures(site) == {}
    for name, at in [("links", NOW), ("links", NOW - 5), ("words", NOW + 1), ("words", NOW + 9)]:
        store.reputations.failed(site, name, at)
    assert store.reputations.failures(site) == {"links": NOW, "words": NOW + 9}


def a_near(site: str, number: int, simhash: int, **fields: object) -> NearMark:
    mark = NearMark(site=site, day=DAY_NOW, near=Near(simhash, an_id(f"near {number}")), expires=EXPIRES)
    return replace(mark, **fields)  # type: ignore[arg-type]


def test_like_texts_meet_in_a_bucket_once_each(store: Store, site: str) -> None:
    one, two, far = a_near(site, 1, 0xFFFF), a_near(site, 2, 0x1FFFF), a_near(site, 3, 0x1111_2222_3333_4444)
    store.reputations.remember([one, two, far])
    store.reputations.remember([two, one])
    found = store.comments.open_post(post_keys(a_comment(site), bands=bands_of(0xFFFF)))
    assert set(found.near) == {one.near, two.near}
    assert not found.near_full


def test_attack_m6_a_stuffed_bucket_keeps_the_newest_and_says_that_it_is_full(
    store: Store, site: str
) -> None:
    marks = [a_near(site, number, 0xABCD) for number in range(NEAR_KEPT + 5)]
    store.reputations.remember(marks)
    found = store.comments.open_post(post_keys(a_comment(site), bands=bands_of(0xABCD)))
    assert set(found.near) == {mark.near for mark in marks[5:]}
    assert found.near_full


def test_an_approval_is_kept_with_the_like_texts(store: Store, site: str) -> None:
    mark = a_near(site, 1, 0xABCD)
    store.reputations.remember([mark])
    store.reputations.remember([replace(mark, near=mark.near._replace(approved=True))])
    found = store.comments.open_post(post_keys(a_comment(site), bands=bands_of(0xABCD)))
    assert found.near == (Near(0xABCD, mark.near.id, approved=True),)


def test_a_moderators_word_on_a_text_stands_in_its_bucket_and_can_be_taken_back(
    store: Store, site: str
) -> None:
    comment = a_comment(site)
    store.comments.reserve(a_reservation(site, fingerprint=a_mark(comment.id, "poster")))
    for approved in (True, False):
        said = SamePrint(
            site=site, fingerprint="0123456789abcdef", day=DAY_NOW, approved=approved, expires=EXPIRES
        )
        store.reputations.vouch([said, said])
        found = store.comments.open_post(post_keys(comment)).duplicates
        assert (found.approved, found.ids) == (approved, frozenset({comment.id}))
