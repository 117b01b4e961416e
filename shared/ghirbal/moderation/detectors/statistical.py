"""What the statistical model says, as symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.model import ModelScore
from ghirbal.moderation.reading import Reading
from ghirbal.text.fold import Folded

STEPS = ((2.0, "ABUSE_MODEL_SURE"), (1.15, "ABUSE_MODEL_HOLD"), (0.5, "ABUSE_MODEL_HINT"))
"""Evidence from which each symbol is raised: 1 is the model's own cut at 1.5 % of published comments, 2 the one at
0.1 %. The word list holds another 0.6 % of a second news site's, so the model holds from a little above its cut:
together 1.6 % of that site, 67.7 % of offensive comments (at 1.0: 2.0 and 70.5 %)."""


class Model(Protocol):
    """What the detector needs of a model."""

    def score(self, folded: Folded) -> ModelScore:
        """Abuse, evidence, and the worst window in code points of the original."""
        ...


class ModelDetector:
    """The model's probability as ABUSE_MODEL, and its evidence as the highest step it reaches."""

    name = "model"

    def __init__(self, load: Callable[[], Model]) -> None:
        """Take what loads the model: a damaged file then fails this detector alone, and holds the comment."""
        self._load = load

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """ABUSE_MODEL without a place; ABUSE_MODEL_HINT, ABUSE_MODEL_HOLD or ABUSE_MODEL_SURE at the worst window."""
        told = self._load().score(reading.folded)
        yield Symbol("ABUSE_MODEL", told.abuse)
        reached = next((name for least, name in STEPS if told.evidence >= least), None)
        if reached is not None:
            matched = reading.submission.text[told.start : told.end]
            yield Symbol(reached, 0.0, start=told.start, end=told.end, matched=matched)
