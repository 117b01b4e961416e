"""Sending events to the bus, without losing or hiding one that failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ghirbal.adapters.aws import AwsAdapter, failures
from ghirbal.ports.stream import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "ghirbal.comments"
CHUNK = 10
"""PutEvents takes ten entries."""

MAX_ENTRY = 256 * 1024
"""Bytes of source, type and detail together. AWS bills by 64 KB and refused more than this for years."""

TRIES = 3


class EntryTooLarge(ValueError):
    """An event that the bus would refuse; nothing was sent for it."""


class EventBridgePublisher(AwsAdapter["EventBridgeClient"]):
    """`ports.stream.Publisher` on one bus."""

    service = "events"
    read_seconds = 2

    def __init__(self, bus: str, client: EventBridgeClient | None = None) -> None:
        """`client` is made on first use when none is given."""
        self._bus = bus
        super().__init__(client)

    def publish(self, events: Sequence[Event]) -> frozenset[int]:
        """Send all and answer the positions that failed after three tries.

        Raises EntryTooLarge before anything of that chunk is sent.
        """
        entries = [entry_of(event, self._bus) for event in events]
        failed: set[int] = set()
        for start in range(0, len(entries), CHUNK):
            failed |= self._send(dict(enumerate(entries[start : start + CHUNK], start)))
        return frozenset(failed)

    def _send(self, waiting: dict[int, dict[str, str]]) -> set[int]:
        """One chunk; only the entries that failed are sent again (fault case 20)."""
        for _ in range(TRIES):
            waiting = self._once(waiting)
            if not waiting:
                break
        return set(waiting)

    def _once(self, waiting: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
        entries: Any = list(waiting.values())
        try:
            answer = self._client.put_events(Entries=entries)
        except failures():
            return waiting
        if not answer["FailedEntryCount"]:
            return {}
        results = zip(waiting.items(), answer["Entries"], strict=True)
        return {position: entry for (position, entry), result in results if result.get("ErrorCode")}


def entry_of(event: Event, bus: str) -> dict[str, str]:
    """The PutEvents entry; `detail` carries the event's id and schema version. Raises EntryTooLarge."""
    detail = json.dumps({"id": event.id, "v": 1, **event.detail}, ensure_ascii=False, separators=(",", ":"))
    entry = {"Source": SOURCE, "DetailType": str(event.type), "Detail": detail, "EventBusName": bus}
    if sum(len(entry[part].encode()) for part in ("Source", "DetailType", "Detail")) > MAX_ENTRY:
        raise EntryTooLarge(event.id)
    return entry
