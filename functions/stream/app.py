"""The table's stream: counters, likes, and the outbox's events. Fails whole records, never halves of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghirbal.domain.errors import NotFound
from ghirbal.domain.policy import Policy
from ghirbal.moderation import shipped_policy
from ghirbal.observability import logs
from ghirbal.ports.rounds import Overdue
from ghirbal.ports.stream import CommentChange, Event, ReportAdded, SurgeBegan, VoteCast
from ghirbal.storage.stream.records import PoisonRecord, StreamWork, read_record
from ghirbal.usecases.policy.in_force import policy_of
from ghirbal.usecases.projecting.likes import rank, settle
from ghirbal.usecases.projecting.project import count, event_for, overdue_event, report_event
from ghirbal.usecases.projecting.reputation import update_reputation
from ghirbal.usecases.projecting.surge import surge_event
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESERVE_MS = 3_000
"""Time kept for the answer: with less left, the rest of the batch is handed back (fault case 24)."""

CHUNK = 25


def handler(event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None) -> dict[str, Any]:
    """Handle a batch and answer the first sequence number that has to come again.

    Raises PoisonRecord when the batch begins with a record nobody can read: halving the batch then isolates it.
    """
    records: Sequence[Mapping[str, Any]] = event["Records"]
    using = deps or process_deps()
    using.watch(context.get_remaining_time_in_millis)
    done = 0
    try:
        for start in range(0, len(records), CHUNK):
            if start and context.get_remaining_time_in_millis() < RESERVE_MS:
                break
            chunk = records[start : start + CHUNK]
            finished = _handle(chunk, using)
            done += finished
            if finished < len(chunk):
                break
    finally:
        logs.flush()
    return {"batchItemFailures": [_failure(records[done])] if done < len(records) else []}


def _handle(records: Sequence[Mapping[str, Any]], deps: Deps) -> int:
    """How many records, from the first, are done for good."""
    work = _read(records)
    sent = _publish(work, deps)
    done = work[:sent]
    changes = [item for item in done if isinstance(item, CommentChange)]
    count([change.after for change in changes], deps.counters)
    update_reputation(changes, deps.reputations, lambda site: _policy(site, deps), deps.clock())
    settle((item for item in done if isinstance(item, VoteCast)), deps.votes)
    rank(changes, deps.votes)
    return sent


def _policy(site: str, deps: Deps) -> Policy:
    """The policy in force; the shipped one for a site that is gone."""
    try:
        return policy_of(deps.site_configs.get(site))
    except NotFound:
        return shipped_policy()


def _read(records: Sequence[Mapping[str, Any]]) -> list[StreamWork]:
    """The records up to the first unreadable one. Raises PoisonRecord when that is the very first."""
    work: list[StreamWork] = []
    for raw in records:
        try:
            work.append(read_record(raw))
        except PoisonRecord:
            logs.count("PoisonRecords")
            logs.record("poison-record", {"sequence": raw.get("dynamodb", {}).get("SequenceNumber", "")})
            if not work:
                raise
            break
    return work


def _publish(work: Sequence[StreamWork], deps: Deps) -> int:
    """How many of the first records have all their events on the bus."""
    events = _distinct((position, made) for position, item in enumerate(work) if (made := _event(item)))
    failed = deps.publisher.publish([made for _, made in events])
    logs.count("EventsPublished", len(events) - len(failed))
    if not failed:
        return len(work)
    logs.count("EventsFailed", len(failed))
    return min(events[index][0] for index in failed)


def _distinct(events: Iterable[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """Each event id once, at its first place: reports of one comment and minute are one event."""
    first: dict[str, tuple[int, Event]] = {}
    for position, event in events:
        first.setdefault(event.id, (position, event))
    return list(first.values())


def _event(item: StreamWork) -> Event | None:
    if isinstance(item, CommentChange):
        return event_for(item)
    if isinstance(item, Overdue):
        return overdue_event(item)
    if isinstance(item, SurgeBegan):
        return surge_event(item)
    return report_event(item) if isinstance(item, ReportAdded) else None


def _failure(raw: Mapping[str, Any]) -> dict[str, str]:
    return {"itemIdentifier": raw["dynamodb"]["SequenceNumber"]}
