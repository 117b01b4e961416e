"""Telephone numbers in the text: whose they are, a reader's own or an office's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.lexicon.ad_cues import OFFICE, Cues, FoundCue
from ghirbal.moderation.reading import Reading
from ghirbal.text.tokens import Token

_MOST_TOLD = 8
_NEAR = 70
"""Letters between a number and the office it belongs to: ten words."""

_MOBILE = re.compile(
    r"0(?:5[04-9]|[67]|1[0125]\d{8})|(?:\+|00)?(?:212[67]|9665|9715|9613|96279|201|213[5-7]|33[67]|34[67]|447|324)"
)
"""Of Morocco and where its readers live: no office has one. 053 alone is an office here and a mobile in the Gulf."""

_NOT_DIGITS = re.compile(r"[^\d+]")


class PhoneDetector:
    """A symbol for each number, whatever digits it is written in."""

    name = "phones"

    def __init__(self, cues: Cues) -> None:
        """Take the phrases, the names of offices among them."""
        self.cues = cues

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """CONTACT_PHONE, or NUMBER_PUBLIC for one of an office that is named near it.

        Wrong where an advertiser names an office ("approved by the ministry") beside a number that is no mobile's: a
        bait, an invitation or the model's suspicion then doubts it (composites of the policy).
        """
        if not reading.phones:
            return
        offices = list(office_places(reading.tokens, self.cues.find(reading.tokens)))
        for place in reading.phones[:_MOST_TOLD]:
            digits = _NOT_DIGITS.sub("", reading.folded.text[place.start : place.end])
            public = not _MOBILE.match(digits) and is_near(offices, place.start, place.end)
            name, strength = ("NUMBER_PUBLIC", 0.1) if public else ("CONTACT_PHONE", 0.85)
            yield reading.found(name, strength, place.start, place.end)


def office_places(tokens: Sequence[Token], found: Iterable[FoundCue]) -> Iterator[tuple[int, int]]:
    """Half-open folded positions of the offices among the cues."""
    return ((tokens[cue.first].start, tokens[cue.last].end) for cue in found if cue.group == OFFICE)


def is_near(places: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the places is no further than `_NEAR` from a number at half-open positions.

    >>> is_near([(0, 5)], 75, 85), is_near([(0, 5)], 76, 86), is_near([(20, 25)], 0, 10)
    (True, False, True)
    """
    return any(first - end <= _NEAR and start - last <= _NEAR for first, last in places)
