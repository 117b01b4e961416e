"""Webhooks in memory (`ports.webhooks.Webhooks`)."""

from __future__ import annotations

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.webhooks import Webhook
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, members
from ghirbal.storage.webhooks import gone_to_item, hook_from_item, hook_to_item, oldest
from tests.support.memory_rows import Rows, allow


class MemoryWebhooks:
    """`ports.webhooks.Webhooks` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def listed(self, site: str) -> tuple[Webhook, ...]:
        with self._rows.lock:
            found = [self.get(site, hook) for hook in self._ids(site)]
            return oldest([hook for hook in found if hook])

    def get(self, site: str, hook: str) -> Webhook | None:
        with self._rows.lock:
            item = self._rows.get(keys.webhook(site, hook))
            return hook_from_item(site, item) if item else None

    def add(self, hook: Webhook, roles: tuple[Role, ...], most: int) -> None:
        with self._rows.lock:
            allow(self._rows, hook.site, hook.by, roles)
            if len(self._ids(hook.site)) >= most:
                raise Refused("webhooks-full", most=most)
            self._name(hook.site, self._ids(hook.site) | {hook.id})
            self._rows.write(hook_to_item(hook))

    def change(self, before: Webhook, after: Webhook, moderator: str, roles: tuple[Role, ...]) -> None:
        with self._rows.lock:
            self._check(before, moderator, roles)
            self._rows.write(hook_to_item(after))

    def remove(self, hook: Webhook, moderator: str, roles: tuple[Role, ...], now: int) -> None:
        with self._rows.lock:
            self._check(hook, moderator, roles)
            self._rows.write(gone_to_item(hook, now))
            self._name(hook.site, self._ids(hook.site) - {hook.id})

    def note(self, hook: Webhook) -> None:
        with self._rows.lock:
            item = self._rows.get(keys.webhook(hook.site, hook.id))
            if item is not None and item.get("rv") == hook.revision:
                said: Item = {
                    "st": str(hook.state),
                    "failing": hook.failing,
                    "ok": hook.succeeded,
                    "error": hook.error,
                }
                self._rows.write(item | said)

    def _check(self, seen: Webhook, moderator: str, roles: tuple[Role, ...]) -> None:
        allow(self._rows, seen.site, moderator, roles)
        current = self.get(seen.site, seen.id)
        if current is None or current.revision != seen.revision:
            raise Refused("webhook-changed")

    def _ids(self, site: str) -> frozenset[str]:
        return members(self._rows.get(keys.webhook_ids(site)) or {}, "ids")

    def _name(self, site: str, ids: frozenset[str]) -> None:
        key = keys.webhook_ids(site)
        named: Item = {"ids": ids} if ids else {}
        self._rows.write({"PK": key.pk, "SK": key.sk} | named)
