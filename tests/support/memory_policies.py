"""Policy documents of sites in memory (`ports.policy.Policies`)."""

from __future__ import annotations

from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Role
from ghirbal.ports.policy import PolicyEntry, PolicyState, PolicyVersion
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import text
from ghirbal.storage.policy import (
    KIND,
    entry_from_item,
    entry_to_item,
    state_from_item,
    state_to_item,
    version_from_item,
    version_to_item,
)
from tests.support.memory_rows import Rows, allow


class MemoryPolicies:
    """`ports.policy.Policies` in memory."""

    def __init__(self, rows_: Rows) -> None:
        self._rows = rows_

    def state(self, site: str) -> PolicyState:
        with self._rows.lock:
            return state_from_item(site, self._rows.get(keys.policy_state(site)) or {})

    def version(self, site: str, version: int) -> PolicyVersion | None:
        with self._rows.lock:
            item = self._rows.get(keys.policy_version(site, version))
            return version_from_item(site, item) if item else None

    def change(
        self,
        before: PolicyState,
        after: PolicyState,
        entry: PolicyEntry,
        roles: tuple[Role, ...],
        saved: PolicyVersion | None = None,
        outdated: tuple[int, ...] = (),
    ) -> None:
        with self._rows.lock:
            allow(self._rows, after.site, entry.by, roles)
            if self.state(after.site).revision != before.revision:
                raise Refused("policy-changed")
            if saved is not None and self.version(after.site, saved.version) is not None:
                raise Refused("policy-changed")
            self._rows.write(state_to_item(after))
            self._rows.write(entry_to_item(after.site, entry))
            if saved is not None:
                self._rows.write(version_to_item(saved))
            for number in outdated:
                self._rows.remove(keys.policy_version(after.site, number))

    def history(self, site: str, limit: int) -> tuple[PolicyEntry, ...]:
        with self._rows.lock:
            rows = reversed(self._rows.partition(keys.policy_state(site).pk))
            logged = [row for row in rows if text(row, "SK").startswith(keys.SITE_LOG_PREFIX)]
            mine = [row for row in logged if row.get("kind") == KIND]
            return tuple(entry_from_item(row) for row in mine[:limit])
