"""The port Moves on DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import StoreContended
from ghirbal.domain.ids import ID_LENGTH
from ghirbal.domain.listing import Listing
from ghirbal.domain.reader import Page
from ghirbal.storage.deciding import COUNTED_BY_OTHERS
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_PAGE, BY_WAIT, Index
from ghirbal.storage.dynamodb.items import Item, Plain, number, text
from ghirbal.storage.dynamodb.keys import COMMENT_ROW, Key
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one, write_one
from ghirbal.storage.dynamodb.wire import to_image
from ghirbal.storage.dynamodb.writes import Write, changes, delete, put, update
from ghirbal.storage.rows.comment import comment_from_item, comment_to_item, keyed

_TRIES = 8
_SUMS = ("n", "roots")


class DynamoMoves:
    """Pages in the table (`ports.moving.Moves`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def leave(self, old: Page, new: Page) -> None:
        """The new row first: nothing may lead to a page that is not there."""
        said: Item = {"url": new.url, "title": new.title, "cr": new.created, "closed": not new.open}
        said |= {"mode": new.mode} if new.mode else {}
        place = keys.page(new.site, new.id)
        if not try_one(self._table, put(keyed(place, said), "attribute_not_exists(#PK)")):
            # A page that had moved away itself, and to which comments come back.
            try_one(
                self._table, update(place, "SET #closed = :no REMOVE #to", "attribute_exists(#to)", no=False)
            )
            write_one(self._table, update(keys.page_count(new.site, new.id), "REMOVE #to"))
        write_one(
            self._table,
            update(
                keys.page(old.site, old.id),
                "SET #url = if_not_exists(#url, :url), #closed = :yes, #to = :to",
                url=old.url,
                yes=True,
                to=new.id,
            ),
        )

    def standing_at(self, site: str, page: str) -> Iterator[Comment]:
        """What waits, and each list of what doesn't."""
        places = [(BY_PAGE, indexes.waiting_at(site, page))]
        places += [(BY_WAIT, indexes.listed_at(site, page, listing)) for listing in Listing]
        for index, partition in places:
            for rows in self._indexed(index, partition):
                wanted = [keys.comment(site, text(row, index.sk)[-ID_LENGTH:]) for row in rows]
                found = map(comment_from_item, self._table.get_many(wanted).values())
                yield from (comment for comment in found if comment.page == page)

    def carry(self, comment: Comment, page: str) -> bool:
        """First the rows around it: by its own row it is found again when this is killed in between."""
        for row in self._table.partition(keys.comment(comment.site, comment.id).pk):
            if "pg" in row and row["SK"] != COMMENT_ROW and row["pg"] != page:
                place = Key(text(row, "PK"), text(row, "SK"))
                write_one(self._table, update(place, "SET #pg = :page", "attribute_exists(#PK)", page=page))
        return try_one(self._table, carried(comment, page))

    def settle(self, site: str, old: str, new: str) -> None:
        """One transaction, as the counters were read; the list of the most liked goes."""
        place, target = keys.page_count(site, old), keys.page_count(site, new)
        for _ in range(_TRIES):
            row = self._table.get(place) or {}
            sums: dict[str, Plain] = {name: number(row, name, 0) for name in _SUMS}
            left = update(
                place,
                "SET #to = :to, #n = :none, #roots = :none",
                " AND ".join(
                    f"#{name} = :{name}" if name in row else f"attribute_not_exists(#{name})"
                    for name in _SUMS
                ),
                to=new,
                none=0,
                **{name: n for name, n in sums.items() if name in row},
            )
            added = update(target, "ADD #n :n, #roots :roots", "", **sums)
            if not carry_out(self._table, [left, added] if any(sums.values()) else [left]):
                write_one(self._table, delete(keys.page_top(site, old)))
                return
        raise StoreContended("counters")

    def _indexed(self, index: Index, partition: str) -> Iterator[tuple[Item, ...]]:
        start: dict[str, Any] = {}
        while True:
            found = self._table.query(
                f"#{index.pk} = :partition", {"partition": partition}, IndexName=index.name, **start
            )
            yield found.rows
            if found.more is None:
                return
            start = {"ExclusiveStartKey": to_image(found.more)}


def carried(comment: Comment, page: str) -> Write:
    """The same version of a comment under another page, in all its indexes."""
    moved = comment_to_item(replace(comment, page=page))
    expression, values = changes(comment_to_item(comment), moved, COUNTED_BY_OTHERS)
    return update(
        keys.comment(comment.site, comment.id),
        expression,
        "#v = :seen AND #st = :status AND #pg = :before",
        seen=comment.version,
        status=str(comment.status),
        before=comment.page,
        **values,
    )
