"""Whether each detector works: all of them run on one text that holds something for most.

A filter that stopped working and told nobody is worse than none: what is asked here is the shipped code with
its own data files, not a memory of how it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ghirbal.domain.policy import Policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.moderation.reading import Detector

CANARY = Submission(
    text="اتصلوا بنا 0612345678 أو https://canary.example/a أو canary@mail.example الآن!!!!!! 🎁🎁🎁🎁🎁🎁🎁🎁",
    name="canary.example",
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a detector did with the canary text."""

    name: str
    works: bool
    hits: int


class _Notes:
    def __init__(self) -> None:
        self.signs: list[Sign] = []

    def now(self) -> float:
        return 0.0

    def ran(self, detector: str, hits: int, seconds: float, *, failed: bool) -> None:  # noqa: ARG002
        self.signs.append(Sign(detector, not failed, hits))


def signs(policy: Policy, detectors: Sequence[Detector] | None = None) -> tuple[Sign, ...]:
    """One sign of each detector, the shipped ones unless others are given; empty when not even reading works."""
    notes = _Notes()
    judge(CANARY, policy, detectors, notes)
    return tuple(notes.signs)
