"""The detectors, each one kind of evidence in one small module."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ghirbal.moderation.detectors.links import LinkDetector
from ghirbal.moderation.detectors.marks import MarkDetector
from ghirbal.moderation.detectors.names import NameDetector
from ghirbal.moderation.detectors.phones import PhoneDetector
from ghirbal.moderation.detectors.words import SiteWordDetector, WordDetector
from ghirbal.moderation.lexicon import shipped_lexicon
from ghirbal.moderation.reading import Detector


@cache
def shipped_detectors() -> Sequence[Detector]:
    """The detectors of the package, made once: cheap ones, all of which run on every comment."""
    words = WordDetector(shipped_lexicon())
    return (words, SiteWordDetector(), LinkDetector(), PhoneDetector(), MarkDetector(), NameDetector(words))
