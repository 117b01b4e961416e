"""What can go wrong, in the words of the trade.

Every error carries a stable `code`; `http/problems.json` gives each code its HTTP status and its
Arabic, French and English text. Nothing here knows HTTP or DynamoDB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ghirbal.domain.comment import Comment

Detail = str | int | bool | None | list[dict[str, int]]


class GhirbalError(Exception):
    """An expected refusal or failure.

    `code` is stable and public; `details` may be shown to the caller, so it never holds text,
    addresses or mail of anyone.
    """

    def __init__(self, code: str, **details: Detail) -> None:
        """Keep the code and what may be told about it."""
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, Detail] = details


class Refused(GhirbalError):
    """The request can't be granted as it is; the caller can change it."""


class NotFound(GhirbalError):
    """What the request names isn't there, or isn't for the caller to see."""


class Forbidden(GhirbalError):
    """The caller is known, or unknown, and may not do this."""


class LimitReached(GhirbalError):
    """Too many in this window; `retry_after` seconds are in the details."""


class StoreUnavailable(GhirbalError):
    """The store did not answer in time or throttles; nothing was changed as far as we know."""

    def __init__(self, cause: str = "", retry_after: int = 2) -> None:
        """`cause` is the store's error code, for logs only."""
        super().__init__("store-unavailable", retry_after=retry_after)
        self.cause = cause


class StoreContended(StoreUnavailable):
    """A transaction kept meeting others on the same rows."""


class Conflict(GhirbalError):
    """Somebody was faster: `current` is the comment as it is now."""

    def __init__(self, current: Comment) -> None:
        """Tell the version and state that won."""
        super().__init__("version-conflict", version=current.version, status=str(current.status))
        self.current = current


class IllegalTransition(GhirbalError):
    """The state machine knows no such step."""
