"""The statistical judge: hashed linear weights, no library, about 0.1 ms a comment.

Two answers, kept apart because they serve different questions:

- `abuse`: is this abusive in the wide sense of the public sets? A gate guesses what kind of text
  it is (Moroccan videos, Algerian pages, Gulf tweets, ...) and mixes one linear expert a kind.
- `evidence`: would a news site hold it? One linear expert trained with published comments,
  looking through windows of 24 words, because a long comment dilutes one insult.

Weights are trained by `ghirbal train` (see docs/model-card.md); this module only adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import exp, log1p, sqrt
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.model.features import pair_feature, place, split, word_features, word_kind
from ghirbal.moderation.model.file import OFFSET, Action, Expert, Header, ModelFile, mapped
from ghirbal.text.fold import Folded

MODEL_PATH = DATA / "model.bin"
MOST_WORDS = 50_000
"""Words whose sums are remembered (some 20 MB): when full all are forgotten, and it starts again."""

MOST_EVIDENCE = 3.0
ENOUGH_WORDS = 3
"""Words of two letters or more from which the evidence counts in full."""

NORM, ACTION, FIRST_EXPERT = 0, 1, 2
"""Columns of a row: squared idf, the action expert, then the experts of `abuse`, then their gates."""

Row = bytes | memoryview
"""One byte a column, as the file has it."""

Sums = tuple[int, ...]
"""One number a column, then how many words are in Arabic letters, in Latin letters, or pictures."""


class ModelScore(NamedTuple):
    """What the model says of one text.

    `abuse` is a probability. `evidence` is 0 for nothing, 1 at the cut that holds 1.5 % of
    published comments, 2 at the cut that holds 0.1 %, and never above 3. `start` and `end` are the
    original code points of the worst window, both 0 for a text without words.
    """

    abuse: float
    evidence: float
    start: int
    end: int


class AbuseModel:
    """A model in memory. Remembers the sums of words it has met, never more than `MOST_WORDS`."""

    def __init__(self, file: ModelFile) -> None:
        self.header: Header = file.header
        self._columns = range(file.header.columns)
        self._rows = file.rows
        self._known: dict[str, Sums] = {}

    def score(self, folded: Folded) -> ModelScore:
        """Judge a folded text; linear in its length."""
        words = split(folded.text)
        if not words:
            return ModelScore(0.0, 0.0, 0, 0)
        singles, pairs = self.singles(words), self.pairs(words)
        totals = [sum(column) for column in zip(*singles, self.paired(pairs), strict=True)]
        raw, first, last = worst_window(singles, [_first_columns(row) for row in pairs], self.header.action)
        start, end = folded.span(*place(folded.text, first, last))
        arabic, latin = totals[-3:-1]
        strength = evidence(raw, self.header.action, arabic + latin, latin=latin > arabic)
        return ModelScore(abuse(totals, len(words), self.header.experts), strength, start, end)

    def forget(self) -> None:
        """Forget the words met so far: scores stay the same, the next ones take longer."""
        self._known.clear()

    def singles(self, words: Sequence[str]) -> list[Sums]:
        """Column sums of each word."""
        known = self._known
        return [known.get(word) or self._learn(word) for word in words]

    def pairs(self, words: Sequence[str]) -> list[Row]:
        """The row of each pair of neighbours (one fewer than words)."""
        return self._rows_of([pair_feature(word, following) for word, following in pairwise(words)])

    def paired(self, rows: Sequence[Row]) -> Sums:
        """Column sums of the pairs' rows; pairs are words of no kind."""
        return (*self._summed(rows), 0, 0, 0)

    def _learn(self, word: str) -> Sums:
        sums = (*self._summed(self._rows_of(word_features(word))), *word_kind(word))
        if len(self._known) >= MOST_WORDS:
            self.forget()
        self._known[word] = sums
        return sums

    def _rows_of(self, features: Sequence[int]) -> list[Row]:
        """Each feature's row, one byte a column."""
        rows, width = self._rows, len(self._columns)
        return [rows[width * feature : width * feature + width] for feature in features]

    def _summed(self, rows: Sequence[Row]) -> Sums:
        """The columns of rows added up, the weights' offset taken off.

        The rows are laid behind one another, and every so many bytes of it are one column: one addition a column.
        """
        joined, offset, width = b"".join(rows), OFFSET * len(rows), len(self._columns)
        norm, *weights = [sum(joined[column::width]) for column in self._columns]
        return (norm, *[weight - offset for weight in weights])


def worst_window(singles: Sequence[Sums], pairs: Sequence[Sums], action: Action) -> tuple[float, int, int]:
    """The highest raw action score of any window of words, and that window."""
    norms = _running(singles, NORM), _running(pairs, NORM)
    weights = _running(singles, ACTION), _running(pairs, ACTION)

    def raw(first: int, last: int) -> float:
        norm = _between(norms, first, last)
        return (
            action.scale * _between(weights, first, last) / sqrt(norm + action.smoothing or 1) + action.bias
        )

    return max((raw(first, last), first, last) for first, last in windows(len(singles), action))


def windows(words: int, action: Action) -> list[tuple[int, int]]:
    """Half-open windows over so many words: the last one ends with the text.

    >>> windows(50, Action(1.0, 0.0, {}, window=24, stride=12))
    [(0, 24), (12, 36), (24, 48), (26, 50)]
    """
    if words <= action.window:
        return [(0, words)]
    starts = [*range(0, words - action.window, action.stride), words - action.window]
    return [(start, start + action.window) for start in starts]


def evidence(raw: float, action: Action, words: int, *, latin: bool) -> float:
    """Raw action score on the scale of `ModelScore.evidence`, by the cuts of its script.

    One word alone is no evidence and two are half: a model of sentences knows little of a name or
    of a word with a blank inside, and one-word insults are what the word list is for.

    >>> cuts = {"arabic": (-1.0, 0.0, 0.5), "latin": (0.0, 1.0, 2.0)}
    >>> [evidence(raw, Action(1.0, 0.0, cuts), 9, latin=False) for raw in (-2.0, -0.5, 0.0, 0.25, 9.0)]
    [0.0, 0.5, 1.0, 1.5, 3.0]
    >>> [evidence(0.25, Action(1.0, 0.0, cuts), words, latin=False) for words in (1, 2, 3)]
    [0.0, 0.75, 1.5]
    """
    nothing, hold, reject = action.cuts["latin" if latin else "arabic"]
    certain = min(1.0, max(0, words - 1) / (ENOUGH_WORDS - 1))
    if raw < hold:
        return certain * max(0.0, (raw - nothing) / (hold - nothing))
    return certain * min(MOST_EVIDENCE, 1.0 + (raw - hold) / (reject - hold))


def abuse(totals: Sequence[int], words: int, experts: Sequence[Expert]) -> float:
    """Probability of abuse in the wide sense: each expert's opinion, weighed by its gate."""
    length = sqrt(totals[NORM] or 1)
    arabic, latin, pictures = totals[-3:]
    shape = (log1p(words), float(latin > arabic), float(pictures > 0))
    gates = [
        expert.gate_scale * totals[FIRST_EXPERT + len(experts) + place] / length
        + expert.gate_bias
        + sum(weight * value for weight, value in zip(expert.gate_shape, shape, strict=True))
        for place, expert in enumerate(experts)
    ]
    opinions = [
        expert.scale * totals[FIRST_EXPERT + place] / length + expert.bias
        for place, expert in enumerate(experts)
    ]
    highest = max(gates)
    shares = [exp(gate - highest) for gate in gates]
    logit = sum(share * opinion for share, opinion in zip(shares, opinions, strict=True)) / sum(shares)
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))


@cache
def load() -> AbuseModel:
    """The shipped model, mapped at the first call. Raises ModelFileError if its file is damaged."""
    return AbuseModel(mapped(MODEL_PATH))


def _first_columns(row: Row) -> Sums:
    """NORM and ACTION of one row."""
    return row[NORM], row[ACTION] - OFFSET


def _running(sums: Sequence[Sums], column: int) -> list[int]:
    return list(accumulate((row[column] for row in sums), initial=0))


def _between(running: tuple[list[int], list[int]], first: int, last: int) -> int:
    """Sum over the words from `first` up to `last` and over the pairs among them."""
    singles, pairs = running
    return singles[last] - singles[first] + pairs[last - 1] - pairs[first]
