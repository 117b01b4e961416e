"""Marks that a page has to isolate when it shows the text: direction overrides and piles of diacritics.

Both score 0: of 1,806 comments with invisible marks 1,108 were clean. They tell the moderator why a
comment looks odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.reading import Reading

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u061c\u200e\u200f]+")
_PILE = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]{4,}"
)
"""Four marks on one letter: Arabic needs at most three (shadda, vowel, small alef)."""


class MarkDetector:
    """The first of each kind is enough."""

    name = "marks"

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """MARKS_BIDI and MARKS_PILED."""
        for symbol, pattern in (("MARKS_BIDI", _BIDI), ("MARKS_PILED", _PILE)):
            found = pattern.search(reading.submission.text)
            if found:
                yield Symbol(symbol, 0.0, start=found.start(), end=found.end())
