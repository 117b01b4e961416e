"""The stream: what the fake tells of its changes is what a real engine tells of the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ghirbal.domain.comment import Actor, ActorKind, Status, tombstone
from ghirbal.domain.reader import Moderator, Role, Site
from ghirbal.ports.deciding import Change
from ghirbal.ports.posting import PrivateRow
from ghirbal.ports.stream import CommentChange, ReportAdded
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.stream.images import Kind, classify
from ghirbal.storage.stream.records import read_record
from ghirbal.usecases.projecting.project import count
from tests.contract.conftest import Store, on_table
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
    reply_to,
)
from tests.support.memory import Memory
from tests.support.table import create_table

NudgeSubject = dict[tuple[str, str], list[tuple[str, Any, Any]]]


def a_whole_day(store: Store, site: str) -> None:
    """Everything that is written: sites, posts, replies, reports, decisions, deletions, counts."""
    store.sites.put(Site(site, ("https://akhbar.example",)))
    store.sites.put_moderator(Moderator(site, "mina", Role.MODERATOR))
    root, held = approved(site, id=an_id("root")), a_comment(site, id=an_id("held"))
    reply = replace(reply_to(root), id=an_id("reply"))
    fixed = [
        replace(c, reader=an_id(f"reader of {c.id}"), body_hash=an_id(f"body of {c.id}"))
        for c in (root, held, reply)
    ]
    for comment in fixed:
        private = PrivateRow(comment_id=comment.id, address="h", mail="", expires=NOW // 1000 + 9)
        mark = a_mark(comment.id, comment.reader)
        reservation = a_reservation(site, a_limit(comment.id, 9), fingerprint=mark, private=private)
        for _ in range(2):
            store.comments.reserve(replace(reservation, page=a_page(site)))
            store.comments.put_new(comment)
    root, held, reply = fixed
    store.comments.report(reply, a_report(reply, an_id("reporter")), ())
    approval = decision(held, Status.APPROVED, roles=(Role.MODERATOR,))
    store.comments.change(approval)
    gone = tombstone(root, Actor(ActorKind.AUTHOR, root.reader), at=NOW + 1)
    store.comments.change(Change(before=root, after=gone))
    for _ in range(2):
        count([root, held, reply, approval.after, gone], store.counters)
    store.pages.put(a_page(site, open=False), "mina", (Role.MODERATOR,))
    store.sites.remove_moderator(site, "mina")


def by_row(records: list[Mapping[str, Any]]) -> NudgeSubject:
    """What is told of each row, in order: only that order is promised."""
    told: NudgeSubject = defaultdict(list)
    for record in records:
        data = record["dynamodb"]
        key = (data["Keys"]["PK"]["S"], data["Keys"]["SK"]["S"])
        images = (sorted_sets(data.get("OldImage")), sorted_sets(data.get("NewImage")))
        told[key].append((record["eventName"], *images))
    return told


def sorted_sets(image: Mapping[str, Any] | None) -> Any:
    """An image whose sets are in order: an engine may keep them in any."""
    if image is None:
        return None
    return {
        name: {"SS": sorted(value["SS"])} if "SS" in value else dict(value) for name, value in image.items()
    }


def in_memory(site: str) -> list[Mapping[str, Any]]:
    memory = Memory(Hand())
    store = Store(
        clock=Hand(),
        comments=memory.comments,
        pages=memory.pages,
        sites=memory.sites,
        counters=memory.counters,
        event_dedup=memory.event_dedup,
        reputations=memory.reputations,
        bans=memory.bans,
        traffic=memory.traffic,
        votes=memory.votes,
        erasures=memory.erasures,
        moves=memory.moves,
        workplace=memory.workplace,
        policies=memory.policies,
        jobs=memory.jobs,
        past=memory.past,
        webhooks=memory.webhooks,
        decision_log=memory.decision_log,
        rounds=memory.rounds,
        team=memory.team,
        plant=memory.plant,
    )
    a_whole_day(store, site)
    return list(memory.records())


@pytest.mark.engine
def test_the_fakes_stream_is_the_engines(engine: str) -> None:
    site = a_site_id()
    client = ministack.patient_client(engine)
    create_table(client, "stream")
    a_whole_day(on_table(Table("stream", client)), site)
    streams = ministack.streams_client(engine)
    [stream] = streams.list_streams(TableName="stream")["Streams"]
    [shard] = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    told = streams.get_records(ShardIterator=iterator)["Records"]
    assert by_row([dict(record) for record in told]) == by_row(in_memory(site))


def test_every_record_of_a_day_can_be_read_and_most_mean_nothing(site: str) -> None:
    records = in_memory(site)
    work = [read_record(record) for record in records]
    changes = [item for item in work if isinstance(item, CommentChange)]
    versions = [(change.before is None, str(change.after.status)) for change in changes]
    assert versions[:3] == [(True, "APPROVED"), (True, "PENDING"), (True, "APPROVED")]
    assert (False, "DELETED") in versions
    assert len([item for item in work if isinstance(item, ReportAdded)]) == 1
    kinds = {classify(record) for record in records}
    assert kinds == {Kind.COMMENT, Kind.REPORT, Kind.LOG, Kind.OTHER}
