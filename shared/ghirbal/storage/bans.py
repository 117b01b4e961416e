"""The port Bans on DynamoDB: a row for each ban, one row of all name and domain patterns, a line of the log."""

from __future__ import annotations

from ghirbal.domain.clock import Clock
from ghirbal.domain.errors import Forbidden, Refused
from ghirbal.domain.reader import Reputation, Role
from ghirbal.ports.bans import BanRow, LogLine
from ghirbal.ports.posting import PrivateRow
from ghirbal.storage.deciding import on_team
from ghirbal.storage.dynamodb import keys
from ghirbal.storage.dynamodb.items import alive, number
from ghirbal.storage.dynamodb.keys import site_token
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out
from ghirbal.storage.dynamodb.writes import Write, put
from ghirbal.storage.rows.around import private_from_item, reputation_to_item
from ghirbal.storage.rows.ban_patterns import patterns_item, patterns_key
from ghirbal.storage.rows.bans import (
    KIND,
    ban_from_row,
    ban_to_item,
    line_from_item,
    line_to_item,
)
from ghirbal.storage.site_log import newest

_WITH_PATTERN = ("name", "domain")


class DynamoBans:
    """Bans and trust in the table (`ports.bans.Bans`)."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """`clock` tells what is past its time."""
        self._table = table
        self._clock = clock

    def private(self, site: str, comment_id: str) -> PrivateRow | None:
        """The row, while it counts."""
        item = self._table.get(keys.private(site, comment_id))
        return private_from_item(comment_id, item) if item and alive(item, self._clock()) else None

    def all(self, site: str) -> tuple[BanRow, ...]:
        """The whole partition, page after page."""
        rows = self._table.partition(f"S#{site_token(site)}#BANS")
        return tuple(ban_from_row(site, row) for row in rows)

    def get(self, site: str, kind: str, hashed: str) -> BanRow | None:
        """The ban's own row."""
        item = self._table.get(keys.ban(site, kind, hashed))
        return ban_from_row(site, item) if item else None

    def put(self, ban: BanRow, line: LogLine, roles: tuple[Role, ...], over: BanRow | None = None) -> None:
        """Ban, log, right and patterns, all or none."""
        writes = [_as_seen(ban, over), on_team(ban.site, line.by, roles), put(line_to_item(line))]
        if ban.kind in _WITH_PATTERN:
            writes.append(self._patterns(ban))
        reasons = carry_out(self._table, writes)
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        if reasons:
            raise Refused("bans-changed")

    def trust(self, reader: str, reputation: Reputation, line: LogLine, roles: tuple[Role, ...]) -> bool:
        """Record, log and right, all or none."""
        record = reputation_to_item(line.site, reader, reputation)
        unread = "attribute_not_exists(#rv)"
        write = (
            put(record, "#rv = :read", read=reputation.revision)
            if reputation.revision
            else put(record, unread)
        )
        reasons = carry_out(self._table, [write, on_team(line.site, line.by, roles), put(line_to_item(line))])
        if reasons and reasons[1].failed:
            raise Forbidden("not-on-team")
        return not reasons

    def log(self, site: str, limit: int) -> tuple[LogLine, ...]:
        """The newest lines about bans and trust."""
        found = newest(self._table, f"S#{site_token(site)}", KIND, limit)
        return tuple(line_from_item(site, row) for row in found)

    def _patterns(self, ban: BanRow) -> Write:
        key = patterns_key(ban.site)
        item = self._table.get(key)
        changed = patterns_item(key, item, ban, self._clock())
        if item is None:
            return put(changed, "attribute_not_exists(#PK)")
        return put(changed, "#rv = :read", read=number(item, "rv"))


def _as_seen(ban: BanRow, over: BanRow | None) -> Write:
    """The ban's row over exactly the one that was seen: a longer one made meanwhile is not overwritten."""
    if over is None:
        return put(ban_to_item(ban), "attribute_not_exists(#PK)")
    return put(ban_to_item(ban), "#at = :at AND #by = :by", at=over.at, by=over.by)
