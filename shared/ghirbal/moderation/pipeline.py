"""The pipeline: every detector runs, the policy weighs, and what fails is held.

The first hit does not hide the rest: a moderator sees all the evidence. A detector that raises adds
`DETECTOR_DEGRADED`; the comment is then held or, if the other evidence is enough, rejected, never
published.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from ghirbal.domain.policy import Policy
from ghirbal.domain.verdict import Symbol, Verdict
from ghirbal.moderation import ENGINE_VERSION
from ghirbal.moderation.reading import Detector, Reading, Submission, read
from ghirbal.moderation.scoring import DEGRADED, TOO_LONG, weigh

__all__ = ["Detector", "Observer", "Reading", "Submission", "judge"]


class Observer(Protocol):
    """Told what each detector did, for health and metrics. Never told any text."""

    def now(self) -> float:
        """Seconds of a monotonic clock."""
        ...

    def ran(self, detector: str, hits: int, seconds: float, *, failed: bool) -> None:
        """One run of one detector."""
        ...


class _Silent:
    def now(self) -> float:
        return 0.0

    def ran(self, detector: str, hits: int, seconds: float, *, failed: bool) -> None:
        """Nobody asked."""


_SILENT = _Silent()


def judge(
    submission: Submission,
    policy: Policy,
    detectors: Sequence[Detector] | None = None,
    observer: Observer = _SILENT,
) -> Verdict:
    """Judge one comment. Never raises for what a text holds; `detectors=None` runs the shipped ones."""
    symbols = list(submission.extra)
    version = ENGINE_VERSION
    try:
        reading = read(submission, policy)
        chosen = detectors
        if chosen is None:
            chosen, version = _shipped()
    except Exception:
        return weigh([*symbols, Symbol(DEGRADED, 1.0, matched="reading")], policy, version)
    if reading.folded.overflow:
        symbols.append(Symbol(TOO_LONG, 1.0))
    for detector in chosen:
        symbols += _run(detector, reading, observer)
    return weigh(symbols, policy, version)


def _run(detector: Detector, reading: Reading, observer: Observer) -> list[Symbol]:
    begun = observer.now()
    try:
        found = list(detector(reading))
    except Exception:
        observer.ran(detector.name, 0, observer.now() - begun, failed=True)
        return [Symbol(DEGRADED, 1.0, matched=detector.name)]
    observer.ran(detector.name, len(found), observer.now() - begun, failed=False)
    return found


@cache
def _shipped() -> tuple[Sequence[Detector], str]:
    """The package's detectors and what they are called together; imported late, since they read data files."""
    from ghirbal.moderation.detectors import engine_version, shipped_detectors

    return shipped_detectors(), engine_version()
