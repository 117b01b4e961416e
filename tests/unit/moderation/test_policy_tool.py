"""`ghirbal policy lint|try|show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghirbal_tools.policy import main


def write(folder: Path, name: str, document: object) -> str:
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return str(path)


def test_a_sound_document_is_called_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", write(tmp_path, "p.json", {"words": {"hold": ["بطيخة"]}})]) == 0
    assert "sound" in capsys.readouterr().out


def test_a_wrong_document_is_told_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", write(tmp_path, "p.json", {"thresholds": {"hold": "5"}})]) == 1
    assert capsys.readouterr().out.startswith("policy.thresholds.hold: ")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"words": {"hold": ["ab*"]}}, "policy.words.hold[0]: 'ab*' has fewer than 3"),
        ({"version": "mine"}, "policy.version: is set by the service"),
        ({"words": {"hold": ["a" * 81]}}, "policy.words.hold[0]: has 81 characters"),
    ],
)
def test_what_the_service_would_refuse_is_found_here_too(
    document: object, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", write(tmp_path, "p.json", document)]) == 1
    assert capsys.readouterr().out.startswith(said)


def test_a_sites_own_threshold_wins_over_its_profiles_as_in_the_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = write(tmp_path, "p.json", {"profile": "hold-all", "thresholds": {"hold": 9}})
    comments = tmp_path / "c.jsonl"
    comments.write_text('{"text": "شكرا"}\n', "utf-8")
    assert main(["try", policy, "--jsonl", str(comments)]) == 0
    assert "0 would change" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["nope", "[]", "[" * 100_000])
def test_what_is_no_document_is_an_error(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.json"
    path.write_text(content, "utf-8")
    assert main(["lint", str(path)]) == 2
    assert "p.json" in capsys.readouterr().err


def test_trying_prints_what_would_change_and_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = write(tmp_path, "p.json", {"words": {"hold": ["بطيخة"]}})
    comments = tmp_path / "c.jsonl"
    comments.write_text('{"text": "شكرا على المقال"}\n{"text": "عندي بطيخة"}\nnope\n', "utf-8")
    assert main(["try", policy, "--jsonl", str(comments)]) == 2
    out = capsys.readouterr().out
    changed, bad, *sums = out.splitlines()
    assert json.loads(changed) == {
        "line": 2,
        "from": "publish",
        "to": "hold",
        "score": [0.0, 5.0],
        "symbols": ["SITE_WORD_HOLD"],
    }
    assert "error" in json.loads(bad)
    assert sums == ["2 comments, 1 would change", "publish -> hold: 1", "publish -> publish: 1"]
    assert "بطيخة" not in out


def test_two_documents_can_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path, "one.json", {"profile": "hold-all"})
    comments = tmp_path / "c.jsonl"
    comments.write_text('{"text": "شكرا"}\n', "utf-8")
    assert main(["try", one, "--against", one, "--jsonl", str(comments)]) == 0
    assert "0 would change" in capsys.readouterr().out


def test_an_unusable_document_is_not_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = write(tmp_path, "p.json", {"profile": "lenient"})
    assert main(["try", policy, "--jsonl", "-"]) == 2
    assert "policy.profile" in capsys.readouterr().err


def test_the_shipped_document_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--profile", "strict"]) == 0
    assert json.loads(capsys.readouterr().out)["profile"] == "strict"
    assert main(["show", "--profile", "lenient"]) == 2
