"""Where a list goes on: a small mapping that a cursor carries, looked at before it reaches a query.

It names the list it is of, so that one of another page, site or order is refused (fault case 39); DynamoDB would
refuse it with a 400 of its own, emulators accept it or raise. Signing is not done here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghirbal.domain.errors import Refused
from ghirbal.domain.ids import ID_LENGTH, SHARDS
from ghirbal.ports.comments import Order
from ghirbal.storage.dynamodb.indexes import Index
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.keys import comment

LIST = "list"
AT = "at"
START = ""
"""The place of a shard that nothing was taken from yet; a shard that is used up has none."""

Position = Mapping[str, str]


def named(partition: str, order: Order) -> str:
    """The name of a list: its partition and its direction."""
    return f"{order}:{partition}"


def write(partition: str, order: Order, at: str) -> Position:
    """The position after the row whose sort key is `at`."""
    return {LIST: named(partition, order), AT: at}


def read(after: Position | None, partition: str, order: Order, index: Index) -> str:
    """The sort key to go on from, START for the beginning. Raises Refused("cursor")."""
    if after is None:
        return START
    if (
        set(after) != {LIST, AT}
        or after[LIST] != named(partition, order)
        or not index.form.fullmatch(after[AT])
    ):
        raise Refused("cursor")
    return after[AT]


def write_shards(name: str, order: Order, places: Sequence[str | None]) -> Position | None:
    """The position of a list in shards: one place a shard; None when every shard is used up."""
    left = {str(shard): place for shard, place in enumerate(places) if place is not None}
    return {LIST: named(name, order), **left} if left else None


def read_shards(
    after: Position | None, name: str, order: Order, index: Index, count: int = SHARDS
) -> list[str | None]:
    """The place in each of `count` shards. Raises Refused("cursor")."""
    if after is None:
        return [START] * count
    shards = [str(shard) for shard in range(count)]
    if after.get(LIST) != named(name, order) or not set(after) <= {LIST, *shards}:
        raise Refused("cursor")
    if not all(place == START or index.form.fullmatch(place) for key, place in after.items() if key != LIST):
        raise Refused("cursor")
    return [after.get(shard) for shard in shards]


def start_key(site: str, partition: str, index: Index, at: str) -> Item:
    """The whole key DynamoDB starts after: the comment's own key follows from the sort key's id."""
    key = comment(site, at[-ID_LENGTH:])
    return {"PK": key.pk, "SK": key.sk, index.pk: partition, index.sk: at}
