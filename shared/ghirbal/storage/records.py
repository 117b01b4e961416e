"""Stream records as the work that they mean: what `usecases/project.py` counts and tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghirbal.storage import images
from ghirbal.storage.images import Kind
from ghirbal.usecases.project import CommentChange, ReportAdded

Work = CommentChange | ReportAdded | None


class PoisonRecord(ValueError):
    """A record that nobody can read: a missing attribute, an unknown state, a number where text belongs."""


def read_record(record: Mapping[str, Any]) -> Work:
    """A comment's new version, a report, or None for rows and deletions that mean nothing to anybody.

    A row that goes away says nothing: comments leave by a tombstone, the rest by their TTL (fault case 25).
    Raises PoisonRecord.
    """
    try:
        kind = images.classify(record)
        if record.get("eventName") == "REMOVE" or kind not in (Kind.COMMENT, Kind.REPORT):
            return None
        return _change(record["dynamodb"]) if kind is Kind.COMMENT else _report(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PoisonRecord(type(error).__name__) from error


def _change(images_of: Mapping[str, Any]) -> CommentChange:
    before = images_of.get("OldImage")
    after = images.comment_from_image(images_of["NewImage"])
    return CommentChange(images.comment_from_image(before) if before else None, after)


def _report(record: Mapping[str, Any]) -> ReportAdded:
    site, comment_id = images.ref(record)
    return ReportAdded(site, comment_id, images.report_from_image(record["dynamodb"]["NewImage"]))
