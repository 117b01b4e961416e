"""What `sam build` made: right bytecode, complete, and small."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from ghirbal_tools.template import load
from tests.build.conftest import ROOT
from tests.build.locks import locked

pytestmark = pytest.mark.build

MIB = 1024 * 1024
BUDGETS: dict[str, Any] = json.loads(Path(__file__).with_name("budgets.json").read_text(encoding="utf-8"))
FUNCTIONS = list(BUDGETS["imports"])
UNCHECKED_HASH = (1).to_bytes(4, "little")
"""Second word of a .pyc: hash-based (bit 0) and not checked against the source (bit 1 clear), PEP 552."""

FROM_RUNTIME = {"boto3", "botocore"}
EXTRAS = {"pyjwt": "crypto"}
"""Extras that the layer is meant to satisfy."""

TARGET = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "platform_python_implementation": "CPython",
}


def sources(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def magic(python: Path) -> bytes:
    """The first bytes of every .pyc that this interpreter takes."""
    program = "import importlib.util; print(importlib.util.MAGIC_NUMBER.hex())"
    result = subprocess.run([str(python), "-c", program], capture_output=True, text=True, check=True)
    return bytes.fromhex(result.stdout)


def pins() -> dict[str, str]:
    """Package -> exact version, as shared/requirements.txt has them."""
    return {package.name: package.version for package in locked()}


def canonical(name: str) -> str:
    return name.lower().replace("_", "-")


def metadata(info: Path) -> tuple[str, str, list[Requirement]]:
    """Name, version and requirements out of a .dist-info folder."""
    head = (info / "METADATA").read_text(encoding="utf-8").partition("\n\n")[0]
    fields = [line.partition(": ")[::2] for line in head.splitlines()]
    first = dict(reversed(fields))
    return (
        canonical(first["Name"]),
        first["Version"],
        [Requirement(value) for key, value in fields if key == "Requires-Dist"],
    )


def applies(need: Requirement, package: str) -> bool:
    marker = need.marker
    return marker is None or marker.evaluate({**TARGET, "extra": EXTRAS.get(package, "")})


@pytest.mark.parametrize("artefact", ["SharedLayer", *FUNCTIONS])
def test_every_source_has_unchecked_bytecode_of_the_targets_version(
    built: Path, python313: Path, artefact: str
) -> None:
    expected = magic(python313) + UNCHECKED_HASH
    found = list(sources(built / artefact))
    assert found
    for source in found:
        compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
        assert compiled.read_bytes()[:8] == expected, source


@pytest.mark.parametrize(
    ("makefile", "target"), [("shared", "build-SharedLayer"), ("functions", "build-ReadApi")]
)
def test_a_build_with_another_interpreter_is_refused(tmp_path: Path, makefile: str, target: str) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\nexec python3 -c 'raise SystemExit(1)'\n", encoding="utf-8")
    other.chmod(0o755)
    command = ["make", "-f", str(ROOT / makefile / "Makefile"), target]
    variables = [f"PYTHON={other}", f"ARTIFACTS_DIR={tmp_path / 'out'}"]
    (tmp_path / "out").mkdir()
    result = subprocess.run([*command, *variables], cwd=ROOT / makefile, capture_output=True, check=False)
    assert result.returncode != 0
    assert not list((tmp_path / "out").rglob("*.pyc"))


@pytest.mark.parametrize(
    ("environment", "machine"), [({}, "aarch64"), ({"GHIRBAL_ARCHITECTURE": "x86_64"}, "x86_64")]
)
def test_the_layer_is_for_the_architecture_of_samconfig_or_of_the_environment(
    environment: dict[str, str], machine: str
) -> None:
    clean = {key: value for key, value in os.environ.items() if key != "GHIRBAL_ARCHITECTURE"}
    command = ["make", "-n", "-f", str(ROOT / "shared/Makefile"), "build-SharedLayer", "ARTIFACTS_DIR=out"]
    result = subprocess.run(
        command, cwd=ROOT / "shared", env=clean | environment, capture_output=True, text=True, check=True
    )
    platforms = set(re.findall(r"--platform \S+?_(x86_64|aarch64)\b", result.stdout))
    assert platforms == {machine}


def test_the_layer_holds_exactly_the_pinned_packages_and_all_they_need(built: Path) -> None:
    found = [metadata(info) for info in (built / "SharedLayer/python").glob("*.dist-info")]
    assert {name: version for name, version, _ in found} == pins()
    for name, _, requirements in found:
        for need in requirements:
            if applies(need, name):
                assert canonical(need.name) in pins(), f"{name} needs {need}"
                assert need.specifier.contains(pins()[canonical(need.name)]), f"{name} needs {need}"


def test_the_layer_satisfies_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for need in map(Requirement, project["dependencies"]):
        if need.name not in FROM_RUNTIME:
            assert need.specifier.contains(pins()[canonical(need.name)]), need


def test_the_build_is_small(built: Path, tmp_path: Path) -> None:
    layer = built / "SharedLayer"
    zipped = Path(shutil.make_archive(str(tmp_path / "layer"), "zip", layer)).stat().st_size
    print(f"layer {size(layer) / MIB:.1f} MiB, zipped {zipped / MIB:.1f} MiB")
    assert size(layer) <= BUDGETS["layer_unpacked_mib"] * MIB
    assert zipped <= BUDGETS["layer_zipped_mib"] * MIB
    for function in FUNCTIONS:
        assert size(built / function) <= BUDGETS["function_unpacked_mib"] * MIB, function


def test_a_change_of_parameters_changes_every_package(built: Path) -> None:
    hashes = {
        (built / name / "configuration.sha256").read_text(encoding="utf-8").split()[0] for name in FUNCTIONS
    }
    assert [len(digest) for digest in hashes] == [64]


def test_every_handler_is_where_the_template_says(built: Path) -> None:
    template = load(built / "template.yaml")
    assert {name for name, _ in template.resources("AWS::Serverless::Function")} == set(FUNCTIONS)
    for name in FUNCTIONS:
        module, _, attribute = template.resource(name)["Handler"].rpartition(".")
        assert attribute == "handler"
        assert (built / name / f"{module.replace('.', '/')}.py").exists()
