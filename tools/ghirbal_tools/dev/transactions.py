"""Transactions of the embedded table, at a cost that does not grow with the table.

moto copies the whole table, stream and all, for every single write of a transaction, and after a failed one puts the
copy in the table's place: at 200 comments a post took seconds and the process 4 GB, and whoever read the stream went on
reading the abandoned one. Here only the rows that a transaction names are remembered and put back. It hangs on moto
5.2's own objects (a table keeps rows by hash and range key, its stream is a list); a test holds it to all-or-nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

Places = list[tuple[DynamoType, DynamoType, Item | None]]


def remember_rows_only(account: str, region: str, name: str) -> None:
    """Make the transactions of one table cheap. The table must be there; the next reset of moto undoes it."""
    backend = dynamodb_backends[account][region]
    table = backend.tables[name]
    # An instance's own `__deepcopy__` comes first: the "copy" that moto puts back is then the table itself.
    vars(table)["__deepcopy__"] = lambda _: table
    transact = backend.transact_write_items

    def transact_rows(items: list[dict[str, Any]]) -> None:
        before = list(_rows(table, items))
        stream = table.stream_shard.items if table.stream_shard else []
        told = len(stream)
        try:
            transact(items)
        except Exception:
            _put_back(table, before)
            del stream[told:]
            raise

    vars(backend)["transact_write_items"] = transact_rows


def _rows(table: Table, items: Iterable[Mapping[str, Any]]) -> Places:
    """Where each write of a transaction goes, and a copy of the row that is there."""
    places: Places = []
    for item in items:
        operation = next(iter(item.values()))
        key = operation.get("Key") or operation.get("Item") or {}
        # A malformed key is moto's to refuse; nothing is written then.
        if operation.get("TableName") == table.name and {table.hash_key_attr, table.range_key_attr} <= set(
            key
        ):
            hashed, ranged = DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])
            places.append((hashed, ranged, copy.deepcopy(table.get_item(hashed, ranged))))
    return places


def _put_back(table: Table, before: Places) -> None:
    for hashed, ranged, row in before:
        if row is not None:
            table.items[hashed][ranged] = row
        elif hashed in table.items:
            table.items[hashed].pop(ranged, None)
