"""What is stored of a reader, and how it goes."""

from __future__ import annotations

from dataclasses import replace

from ghirbal.domain.comment import SYSTEM, Comment, Status, erased, tombstone
from ghirbal.domain.reader import Moderator, Reputation, Role
from ghirbal.ports.deciding import Change, Report
from ghirbal.ports.erasing import ErasureReceipt, Saying
from ghirbal.ports.posting import PrivateRow, Reservation
from ghirbal.ports.reputation import ReputationDelta
from ghirbal.ports.votes import Vote
from ghirbal.ports.workplace import Note
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, an_id, approved, decision


def stored(store: Store, comment: Comment) -> Comment:
    store.comments.put_new(comment)
    return comment


def deleted(store: Store, comment: Comment) -> Comment:
    gone = tombstone(comment, SYSTEM, at=NOW + 1, cause="erase")
    store.comments.change(Change(before=comment, after=gone))
    return gone


def liked(store: Store, comment: Comment, reader: str, *, counted: bool = True) -> None:
    vote = Vote(site=comment.site, comment_id=comment.id, page=comment.page, reader=reader, on=True, at=NOW)
    assert store.votes.cast(vote, [])
    if counted:
        assert store.votes.count([vote])


def likes(store: Store, comment: Comment) -> int:
    now = store.comments.get(comment.site, comment.id)
    assert now is not None
    return now.likes


def test_a_readers_comments_are_found_and_nobody_elses(store: Store, site: str) -> None:
    reader = an_id()
    mine = [stored(store, approved(site, reader=reader)), stored(store, a_comment(site, reader=reader))]
    stored(store, approved(site))
    assert sorted(one.id for one in store.erasures.written(site, reader)) == sorted(one.id for one in mine)
    assert list(store.erasures.written(site, an_id())) == []


def test_what_bears_a_mail_is_found_by_it_at_this_site_alone(store: Store, site: str) -> None:
    mine, other = stored(store, approved(site)), stored(store, approved(site))
    for comment, mail in ((mine, "a" * 26), (other, "b" * 26)):
        row = PrivateRow(comment_id=comment.id, address="", mail=mail, expires=NOW)
        store.comments.reserve(Reservation(site=site, limits=(), private=row))
    assert [one.id for one in store.erasures.bearing(site, "a" * 26)] == [mine.id]
    assert list(store.erasures.bearing("another-site", "a" * 26)) == []


def test_a_cleared_log_says_who_decided_what_and_nothing_of_the_words(store: Store, site: str) -> None:
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    held = stored(store, a_comment(site))
    step = decision(held, Status.APPROVED)
    store.comments.change(step)
    store.workplace.add_note(Note(site=site, comment_id=held.id, by="mina", text="قال كذا", at=NOW), ())
    gone = deleted(store, step.after)
    assert store.erasures.clear(gone) == {"log": 2, "notes": 1}
    log = store.comments.log(site, held.id)
    assert [(entry.status, entry.to, entry.text) for entry in log] == [
        ("PENDING", "APPROVED", ""),
        ("APPROVED", "DELETED", ""),
    ]
    assert store.workplace.notes(site, held.id) == ()
    assert store.erasures.clear(gone) == {}


def test_a_stripped_comment_is_nobodys_and_stays_where_it_was(store: Store, site: str) -> None:
    reader = an_id()
    comment = stored(store, approved(site, reader=reader))
    row = PrivateRow(comment_id=comment.id, address="x" * 26, mail="y" * 26, expires=NOW)
    store.comments.reserve(Reservation(site=site, limits=(), private=row))
    gone = deleted(store, comment)
    nobody = erased(gone, at=NOW + 1)
    assert store.erasures.strip(gone, nobody)
    assert store.erasures.strip(gone, nobody)
    assert store.comments.get(site, comment.id) == nobody
    assert list(store.erasures.written(site, reader)) == []
    assert list(store.erasures.bearing(site, "y" * 26)) == []


def test_a_comment_that_changed_meanwhile_is_not_stripped(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    deleted(store, comment)
    assert not store.erasures.strip(comment, erased(comment, at=NOW))


def test_a_like_goes_with_its_count_once(store: Store, site: str) -> None:
    comment, reader = stored(store, approved(site)), an_id()
    liked(store, comment, reader)
    liked(store, comment, an_id())
    (saying,) = store.erasures.sayings(site, reader)
    assert (saying.kind, saying.comment_id) == ("vote", comment.id)
    lost = store.erasures.unsay(site, reader, saying)
    assert lost is not None
    assert lost.likes == likes(store, comment) == 1
    assert store.erasures.unsay(site, reader, saying) is None
    assert likes(store, comment) == 1
    assert list(store.erasures.sayings(site, reader)) == []


def test_a_like_that_was_not_counted_takes_nothing_along(store: Store, site: str) -> None:
    comment, reader = stored(store, approved(site)), an_id()
    liked(store, comment, reader, counted=False)
    assert store.erasures.unsay(site, reader, Saying("vote", comment.id)) is None
    assert likes(store, comment) == 0


def test_a_like_of_a_comment_that_is_gone_goes_too(store: Store, site: str) -> None:
    reader, nowhere = an_id(), approved(site)
    vote = Vote(site=site, comment_id=nowhere.id, page=nowhere.page, reader=reader, on=True, at=NOW)
    assert store.votes.cast(vote, [])
    assert store.erasures.unsay(site, reader, Saying("vote", nowhere.id)) is None
    assert list(store.erasures.sayings(site, reader)) == []


def test_a_report_goes_and_the_comment_forgets_who_made_it(store: Store, site: str) -> None:
    comment, reader = stored(store, approved(site)), an_id()
    told = Report(reader=reader, reason="abuse", weight=1, at=NOW, page=comment.page, version=1)
    assert store.comments.report(comment, told, [])
    (saying,) = store.erasures.sayings(site, reader)
    assert store.erasures.unsay(site, reader, saying) is None
    now = store.comments.get(site, comment.id)
    assert now is not None
    assert (now.reporters, now.reports, now.report_weight) == ((), 1, 1)
    assert list(store.erasures.sayings(site, reader)) == []


def test_a_readers_record_is_forgotten(store: Store, site: str) -> None:
    reader = an_id()
    assert store.reputations.commit(
        ReputationDelta(site=site, rows=(), reputations={reader: Reputation(approved=1)}, hours={})
    )
    assert store.erasures.forget(site, reader)
    assert not store.erasures.forget(site, reader)
    assert store.reputations.reputations(site, [reader]) == {}


def test_receipts_come_newest_first_and_other_lines_of_the_log_do_not_count(store: Store, site: str) -> None:
    first = ErasureReceipt(site=site, id=an_id(), by="operator", at=NOW, counts={"comments": 2, "votes": 1})
    second = replace(first, id=an_id(), at=NOW + 1)
    for receipt in (first, second):
        store.erasures.keep(receipt)
    store.plant({"PK": f"S#{site}", "SK": f"LOG#{NOW + 2:013d}#abcdefgh", "kind": "ban"})
    assert store.erasures.receipts(site, 5) == (second, first)
    assert store.erasures.receipts(site, 1) == (second,)
