"""Cold imports in fresh interpreters, laid out as in Lambda: runtime, layer and function, each with its bytecode."""

from __future__ import annotations

import importlib.util
import json
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RUNS = 15
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
"""What the Lambda runtime brings: boto3 and all that it needs."""

BASELINE = "import boto3\n\nclient = boto3.client('dynamodb', region_name='us-east-1')\n"


def ready(ports: Sequence[str], modules: Sequence[str], models: Sequence[str]) -> str:
    """What a first request adds to the handler's import: the wiring, the adapters of these ports, the table's client.

    `modules` are those that an adapter imports only when it is called, `models` the bodies that pydantic has to build.
    """
    touched = "".join(f"getattr(filled.{port}, 'touched', None); " for port in ports)
    imported = "".join(f"import {module}; " for module in modules)
    built = "".join(f"bodies.{model}.model_rebuild(); " for model in models)
    built = built and f"from ghirbal.http.bodies import reader as bodies; {built}"
    return (
        f"from ghirbal.wiring.deps import process_deps; filled = process_deps(); {touched}{imported}{built}"
        "from ghirbal.storage.dynamodb.table import Table; Table('t').client"
    )


PROGRAM = """
import sys, time
started = time.process_time()
__import__(sys.argv[1])
exec(sys.argv[2])
spent = time.process_time() - started
import json
json.dump({"seconds": spent, "modules": sorted(sys.modules)}, sys.stdout)
"""


@dataclass(frozen=True)
class Cold:
    """One import in a fresh interpreter: CPU seconds (wall time on a shared machine says little), modules loaded."""

    seconds: float
    modules: frozenset[str]


@dataclass(frozen=True)
class Task:
    """What is imported: a module, the folder it lies in, and the environment it gets."""

    module: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    then: str = ""
    """A statement to run after the import, timed with it."""


@dataclass(frozen=True)
class Layout:
    """Where the rest lies: the interpreter, the runtime's packages, the layer's."""

    python: Path
    runtime: Path
    layer: Path

    def start(self, task: Task) -> Cold:
        """Import a task's module once; a failure shows its traceback."""
        path = ":".join(map(str, (task.folder, self.layer / "python", self.runtime)))
        result = subprocess.run(
            [str(self.python), "-S", "-B", "-c", PROGRAM, task.module, task.then],
            env={
                **task.environment,
                "AWS_DEFAULT_REGION": "us-east-1",
                "PYTHONPATH": path,
                "LC_ALL": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        seen = json.loads(result.stdout)
        return Cold(seen["seconds"], frozenset(seen["modules"]))

    def medians(self, tasks: Sequence[Task]) -> list[float]:
        """Median CPU seconds of each, the runs interleaved so that a slow moment hits all alike."""
        times: list[list[float]] = [[] for _ in tasks]
        for _ in range(RUNS):
            for measured, task in zip(times, tasks, strict=True):
                measured.append(self.start(task).seconds)
        return [statistics.median(measured) for measured in times]


def make_runtime(python: Path, folder: Path) -> None:
    """Copy the runtime's packages out of this environment and compile them with the target's interpreter."""
    for name in RUNTIME:
        spec = importlib.util.find_spec(name)
        assert spec is not None, name
        assert spec.origin is not None, name
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, folder)
    compile_folder(python, folder)


def make_baseline(python: Path, folder: Path) -> Task:
    """A folder with nothing but a file that makes one boto3 client."""
    folder.mkdir()
    (folder / "baseline.py").write_text(BASELINE, encoding="utf-8")
    compile_folder(python, folder)
    return Task("baseline", folder)


def compile_folder(python: Path, folder: Path) -> None:
    """Bytecode as the Makefiles make it."""
    command = [
        str(python),
        "-m",
        "compileall",
        "-q",
        "-f",
        "--invalidation-mode",
        "unchecked-hash",
        str(folder),
    ]
    subprocess.run(command, check=True)
