"""Likes: one row a reader, a sum that counts each once, and the most liked in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import LimitReached, Refused
from ghirbal.ports.posting import LimitUse
from ghirbal.ports.votes import Placed, Top, Vote
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item
from tests.contract.conftest import Store
from tests.support.making import NOW, a_limit, an_id, approved, decision, reply_to


def stored(store: Store, comment: Comment) -> Comment:
    store.comments.put_new(comment)
    return comment


def a_vote(comment: Comment, reader: str = "", **fields: object) -> Vote:
    made = Vote(
        site=comment.site, comment_id=comment.id, page=comment.page, reader=reader or an_id(), on=True, at=NOW
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def likes(store: Store, comment: Comment) -> int:
    now = store.comments.get(comment.site, comment.id)
    assert now is not None
    return now.likes


def place(comment: Comment, likes_: int) -> Placed:
    return Placed(likes_, comment.created, comment.id)


def test_a_vote_comes_back_as_it_was_cast(store: Store, site: str) -> None:
    vote = a_vote(stored(store, approved(site)))
    assert store.votes.get(site, vote.comment_id, vote.reader) is None
    assert store.votes.cast(vote, [])
    assert store.votes.get(site, vote.comment_id, vote.reader) == vote


def test_the_same_change_of_mind_is_written_once(store: Store, site: str) -> None:
    vote = a_vote(stored(store, approved(site)))
    assert store.votes.cast(vote, [])
    assert not store.votes.cast(vote, [])
    back = replace(vote, on=False, changes=2, at=NOW + 1)
    assert store.votes.cast(back, [])
    assert not store.votes.cast(back, [])
    assert store.votes.get(site, vote.comment_id, vote.reader) == back


def test_a_full_limit_names_itself_and_nothing_is_written(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    limit = a_limit("one", n=1, kind="vote")
    assert store.votes.cast(a_vote(comment), [limit])
    other, use = a_vote(comment), replace(limit, member="two")
    with pytest.raises(LimitReached) as full:
        store.votes.cast(other, [a_limit("x", kind="vote-address"), use])
    assert (full.value.details["kind"], full.value.details["retry_after"]) == ("vote", 60)
    assert store.votes.get(site, comment.id, other.reader) is None


def test_whom_a_ban_keeps_out_casts_no_vote_until_it_ends(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    vote = a_vote(comment)
    key, place = keys.ban(site, "reader", vote.reader), [("reader", vote.reader)]
    ban: Item = {"PK": key.pk, "SK": key.sk}
    for reputation in (ban, ban | {"until": NOW + 1}):
        store.plant(reputation)
        with pytest.raises(Refused, match="banned"):
            store.votes.cast(vote, [a_limit("one", kind="vote")], place)
        assert store.votes.get(site, comment.id, vote.reader) is None
    store.plant(ban | {"until": NOW})
    assert store.votes.cast(vote, [], place)
    assert store.votes.cast(a_vote(comment), [], [("reader", an_id())])


def test_a_retry_passes_the_limit_it_filled(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    limit: LimitUse = a_limit("one", n=1, kind="vote")
    vote = a_vote(comment)
    assert store.votes.cast(vote, [limit])
    assert not store.votes.cast(vote, [limit])


def test_votes_are_counted_once_however_often_they_come(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    cast = [a_vote(comment) for _ in range(3)]
    assert all(store.votes.cast(vote, []) for vote in cast)
    assert store.votes.count(cast)
    assert not store.votes.count(cast)
    assert likes(store, comment) == 3
    now = store.votes.of(site, comment.id, [vote.reader for vote in cast])
    assert all(vote.counted for vote in now)


def test_a_vote_taken_back_takes_its_like_back(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    vote = a_vote(comment)
    store.votes.cast(vote, [])
    store.votes.count([vote])
    store.votes.cast(replace(vote, on=False, changes=2), [])
    (now,) = store.votes.of(site, comment.id, [vote.reader])
    assert (now.on, now.counted) == (False, True)
    assert store.votes.count([now])
    assert likes(store, comment) == 0
    assert store.votes.of(site, comment.id, [vote.reader]) == (replace(now, counted=False),)


def test_a_vote_that_changed_meanwhile_stops_the_count(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    first, second = a_vote(comment), a_vote(comment)
    for vote in (first, second):
        store.votes.cast(vote, [])
    store.votes.cast(replace(second, on=False, changes=2), [])
    assert not store.votes.count([first, second])
    assert likes(store, comment) == 0


def test_likes_are_neither_a_version_nor_undone_by_a_decision(store: Store, site: str) -> None:
    comment = stored(store, approved(site))
    vote = a_vote(comment)
    store.votes.cast(vote, [])
    store.votes.count([vote])
    store.comments.change(decision(comment, Status.REJECTED))
    now = store.comments.get(site, comment.id)
    assert now is not None
    assert (now.version, now.likes) == (2, 1)


def test_votes_for_a_comment_that_is_gone_are_flagged_and_make_no_row_of_it(store: Store, site: str) -> None:
    ghost = approved(site)
    vote = a_vote(ghost)
    store.votes.cast(vote, [])
    assert store.votes.count([vote])
    assert store.comments.get(site, ghost.id) is None
    assert store.votes.of(site, ghost.id, [vote.reader]) == (replace(vote, counted=True),)


def test_votes_of_nobody_are_none(store: Store, site: str) -> None:
    assert store.votes.of(site, an_id(), [an_id()]) == ()
    assert store.votes.comments(site, [an_id()]) == {}


def test_the_most_liked_are_written_by_whoever_read_them_last(store: Store, site: str) -> None:
    page = an_id()
    assert store.votes.top(site, page) == Top()
    placed = (Placed(2, NOW, an_id()), Placed(1, NOW, an_id()))
    assert store.votes.put_top(site, page, Top(placed))
    assert not store.votes.put_top(site, page, Top())
    assert store.votes.top(site, page) == Top(placed, 1)
    assert store.votes.put_top(site, page, Top((), 1))
    assert store.votes.top(site, page) == Top((), 2)


def a_liked_page(store: Store, site: str) -> tuple[str, list[str]]:
    """A page of nine, three of them liked; its id, and the order that readers should see."""
    page = an_id()
    made = [stored(store, approved(site, page, created=NOW + n)) for n in range(9)]
    stored(store, reply_to(made[0]))
    placed = (place(made[4], 7), place(made[8], 3), place(made[0], 3))
    store.votes.put_top(site, page, Top(placed))
    first = [one.id for one in placed]
    return page, [*first, *(one.id for one in reversed(made) if one.id not in first)]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 50])
def test_the_most_liked_come_first_and_every_comment_once(store: Store, site: str, limit: int) -> None:
    page, expected = a_liked_page(store, site)
    seen: list[str] = []
    after = None
    for _ in range(12):
        found = store.votes.liked(site, page, limit, after)
        assert 0 < len(found.comments) <= limit
        seen += [comment.id for comment in found.comments]
        after = found.after
        if after is None:
            break
    assert seen == expected


def test_what_was_taken_down_is_not_shown_though_it_is_placed(store: Store, site: str) -> None:
    page = an_id()
    shown, down = (stored(store, approved(site, page)) for _ in range(2))
    store.votes.put_top(site, page, Top((place(down, 9), place(shown, 1))))
    store.comments.change(decision(down, Status.REJECTED))
    found = store.votes.liked(site, page, 20, None)
    assert [comment.id for comment in found.comments] == [shown.id]


def test_a_comment_of_another_page_never_shows(store: Store, site: str) -> None:
    page, foreign = an_id(), stored(store, approved(site))
    store.votes.put_top(site, page, Top((place(foreign, 9),)))
    assert store.votes.liked(site, page, 20, None).comments == ()


def test_a_page_nobody_liked_is_the_newest_list(store: Store, site: str) -> None:
    page = an_id()
    made = [stored(store, approved(site, page, created=NOW + n)) for n in range(3)]
    found = store.votes.liked(site, page, 20, None)
    assert [comment.id for comment in found.comments] == [one.id for one in reversed(made)]
    assert found.after is None


def test_case_39_a_place_of_another_list_is_refused(store: Store, site: str) -> None:
    page, _ = a_liked_page(store, site)
    after = store.votes.liked(site, page, 1, None).after
    assert after is not None
    for wrong in (dict(after) | {"at": "x"}, {"at": after["at"]}, dict(after) | {"more": "1"}):
        with pytest.raises(Refused):
            store.votes.liked(site, page, 1, wrong)
    with pytest.raises(Refused):
        store.votes.liked(site, an_id(), 1, after)
