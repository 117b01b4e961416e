"""The stream function under redelivery, halves, loss, poison and a bus that is away (cases 4, 5, 20 to 25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from functions.stream import app as stream
from ghirbal.domain.page import canonical_url, page_id
from ghirbal.events.publisher import EntryTooLarge, EventBridgePublisher, entry_of
from ghirbal.ports.stream import Event
from ghirbal.storage.stream.records import PoisonRecord
from tests.support.publisher import CollectingPublisher
from tests.support.world import FINE, HOLD, SITE, URL, World, context

PAGE = page_id(canonical_url(URL))
Reputations = Sequence[Mapping[str, Any]]


def a_busy_day(world: World) -> Reputations:
    """Roots, replies, edits, decisions, deletions: every kind of change once."""
    roots = [world.reader().post(f"{FINE} {n}").json["id"] for n in range(3)]
    replies = [world.reader().post(f"رد {n}", parent=roots[0]).json["id"] for n in range(3)]
    held = world.reader().post(HOLD).json["id"]
    world.moderator().decide(held, "approve")
    world.moderator().decide(roots[1], "reject")
    world.moderator().decide(replies[0], "spam")
    author = world.reader()
    gone = author.post("سأحذفه").json["id"]
    author.delete(gone)
    world.reader().report(roots[2])
    return world.memory.records()


def run(world: World, records: Reputations, remaining_ms: int = 10_000) -> list[str]:
    answer = stream.handler({"Records": list(records)}, context(remaining_ms), world.deps)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def exact(world: World) -> bool:
    return world.memory.comments.head(SITE, PAGE) == world.memory.counters.recount(SITE, PAGE)


def sequence(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def test_a_batch_delivered_again_whole_half_and_bit_by_bit_counts_once(world: World) -> None:
    """Case 4: counters exact, and each event id the same, however often the records come."""
    records = a_busy_day(world)
    half = len(records) // 2
    for batch in (records, records, records[:half], records[half:], *([r] for r in records)):
        assert run(world, batch) == []
    assert exact(world)
    assert world.memory.comments.head(SITE, PAGE).all == 5
    assert world.memory.comments.pending(SITE) == 0
    ids = [event.id for event in world.publisher.sent]
    once = list(dict.fromkeys(ids))
    assert ids == once * 4


def test_records_of_different_comments_in_any_order_end_in_the_same_counts(world: World) -> None:
    """Case 5: in order for one comment, any order between them."""
    records = a_busy_day(world)
    by_item: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        by_item.setdefault(record["dynamodb"]["Keys"]["PK"]["S"], []).append(record)
    for group in reversed(list(by_item.values())):
        assert run(world, group) == []
    assert exact(world)


def test_a_late_version_changes_nothing(world: World) -> None:
    """Case 5: a stale version is ignored by the counters."""
    records = a_busy_day(world)
    assert run(world, records) == []
    before = world.memory.comments.head(SITE, PAGE)
    for record in reversed(records):
        run(world, [record])
    assert world.memory.comments.head(SITE, PAGE) == before


def test_lost_records_are_made_up_for_by_the_next_of_the_same_comment(world: World) -> None:
    author = world.reader()
    own = author.post(FINE).json["id"]
    author.edit(own, "معدل")
    last = [record for record in world.memory.records() if is_comment(record)][-1]
    assert run(world, [last]) == []
    assert exact(world)


def test_only_from_the_first_failed_event_on_the_batch_comes_again(world: World) -> None:
    """Case 21: the bus refuses one; nothing is acknowledged past it, and its retry completes the picture."""
    records = a_busy_day(world)
    refused = {"left": 1}

    def fails(event: Event) -> bool:
        hit = event.type == "CommentHeld" and refused["left"] > 0
        refused["left"] -= hit
        return hit

    world.publisher = CollectingPublisher(fails)
    world.deps = world.deps.replace(publisher=world.publisher)
    failed = run(world, records)
    assert len(failed) == 1
    start = next(n for n, record in enumerate(records) if sequence(record) == failed[0])
    assert 0 < start < len(records)
    assert run(world, records[start:]) == []
    assert exact(world)
    assert "CommentHeld" in {str(event.type) for event in world.publisher.sent}


def test_a_bus_that_is_away_acknowledges_nothing_past_the_first_event(world: World) -> None:
    """Case 21."""
    records = a_busy_day(world)
    world.deps = world.deps.replace(publisher=CollectingPublisher(lambda _: True))
    assert run(world, records) == [sequence(next(r for r in records if is_comment(r)))]
    assert world.memory.comments.head(SITE, PAGE).all == 0


def is_comment(record: Mapping[str, Any]) -> bool:
    keys = record["dynamodb"]["Keys"]
    return bool(keys["PK"]["S"].startswith("C#") and keys["SK"]["S"] == "C")


def broken(record: Mapping[str, Any], attribute: str, value: Mapping[str, str] | None) -> Mapping[str, Any]:
    image = dict(record["dynamodb"]["NewImage"])
    if value is None:
        del image[attribute]
    else:
        image[attribute] = value
    return {**record, "dynamodb": {**record["dynamodb"], "NewImage": image}}


@pytest.mark.parametrize(
    ("attribute", "value"), [("st", {"S": "BOILED"}), ("v", {"S": "x"}), ("text", None), ("cr", {"S": "now"})]
)
def test_a_poison_record_is_left_for_the_failure_bucket_and_the_rest_goes_on(
    world: World, attribute: str, value: Mapping[str, str] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Case 23: what stands before it is done, then it stands first and the batch is halved down to it."""
    world.reader().post(FINE)
    world.reader().post(f"{FINE} 2")
    comments = [record for record in world.memory.records() if is_comment(record)]
    poison = broken(comments[1], attribute, value)
    assert run(world, [comments[0], poison]) == [sequence(poison)]
    assert world.memory.comments.head(SITE, PAGE).all == 1
    assert '"PoisonRecords":[1.0]' in capsys.readouterr().out, "an alarm looks at it"
    with pytest.raises(PoisonRecord):
        run(world, [poison])


def test_a_batch_that_runs_out_of_time_hands_back_the_rest(world: World) -> None:
    """Case 24."""
    for n in range(30):
        world.reader().post(f"{FINE} رقم {n}")
    records = [record for record in world.memory.records() if is_comment(record)]
    failed = run(world, records, remaining_ms=1_000)
    assert failed == [sequence(records[stream.CHUNK])]
    assert run(world, records[stream.CHUNK :]) == []
    assert exact(world)


def test_a_row_that_expires_tells_nobody_anything(world: World) -> None:
    """Case 25."""
    world.reader().post(FINE)
    record = next(r for r in world.memory.records() if is_comment(r))
    image = record["dynamodb"]["NewImage"]
    expired = {
        **record,
        "eventName": "REMOVE",
        "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        "dynamodb": {"Keys": record["dynamodb"]["Keys"], "OldImage": image, "SequenceNumber": "9"},
    }
    assert run(world, [expired]) == []
    assert world.publisher.sent == []


# --- the publisher itself ------------------------------------------------------------------------------------


class FlakyBus:
    """A client of EventBridge that refuses what it is told to, so many times."""

    def __init__(self, refuse: Mapping[str, int], down: int = 0) -> None:
        self.left = dict(refuse)
        self.down = down
        self.calls: list[list[str]] = []

    def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, Any]:
        from botocore.exceptions import EndpointConnectionError

        types = [entry["DetailType"] for entry in Entries]
        self.calls.append(types)
        if self.down:
            self.down -= 1
            raise EndpointConnectionError(endpoint_url="bus")
        answers = [self._answer(kind) for kind in types]
        return {"FailedEntryCount": sum("ErrorCode" in a for a in answers), "Entries": answers}

    def _answer(self, kind: str) -> dict[str, str]:
        if self.left.get(kind, 0) > 0:
            self.left[kind] -= 1
            return {"ErrorCode": "ThrottlingException"}
        return {"EventId": "1"}


def events(n: int) -> list[Event]:
    return [Event(id=f"{i}", type=f"T{i}", site=SITE, detail={}) for i in range(n)]


def publisher(bus: FlakyBus) -> EventBridgePublisher:
    return EventBridgePublisher("bus", bus)  # type: ignore[arg-type]


def test_only_the_entry_that_failed_is_sent_again() -> None:
    """Case 20."""
    bus = FlakyBus({"T4": 1})
    assert publisher(bus).publish(events(10)) == frozenset()
    assert bus.calls == [[f"T{i}" for i in range(10)], ["T4"]]


def test_chunks_are_of_ten_and_a_bus_that_is_away_is_tried_three_times() -> None:
    """Case 21."""
    bus = FlakyBus({}, down=3)
    assert publisher(bus).publish(events(12)) == frozenset(range(10))
    assert [len(call) for call in bus.calls] == [10, 10, 10, 2]


def test_an_entry_over_256_kb_is_refused_before_the_call() -> None:
    """Case 22."""
    bus = FlakyBus({})
    large = Event(id="x", type="T", site=SITE, detail={"symbols": ["م" * 140_000]})
    with pytest.raises(EntryTooLarge):
        publisher(bus).publish([large])
    assert bus.calls == []
    assert entry_of(events(1)[0], "bus")["Source"] == "ghirbal.comments"
