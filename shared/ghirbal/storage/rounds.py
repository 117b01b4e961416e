"""The port Rounds on DynamoDB: what is due by the index of waiting times, and what was told."""

from __future__ import annotations

from ghirbal.domain.clock import DAY, SECOND
from ghirbal.domain.comment import Status
from ghirbal.ports.rounds import Due, Mailbox, Overdue, WaitingComment
from ghirbal.storage.dynamodb import indexes, keys
from ghirbal.storage.dynamodb.indexes import BY_WAIT
from ghirbal.storage.dynamodb.items import Item, Row, members, number, text
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.transaction import carry_out, try_one, write_one
from ghirbal.storage.dynamodb.writes import check, put, update
from ghirbal.storage.rows.comment import keyed

KEPT_DAYS = 15
"""How long an escalation is remembered: as long as the stream's consumers remember events."""


class DynamoRounds:
    """The one-minute round in the table (`ports.rounds.Rounds`)."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self._table = table

    def due(self, site: str, after: int, until: int, limit: int) -> Due:
        """Four ranges of the index, merged; a range that was cut short bounds what is known."""
        found: list[WaitingComment] = []
        known = until
        for partition in indexes.wait_shards(site):
            answer = self._table.query(
                f"#{BY_WAIT.pk} = :partition AND #{BY_WAIT.sk} BETWEEN :low AND :high",
                {"partition": partition, "low": f"{after + 1:013d}", "high": f"{until:013d}~"},
                IndexName=BY_WAIT.name,
                Limit=limit,
            )
            rows = [waiting_from_item(row) for row in answer.rows]
            found += rows
            if answer.more is not None:
                known = min(known, whole_until(rows, after))
        return merged(found, known)

    def escalated_upto(self, site: str) -> int:
        """The site's mark."""
        return number(self._table.get(keys.sweep(site)) or {}, "upto", 0)

    def set_escalated_upto(self, site: str, upto: int) -> None:
        """Move the mark, unless another round moved it further."""
        ahead = "attribute_not_exists(#upto) OR #upto < :upto"
        try_one(self._table, update(keys.sweep(site), "SET #upto = :upto", ahead, upto=upto))

    def escalate(self, overdue: Overdue) -> bool:
        """A row of its own beside the comment, which the stream turns into the event (fault case 10)."""
        waits = check(
            keys.comment(overdue.site, overdue.comment_id),
            "#v = :seen AND #st = :pending",
            seen=overdue.version,
            pending=str(Status.PENDING),
        )
        written = put(overdue_to_item(overdue), "attribute_not_exists(#PK)")
        return not carry_out(self._table, [written, waits])

    def mailbox(self, site: str, moderator: str) -> Mailbox:
        """The member's row."""
        return mailbox_from_item(self._table.get(keys.mailbox(site, moderator)) or {})

    def take_mailbox(self, site: str, moderator: str, seen: Mailbox, now: int, lease_ms: int) -> bool:
        """Set a lease, if no other runs and no digest went out since the row was read."""
        same = "attribute_not_exists(#at)" if seen.at == 0 else "#at = :at"
        free = "attribute_not_exists(#lease) OR #lease <= :now"
        taken = update(
            keys.mailbox(site, moderator),
            "SET #lease = :lease",
            f"{same} AND ({free})",
            lease=now + lease_ms,
            now=now,
            **({"at": seen.at} if seen.at else {}),
        )
        return try_one(self._table, taken)

    def told(self, site: str, moderator: str, comment_id: str) -> None:
        """Add the comment to those told alone."""
        added = update(keys.mailbox(site, moderator), "ADD #told :one", "", one=frozenset({comment_id}))
        write_one(self._table, added)

    def told_all(self, site: str, moderator: str, upto: int, now: int) -> None:
        """Begin anew from `upto`."""
        told = update(
            keys.mailbox(site, moderator),
            "SET #at = :at, #upto = :upto REMOVE #told, #lease",
            "",
            at=now,
            upto=upto,
        )
        write_one(self._table, told)


def whole_until(rows: list[WaitingComment], after: int) -> int:
    """Up to when a range that was cut short is whole: more of the last row's very millisecond may be left in it.

    A range of one millisecond alone is taken for whole, or the round would never come past it.
    """
    if not rows:
        return after
    last = rows[-1].held_since
    return last - 1 if rows[0].held_since < last else last


def merged(found: list[WaitingComment], known: int) -> Due:
    """What is known for sure, oldest first."""
    rows = sorted((row for row in found if row.held_since <= known), key=lambda row: (row.held_since, row.id))
    return Due(tuple(rows), known)


def waiting_from_item(item: Row) -> WaitingComment:
    """What the index tells. Raises ValueError."""
    return WaitingComment(text(item, "id"), text(item, "pg"), number(item, "v"), number(item, "ht", 0))


def mailbox_from_item(item: Row) -> Mailbox:
    """The member's mailbox, as if new for no row."""
    return Mailbox(number(item, "at", 0), number(item, "upto", 0), members(item, "told"))


def overdue_to_item(overdue: Overdue) -> Item:
    """The row of an escalation."""
    said: Item = {
        "pg": overdue.page,
        "v": overdue.version,
        "ht": overdue.held_since,
        "at": overdue.at,
        "exp": (overdue.at + KEPT_DAYS * DAY) // SECOND,
    }
    return keyed(keys.overdue(overdue.site, overdue.comment_id, overdue.version), said)


def overdue_from_item(item: Row) -> Overdue:
    """The escalation of a row. Raises ValueError."""
    site, comment_id = keys.parse_comment_partition(text(item, "PK"))
    return Overdue(
        site=site,
        comment_id=comment_id,
        page=text(item, "pg"),
        version=number(item, "v"),
        held_since=number(item, "ht"),
        at=number(item, "at"),
    )
