"""Threads on a real engine: what must be exact when everything happens at once (cases 1, 2, 6, 19, 51).

Serialised moto proves nothing here; ministack carries out requests in parallel and transactions whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from botocore.exceptions import ReadTimeoutError

from ghirbal.domain.comment import Comment, Status
from ghirbal.domain.errors import Conflict, Refused
from ghirbal.ports.comments import PageHead
from ghirbal.ports.posting import DUPLICATE
from ghirbal.ports.stream import CountDelta, Counted
from ghirbal.storage.comments import DynamoComments
from ghirbal.storage.counters import DynamoCounters
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.event_dedup import DynamoEventDedup
from ghirbal.storage.posting import IDS_KEPT
from ghirbal.storage.rows.comment import comment_to_item
from tests.support import ministack
from tests.support.making import (
    NOW,
    Hand,
    a_comment,
    a_limit,
    a_mark,
    a_page,
    a_report,
    a_reservation,
    a_site_id,
    an_id,
    approved,
    decision,
    post_keys,
)
from tests.support.ministack import THREADS
from tests.support.table import create_table
from tests.support.threads import at_once
from tests.support.wire import lost, tapped

pytestmark = pytest.mark.engine

PAGE = an_id("the page")
ITEM_LIMIT = 400 * 1024


@dataclass(frozen=True)
class Engine:
    """The store on the engine, and a site of its own."""

    site: str
    table: Table
    comments: DynamoComments
    counters: DynamoCounters
    seen: DynamoEventDedup


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    for endpoint in ministack.start():
        client = ministack.patient_client(endpoint)
        create_table(client, "races")
        yield Table("races", client)


@pytest.fixture
def engine(table: Table) -> Engine:
    comments = DynamoComments(table, Hand())
    return Engine(a_site_id(), table, comments, DynamoCounters(table), DynamoEventDedup(table))


def stored(engine: Engine, comment: Comment) -> Comment:
    engine.comments.put_new(comment)
    return comment


def test_64_threads_on_one_limit_never_let_more_than_n_through(engine: Engine) -> None:
    uses = [a_limit(f"member{n}", 10) for n in range(THREADS)]
    jobs = [partial(engine.comments.reserve, a_reservation(engine.site, use)) for use in uses]
    answers = Counter(at_once(jobs))
    assert answers == {frozenset(): 10, frozenset({"reader"}): THREADS - 10}
    assert sum(not job() for job in jobs) == 10


def test_case_1_the_same_post_at_the_same_moment_makes_one_row(engine: Engine) -> None:
    comment = a_comment(engine.site)
    others = [replace(comment, created=NOW + n, updated=NOW + n) for n in range(8)]
    answers = at_once([partial(engine.comments.put_new, other) for other in others])
    assert answers.count(None) == 1
    [winner] = [other for other, answer in zip(others, answers, strict=True) if answer is None]
    assert {answer for answer in answers if answer} == {winner}
    assert engine.comments.get(engine.site, comment.id) == winner


def test_case_2_a_post_retried_while_the_first_still_runs_takes_its_limit_once(engine: Engine) -> None:
    comment = a_comment(engine.site)
    whole = a_reservation(
        engine.site,
        a_limit("the post", 1),
        a_limit("the post", 1, kind="address"),
        fingerprint=a_mark(comment.id, "poster"),
        page=a_page(engine.site),
    )

    def post() -> tuple[frozenset[str], bool]:
        return engine.comments.reserve(whole), engine.comments.put_new(comment) is None

    answers = at_once([post] * 8)
    assert {full for full, _ in answers} == {frozenset()}
    assert [first for _, first in answers].count(True) == 1


def test_case_51_a_lost_answer_is_found_again_though_limit_and_text_are_taken(engine: Engine) -> None:
    comment = a_comment(engine.site)
    mark = a_mark(comment.id, "poster")
    whole = a_reservation(engine.site, a_limit("the post", 1), fingerprint=mark)
    assert engine.comments.reserve(whole) == frozenset()
    with tapped(engine.table.client) as wire:
        wire.next("TransactWriteItems", lost(lambda url: ReadTimeoutError(endpoint_url=url)))
        assert engine.comments.put_new(comment) is None  # asked again under the same token: carried out once

    def again() -> tuple[Comment | None, frozenset[str]]:
        found = engine.comments.open_post(post_keys(comment))
        return found.existing, engine.comments.reserve(whole)

    assert set(at_once([again] * 8)) == {(comment, frozenset())}


def test_one_reader_sending_one_text_twice_at_once_is_told_once(engine: Engine) -> None:
    marks = [a_mark(an_id(f"key {n}"), "one reader") for n in range(8)]
    reservations = [a_reservation(engine.site, fingerprint=mark) for mark in marks]
    answers = Counter(at_once([partial(engine.comments.reserve, each) for each in reservations]))
    assert answers == {frozenset(): 1, frozenset({DUPLICATE}): 7}


def test_case_56_a_crowd_at_once_fills_the_bucket_and_is_never_refused(engine: Engine) -> None:
    marks = [a_mark(an_id(f"post {n}"), f"poster{n}") for n in range(THREADS)]
    reservations = [a_reservation(engine.site, fingerprint=mark) for mark in marks]
    assert set(at_once([partial(engine.comments.reserve, each) for each in reservations])) == {frozenset()}
    found = engine.comments.open_post(post_keys(a_comment(engine.site))).duplicates
    assert len(found.ids) == IDS_KEPT
    assert found.posters == {mark.poster for mark in marks}


def test_case_6_of_eight_decisions_at_once_one_wins_and_seven_see_it(engine: Engine) -> None:
    comment = stored(engine, a_comment(engine.site))
    targets = [Status.APPROVED, Status.REJECTED] * 4
    changes = [decision(comment, target, f"moderator{n}") for n, target in enumerate(targets)]

    def decide(change: int) -> Comment | None:
        try:
            engine.comments.change(changes[change])
        except Conflict as conflict:
            return conflict.current
        return None

    answers = at_once([partial(decide, n) for n in range(8)])
    assert answers.count(None) == 1
    winner = changes[answers.index(None)].after
    assert [answer for answer in answers if answer] == [winner] * 7
    assert engine.comments.get(engine.site, comment.id) == winner
    assert [(entry.version, entry.by) for entry in engine.comments.log(engine.site, comment.id)] == [
        (1, winner.by.id)
    ]


def test_case_6_a_decision_whose_answer_is_lost_is_not_its_own_rival(engine: Engine) -> None:
    change = decision(stored(engine, a_comment(engine.site)), Status.APPROVED)
    with tapped(engine.table.client) as wire:
        wire.next("TransactWriteItems", lost(lambda url: ReadTimeoutError(endpoint_url=url)))
        engine.comments.change(change)
    assert engine.comments.get(engine.site, change.before.id) == change.after
    assert len(engine.comments.log(engine.site, change.before.id)) == 1


def test_reports_at_once_are_all_counted_and_the_last_one_sees_them(engine: Engine) -> None:
    comment = stored(engine, approved(engine.site))
    reports = [a_report(comment, an_id(f"reader {n}")) for n in range(8)]
    answers = at_once([partial(engine.comments.report, comment, each, ()) for each in reports])
    seen = [answer.report_weight for answer in answers if answer]
    assert len(seen) == 8
    assert max(seen) == 8
    again = at_once([partial(engine.comments.report, comment, each, ()) for each in reports])
    assert again == [None] * 8


def test_case_4_counts_made_at_once_add_up_exactly(engine: Engine) -> None:
    row = Counted(site=engine.site, id=an_id("one"), page=PAGE, root=None)
    ref = (row.site, row.id)

    def add_one() -> int:
        """What the stream does: read, add, and read again where somebody was faster."""
        tries = 1
        while True:
            read = engine.counters.counted([ref]).get(ref, row)
            step = replace(read, version=read.version + 1)
            if engine.counters.commit(CountDelta(site=row.site, page=PAGE, rows=(step,), n=1, roots=1)):
                return tries
            tries += 1

    at_once([add_one] * 8)
    assert engine.counters.counted([ref])[ref].version == 8
    assert engine.comments.head(engine.site, PAGE) == PageHead(all=8, roots=8)


def test_an_event_is_taken_by_one_of_eight_consumers(engine: Engine) -> None:
    def claim() -> bool:
        return engine.seen.claim(engine.site, "a#1#CommentHeld", now=NOW, lease_ms=60_000)

    assert at_once([claim] * 8).count(True) == 1


def size_of(comment: Comment) -> int:
    """Bytes of a comment's row as DynamoDB counts them: names and texts in UTF-8, two digits of a number a byte."""
    total = 0
    for name, value in to_image(comment_to_item(comment)).items():
        total += len(name)
        if "S" in value:
            total += len(value["S"].encode())
        elif "N" in value:
            total += (len(value["N"].strip("0")) + 1) // 2 + 1
        else:
            total += 1
    return total


@pytest.mark.parametrize("over", [0, 1])
def test_case_19_a_row_ends_at_400_kb_to_the_byte(engine: Engine, over: int) -> None:
    comment = approved(engine.site, text="")
    comment = replace(comment, text="x" * (ITEM_LIMIT - size_of(comment) + over))
    if not over:
        assert engine.comments.put_new(comment) is None
        assert engine.comments.get(engine.site, comment.id) == comment
        return
    with pytest.raises(Refused, match="body-too-large"):
        engine.comments.put_new(comment)
    assert engine.comments.get(engine.site, comment.id) is None
