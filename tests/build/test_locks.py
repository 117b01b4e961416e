"""What is installed is what was looked at, wherever it is fetched from."""

from __future__ import annotations

import json
import re

import pytest

from tests.build.conftest import ROOT
from tests.build.locks import locked

FRONT_ENDS = ("package-lock.json", "widget/package-lock.json", "console/package-lock.json")


def test_layer_is_hashed() -> None:
    """Attack B20: every package of the layer by the hash of its very file, and pip refuses any other."""
    assert len(locked()) >= 10
    for package in locked():
        assert package.hashes, package.name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in package.hashes), package.name
    assert "--require-hashes" in (ROOT / "shared/Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["shared/requirements.txt", "constraints.txt"])
def test_a_list_of_python_packages_names_no_host(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if not line.startswith("#")]
    assert [line for line in said if "://" in line or "index-url" in line] == []


@pytest.mark.parametrize("name", FRONT_ENDS)
def test_a_lock_of_the_front_end_is_hashed_and_names_no_host(name: str) -> None:
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    installed = {path: package for path, package in packages.items() if path}
    assert installed
    assert [path for path, package in installed.items() if "resolved" in package] == []
    assert [path for path, package in installed.items() if "integrity" not in package] == []
