"""What telling moderators needs of the world: which events were handled, and mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


class Seen(Protocol):
    """Which events a consumer has handled (15 days)."""

    def claim(self, consumer: str, event_id: str, *, now: int, lease_ms: int) -> bool:
        """Take an event; False when it is done or another holds an unexpired lease."""

    def done(self, consumer: str, event_id: str, *, now: int) -> None:
        """Mark it handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail; header values carry no line breaks. `html` says the same as `body`, for programs that show it."""

    to: str
    subject: str
    body: str
    lang: str = "ar"
    html: str = ""


class Mailer(Protocol):
    """Whatever sends mail."""

    def send(self, mail: Mail) -> None:
        """Send it or raise MailUnavailable-like GhirbalError("mail-unavailable")."""
