"""Likes on a real engine while everything happens at once: every vote counts once, whoever counts it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from ghirbal.domain.comment import Comment
from ghirbal.ports.stream import CommentChange, VoteCast
from ghirbal.ports.votes import Vote
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.votes import DynamoVotes
from ghirbal.usecases.projecting.likes import rank, settle
from tests.support import ministack
from tests.support.making import NOW, Hand, a_limit, a_site_id, an_id, approved
from tests.support.table import create_table
from tests.support.threads import at_once

pytestmark = pytest.mark.engine

READERS = 16


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, "votes")
        yield Table("votes", client)


def a_comment(table: Table) -> Comment:
    comment = approved(a_site_id(), an_id())
    DynamoComments(table, Hand()).put_new(comment)
    return comment


def likes(table: Table, comment: Comment) -> int:
    now = DynamoComments(table, Hand()).get(comment.site, comment.id)
    assert now is not None
    return now.likes


def a_vote(comment: Comment, reader: str, changes: int = 1) -> Vote:
    on = changes % 2 == 1
    return Vote(
        site=comment.site,
        comment_id=comment.id,
        page=comment.page,
        reader=reader,
        on=on,
        changes=changes,
        at=NOW,
    )


def test_the_same_vote_at_the_same_moment_is_one_vote(table: Table) -> None:
    votes, comment, reader = DynamoVotes(table, Hand()), a_comment(table), an_id()
    limit = a_limit("one", n=1, kind="vote")
    answers = at_once([partial(votes.cast, a_vote(comment, reader), [limit])] * 8)
    assert answers.count(True) == 1
    at_once([partial(settle, [VoteCast(comment.site, comment.id, reader)], votes)] * 4)
    assert likes(table, comment) == 1


def test_likes_are_exact_while_readers_change_their_minds_and_records_come_again(table: Table) -> None:
    """Counting runs beside voting, twice at a time and out of order; at rest the sum is what readers said last."""
    votes, comment = DynamoVotes(table, Hand()), a_comment(table)
    readers = [an_id() for _ in range(READERS)]
    chance = random.Random(7)
    changes = {reader: chance.randint(1, 4) for reader in readers}

    def reader_votes(reader: str) -> None:
        for change in range(1, changes[reader] + 1):
            assert votes.cast(a_vote(comment, reader, change), [])

    def stream_counts(order: Sequence[str]) -> None:
        for reader in order:
            settle([VoteCast(comment.site, comment.id, reader)], votes)

    orders = [chance.sample(readers, READERS) for _ in range(2)]
    at_once(
        [*(partial(reader_votes, one) for one in readers), *(partial(stream_counts, one) for one in orders)]
    )
    at_once([partial(stream_counts, order) for order in orders])
    assert likes(table, comment) == sum(n % 2 for n in changes.values())


def test_lists_of_the_most_liked_written_at_once_lose_nobody(table: Table) -> None:
    votes, page, site = DynamoVotes(table, Hand()), an_id(), a_site_id()
    made = [approved(site, page, likes=n + 1) for n in range(6)]
    for comment in made:
        DynamoComments(table, Hand()).put_new(comment)
    at_once([partial(rank, [CommentChange(None, comment)], votes) for comment in made[:4]])
    rank([CommentChange(None, comment) for comment in made], votes)
    assert [place.id for place in votes.top(site, page).placed] == [one.id for one in reversed(made)]
