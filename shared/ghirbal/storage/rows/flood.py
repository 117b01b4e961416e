"""Rows of the defence against floods, as values."""

from __future__ import annotations

from collections.abc import Iterable

from ghirbal.domain.breaker import Breaker
from ghirbal.domain.reputation import CommentOutcome, ReputationRow
from ghirbal.ports.flood import NEAR_KEPT, Minute, Near
from ghirbal.storage.dynamodb import keys_flood
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.keys import parse_comment_partition
from ghirbal.storage.rows.comment import keyed

_SIZE = "b"


def judged_to_item(row: ReputationRow) -> Item:
    """Row J as it shall be; `rv` is one more than what was read."""
    said: Item = {"v": row.version, "outcome": str(row.outcome), "rv": row.revision + 1}
    return keyed(keys_flood.judged(row.site, row.id), said)


def judged_from_item(item: Row) -> ReputationRow:
    """What row J says. Raises ValueError."""
    site, comment_id = parse_comment_partition(text(item, "PK"))
    outcome = CommentOutcome(text(item, "outcome", ""))
    return ReputationRow(site, comment_id, number(item, "v"), outcome, number(item, "rv"))


def breaker_from_item(item: Row | None) -> Breaker | None:
    """The breaker of a row, None for no row. Raises ValueError."""
    return Breaker(number(item, "since"), number(item, "until")) if item else None


def minute_from_item(item: Row, place: str, share: int) -> Minute:
    """An article's minute, after one more was counted at a place.

    >>> minute_from_item({"PK": "x", "SK": "y", "p01": 9, "p02": 1, "exp": 9}, "p01", 3)
    Minute(n=4, counted=False)
    """
    places = {name: number(item, name) for name in item if name[:1] == "p"}
    return Minute(sum(min(n, share) for n in places.values()), places[place] <= share)


def sizes_from_item(item: Row) -> dict[int, int]:
    """Articles by size class in one hour.

    >>> sizes_from_item({"PK": "x", "SK": "y", "b0": 3, "b2": 1, "exp": 9})
    {0: 3, 2: 1}
    """
    return {int(name[1:]): number(item, name) for name in item if name[:1] == _SIZE and name[1:].isdigit()}


def size_name(size: int) -> str:
    """The attribute that counts a size class."""
    return f"{_SIZE}{size}"


def near_from_item(item: Row) -> tuple[Near, ...]:
    """The comments of a bucket, oldest first. Raises ValueError."""
    return tuple(_near(word) for word in text(item, "near", "").split())


def near_text(found: Iterable[Near]) -> str:
    """The newest comments of a bucket, each once, as one text.

    >>> near_text([Near(1, "a"), Near(2, "b"), Near(1, "a", approved=True)])
    '0000000000000001:a:1 0000000000000002:b:0'
    """
    latest: dict[tuple[int, str], bool] = {}
    for near in found:
        place = near.simhash, near.id
        latest[place] = near.approved
    kept = list(latest.items())[-NEAR_KEPT:]
    return " ".join(f"{simhash:016x}:{name}:{int(approved)}" for (simhash, name), approved in kept)


def _near(word: str) -> Near:
    simhash, name, approved = word.split(":")
    return Near(int(simhash, 16), name, approved == "1")
