"""Queues and buckets that only remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ghirbal.domain.errors import GhirbalError


@dataclass
class CollectingQueue:
    """`ports_jobs.JobQueue` in memory; `away` refuses."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)
    away: bool = False

    def send(self, message: Mapping[str, Any]) -> None:
        if self.away:
            raise GhirbalError("queue-unavailable")
        self.sent.append(dict(message))


@dataclass
class CollectingResults:
    """`ports_jobs.Results` in memory, by key; the first `failures` writes fail."""

    objects: dict[str, str] = field(default_factory=dict)
    failures: int = 0

    def put(self, site: str, job_id: str, name: str, text: str) -> str:
        if self.failures:
            self.failures -= 1
            raise GhirbalError("results-unavailable")
        key = f"sites/{site}/jobs/{job_id}/{name}"
        self.objects[key] = text
        return key
