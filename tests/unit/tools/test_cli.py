"""The `ghirbal` command as a stranger meets it: whatever is done wrong ends in a sentence, never in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal import __version__
from ghirbal_tools.cli import COMMANDS, main

NOBODY_THERE = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}
CLOUD = (
    ("site", "list", "--table", "t"),
    ("site", "list", "--stack", "s"),
    ("site", "show", "akhbar", "--table", "t"),
    ("site", "set", "akhbar", "--name", "x", "--table", "t"),
    ("site", "sso-key", "akhbar", "--stack", "s"),
    ("site", "sso-key", "akhbar", "--table", "t", "--secret", "s"),
    ("replay", "--stack", "s"),
    ("webhooks", "count", "--stack", "s"),
    ("front", "publish", "--stack", "s"),
)
FILES = (
    ("check", "--jsonl", "absent.jsonl"),
    ("check", "--text", "a", "--policy", "absent.json"),
    ("policy", "lint", "absent.json"),
    ("policy", "try", "absent.json", "--jsonl", "absent.jsonl"),
    ("evaluate", "--data", "absent"),
    ("train", "--data", "absent"),
    ("soak", "absent.jsonl"),
)


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What it says when it refuses; argparse leaves by SystemExit, which is refusing too."""
    try:
        code = main(argv)
    except SystemExit as left:
        code = int(left.code or 0)
    told = capsys.readouterr().err
    assert code in (1, 2), told
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize("argv", CLOUD, ids=" ".join)
def test_where_no_aws_answers_a_sentence_says_so(
    argv: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NOBODY_THERE.items():
        monkeypatch.setenv(name, value)
    assert said(capsys, *argv).startswith(("ghirbal", "usage"))


@pytest.mark.parametrize("argv", CLOUD, ids=" ".join)
def test_without_credentials_a_sentence_says_so(
    argv: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in NOBODY_THERE.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert said(capsys, *argv).startswith(("ghirbal", "usage"))


@pytest.mark.parametrize("argv", FILES, ids=" ".join)
def test_a_file_that_is_not_there_is_named(
    argv: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    told = said(capsys, *argv)
    assert "absent" in told or told.startswith("usage")


def test_a_file_of_something_else_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "odd.json"
    odd.write_bytes(b"\xff\xfe\x00")
    assert "odd.json" in said(capsys, "policy", "lint", str(odd))
    assert "odd.json" in said(capsys, "check", "--text", "a", "--policy", str(odd))


def test_a_misspelt_command_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean evaluate?" in said(capsys, "evalute")
    assert "did you mean" not in said(capsys, "xyzzy")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"ghirbal {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"ghirbal {command}" in capsys.readouterr().out


def test_a_text_can_be_judged_by_a_sites_own_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.json"
    own.write_text('{"profile": "hold-all"}', "utf-8")
    assert main(["check", "--text", "شكراً على المقال", "--policy", str(own)]) == 0
    assert '"action": "hold"' in capsys.readouterr().out


def test_what_nobody_foresaw_is_told_in_a_sentence_and_shown_whole_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "broken", ("tests.unit.tools.broken_command", "fails"))
    assert said(capsys, "broken").startswith("ghirbal broken: ")
    monkeypatch.setenv("GHIRBAL_DEBUG", "1")
    with pytest.raises(ModuleNotFoundError):
        main(["broken"])
