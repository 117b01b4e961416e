"""Articles, sites and teams in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ghirbal.domain.reader import Moderator, Page, Role, Site
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, text
from ghirbal.storage.rows import around as rows_around
from ghirbal.storage.rows import comment as rows
from ghirbal.storage.sites import site_from_item, site_to_item
from tests.support.memory_rows import Rows, allow


class MemoryPages:
    """`ports.sites.Pages` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str, page: str) -> Page | None:
        with self._rows.lock:
            return rows_around.page_from_item(site, page, self._rows.get(keys.page(site, page)))

    def named(self, site: str, pages: Collection[str]) -> Mapping[str, Page]:
        return {found.id: found for page in pages if (found := self.get(site, page))}

    def put(self, page: Page, moderator: str, roles: tuple[Role, ...]) -> None:
        with self._rows.lock:
            allow(self._rows, page.site, moderator, roles)
            key = keys.page(page.site, page.id)
            said: Item = {"url": page.url, "title": page.title, "closed": not page.open, "mode": page.mode}
            self._rows.write((self._rows.get(key) or {"PK": key.pk, "SK": key.sk}) | said)


class MemorySites:
    """`ports.sites.Sites` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def get(self, site: str) -> Site | None:
        with self._rows.lock:
            item = self._rows.get(keys.site_config(site))
            return site_from_item(site, item) if item else None

    def put(self, site: Site) -> None:
        with self._rows.lock:
            self._rows.write(site_to_item(site))
            self._rows.write(rows.keyed(keys.registry(site.id), {"status": "active"}))

    def all(self) -> tuple[str, ...]:
        with self._rows.lock:
            return tuple(text(item, "SK") for item in self._rows.partition(keys.REGISTRY))

    def moderator(self, site: str, moderator: str) -> Moderator | None:
        with self._rows.lock:
            item = self._rows.get(keys.moderator(site, moderator))
            return rows_around.moderator_from_item(site, item) if item else None

    def team(self, site: str) -> tuple[Moderator, ...]:
        with self._rows.lock:
            found = self._rows.partition(keys.team(site))
            return tuple(rows_around.moderator_from_item(site, item) for item in found)

    def put_moderator(self, moderator: Moderator) -> None:
        with self._rows.lock:
            self._rows.write(rows_around.moderator_to_item(moderator))

    def remove_moderator(self, site: str, moderator: str) -> None:
        with self._rows.lock:
            self._rows.remove(keys.moderator(site, moderator))
