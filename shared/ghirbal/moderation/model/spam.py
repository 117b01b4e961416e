"""How much the words of a text sound like advertising: hashed linear weights, as in `model`, one table.

The words alone: links and numbers are blanked, since other detectors find them. Trained on advertisements put together
of own phrases and on real ones (docs/model-card.md), so it is a weak witness: the policy caps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.model.features import word_features
from ghirbal.moderation.model.file import OFFSET, ModelFile, ModelFileError, mapped

SPAM_PATH = DATA / "spam.bin"
BITS = 17
"""2**17 buckets: with one table of 14,000 distinct words of advertising, 2**18 changed no figure by more than .01."""

BUCKETS = 1 << BITS
SCRIPT = "all"
"""The one name in the header's cuts: nothing, hint, sure, as log-odds."""

_MOST_WORDS = 50_000
_MASK = BUCKETS - 1


class SpamScore(NamedTuple):
    """`spam` is a probability; `evidence` 0 below the first cut, 1 from it on, 2 from the second on."""

    spam: float
    evidence: int


def spam_features(word: str) -> list[int]:
    """Buckets of a word, below `BUCKETS`; none for numbers and single letters.

    >>> spam_features("2024"), spam_features("و"), len(spam_features("قرض")) > 10
    ([], [], True)
    """
    if len(word) < 2 or word.isdecimal():
        return []
    return [feature & _MASK for feature in word_features(word)]


class SpamModel:
    """A model in memory. Remembers the sums of words it has met, never more than a bounded number."""

    def __init__(self, file: ModelFile) -> None:
        """Raises ModelFileError for a file of another shape."""
        if file.header.columns != 1 or len(file.rows) != BUCKETS or SCRIPT not in file.header.action.cuts:
            raise ModelFileError(
                "not a spam model: expected one column of 2**17 weights and cuts for all scripts"
            )
        self.header = file.header
        self._weights = file.rows
        self._known: dict[str, tuple[int, int]] = {}

    def score(self, words: Iterable[str]) -> SpamScore:
        """Judge the words of a folded text without its contacts; linear in their number."""
        known, count, total = self._known, 0, 0
        for word in words:
            features, weight = known.get(word) or self._learn(word)
            count += features
            total += weight
        action = self.header.action
        if not count:
            return SpamScore(0.0, 0)
        odds = action.scale * total / sqrt(count + action.smoothing) + action.bias
        _nothing, hint, sure = action.cuts[SCRIPT]
        return SpamScore(1 / (1 + exp(-max(-30.0, min(30.0, odds)))), int(odds >= hint) + int(odds >= sure))

    def _learn(self, word: str) -> tuple[int, int]:
        features = spam_features(word)
        weights = self._weights
        sums = (len(features), sum(weights[feature] for feature in features) - OFFSET * len(features))
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        self._known[word] = sums
        return sums


@cache
def load_spam() -> SpamModel:
    """The shipped model, mapped at the first call. Raises ModelFileError if its file is damaged."""
    return SpamModel(mapped(SPAM_PATH))
