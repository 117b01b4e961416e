"""An erase while its reader writes, a move while people write and decide: on a real engine (cases 57, 58)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, GhirbalError
from ghirbal.domain.reader import Moderator, Page, Role
from ghirbal.moderation import shipped_policy
from ghirbal.ports.stream import VoteCast
from ghirbal.ports.votes import Vote
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.erasing import DynamoErasures
from ghirbal.storage.exporting import DynamoExport
from ghirbal.storage.moving import DynamoMoves
from ghirbal.storage.reputation import DynamoReputations
from ghirbal.storage.sites import DynamoSites
from ghirbal.storage.votes import DynamoVotes
from ghirbal.usecases.operating import move as moving
from ghirbal.usecases.projecting.likes import settle
from ghirbal.usecases.projecting.project import count
from ghirbal.usecases.rights.erase import Ports, erase_reader
from tests.support import ministack
from tests.support.making import NOW, Hand, a_comment, a_site_id, an_id, approved, decision, reply_to
from tests.support.table import create_table
from tests.support.threads import at_once

pytestmark = pytest.mark.engine

OLD, NEW = an_id("the old page"), an_id("the new page")


@dataclass(frozen=True)
class Engine:
    """The ports that erase and move need, on the engine, and a site of its own."""

    site: str
    table: Table

    @property
    def comments(self) -> DynamoComments:
        return DynamoComments(self.table, Hand())

    @property
    def counters(self) -> DynamoCounters:
        return DynamoCounters(self.table)

    @property
    def votes(self) -> DynamoVotes:
        return DynamoVotes(self.table, Hand())

    def erasing(self) -> Ports:
        reputations, erasures = DynamoReputations(self.table), DynamoErasures(self.table)
        policy = shipped_policy()
        return Ports(erasures, self.comments, self.counters, reputations, self.votes, lambda _: policy)

    def moving(self) -> moving.Ports:
        return moving.Ports(DynamoMoves(self.table), self.comments, self.counters, self.votes)

    def all(self) -> list[Comment]:
        return list(DynamoExport(self.table).comments(self.site))


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, "years")
        yield Table("years", client)


@pytest.fixture
def engine(table: Table) -> Engine:
    made = Engine(a_site_id(), table)
    DynamoSites(table).put_moderator(Moderator(made.site, "mina", Role.MODERATOR))
    return made


def stored(engine: Engine, comment: Comment) -> Comment:
    engine.comments.put_new(comment)
    return comment


def tried(act: Callable[[], object]) -> bool:
    """Whether it went through: whoever meets another is refused, and nothing is half done."""
    try:
        act()
    except (Conflict, GhirbalError):
        return False
    return True


def like(engine: Engine, comment: Comment, reader: str) -> None:
    vote = Vote(site=engine.site, comment_id=comment.id, page=comment.page, reader=reader, on=True, at=NOW)
    assert engine.votes.cast(vote, [])


def streamed(engine: Engine) -> None:
    """What the stream does in the end: every comment is counted as it stands."""
    count(engine.all(), engine.counters)


def test_case_58_an_erase_while_its_reader_writes_and_others_decide_leaves_nothing_half_done(
    engine: Engine,
) -> None:
    reader = an_id()
    first = [stored(engine, approved(engine.site, OLD, reader=reader)) for _ in range(6)]
    held = [stored(engine, a_comment(engine.site, OLD, reader=reader)) for _ in range(6)]
    other = stored(engine, approved(engine.site, OLD))
    like(engine, other, reader)
    replies = [stored(engine, reply_to(first[0])) for _ in range(2)]
    count([*first, *replies], engine.counters)
    settle([VoteCast(engine.site, other.id, reader)], engine.votes)
    late = [approved(engine.site, OLD, reader=reader) for _ in range(6)]
    acts: list[Callable[[], object]] = [
        *(partial(engine.comments.put_new, one) for one in late),
        *(partial(engine.comments.change, decision(one, Status.APPROVED)) for one in held),
        partial(like, engine, first[1], reader),
        *(partial(erase_reader, engine.site, reader, "operator", engine.erasing(), NOW) for _ in range(2)),
    ]
    at_once([partial(tried, act) for act in acts])
    erase_reader(engine.site, reader, "operator", engine.erasing(), NOW)
    streamed(engine)
    mine = {one.id for one in (*first, *held, *late)}
    for one in engine.all():
        assert (one.text == "", one.reader == "") == (one.id in mine,) * 2
    assert [
        one
        for one in engine.table.scanned("contains(#PK, :site)", {"site": engine.site})
        if reader in str(one)
    ] == []
    head = engine.comments.head(engine.site, OLD)
    assert head == engine.counters.recount(engine.site, OLD)
    assert (head.all, head.roots) == (3, 1)
    left = engine.comments.get(engine.site, other.id)
    assert left is not None
    assert left.likes == 0


def test_case_57_a_move_while_people_write_and_decide_loses_nobody_and_counts_each_once(
    engine: Engine,
) -> None:
    site = engine.site
    old, new = (Page(site, page, f"https://akhbar.example/{page}") for page in (OLD, NEW))
    roots = [stored(engine, approved(site, OLD)) for _ in range(5)]
    replies = [stored(engine, reply_to(roots[0])) for _ in range(5)]
    held = [stored(engine, a_comment(site, OLD)) for _ in range(6)]
    there = stored(engine, approved(site, NEW))
    count([*roots[:2], *replies[:2], there], engine.counters)
    late = [approved(site, OLD) for _ in range(6)]
    acts: list[Callable[[], object]] = [
        *(partial(engine.comments.put_new, one) for one in late),
        *(partial(engine.comments.change, decision(one, Status.APPROVED)) for one in held),
        partial(count, [*roots, *replies], engine.counters),
        *(partial(moving.move, old, new, engine.moving()) for _ in range(2)),
    ]
    at_once([partial(tried, act) for act in acts])
    moving.move(old, new, engine.moving())
    streamed(engine)
    everybody = engine.all()
    assert {one.page for one in everybody} == {NEW}
    assert {one.id for one in everybody} >= {one.id for one in (*roots, *replies, *held, there)}
    shown = sum(one.public for one in everybody)
    head = engine.comments.head(site, NEW)
    assert head == engine.counters.recount(site, NEW)
    assert head.all == shown
    assert engine.comments.head(site, OLD).moved_to == NEW
    assert list(engine.moving().moves.standing_at(site, OLD)) == []
    waiting = [one.id for one in everybody if one.status is Status.PENDING]
    for one in waiting:
        now = engine.comments.get(site, one)
        assert now is not None
        engine.comments.change(decision(now, Status.APPROVED))
    streamed(engine)
    assert engine.comments.head(site, NEW).all == shown + len(waiting)
