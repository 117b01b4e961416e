"""The ports Pages and Sites on DynamoDB."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict

from ghirbal.domain.errors import Forbidden
from ghirbal.domain.reader import Moderator, Page, Retention, Role, Site
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, write_one
from ghirbal.storage.dynamodb.writes import Write, delete, put, update
from ghirbal.storage.rows.around import moderator_from_item, moderator_to_item, page_from_item
from ghirbal.storage.rows.comment import keyed


class DynamoPages:
    """Articles in the table (`ports.sites.Pages`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def get(self, site: str, page: str) -> Page | None:
        """The article's row, consistently."""
        return page_from_item(site, page, self._table.get(keys.page(site, page)))

    def named(self, site: str, pages: Collection[str]) -> Mapping[str, Page]:
        """One batch, eventually consistent."""
        wanted = {keys.page(site, page): page for page in pages}
        found = self._table.get_many(wanted, consistent=False)
        read = (page_from_item(site, wanted[key], row) for key, row in found.items())
        return {page.id: page for page in read if page is not None}

    def put(self, page: Page, moderator: str, roles: tuple[Role, ...]) -> None:
        """Write it if the moderator may."""
        check = on_team(page.site, moderator, roles)
        if carry_out(self._table, [_page(page), check]):
            raise Forbidden("not-on-team")


class DynamoSites:
    """Sites and teams in the table (`ports.sites.Sites`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def get(self, site: str) -> Site | None:
        """The site's configuration."""
        item = self._table.get(keys.site_config(site))
        return site_from_item(site, item) if item else None

    def put(self, site: Site) -> None:
        """Create or change a site and its row in the registry, together."""
        entry = keyed(keys.registry(site.id), {"status": "active"})
        carry_out(self._table, [put(site_to_item(site)), put(entry)])

    def all(self) -> tuple[str, ...]:
        """The ids of all sites, in order."""
        return tuple(text(row, "SK") for row in self._table.partition(keys.REGISTRY))

    def moderator(self, site: str, moderator: str) -> Moderator | None:
        """One member, consistently."""
        item = self._table.get(keys.moderator(site, moderator))
        return moderator_from_item(site, item) if item else None

    def team(self, site: str) -> tuple[Moderator, ...]:
        """The whole team, by id."""
        return tuple(moderator_from_item(site, row) for row in self._table.partition(keys.team(site)))

    def put_moderator(self, moderator: Moderator) -> None:
        """Add or change a member."""
        write_one(self._table, put(moderator_to_item(moderator)))

    def remove_moderator(self, site: str, moderator: str) -> None:
        """Remove a member."""
        write_one(self._table, delete(keys.moderator(site, moderator)))


def _page(page: Page) -> Write:
    """Every attribute is written, and nothing else of the row is touched."""
    return update(
        keys.page(page.site, page.id),
        "SET #url = :url, #title = :title, #closed = :closed, #mode = :mode",
        url=page.url,
        title=page.title,
        closed=not page.open,
        mode=page.mode,
    )


def site_to_item(site: Site) -> Item:
    """A site's row: lists and the policy document as one JSON text."""
    lists: dict[str, object] = {
        "origins": site.origins,
        "policy": site.policy,
        "clients": site.clients,
        "staff_names": site.staff_names,
        "sso_keys": site.sso_keys,
        "avatar_hosts": site.avatar_hosts,
        "retention": asdict(site.retention),
    }
    said: Item = {
        "name": site.name,
        "lang": site.lang,
        "profile": site.profile,
        "doc": json.dumps(lists, ensure_ascii=False, separators=(",", ":")),
    }
    return keyed(keys.site_config(site.id), said)


def site_from_item(site: str, item: Item) -> Site:
    """The site of a row. Raises ValueError when its document is none."""
    lists = json.loads(text(item, "doc"))
    if not isinstance(lists, dict):
        raise ValueError("doc: expected an object")
    return Site(
        id=site,
        origins=tuple(lists.get("origins", ())),
        name=text(item, "name", ""),
        lang=text(item, "lang", "ar"),
        profile=text(item, "profile", "balanced"),
        policy=dict(lists.get("policy", {})),
        clients=tuple(lists.get("clients", ())),
        staff_names=tuple(lists.get("staff_names", ())),
        sso_keys=tuple(lists.get("sso_keys", ())),
        avatar_hosts=tuple(lists.get("avatar_hosts", ())),
        retention=_retention(lists.get("retention", {})),
    )


def _retention(said: Mapping[str, object]) -> Retention:
    """What the row says of it, and what every site has where an older one says nothing."""
    known = {name: int(str(said[name])) for name in asdict(Retention()) if name in said}
    return Retention(**known)
