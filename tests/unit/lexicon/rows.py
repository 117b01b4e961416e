"""The curated lists as rows of text: what the tests of this folder read them by."""

from __future__ import annotations

from pathlib import Path

import ghirbal.moderation as moderation

DATA = Path(moderation.__file__).parent / "data"
GOLDEN = Path(__file__).parents[2] / "golden"


def rows(path: Path) -> list[list[str]]:
    """The fields of every line that is no comment."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def header(path: Path) -> str:
    """The comment lines that tell a file's format."""
    return "\n".join(line for line in path.read_text("utf-8").splitlines() if line.startswith("#"))
