"""Carrying out a transaction: asked again where that helps, and only there."""

from __future__ import annotations

from collections.abc import Sequence

from ghirbal.domain.errors import StoreContended, StoreUnavailable
from ghirbal.domain.ids import new_token_id
from ghirbal.storage.dynamodb.failures import CONFLICT, Busy, Cancelled, ConditionFailed, Reason
from ghirbal.storage.dynamodb.table import Table
from ghirbal.storage.dynamodb.writes import Write

ATTEMPTS = 6
"""With pauses of 20, 40, 80, 160 and 320 ms at most: 0.3 s on average before it gives up."""


def carry_out(table: Table, writes: Sequence[Write]) -> tuple[Reason, ...]:
    """Write all and answer (), or write nothing and answer one reason per write, in order.

    Meeting another transaction is no refusal: it is tried again with the same token, so that one whose answer was
    lost is not carried out twice. Raises StoreContended when it kept meeting others, StoreUnavailable.
    """
    token, cause = new_token_id(), ""
    for attempt in range(ATTEMPTS):
        try:
            table.transact(writes, token)
            return ()
        except Cancelled as cancelled:
            if cancelled.conditional:
                return cancelled.reasons
            cause = cancelled.cause
        except Busy as busy:
            cause = str(busy)
        table.rest(attempt)
    raise StoreContended(cause) if CONFLICT in cause or "InProgress" in cause else StoreUnavailable(cause)


def write_one(table: Table, write: Write) -> None:
    """A single write, asked again while somebody's transaction holds the row.

    Raises ConditionFailed, StoreContended, StoreUnavailable.
    """
    cause = ""
    for attempt in range(ATTEMPTS):
        try:
            return table.write(write)
        except Busy as busy:
            cause = str(busy)
        table.rest(attempt)
    raise StoreContended(cause)


def try_one(table: Table, write: Write) -> bool:
    """Whether the condition of a single write held, and it was written."""
    try:
        write_one(table, write)
    except ConditionFailed:
        return False
    return True
