"""The texts of the spam model as one matrix, and what a machine says of a set that it was fitted without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ghirbal.moderation.model.spam import BUCKETS, spam_features
from ghirbal_tools.training.experts import Linear, fit_expert
from ghirbal_tools.training.matrix import Flags, Matrix, Vector
from ghirbal_tools.training.spam_corpus import MARKED, SECOND_SITE, SYNTHETIC, Text

SMOOTHING = 100.0
"""Added to a text's features before the root is taken: five words of a greeting are not as sure as a sentence."""

WEIGHTS = {"sohateful": 0.3, "tubespam": 0.1, "reviews_RES1": 0.5, "reviews_PROD": 0.5}
"""Of marked texts: with their full weight a site's readers who ask for a link rank above own advertisements, and all
that is English counts as advertising. Of reviews: with theirs a quarter of the advertisements of trades not learned is
lost."""

DOUBTED = "sohateful"
DOUBT = -0.8
"""Marked tweets of which a machine that was fitted without that set has a lower opinion are not learned from: games,
news and prayers. Learned, they cost .1 of own advertisements found at the same share of clean comments."""

PUBLISHED = ("hespress_ar", "hespress_fr")
LEFT_OUT_BUDGET = 0.002


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts, their rows, whether each is advertising, and what it weighs."""

    texts: Sequence[Text]
    matrix: Matrix
    labels: Flags
    weights: Vector

    def take(self, rows: Flags) -> Corpus:
        """The texts that `rows` marks."""
        chosen = [text for text, wanted in zip(self.texts, rows, strict=True) if wanted]
        return Corpus(chosen, self.matrix.take(rows), self.labels[rows], self.weights[rows])

    def fit(self) -> Linear:
        """A machine fitted on all of them."""
        return fit_expert(self.matrix, self.labels, weights=self.weights)

    def of(self, *sources: str) -> Flags:
        """Which texts are of these sources."""
        return np.array([text.source in sources for text in self.texts])

    @property
    def dev(self) -> Flags:
        """Which texts are measured on and never learned from."""
        return np.array([text.dev for text in self.texts])


def corpus_of(texts: Sequence[Text]) -> Corpus:
    """Counts over the root of their number, as the run time weighs them."""
    found = [
        np.array([b for word in text.words for b in spam_features(word)], dtype=np.int32) for text in texts
    ]
    ends = np.concatenate([[0], np.cumsum([len(features) for features in found])])
    ones = np.ones(int(ends[-1]), dtype=np.float32)
    counts = sparse.csr_matrix((ones, np.concatenate(found), ends), shape=(len(texts), BUCKETS))
    counts.sum_duplicates()
    lengths = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + SMOOTHING)
    present = counts.copy()
    present.data[:] = 1
    matrix = Matrix(present, (sparse.diags(1 / lengths) @ counts).astype(np.float32).tocsr())
    labels = np.array([text.spam for text in texts])
    weights = np.array([WEIGHTS.get(text.source, 1.0) for text in texts], dtype=np.float32)
    return Corpus(texts, matrix, labels, weights)


def doubtful(corpus: Corpus) -> Flags:
    """Marked tweets that hardly sound like anything another source calls advertising."""
    doubted = corpus.of(DOUBTED)
    opinions = corpus.take(~doubted & ~corpus.dev).fit().opinions(corpus.matrix)
    rows: Flags = doubted & corpus.labels & (opinions < DOUBT)
    return rows


def left_out(corpus: Corpus) -> dict[str, float]:
    """What another source would have seen: each source of advertising left out whole, the share of it that is found
    at .2 % of clean comments which were left out as well (half of the published ones, all of the second site)."""
    even = np.array([text.fold % 2 == 0 for text in corpus.texts])
    clean = (corpus.of(*PUBLISHED) & even) | corpus.of(SECOND_SITE)
    numbered = np.array([text.numbered for text in corpus.texts])
    told: dict[str, float] = {}
    for name in (SYNTHETIC, *MARKED):
        source = corpus.of(name)
        opinions = corpus.take(~(source | clean | corpus.dev)).fit().opinions(corpus.matrix)
        found = opinions > np.quantile(opinions[clean], 1 - LEFT_OUT_BUDGET)
        told[name] = _share(found[source & corpus.labels])
        if name == DOUBTED:
            told[f"{name}, with a telephone number"] = _share(found[source & corpus.labels & numbered])
    return told


def _share(found: Flags) -> float:
    return round(float(found.mean()), 4)
