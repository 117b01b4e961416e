"""Training weighs texts as the run time does, splits fairly, and quantises within a step."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from math import sqrt
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

from ghirbal.moderation.model.abuse import NORM, AbuseModel  # noqa: E402
from ghirbal.moderation.model.features import BUCKETS, split  # noqa: E402
from ghirbal.moderation.model.file import OFFSET, ModelFile  # noqa: E402
from ghirbal_tools.training.action import splice  # noqa: E402
from ghirbal_tools.training.corpus import LABELLED, PUBLISHED, make_row, read_rows  # noqa: E402
from ghirbal_tools.training.figures import best_macro_f1  # noqa: E402
from ghirbal_tools.training.matrix import Featurizer, squared_idf, weigh  # noqa: E402
from ghirbal_tools.training.store import quantize  # noqa: E402
from tests.unit.model.small import COLUMNS, small_file  # noqa: E402

TEXTS = ("nhar zwin bzaf", "هاد النهار زوين بزاف", "nhar nhar nhar", "قهوة bzaf 😀!")


def test_the_matrix_gives_the_scores_that_the_run_time_gives() -> None:
    words = [split(text) for text in TEXTS]
    counts = Featurizer().counts(words)
    idf2 = squared_idf(counts)
    weights = np.random.default_rng(1).integers(-50, 50, BUCKETS)
    rows = np.frombuffer(small_file().rows, dtype=np.uint8).reshape(BUCKETS, COLUMNS).copy()
    rows[:, NORM] = idf2
    rows[:, 1] = weights + OFFSET
    judge = AbuseModel(ModelFile(small_file().header, rows.tobytes()))
    expected = weigh(counts, idf2).values @ (weights / np.sqrt(idf2))
    for text, value in zip(words, expected, strict=True):
        sums = [*judge.singles(text), judge.paired(judge.pairs(text))]
        norm = sum(row[NORM] for row in sums)
        assert sum(row[1] for row in sums) / sqrt(norm) == pytest.approx(value, rel=1e-3, abs=1e-2)


def _write_sets(folder: Path) -> None:
    for source in LABELLED + PUBLISHED:
        rows = [{"text": f"نص {n} {source}", "label": n % 2, "split": "all"} for n in range(20)]
        rows += [{"text": "نَصٌّ مشترك", "label": 0}, {"text": "نص مشترك", "label": int(source == "omcd")}]
        rows += [{"text": "zebi zebi", "label": 1}, {"text": "  ", "label": 1}]
        with gzip.open(folder / f"{source}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)


def test_rows_with_both_labels_repeats_blanks_and_the_trap_are_dropped(tmp_path: Path) -> None:
    _write_sets(tmp_path)
    rows = read_rows(tmp_path)
    assert not any("مشترك" in row.text for row in rows)
    assert not any(row.source == "mdold" and "zebi" in row.text for row in rows)
    assert len({(row.source, row.text) for row in rows}) == len(rows)


def test_one_folded_text_is_on_one_side_in_every_set() -> None:
    plain, noisy = make_row("omcd", {"text": "نهار زوين"}), make_row("aj", {"text": "نهـــار زَوين"})
    assert (plain.dev, plain.fold) == (noisy.dev, noisy.fold)


def test_marks_of_hate_are_read_in_both_notations() -> None:
    assert make_row("osact5", {"text": "نص", "hs": "HS3"}).hate
    assert not make_row("osact5", {"text": "نص", "hs": "NOT_HS"}).hate
    assert make_row("osact4", {"text": "نص", "hs": 1}).hate


def test_a_splice_holds_the_whole_comment_in_one_window() -> None:
    spliced = splice(["a"] * 100, ["x", "y"], random.Random(3))
    assert len(spliced) == 24
    assert ("x", "y") in itertools.pairwise(spliced)


def test_quantised_weights_are_within_half_a_step() -> None:
    weights = np.random.default_rng(2).normal(size=5000).astype(np.float32)
    numbers, scale = quantize(weights, 15)
    inside = np.abs(weights) < 15 * scale
    assert np.abs(numbers * scale - weights)[inside].max() <= scale / 2 + 1e-6


def test_the_best_cut_separates_what_can_be_separated() -> None:
    value, cut = best_macro_f1(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True]))
    assert value == 1
    assert cut == pytest.approx(0.8)
