"""`ghirbal check`: the form that others measure with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghirbal_tools.check import main

FIELDS = ["action", "score", "abuse", "spam", "symbols", "policy_version", "engine_version"]


def run(
    lines: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, object]]]:
    path = folder / "in.jsonl"
    path.write_bytes(lines)
    code = main(["--jsonl", str(path)])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_text_gives_one_line_with_the_agreed_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--text", "يا حمار"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert list(answer) == FIELDS
    assert list(answer["symbols"][0]) == ["name", "score", "start", "end", "matched"]
    assert "حمار" in line


def test_lines_keep_their_order_and_unknown_keys_are_ignored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answers = run('{"text":"يا حمار","id":7}\n{"text":"شكرا"}\n'.encode(), tmp_path, capsys)
    assert code == 0
    assert [answer["action"] == "publish" for answer in answers] == [False, True]


@pytest.mark.parametrize(
    "bad",
    [
        b"nope",
        b"[]",
        b'{"text": 1}',
        b"{}",
        b"\xff",
        b'{"text": "\\ud83d"}',
        b"[" * 100_000,
        b"",
        b'{"text":',
    ],
)
def test_a_bad_line_is_answered_and_stops_nothing(
    bad: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cases 26 to 29."""
    code, answers = run(b'{"text":"a"}\n' + bad + b'\n{"text":"b"}\n', tmp_path, capsys)
    assert code == 2
    assert [sorted(answer)[:1] for answer in answers] == [["abuse"], ["error"], ["abuse"]]


@pytest.mark.parametrize(
    "odd", [b'\xef\xbb\xbf{"text":"a"}', b'{"text":"a\\u0000b"}', b'{"text":"a","n":NaN,"n":1e999}']
)
def test_odd_but_readable_lines_are_judged(
    odd: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Case 29."""
    code, answers = run(odd, tmp_path, capsys)
    assert (code, answers[0]["action"]) == (0, "publish")


def test_length_is_no_reason_to_refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = json.dumps({"text": "كلام عادي " * 1_500}).encode()
    assert run(line, tmp_path, capsys)[1][0]["action"] == "publish"


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--jsonl", "no-such-file.jsonl"]) == 2
    assert "no-such-file.jsonl" in capsys.readouterr().err
