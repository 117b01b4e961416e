"""Which events a consumer has handled, so that a repeated one does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


class EventDedup(Protocol):
    """Which events a consumer has handled (15 days)."""

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        """Take an event; False when it is done or another holds an unexpired lease."""

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        """Mark it handled."""
