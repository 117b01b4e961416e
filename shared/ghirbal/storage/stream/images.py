"""What a stream record is about, and the values in its images.

Whatever is malformed raises ValueError: the record goes to the failure bucket and the stream moves on (fault case 23).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from ghirbal.domain.comment import Comment
from ghirbal.ports.comments import Ref
from ghirbal.ports.deciding import Report
from ghirbal.ports.flood import BreakerTrip
from ghirbal.ports.rounds import Overdue
from ghirbal.ports.votes import Vote
from ghirbal.storage.dynamodb.items import number, text
from ghirbal.storage.dynamodb.keys import (
    COMMENT_ROW,
    LOG_PREFIX,
    OVERDUE_PREFIX,
    REPORT_PREFIX,
    VOTE_PREFIX,
    parse_comment_partition,
)
from ghirbal.storage.dynamodb.keys_flood import RUSH_ROW, parse_page_partition
from ghirbal.storage.dynamodb.wire import Image, from_image
from ghirbal.storage.rounds import overdue_from_item
from ghirbal.storage.rows.comment import comment_from_item, report_from_item
from ghirbal.storage.rows.flood import breaker_from_item
from ghirbal.storage.rows.votes import vote_from_item


class Kind(StrEnum):
    """What a row is, as far as the stream cares."""

    COMMENT = "comment"
    REPORT = "report"
    VOTE = "vote"
    OVERDUE = "overdue"
    LOG = "log"
    SURGE = "surge"
    OTHER = "other"


def classify(record: Mapping[str, Any]) -> Kind:
    """The kind of row a record is about, by its key alone. Raises ValueError when it has no key.

    >>> classify({"dynamodb": {"Keys": {"PK": {"S": "N#demo#x"}, "SK": {"S": "CNT"}}}})
    <Kind.OTHER: 'other'>
    """
    pk, sk = _key(record)
    if not pk.startswith("C#"):
        return Kind.SURGE if pk.startswith("N#") and sk == RUSH_ROW else Kind.OTHER
    parse_comment_partition(pk)
    if sk == COMMENT_ROW:
        return Kind.COMMENT
    if sk.startswith(REPORT_PREFIX):
        return Kind.REPORT
    if sk.startswith(VOTE_PREFIX):
        return Kind.VOTE
    if sk.startswith(OVERDUE_PREFIX):
        return Kind.OVERDUE
    return Kind.LOG if sk.startswith(LOG_PREFIX) else Kind.OTHER


def ref(record: Mapping[str, Any]) -> Ref:
    """(site, comment id) of a record of a comment's partition. Raises ValueError."""
    return parse_comment_partition(_key(record)[0])


def trip_from_image(record: Mapping[str, Any]) -> BreakerTrip:
    """The breaker as a record leaves it. Raises ValueError."""
    item = from_image(record["dynamodb"]["NewImage"])
    site, page = parse_page_partition(text(item, "PK"))
    breaker = breaker_from_item(item)
    assert breaker is not None
    return BreakerTrip(site=site, page=page, since=breaker.since, until=breaker.until, n=number(item, "n"))


def since_before(record: Mapping[str, Any]) -> int | None:
    """Since when the breaker had been on before a record, if it had a row. Raises ValueError."""
    image = record["dynamodb"].get("OldImage")
    return number(from_image(image), "since") if image else None


def comment_from_image(image: Image) -> Comment:
    """The comment of an image. Raises ValueError."""
    return comment_from_item(from_image(image))


def report_from_image(image: Image) -> Report:
    """The report of an image. Raises ValueError."""
    return report_from_item(from_image(image))


def overdue_from_image(image: Image) -> Overdue:
    """The escalation of an image. Raises ValueError."""
    return overdue_from_item(from_image(image))


def vote_from_image(image: Image) -> Vote:
    """The vote of an image. Raises ValueError."""
    return vote_from_item(from_image(image))


def _key(record: Mapping[str, Any]) -> tuple[str, str]:
    try:
        key = from_image(record["dynamodb"]["Keys"])
    except (KeyError, TypeError) as error:
        raise ValueError("a record without a key") from error
    return text(key, "PK"), text(key, "SK")
