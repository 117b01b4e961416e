"""Which webhooks hear of an event: apart from the calls, so that only who makes those pays for their imports."""

from __future__ import annotations

from typing import Any

from ghirbal.domain.clock import MINUTE, Clock
from ghirbal.ports.jobs import JobQueue
from ghirbal.ports.webhooks import HookState, Message, Webhook, Webhooks

_FRESH = MINUTE


class HookLists:
    """The webhooks of sites, remembered for a minute, so that an event does not pay for reading them."""

    def __init__(self, webhooks: Webhooks, clock: Clock) -> None:
        """Nothing is read before it is asked for."""
        self._webhooks = webhooks
        self._clock = clock
        self._known: dict[str, tuple[int, tuple[Webhook, ...]]] = {}

    def fan_out(self, message: Message, site: str, queue: JobQueue) -> int:
        """One queue message for each webhook that wants this event; how many. Raises GhirbalError."""
        told = [hook for hook in self._of(site) if hook.state is HookState.ON and message.type in hook.events]
        for hook in told:
            queue.send(queued(hook, message))
        return len(told)

    def _of(self, site: str) -> tuple[Webhook, ...]:
        now = self._clock()
        read_at, known = self._known.get(site, (-_FRESH, ()))
        if now - read_at >= _FRESH:
            known = self._webhooks.listed(site)
            self._known[site] = (now, known)
        return known


def queued(hook: Webhook, message: Message) -> dict[str, Any]:
    """The queue's message for one webhook."""
    told = {"id": message.id, "type": message.type, "detail": dict(message.detail)}
    return {"site": hook.site, "hook": hook.id, "message": told}
