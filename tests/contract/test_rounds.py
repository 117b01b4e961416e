"""What the one-minute round reads and remembers."""

from __future__ import annotations

from ghirbal.domain.comment import Comment, Status
from ghirbal.ports.rounds import Mailbox, Overdue
from tests.contract.conftest import Store
from tests.support.making import NOW, a_comment, decision


def waiting(store: Store, site: str, since: int) -> Comment:
    comment = a_comment(site, held_since=since)
    store.comments.put_new(comment)
    return comment


def overdue(comment: Comment, at: int = NOW + 60_000) -> Overdue:
    return Overdue(
        site=comment.site,
        comment_id=comment.id,
        page=comment.page,
        version=comment.version,
        held_since=comment.held_since or 0,
        at=at,
    )


def test_what_is_due_is_read_oldest_first_and_nothing_else(store: Store, site: str) -> None:
    comments = [waiting(store, site, NOW + n) for n in range(8)]
    found = store.rounds.due(site, NOW + 1, NOW + 5, 100)
    assert [(row.id, row.held_since) for row in found.rows] == [(c.id, c.held_since) for c in comments[2:6]]
    assert found.upto == NOW + 5
    assert (found.rows[0].page, found.rows[0].version) == (comments[2].page, 1)


def test_a_range_cut_short_says_how_far_nothing_is_missing(store: Store, site: str) -> None:
    comments = [waiting(store, site, NOW + n // 2) for n in range(40)]
    seen: list[str] = []
    after = NOW - 1
    for _ in range(40):
        found = store.rounds.due(site, after, NOW + 100, 3)
        assert len(found.rows) <= 12
        seen += [row.id for row in found.rows]
        after = found.upto
        if after == NOW + 100:
            break
    assert sorted(seen) == sorted(c.id for c in comments)


def test_the_mark_only_goes_forward(store: Store, site: str) -> None:
    assert store.rounds.escalated_upto(site) == 0
    for upto in (NOW, NOW - 5, NOW + 5):
        store.rounds.set_escalated_upto(site, upto)
    assert store.rounds.escalated_upto(site) == NOW + 5


def test_case_10_a_comment_is_escalated_once(store: Store, site: str) -> None:
    comment = waiting(store, site, NOW)
    assert store.rounds.escalate(overdue(comment))
    assert not store.rounds.escalate(overdue(comment, NOW + 120_000))


def test_what_was_decided_meanwhile_is_not_escalated(store: Store, site: str) -> None:
    comment = waiting(store, site, NOW)
    store.comments.change(decision(comment, Status.APPROVED))
    assert not store.rounds.escalate(overdue(comment))


def test_a_mailbox_remembers_digests_and_single_mails(store: Store, site: str) -> None:
    assert store.rounds.mailbox(site, "mina") == Mailbox()
    store.rounds.told(site, "mina", "a")
    store.rounds.told(site, "mina", "b")
    assert store.rounds.mailbox(site, "mina") == Mailbox(0, 0, frozenset({"a", "b"}))
    store.rounds.told_all(site, "mina", NOW - 10, NOW)
    assert store.rounds.mailbox(site, "mina") == Mailbox(NOW, NOW - 10)
    assert store.rounds.mailbox(site, "omar") == Mailbox()


def test_one_of_two_rounds_may_send_the_digest(store: Store, site: str) -> None:
    seen = store.rounds.mailbox(site, "mina")
    assert store.rounds.take_mailbox(site, "mina", seen, NOW, 45_000)
    assert not store.rounds.take_mailbox(site, "mina", seen, NOW + 1_000, 45_000)
    assert store.rounds.take_mailbox(site, "mina", seen, NOW + 45_000, 45_000), "the first one died"
    store.rounds.told_all(site, "mina", NOW, NOW + 46_000)
    assert not store.rounds.take_mailbox(site, "mina", seen, NOW + 100_000, 45_000)
    again = store.rounds.mailbox(site, "mina")
    assert store.rounds.take_mailbox(site, "mina", again, NOW + 100_000, 45_000)
