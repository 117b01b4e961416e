"""The detectors, each one kind of evidence in one small module."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ghirbal.moderation.detectors.links import LinkDetector
from ghirbal.moderation.detectors.marks import MarkDetector
from ghirbal.moderation.detectors.names import NameDetector
from ghirbal.moderation.detectors.phones import PhoneDetector
from ghirbal.moderation.detectors.words import DisguiseDetector, SiteWordDetector, WordDetector
from ghirbal.moderation.disguise import Disguises
from ghirbal.moderation.lexicon import shipped_lexicon
from ghirbal.moderation.reading import Detector


@cache
def shipped_detectors() -> Sequence[Detector]:
    """The detectors of the package, made once: cheap ones, all of which run on every comment."""
    lexicon = shipped_lexicon()
    words = WordDetector(lexicon)
    return (
        words,
        DisguiseDetector(Disguises(lexicon)),
        SiteWordDetector(),
        LinkDetector(),
        PhoneDetector(),
        MarkDetector(),
        NameDetector(words),
    )
