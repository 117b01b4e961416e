"""Queues and buckets that only remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ghirbal.domain.errors import GhirbalError


@dataclass
class CollectingQueue:
    """`ports.jobs.JobQueue` and `ports.webhooks.CallQueue` in memory; `away` refuses."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)
    away: bool = False
    postponed: list[tuple[str, int]] = field(default_factory=list)

    def later(self, handle: str, seconds: int) -> None:
        self.postponed.append((handle, seconds))

    def send(self, message: Mapping[str, Any]) -> None:
        if self.away:
            raise GhirbalError("queue-unavailable")
        self.sent.append(dict(message))


@dataclass
class CollectingCaller:
    """`ports.webhooks.Caller` that answers `status`, or is away when that is 0."""

    status: int = 200
    calls: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.calls.append((url, headers, body))
        if not self.status:
            raise GhirbalError("webhook-away", why="time")
        return self.status


@dataclass
class CollectingResults:
    """`ports.jobs.Results` in memory, by key; the first `failures` writes fail."""

    objects: dict[str, str] = field(default_factory=dict)
    failures: int = 0

    def put(self, site: str, job_id: str, name: str, text: str) -> str:
        if self.failures:
            self.failures -= 1
            raise GhirbalError("results-unavailable")
        key = f"sites/{site}/jobs/{job_id}/{name}"
        self.objects[key] = text
        return key
