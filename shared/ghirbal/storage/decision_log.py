"""The port DecisionLog on DynamoDB: the decision log by month, the days' numbers, the queue's mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ghirbal.domain.comment import Actor, ActorKind
from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import ID_LENGTH, SHARDS, body_hash
from ghirbal.ports.decision_log import LogRow, LogSlice, Stamp, Tally
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_TIME
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.rows.comment import actor_to_text, log_from_item

QUERIES = 5
"""Index pages looked through for one page of the log: of a moderator who seldom decides, most rows are others'."""

AT, VERSION, LIST = "at", "v", "list"
_VERSION = re.compile(r"\d{6}", re.ASCII)


class DynamoDecisionLog:
    """What was decided, in the table (`ports.decision_log.DecisionLog`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def stamp(self, site: str) -> Stamp:
        """Four small rows in one eventually consistent read: two read units."""
        wanted = [keys.site_pending(site, shard) for shard in range(SHARDS)]
        found = self._table.get_many(wanted, consistent=False)
        return stamp_of([found.get(key, {}) for key in wanted])

    def decisions(
        self, site: str, month: str, moderator: str | None, limit: int, after: Mapping[str, str] | None
    ) -> LogSlice:
        """By the index of the month, newest first, then the rows whole."""
        partition = indexes.log_of(site, month)
        start, found = start_key(site, partition, after), list[Item]()
        for _ in range(QUERIES):
            rows, start = self._ask(partition, moderator, limit - len(found), start)
            found += rows
            if start is None or len(found) >= limit:
                break
        return LogSlice(self._whole(found), position(partition, start) if start else None)

    def tallies(self, site: str, first: str, last: str) -> tuple[Tally, ...]:
        """One range of the site's partition."""
        rows: list[Item] = []
        start: dict[str, Any] = {}
        low, high = keys.tally(site, first, "!"), keys.tally(site, last, "~")
        while True:
            found = self._table.query(
                "#PK = :partition AND #SK BETWEEN :low AND :high",
                {"partition": low.pk, "low": low.sk, "high": high.sk},
                **start,
            )
            rows += found.rows
            if found.more is None:
                return tuple(tally_from_item(row) for row in rows)
            start = {"ExclusiveStartKey": to_image(found.more)}

    def _ask(
        self, partition: str, moderator: str | None, count: int, start: Item | None
    ) -> tuple[tuple[Item, ...], Item | None]:
        only, who = condition(moderator)
        options: dict[str, Any] = {"ExclusiveStartKey": to_image(start)} if start else {}
        found = self._table.query(
            f"#{BY_TIME.pk} = :partition",
            {"partition": partition, **who},
            only=only,
            IndexName=BY_TIME.name,
            ScanIndexForward=False,
            Limit=count,
            **options,
        )
        return found.rows, found.more

    def _whole(self, found: Sequence[Item]) -> tuple[LogRow, ...]:
        wanted = [Key(text(row, "PK"), text(row, "SK")) for row in found]
        rows = self._table.get_many(wanted)
        return tuple(logged_from_item(rows[key]) for key in wanted if key in rows)


def stamp_of(rows: Iterable[Row]) -> Stamp:
    """What the four rows say: how many wait, and a mark that changes with every change."""
    read = [(number(row, "n", 0), number(row, "ch", 0)) for row in rows]
    mark = body_hash(*(f"{n}.{changes}" for n, changes in read))
    return Stamp(max(0, sum(n for n, _ in read)), mark)


def condition(moderator: str | None) -> tuple[str, dict[str, str]]:
    """What a row's `by` must be: this moderator, or anyone but an author."""
    if moderator is None:
        return "NOT begins_with(#by, :author)", {"author": str(ActorKind.AUTHOR)}
    return "#by = :by", {"by": actor_to_text(Actor(ActorKind.MODERATOR, moderator))}


def position(partition: str, last: Row) -> Mapping[str, str]:
    """The position after a log row."""
    version = text(last, "SK").removeprefix(keys.LOG_PREFIX)
    return {LIST: partition, AT: text(last, BY_TIME.sk), VERSION: version}


def start_key(site: str, partition: str, after: Mapping[str, str] | None) -> Item | None:
    """The whole key to go on from. Raises Refused("cursor") for one that is another list's (fault case 39)."""
    if after is None:
        return None
    at, version = after.get(AT, ""), after.get(VERSION, "")
    if (
        after.get(LIST) != partition
        or not indexes.TIME_AND_ID.fullmatch(at)
        or not _VERSION.fullmatch(version)
    ):
        raise Refused("cursor")
    key = keys.log(site, at[-ID_LENGTH:], int(version))
    return {"PK": key.pk, "SK": key.sk, BY_TIME.pk: partition, BY_TIME.sk: at}


def logged_from_item(item: Row) -> LogRow:
    """The entry of a whole log row. Raises ValueError."""
    return LogRow(text(item, "id"), text(item, "pg"), log_from_item(item))


def tally_from_item(item: Row) -> Tally:
    """The numbers of a day's row."""
    day, _, who = text(item, "SK").removeprefix(keys.TALLY_PREFIX).partition("#")
    counts = {name: value for name, value in item.items() if isinstance(value, int)}
    return Tally(day, who, counts)
