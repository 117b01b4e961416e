"""Whole use cases racing on a real engine (cases 1, 2, 6, 51): threads, a barrier, then the stream's work."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import pytest

from ghirbal.auth.keyring import Keyring, parse_secret
from ghirbal.auth.nudges import SignedNudges
from ghirbal.auth.proof import SignedProofs
from ghirbal.auth.tokens import SignedTokens
from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, GhirbalError
from ghirbal.domain.page import page_id
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.ports.stream import CommentChange
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.flood import DynamoArticleTraffic
from ghirbal.storage.sites import DynamoSites
from ghirbal.storage.stream.records import read_record
from ghirbal.usecases.moderating.decide import Decision, decide
from ghirbal.usecases.posting.gates import FormState
from ghirbal.usecases.posting.post import Ports, Post, post_comment
from ghirbal.usecases.posting.visitor import Visitor
from ghirbal.usecases.projecting.project import count, event_for
from ghirbal_tools.dev.pump import event_record
from tests.support.making import a_site_id, an_id
from tests.support.ministack import patient_client, start, streams_client
from tests.support.table import create_table
from tests.support.threads import at_once
from tests.support.world import HOLD, Clock, judge_by_marks

pytestmark = pytest.mark.engine

TABLE = "journeys"
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Engine:
    """A site of its own on a real table."""

    site: Site
    table: Table
    comments: DynamoComments
    clock: Clock
    endpoint: str

    @property
    def url(self) -> str:
        return f"{self.site.origins[0]}/article"

    @property
    def page(self) -> str:
        return page_id(self.url)

    def ports(self) -> Ports:
        keyring = Keyring(lambda: parse_secret(json.dumps({"pinned": "p" * 40, "live": []})))
        tokens = SignedTokens(keyring)
        nudges, proofs = SignedNudges(tokens), SignedProofs(tokens)
        return Ports(self.comments, keyring, nudges, judge_by_marks, proofs, DynamoArticleTraffic(self.table))

    def post(self, **changes: Any) -> Post:
        visitor = Visitor(reader=an_id("reader"), address=an_id("address"), network="net")
        made = Post(
            page=self.page, url=self.url, text="تعليق مهذب", key="k" * 20, visitor=visitor, form=FormState()
        )
        return replace(made, **changes)

    def changes(self) -> list[CommentChange]:
        """What the stream says of this site's comments."""
        client = streams_client(self.endpoint)
        arn = self.table.client.describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
        found = []
        for shard in client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = client.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            while True:
                answer = client.get_records(ShardIterator=iterator, Limit=1_000)
                found += [read_record(event_record(record, arn)) for record in answer["Records"]]
                if not answer["Records"] or not answer.get("NextShardIterator"):
                    break
                iterator = answer["NextShardIterator"]
        mine = [work for work in found if isinstance(work, CommentChange)]
        return [change for change in mine if change.after.site == self.site.id]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    yield from start()


@pytest.fixture(scope="module")
def table(endpoint: str) -> Table:
    client = patient_client(endpoint)
    create_table(client, TABLE)
    return Table(TABLE, client)


@pytest.fixture
def engine(endpoint: str, table: Table) -> Engine:
    site_id, clock = a_site_id(), Clock()
    site = Site(site_id, (f"https://{site_id}.example",))
    sites = DynamoSites(table)
    sites.put(site)
    for number in range(8):
        sites.put_moderator(Moderator(site_id, f"m{number}", Role.MODERATOR))
    return Engine(site, table, DynamoComments(table, clock), clock, endpoint)


def together(works: list[Callable[[], Answer]]) -> list[Answer | GhirbalError]:
    """Run all at the same moment; what each answered or raised."""

    def one(work: Callable[[], Answer]) -> Answer | GhirbalError:
        try:
            return work()
        except GhirbalError as error:
            return error

    return at_once([partial(one, work) for work in works])


def test_the_same_post_at_the_same_moment_makes_one_comment_one_event_and_counts_one(engine: Engine) -> None:
    """Cases 1 and 2: the retry arrives while the first is still running."""
    post, ports = engine.post(), engine.ports()
    answers = together([lambda: post_comment(post, engine.site, ports, engine.clock())] * 8)
    assert {type(answer) for answer in answers} == {Comment}
    assert len({answer.id for answer in answers if isinstance(answer, Comment)}) == 1
    changes = engine.changes()
    events = [event.id for change in changes if (event := event_for(change))]
    assert len(events) == 1
    counters = DynamoCounters(engine.table)
    count([change.after for change in changes], counters)
    assert engine.comments.head(engine.site.id, engine.page).all == 1


def test_a_lost_answer_is_found_again_when_limits_and_fingerprint_would_refuse(engine: Engine) -> None:
    """Case 51, on the engine."""
    site = replace(engine.site, policy={"limits": {"reader": {"n": 1, "seconds": 600}}})
    post, ports = engine.post(), engine.ports()
    first = post_comment(post, site, ports, engine.clock())
    again = together([lambda: post_comment(post, site, ports, engine.clock())] * 4)
    assert [answer.id if isinstance(answer, Comment) else answer for answer in again] == [first.id] * 4


def test_of_eight_contrary_decisions_one_wins_and_seven_are_told_the_winners_state(engine: Engine) -> None:
    """Case 6: one audit row per version, one event."""
    held = post_comment(engine.post(text=f"نص {HOLD}"), engine.site, engine.ports(), engine.clock())

    def deciding(number: int) -> Callable[[], Comment]:
        action = "approve" if number % 2 else "reject"
        decision = Decision(
            site=engine.site.id,
            comment_id=held.id,
            action=action,
            version=1,
            moderator=f"m{number}",
            role=Role.MODERATOR,
        )
        return lambda: decide(decision, engine.comments, engine.clock())

    answers = together([deciding(number) for number in range(8)])
    winners = [answer for answer in answers if isinstance(answer, Comment)]
    losers = [answer for answer in answers if isinstance(answer, Conflict)]
    assert (len(winners), len(losers)) == (1, 7)
    assert {loser.current.status for loser in losers} == {winners[0].status}
    assert {loser.current.by for loser in losers} == {winners[0].by}
    assert len(engine.comments.log(engine.site.id, held.id)) == 1
    decided = [change for change in engine.changes() if change.after.version == 2]
    assert len(decided) == 1


def test_the_same_decision_by_one_moderator_in_eight_windows_is_one(engine: Engine) -> None:
    """Case 7 under threads."""
    held = post_comment(engine.post(text=f"نص {HOLD}"), engine.site, engine.ports(), engine.clock())
    decision = Decision(
        site=engine.site.id,
        comment_id=held.id,
        action="approve",
        version=1,
        moderator="m1",
        role=Role.MODERATOR,
    )
    answers = together([lambda: decide(decision, engine.comments, engine.clock())] * 8)
    assert Counter(type(answer).__name__ for answer in answers) == {"Comment": 8}
    assert len(engine.comments.log(engine.site.id, held.id)) == 1


def test_counters_are_exact_when_batches_of_one_page_are_counted_at_once(engine: Engine) -> None:
    """Case 4 under threads: two deliveries of the same records, side by side."""
    ports = engine.ports()
    for number in range(12):
        visitor = Visitor(reader=an_id(), address=an_id(), network="net")
        post = engine.post(text=f"تعليق رقم {number}", key=f"{number:020d}", visitor=visitor)
        post_comment(post, engine.site, ports, engine.clock())
    comments = [change.after for change in engine.changes()]
    counters = DynamoCounters(engine.table)
    halves = [comments[:7], comments[5:], comments, comments[::-1]]
    results = together([partial(count, half, counters) for half in halves])
    for half, result in zip(halves, results, strict=True):
        if result is not None:  # contended to the end: Lambda delivers it again
            count(half, counters)
    assert engine.comments.head(engine.site.id, engine.page) == counters.recount(engine.site.id, engine.page)
    assert engine.comments.head(engine.site.id, engine.page).all == 12


def test_the_author_edits_while_a_moderator_decides_and_no_unseen_text_is_approved(engine: Engine) -> None:
    """Case 8 under threads: either the edit or the decision comes first, never both on one version."""
    from ghirbal.usecases.posting import edit as edits

    post = engine.post(text=f"نص {HOLD}")
    held = post_comment(post, engine.site, engine.ports(), engine.clock())
    change = edits.Edit(
        page=engine.page, comment_id=held.id, version=1, text=f"غيره {HOLD}", visitor=post.visitor
    )
    ports = edits.Ports(engine.comments, judge_by_marks)
    decision = Decision(
        site=engine.site.id,
        comment_id=held.id,
        action="approve",
        version=1,
        moderator="m1",
        role=Role.MODERATOR,
    )
    answers = together(
        [
            lambda: edits.edit_comment(change, engine.site, ports, engine.clock()),
            lambda: decide(decision, engine.comments, engine.clock()),
        ]
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    now = engine.comments.get(engine.site.id, held.id)
    assert now is not None
    assert (now.status is Status.APPROVED) == (now.text == f"نص {HOLD}")
