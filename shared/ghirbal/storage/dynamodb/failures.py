"""What DynamoDB can answer instead of doing it, told apart.

Only storage sees these three; anything that leaves it is one of `domain/errors.py`. No answer at all, a throttle
or a fault of the service becomes StoreUnavailable with its code as cause; a request that is itself wrong (a
validation error) stays botocore's own, because it is our bug.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ghirbal.domain.errors import GhirbalError, Refused, StoreUnavailable
from ghirbal.storage.dynamodb.items import Item
from ghirbal.storage.dynamodb.wire import from_image

CONDITION = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"
# A transaction that meets another one, and one that is still being carried out under the same token.
_BUSY = frozenset({"TransactionConflictException", "TransactionInProgressException"})
_TOO_LARGE = "size"


class ConditionFailed(Exception):
    """The condition of a single write did not hold; `row` is what stood in the way, if anything did."""

    def __init__(self, row: Item | None) -> None:
        """Keep the row."""
        super().__init__("condition failed")
        self.row = row


class Busy(Exception):
    """Somebody else's transaction holds a row; asking again helps."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one write of a cancelled transaction could not be; `row` is what stood there."""

    code: str
    row: Item | None = None

    @property
    def failed(self) -> bool:
        """Whether its condition did not hold: the one reason that asking again doesn't change."""
        return self.code == CONDITION


class Cancelled(Exception):
    """A transaction was not carried out; one reason per write, in order."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        """Keep the reasons."""
        super().__init__("transaction cancelled")
        self.reasons = tuple(reasons)

    @property
    def conditional(self) -> bool:
        """Whether any condition failed, whatever else came with it (fault case 12)."""
        return any(reason.failed for reason in self.reasons)

    @property
    def cause(self) -> str:
        """The first code that is a reason, for logs."""
        return next((reason.code for reason in self.reasons if reason.code != "None"), "TransactionCanceled")


def translated(response: Mapping[str, Any], error: Exception) -> Exception:
    """The exception to raise for an error answer of DynamoDB; `error` itself when it is our own bug."""
    code, message = response["Error"]["Code"], str(response["Error"].get("Message", ""))
    if code == "ConditionalCheckFailedException":
        return ConditionFailed(_row(response.get("Item")))
    if code == "TransactionCanceledException":
        return _cancelled(response.get("CancellationReasons", ()), error)
    if code in _BUSY:
        return Busy(code)
    if code == "ValidationException":
        return _invalid(message, error)
    return StoreUnavailable(code)


def _cancelled(reasons: Iterable[Mapping[str, Any]], error: Exception) -> Exception:
    for reason in reasons:
        if reason.get("Code") == "ValidationError":
            return _invalid(str(reason.get("Message", "")), error)
    return Cancelled(Reason(reason.get("Code", "None"), _row(reason.get("Item"))) for reason in reasons)


def _invalid(message: str, error: Exception) -> GhirbalError | Exception:
    """A row over 400 KB (fault case 19) is the caller's to change; any other invalid request is ours."""
    return Refused("body-too-large") if _TOO_LARGE in message.lower() else error


def _row(image: Mapping[str, Any] | None) -> Item | None:
    return from_image(image) if image else None
