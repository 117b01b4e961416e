"""Stream records as the work that they mean: what `usecases/project.py` counts and tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ghirbal.ports.rounds import Overdue
from ghirbal.ports.stream import CommentChange, ReportAdded, SurgeBegan, VoteCast
from ghirbal.storage.stream import images
from ghirbal.storage.stream.images import Kind

StreamWork = CommentChange | Overdue | ReportAdded | SurgeBegan | VoteCast | None


class PoisonRecord(ValueError):
    """A record that nobody can read: a missing attribute, an unknown state, a number where text belongs."""


def read_record(record: Mapping[str, Any]) -> StreamWork:
    """A comment's new version, a report, a vote to count, or None for rows and deletions that mean nothing to anybody.

    A row that goes away says nothing: comments leave by a tombstone, the rest by their TTL (fault case 25).
    Raises PoisonRecord.
    """
    try:
        kind = images.classify(record)
        if record.get("eventName") == "REMOVE" or kind not in _READERS:
            return None
        return _READERS[kind](record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PoisonRecord(type(error).__name__) from error


def _change(record: Mapping[str, Any]) -> CommentChange:
    images_of = record["dynamodb"]
    before = images_of.get("OldImage")
    after = images.comment_from_image(images_of["NewImage"])
    return CommentChange(images.comment_from_image(before) if before else None, after)


def _report(record: Mapping[str, Any]) -> ReportAdded:
    site, comment_id = images.ref(record)
    return ReportAdded(site, comment_id, images.report_from_image(record["dynamodb"]["NewImage"]))


def _vote(record: Mapping[str, Any]) -> VoteCast | None:
    """A vote that is counted as it stands is the trace of its counting: nothing to do."""
    vote = images.vote_from_image(record["dynamodb"]["NewImage"])
    return None if vote.on == vote.counted else VoteCast(vote.site, vote.comment_id, vote.reader)


def _overdue(record: Mapping[str, Any]) -> Overdue | None:
    """A comment that waits too long, told when the row is new."""
    new = record.get("eventName") == "INSERT"
    return images.overdue_from_image(record["dynamodb"]["NewImage"]) if new else None


def _surge(record: Mapping[str, Any]) -> SurgeBegan | None:
    """A breaker that was switched on; one that goes on is no news."""
    trip = images.trip_from_image(record)
    return None if images.since_before(record) == trip.since else SurgeBegan(trip)


_READERS: Mapping[Kind, Callable[[Mapping[str, Any]], StreamWork]] = {
    Kind.COMMENT: _change,
    Kind.OVERDUE: _overdue,
    Kind.REPORT: _report,
    Kind.SURGE: _surge,
    Kind.VOTE: _vote,
}
