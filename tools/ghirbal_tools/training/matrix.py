"""Texts as sparse matrices, weighed exactly as `ghirbal.moderation.model.abuse` weighs them at run time.

A text's value at a feature is count * idf / sqrt(sum of count * idf**2): sums over words, so that
the run time can remember each word's share. The usual TF-IDF (logarithm of counts, counts merged
over words) scored .002 better and can't be remembered by the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ghirbal.moderation.model.features import BUCKETS, pair_feature, word_features

Vector = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts (texts x buckets), the same as 0/1, and the weighed values."""

    present: sparse.csr_matrix
    values: sparse.csr_matrix

    def take(self, rows: Flags) -> Matrix:
        """The texts that `rows` marks."""
        return Matrix(self.present[rows], self.values[rows])


class Featurizer:
    """Counts features of word lists; remembers words, as training meets each of them many times."""

    def __init__(self) -> None:
        self._known: dict[str, list[int]] = {}

    def counts(self, texts: Iterable[Sequence[str]]) -> sparse.csr_matrix:
        """One row a text, one column a bucket."""
        found = [np.array(self._features(words), dtype=np.int32) for words in texts]
        ends = np.concatenate([[0], np.cumsum([len(features) for features in found])])
        columns = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
        ones = np.ones(len(columns), dtype=np.float32)
        counts = sparse.csr_matrix((ones, columns, ends), shape=(len(found), BUCKETS))
        counts.sum_duplicates()
        return counts

    def _features(self, words: Sequence[str]) -> list[int]:
        found: list[int] = []
        for word in words:
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = word_features(word)
            found += known
        found += [pair_feature(word, following) for word, following in pairwise(words)]
        return found


def squared_idf(counts: sparse.csr_matrix) -> Bytes:
    """Squared inverse document frequency of each bucket, from 1 to 182.

    The idf is rounded to halves first: the file is a tenth smaller and the scores are the same.
    """
    texts = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=BUCKETS)
    idf = np.round(2 * (np.log(texts / (1 + frequency)) + 1)) / 2
    squared: Bytes = np.round(np.clip(idf, 1, 13.5) ** 2).astype(np.uint8)
    return squared


def weigh(counts: sparse.csr_matrix, idf2: Bytes, smoothing: float = 0.0) -> Matrix:
    """Weigh counts as the run time does. `smoothing` is added to the squared length: short texts shrink."""
    squares = idf2.astype(np.float32)
    lengths = np.sqrt(np.maximum(counts @ squares + smoothing, 1)).astype(np.float32)
    values = sparse.diags(1 / lengths) @ counts @ sparse.diags(np.sqrt(squares))
    present = counts.copy()
    present.data[:] = 1
    return Matrix(present, values.astype(np.float32).tocsr())
