"""What each detector did, as metrics: runs, hits, errors, milliseconds. Told never any text."""

from __future__ import annotations

from ghirbal.domain.clock import monotonic
from ghirbal.observability.logs import count


class DetectorMeter:
    """`moderation.pipeline.Observer` on the process's metrics; names are `Detector.<name>.<what>`.

    `DetectorErrors` counts the failures of all of them, for one alarm.
    """

    def now(self) -> float:
        """Seconds of a monotonic clock."""
        return monotonic()

    def ran(self, detector: str, hits: int, seconds: float, *, failed: bool) -> None:
        """One run of one detector."""
        count(f"Detector.{detector}.Runs")
        count(f"Detector.{detector}.Milliseconds", round(seconds * 1_000, 3))
        if hits:
            count(f"Detector.{detector}.Hits", hits)
        if failed:
            count(f"Detector.{detector}.Errors")
            count("DetectorErrors")
