"""What the checks of the package share: sam in its own environment, and one build made without a container."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def missing(what: str, how: str) -> None:
    """Skip a check for want of a tool; in CI (`GHIRBAL_CI=1`) fail, so that no part is skipped unseen."""
    message = f"{what} is missing: {how}"
    if os.environ.get("GHIRBAL_CI") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def python313() -> Path:
    """The interpreter of the target's own minor version, which alone can make the layer's bytecode."""
    found = subprocess.run(
        [ROOT / "tools/find_python.sh", "13"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not found:
        missing("Python 3.13", "the layer's bytecode and the import budget need the version Lambda runs")
    return Path(found)


@dataclass(frozen=True)
class Sam:
    """The sam command, run offline and without credentials."""

    bin: Path
    path: str

    def environment(self, **more: str) -> dict[str, str]:
        """The process environment without any AWS variable, plus what sam needs and `more`."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        own = {
            "PATH": self.path,
            "SAM_CLI_TELEMETRY": "0",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        return clean | own | more

    def run(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `sam ARGUMENTS` at the project's root; does not raise on a failure."""
        return self.execute([self.bin / "sam", *arguments], **more)

    def execute(self, command: Sequence[str | Path], **more: str) -> subprocess.CompletedProcess[str]:
        """Run any command in sam's environment at the project's root."""
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def sam(python313: Path) -> Sam:
    folder = ROOT / ".tools/sam/bin"
    if not (folder / "sam").exists():
        missing("aws-sam-cli", "run `tools/install.sh sam`")
    return Sam(folder, f"{python313.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def built(sam: Sam, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sam build` makes of template.yaml for this machine's own architecture, without a container."""
    folder = tmp_path_factory.mktemp("sam") / "build"
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    result = sam.run("build", "--build-dir", folder, GHIRBAL_ARCHITECTURE=machine)
    assert result.returncode == 0, result.stderr
    return folder
