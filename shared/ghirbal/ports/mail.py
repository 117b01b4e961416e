"""Mail to moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


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
