"""Rows in a dictionary, the records of their changes, and limits taken of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ghirbal.domain.clock import SECOND, Clock
from ghirbal.domain.errors import Forbidden, LimitReached, Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.posting import LimitUse, RangeUse, Use
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.indexes import Index
from ghirbal.storage.dynamodb.items import Item, alive, members, number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.limits import MARK, counted_at
from ghirbal.storage.rows.around import ban_from_item
from tests.support.table import projection


class Rows:
    """All rows, the lock they are changed under, and what the stream would tell of them."""

    def __init__(self, clock: Clock) -> None:
        """An empty table."""
        self.clock = clock
        self.lock = threading.RLock()
        self.allow: Callable[[Key], None] = lambda _: None
        """Asked before each write: raises where the one who writes has no right to."""
        self.items: dict[Key, Item] = {}
        self.records: list[dict[str, Any]] = []

    def get(self, key: Key) -> Item | None:
        """The row under a key, past its time or not, as DynamoDB would."""
        return self.items.get(key)

    def write(self, item: Item) -> None:
        """Write a whole row; one that changes nothing makes no record (DynamoDB neither)."""
        key = Key(text(item, "PK"), text(item, "SK"))
        self.allow(key)
        old = self.items.get(key)
        self.items[key] = item
        if old != item:
            self._record("MODIFY" if old else "INSERT", key, old, item)

    def remove(self, key: Key, principal: str = "") -> None:
        """Remove a row; `principal` is who the record says did it."""
        old = self.items.pop(key, None)
        if old is not None:
            self._record("REMOVE", key, old, None, principal)

    def add(self, key: Key, **sums: int) -> None:
        """Add to numbers of a row, made when it is not there."""
        item = dict(self.items.get(key) or {"PK": key.pk, "SK": key.sk})
        for name, n in sums.items():
            item[name] = number(item, name, 0) + n
        self.write(item)

    def expire(self) -> None:
        """What TTL does, late: remove what is past its time."""
        with self.lock:
            for key in [key for key, item in self.items.items() if not alive(item, self.clock())]:
                self.remove(key, "dynamodb.amazonaws.com")

    def partition(self, pk: str) -> list[Item]:
        """The rows of a partition in order."""
        return [self.items[key] for key in sorted(self.items) if key.pk == pk]

    def index(self, index: Index, partition: str) -> list[Item]:
        """The rows of an index partition in order, with what it projects."""
        found = [item for item in self.items.values() if item.get(index.pk) == partition]
        kept = projection(index.name)
        projected = [{name: value for name, value in item.items() if name in kept} for item in found]
        return sorted(projected, key=lambda item: (text(item, index.sk), text(item, "PK"), text(item, "SK")))

    def _record(self, name: str, key: Key, old: Item | None, new: Item | None, principal: str = "") -> None:
        number_ = f"{len(self.records) + 1:021d}"
        images = {"OldImage": old, "NewImage": new}
        record: dict[str, Any] = {
            "eventID": f"event-{number_}",
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {
                "ApproximateCreationDateTime": self.clock() // SECOND,
                "Keys": to_image({"PK": key.pk, "SK": key.sk}),
                "SequenceNumber": number_,
                "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
                **{name: to_image(image) for name, image in images.items() if image is not None},
            },
        }
        if principal:
            record["userIdentity"] = {"type": "Service", "principalId": principal}
        self.records.append(record)


def _limit_row(table: Rows, site: str, use: LimitUse) -> tuple[Key, frozenset[str]]:
    key = keys.limit(site, use.kind, use.key, use.window)
    return key, members(table.get(key) or {}, "ids")


def full(table: Rows, site: str, uses: Iterable[Use]) -> list[Use]:
    return [use for use in uses if _is_full(table, site, use)]


def _is_full(table: Rows, site: str, use: Use) -> bool:
    if isinstance(use, RangeUse):
        return False
    ids = _limit_row(table, site, use)[1]
    return (bool(ids) or use.n <= 0) and len(ids) >= use.n and use.member not in ids


def use(table: Rows, site: str, uses: Iterable[Use]) -> None:
    for use in uses:
        if isinstance(use, RangeUse):
            place = keys.limit(site, use.kind, use.key, use.window)
            row = dict(table.get(place) or {"PK": place.pk, "SK": place.sk})
            at = counted_at(use)
            marked = {f"{MARK}{use.mark[0]:02x}": use.mark[1]} if use.mark else {}
            table.write(row | {at: number(row, at, 0) + 1, "exp": use.expires} | marked)
            continue
        key, ids = _limit_row(table, site, use)
        table.write({"PK": key.pk, "SK": key.sk, "ids": ids | {use.member}, "exp": use.expires})


def raise_banned(table: Rows, site: str, bans: Sequence[tuple[str, str]], at: int) -> None:
    """Refused("banned") when one of these bans, (kind, hash), stands."""
    for kind, hashed in bans:
        item = table.get(keys.ban(site, kind, hashed))
        if item and ban_from_item(item).stands(at):
            raise Refused("banned")


def raise_full(table: Rows, site: str, uses: Sequence[Use]) -> None:
    for use in full(table, site, uses):
        seconds = max(1, use.expires - table.clock() // SECOND)
        raise LimitReached("limit-reached", kind=use.kind, retry_after=seconds)


def allow(table: Rows, site: str, moderator: str, roles: Sequence[Role]) -> None:
    item = table.get(keys.moderator(site, moderator))
    if item is None or (roles and text(item, "role") not in roles):
        raise Forbidden("not-on-team")
