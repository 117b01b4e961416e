"""Threads that move, in memory (`ports.moving.Moves`), over the rows of `memory.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghirbal.domain.comment import Comment
from ghirbal.domain.reader import Page
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, number
from ghirbal.storage.dynamodb.keys import Key
from ghirbal.storage.rows import comment as rows
from tests.support.memory_rows import Rows


class MemoryMoves:
    """`ports.moving.Moves` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def leave(self, old: Page, new: Page) -> None:
        with self._rows.lock:
            place, target = keys.page(old.site, old.id), keys.page(new.site, new.id)
            there = self._rows.get(target)
            if there is None:
                said: Item = {"url": new.url, "title": new.title, "cr": new.created, "closed": not new.open}
                said |= {"mode": new.mode} if new.mode else {}
                self._rows.write(rows.keyed(target, said))
            elif "to" in there:
                self._rows.write(_without(there, "to") | {"closed": False})
            if count := self._rows.get(keys.page_count(new.site, new.id)):
                self._rows.write(_without(count, "to"))
            known = self._rows.get(place) or {"PK": place.pk, "SK": place.sk, "url": old.url}
            self._rows.write(known | {"closed": True, "to": new.id})

    def standing_at(self, site: str, page: str) -> Iterator[Comment]:
        prefix = f"C#{site}#"
        with self._rows.lock:
            items = [
                item for key, item in self._rows.items.items() if key.pk.startswith(prefix) and key.sk == "C"
            ]
        yield from (rows.comment_from_item(item) for item in items if item["pg"] == page)

    def carry(self, comment: Comment, page: str) -> bool:
        with self._rows.lock:
            place = keys.comment(comment.site, comment.id)
            for row in self._rows.partition(place.pk):
                if "pg" in row and row["SK"] != "C":
                    self._rows.write(row | {"pg": page})
            now = rows.comment_from_item(self._rows.items[place])
            if (now.version, now.status, now.page) != (comment.version, comment.status, comment.page):
                return False
            self._rows.write(rows.comment_to_item(replace(now, page=page)))
            return True

    def settle(self, site: str, old: str, new: str) -> None:
        with self._rows.lock:
            place = keys.page_count(site, old)
            row = self._rows.get(place) or {}
            sums = {name: number(row, name, 0) for name in ("n", "roots")}
            self._rows.write({"PK": place.pk, "SK": place.sk, "to": new, "n": 0, "roots": 0})
            if any(sums.values()):
                self._rows.add(keys.page_count(site, new), **sums)
            self._rows.remove(Key(*keys.page_top(site, old)))


def _without(item: Item, name: str) -> Item:
    return {key: value for key, value in item.items() if key != name}
