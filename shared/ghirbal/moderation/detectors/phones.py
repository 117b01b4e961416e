"""Telephone numbers in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.reading import Reading

_MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class PhoneDetector:
    """A symbol for each number, whatever digits it is written in."""

    name: str = "phones"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """CONTACT_PHONE."""
        for place in reading.phones[:_MOST_TOLD]:
            yield reading.found("CONTACT_PHONE", 0.85, place.start, place.end)
