"""What the spam model says, as symbols: weak ones, which the policy caps below a rejection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from ghirbal.domain.verdict import Symbol
from ghirbal.moderation.model.spam import SpamScore
from ghirbal.moderation.reading import Reading
from ghirbal.text.fold import Folded
from ghirbal.text.links import without_places
from ghirbal.text.tokens import tokenize

_STEPS = (None, "SPAM_MODEL_HINT", "SPAM_MODEL_SURE")
_FEWEST_WORDS = 4
"""Fewer words advertise nothing; a name or a greeting alone can sound like anything."""


class Model(Protocol):
    """What the detector needs of a model."""

    def score(self, words: Iterable[str]) -> SpamScore:
        """Probability and evidence for the words of a folded text without contacts."""
        ...


class WordingDetector:
    """The model's probability as SPAM_MODEL, and the step its evidence reaches."""

    name = "wording"

    def __init__(self, load: Callable[[], Model]) -> None:
        """Take what loads the model: a damaged file then fails this detector alone, and holds the comment."""
        self._load = load

    def __call__(self, reading: Reading) -> Iterator[Symbol]:
        """SPAM_MODEL, SPAM_MODEL_HINT or SPAM_MODEL_SURE, none with a place: the whole text sounds so."""
        words = advertised_words(reading)
        if len(words) < _FEWEST_WORDS:
            return
        told = self._load().score(words)
        yield Symbol("SPAM_MODEL", told.spam)
        step = _STEPS[told.evidence]
        if step is not None:
            yield Symbol(step, 0.0)


def advertised_words(reading: Reading) -> list[str]:
    """The words the model looks at: those outside links and telephone numbers."""
    contacts = (*reading.links, *reading.phones)
    if not contacts:
        return [token[0] for token in reading.tokens]
    text = without_places(reading.folded, contacts)
    return [token[0] for token in tokenize(Folded(text, text, None))]
