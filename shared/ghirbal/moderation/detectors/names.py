"""The shown name is judged by the same rules as the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.reading import Detector, Reading, Submission, read
from ghirbal.text.links import find_links, find_phones


@dataclass(frozen=True, slots=True)
class NameDetector:
    """Insults and contacts in the name; without a place, since the place would not be in the text."""

    words: Detector
    name: str = "name"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """NAME_ABUSE and NAME_CONTACT."""
        shown = reading.submission.name
        if not shown:
            return
        as_text = read(Submission(shown), reading.policy)
        abuse = [symbol for symbol in self.words(as_text) if symbol.name.startswith("LEX_")]
        if abuse:
            strongest = max(abuse, key=lambda symbol: symbol.score)
            yield Symbol("NAME_ABUSE", strongest.score, matched=strongest.matched)
        if find_links(as_text.folded) or find_phones(as_text.folded):
            yield Symbol("NAME_CONTACT", 0.8, matched=shown[:64])
