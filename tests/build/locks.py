"""What the layer is pinned to."""

from __future__ import annotations

from typing import NamedTuple

from tests.build.conftest import ROOT


class Locked(NamedTuple):
    """A package of the layer: its exact version, and the hash of each wheel that may come in."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked() -> list[Locked]:
    """The packages of shared/requirements.txt."""
    text = (ROOT / "shared/requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    pins = ((row[0].partition("=="), row[1:]) for row in rows)
    return [Locked(name, version, tuple(hashes)) for (name, _, version), hashes in pins]
