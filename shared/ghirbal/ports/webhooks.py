"""What webhooks need of the world: rows, and a way to call an address that an outsider chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ghirbal.domain.reader import Role


class Sink(StrEnum):
    """Who listens at the address, which decides the body's form."""

    JSON = "json"
    SLACK = "slack"
    TELEGRAM = "telegram"


class HookState(StrEnum):
    """`pending`: its owner has not yet shown that they read what arrives there. `off`: it failed for a day."""

    PENDING = "pending"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook of a site. Times are epoch milliseconds, 0 for never.

    `chat` is Telegram's chat id. `generation` names the key that signs; until `both_until` the one before signs too.
    `url` never leaves the service by the API. `failing` is since when no call succeeded. `challenged` is when the code
    that would turn it on was made, 0 without one; `guesses` are the wrong codes given for it.
    """

    site: str
    id: str
    url: str
    sink: Sink
    events: tuple[str, ...]
    by: str
    at: int
    chat: str = ""
    state: HookState = HookState.PENDING
    generation: int = 1
    both_until: int = 0
    failing: int = 0
    succeeded: int = 0
    error: str = ""
    challenged: int = 0
    guesses: int = 0
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told: an event of the bus, or a challenge (then `detail` holds the code)."""

    id: str
    type: str
    detail: Mapping[str, Any]


class Webhooks(Protocol):
    """Webhooks in the table. Every method may raise StoreUnavailable."""

    def listed(self, site: str) -> tuple[Webhook, ...]:
        """All of a site, oldest first."""

    def get(self, site: str, hook: str) -> Webhook | None:
        """One of them, consistently."""

    def add(self, hook: Webhook, roles: tuple[Role, ...], most: int) -> None:
        """Keep a new one. Raises Refused("webhooks-full"), Forbidden("not-on-team")."""

    def change(self, before: Webhook, after: Webhook, moderator: str, roles: tuple[Role, ...]) -> None:
        """An owner's change. Raises Refused("webhook-changed"), Forbidden("not-on-team")."""

    def remove(self, hook: Webhook, moderator: str, roles: tuple[Role, ...], now: int) -> None:
        """Forget it, its address too. Raises Refused("webhook-changed"), Forbidden("not-on-team")."""

    def note(self, hook: Webhook) -> None:
        """What the last call came to: `state`, `failing`, `succeeded`, `error`, nothing else; not on one removed."""


class CallQueue(Protocol):
    """The queue of calls to make, at least once each."""

    def send(self, message: Mapping[str, Any]) -> None:
        """Put a message there. Raises GhirbalError("queue-unavailable")."""

    def later(self, handle: str, seconds: int) -> None:
        """Let a message that was received come again after a while. Raises GhirbalError("queue-unavailable")."""


class Caller(Protocol):
    """Whatever calls an address."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the answer; its body is not read.

        Raises GhirbalError("webhook-address") for an address that may not be called, GhirbalError("webhook-away") when
        there was no answer in time.
        """
