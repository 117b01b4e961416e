"""The sealed sets are counted by kind and language; no text of theirs is shown, not even by an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.domain.verdict import Action, Verdict
from ghirbal_tools.evaluate import GOLDEN
from ghirbal_tools.evaluation.sealed import read_sealed, sealed_figures
from tests.support.making import a_verdict


def row(language: str, kind: str, text: str) -> str:
    return f"{language}\t{kind}\t{text}\n"


def judge(text: str) -> Verdict:
    return a_verdict(action=Action.HOLD if "bad" in text else Action.PUBLISH)


def test_abuse_is_counted_as_caught_and_honest_text_as_flagged(tmp_path: Path) -> None:
    rows = row("fr", "plain", "bad one"), row("fr", "plain", "missed"), row("ar", "ordinary", "bad luck")
    (tmp_path / "some_set.tsv").write_text("# head\n" + "".join(rows), "utf-8")
    values = {figure.name: (figure.value, figure.n) for figure in sealed_figures(tmp_path, judge)}
    assert values["some set, plain: caught"] == (0.5, 2)
    assert values["some set, ordinary: flagged"] == (1.0, 1)
    assert values["abuse, fr: caught"] == (0.5, 2)
    assert values["honest, ar: flagged"] == (1.0, 1)


def test_a_broken_row_is_named_by_its_line_and_not_by_its_text(tmp_path: Path) -> None:
    (tmp_path / "set.tsv").write_text("# head\nfr\tplain secret\n", "utf-8")
    with pytest.raises(ValueError, match=r"^set.tsv:2: 2 columns, not 3$"):
        read_sealed(tmp_path)


def test_the_sets_of_the_repository_can_be_counted() -> None:
    rows = read_sealed(GOLDEN / "sealed")
    assert {row.file for row in rows} == {"hate", "insults", "near_misses", "ordinary", "spam"}
    assert {row.language for row in rows} == {"ar", "ary", "arabizi", "fr"}
