"""`ghirbal train` and `ghirbal evaluate` tell what is missing instead of failing inside."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from ghirbal_tools import evaluate, train


def test_training_without_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--data", str(tmp_path / "none"), "--out", str(tmp_path / "model.bin")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert not (tmp_path / "model.bin").exists()


def test_measuring_without_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--data", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_the_committed_statistics_can_be_compared_with() -> None:
    from ghirbal_tools.evaluation.figures import parse

    committed = Path(__file__).resolve().parents[3] / "docs" / "statistics.md"
    figures = parse(committed.read_text("utf-8"))
    assert ("clean groups", "second Arabic news site: held or rejected") in figures
    assert len(figures) > 100
