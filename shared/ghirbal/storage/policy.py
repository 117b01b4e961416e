"""The port Policies on DynamoDB: a row of state, a row for each version, a row for each step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.ids import body_hash
from ghirbal.domain.reader import Role
from ghirbal.ports.policy import Override, PolicyEntry, PolicyState, PolicyVersion, Step
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import Item, Row, number, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, delete, put
from ghirbal.storage.rows.comment import keyed
from ghirbal.storage.site_log import newest

KIND = "policy"
"""What these rows of a site's log are called; bans and erasures have kinds of their own."""


class DynamoPolicies:
    """A site's policy documents in the table (`ports.policy.Policies`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def state(self, site: str) -> PolicyState:
        """The row of state. Raises ValueError when it is none of ours."""
        return state_from_item(site, self._table.get(keys.policy_state(site)) or {})

    def version(self, site: str, version: int) -> PolicyVersion | None:
        """One saved document. Raises ValueError when it is none."""
        item = self._table.get(keys.policy_version(site, version))
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
        """State, history, the right to do it, a new version and old ones that go, all or none."""
        writes = [_move(before, after), on_team(after.site, entry.by, roles)]
        writes.append(put(entry_to_item(after.site, entry)))
        if saved is not None:
            writes.append(put(version_to_item(saved), "attribute_not_exists(#PK)"))
        writes += [delete(keys.policy_version(after.site, number)) for number in outdated]
        reasons = carry_out(self._table, writes)
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        if reasons:
            raise Refused("policy-changed")

    def history(self, site: str, limit: int) -> tuple[PolicyEntry, ...]:
        """The newest lines."""
        found = newest(self._table, keys.policy_state(site).pk, KIND, limit)
        return tuple(entry_from_item(row) for row in found)


def _move(before: PolicyState, after: PolicyState) -> Write:
    if before.revision == 0:
        return put(state_to_item(after), "attribute_not_exists(#PK)")
    return put(state_to_item(after), "#rv = :read", read=before.revision)


def state_to_item(state: PolicyState) -> Item:
    """The row of state."""
    override = state.override
    said: Item = {
        "active": state.active,
        "previous": state.previous,
        "newest": state.newest,
        "rv": state.revision,
    }
    if override is not None:
        said |= {
            "ov": written(override.document),
            "until": override.until,
            "by": override.by,
            "at": override.at,
        }
    return keyed(keys.policy_state(state.site), said)


def state_from_item(site: str, item: Row) -> PolicyState:
    """The state of a row. Raises ValueError."""
    override = None
    if "ov" in item:
        override = Override(
            document=read(item, "ov"),
            until=number(item, "until"),
            by=text(item, "by", ""),
            at=number(item, "at", 0),
        )
    return PolicyState(
        site=site,
        active=number(item, "active", 0),
        previous=number(item, "previous", 0),
        newest=number(item, "newest", 0),
        override=override,
        revision=number(item, "rv", 0),
    )


def version_to_item(saved: PolicyVersion) -> Item:
    """The row of a version."""
    said: Item = {"n": saved.version, "doc": written(saved.document), "by": saved.by, "at": saved.at}
    return keyed(keys.policy_version(saved.site, saved.version), said | {"note": saved.note})


def version_from_item(site: str, item: Row) -> PolicyVersion:
    """The version of a row. Raises ValueError."""
    return PolicyVersion(
        site=site,
        version=number(item, "n"),
        document=read(item, "doc"),
        by=text(item, "by", ""),
        at=number(item, "at", 0),
        note=text(item, "note", ""),
    )


def entry_to_item(site: str, entry: PolicyEntry) -> Item:
    """A line of the history as a row of the site's log."""
    mark = body_hash(KIND, entry.step, str(entry.version), entry.by)[:8]
    said: Item = {"kind": KIND, "step": str(entry.step), "n": entry.version, "by": entry.by, "at": entry.at}
    return keyed(keys.site_log(site, entry.at, mark), said | {"note": entry.note, "until": entry.until})


def entry_from_item(item: Row) -> PolicyEntry:
    """The line of a row. Raises ValueError."""
    return PolicyEntry(
        step=Step(text(item, "step")),
        version=number(item, "n", 0),
        by=text(item, "by"),
        at=number(item, "at"),
        note=text(item, "note", ""),
        until=number(item, "until", 0),
    )


def written(document: Mapping[str, Any]) -> str:
    """A document as text, as short as JSON gets."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def read(item: Row, key: str) -> Mapping[str, Any]:
    """A document of a row. Raises ValueError when it is no JSON object."""
    document = json.loads(text(item, key))
    if not isinstance(document, dict):
        raise ValueError(f"{key}: expected an object")
    return document
