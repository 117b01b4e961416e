"""What the statistical model says, as symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.disguise.model_doubts import ModelDoubts
from ghirbal.moderation.model.abuse import ModelScore
from ghirbal.moderation.reading import Reading
from ghirbal.text.fold import Folded, as_folded

HINT = "ABUSE_MODEL_HINT"
STEPS = ((2.0, "ABUSE_MODEL_SURE"), (1.0, "ABUSE_MODEL_HOLD"), (0.5, HINT))
"""Evidence from which each symbol is raised: 1 is the model's own cut at 1.5 % of published comments, 2 the one at
0.1 %. With the word list beside it, 1.0 holds 1.4 % of a second news site's comments and 65.6 % of the offensive
dev comments of omcd; 1.15 would hold 1.2 and 61 %."""


class Model(Protocol):
    """What the detector needs of a model."""

    def score(self, folded: Folded) -> ModelScore:
        """Abuse, evidence, and the worst window in code points of the original.

        It is given texts folded already, so that the way back is only made for a window that is shown.
        """
        ...


class ModelDetector:
    """The model's probability as ABUSE_MODEL, and its evidence as the highest step it reaches."""

    name = "model"

    def __init__(self, load: Callable[[], Model], model_doubts: ModelDoubts) -> None:
        """Take what loads the model: a damaged file then fails this detector alone, and holds the comment."""
        self._load = load
        self._model_doubts = model_doubts

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """ABUSE_MODEL without a place; ABUSE_MODEL_HINT, ABUSE_MODEL_HOLD or ABUSE_MODEL_SURE at the worst window."""
        model = self._load()
        told = model.score(as_folded(reading.folded.text))
        yield Symbol("ABUSE_MODEL", told.abuse)
        reached = _step(told.evidence)
        if reached not in (None, HINT):
            reached = self._asked_again(model, reading) or reached
        if reached is not None:
            yield reading.found(reached, 0.0, told.start, told.end)

    def _asked_again(self, model: Model, reading: Reading) -> str | None:
        """The step that the text reaches without its doubtful words, a hint at least; None without such words."""
        rest = self._model_doubts.without(reading)
        return None if rest is None else _step(model.score(as_folded(rest)).evidence) or HINT


def _step(evidence: float) -> str | None:
    return next((name for least, name in STEPS if evidence >= least), None)
