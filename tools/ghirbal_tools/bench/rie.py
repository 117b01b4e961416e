"""One function under Lambda's own runtime interface emulator, with the real runtime client, and without a container.

The emulator's binary comes with the SAM command line, the runtime's packages lie in `.tools/runtime`. It starts the
function's process at the first call, as Lambda does for a fresh environment; its HTTP door is the Lambda API's.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ghirbal_tools.stack.deploy import machine, python313
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.ports import free_port
from ghirbal_tools.template import ROOT

RUNTIME = ROOT / ".tools/runtime"
EMULATOR = f".tools/sam/lib/python3.13/site-packages/samcli/local/rapid/aws-lambda-rie-{machine()}"
INVOKE = "/2015-03-31/functions/function/invocations"
READY_WITHIN, ANSWER_WITHIN = 10.0, 60.0
MEMORY = 1024
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """A built function: where it lies, what is called in it, its layer (None: it has none) and its variables."""

    handler: str
    folder: Path
    layer: Path | None
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Usage:
    """What the function's process has taken since it began: CPU seconds of all threads, MiB resident."""

    cpu: float
    resident: float


@dataclass(frozen=True, slots=True)
class Environment:
    """A running emulator with one function, one call at a time."""

    emulator: int
    connection: http.client.HTTPConnection

    def invoke(self, event: Mapping[str, Any]) -> tuple[Any, float]:
        """The handler's answer and the seconds it took over HTTP. Raises StackError when the function failed."""
        body = json.dumps(event).encode()
        began = time.perf_counter()
        self.connection.request("POST", INVOKE, body)
        raw = self.connection.getresponse().read()
        spent = time.perf_counter() - began
        answer = json.loads(raw)
        if isinstance(answer, dict) and "errorType" in answer:
            raise StackError(f"the function failed: {answer['errorType']}: {answer.get('errorMessage')}")
        return answer, spent

    def usage(self) -> Usage:
        """What the function's process has taken so far."""
        process = Path("/proc") / str(_child_of(self.emulator))
        pages = int((process / "statm").read_text().split()[1])
        spent = sum(int(path.read_text().split()[0]) for path in process.glob("task/*/schedstat"))
        return Usage(spent / 1e9, pages * os.sysconf("SC_PAGE_SIZE") / MIB)


@contextmanager
def environment(package: Package) -> Iterator[Environment]:
    """A fresh environment for a function, not started yet: its first call starts it. Raises StackError."""
    port, inner = free_port(), free_port()
    process = subprocess.Popen(
        _command(package, port, inner),
        cwd=package.folder,
        env=_variables(package),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, port)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN)
        yield Environment(process.pid, connection)
        connection.close()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _command(package: Package, port: int, inner: int) -> list[str]:
    emulator = ROOT / EMULATOR
    if not emulator.exists() or not RUNTIME.exists():
        raise StackError("the Lambda runtime is missing: run `tools/install.sh sam runtime`")
    addresses = {"--runtime-interface-emulator-address": port, "--runtime-api-address": inner}
    given = [part for name, at in addresses.items() for part in (name, f"127.0.0.1:{at}")]
    # -S: the interpreter's own site-packages are not Lambda's.
    return [str(emulator), *given, str(python313()), "-S", "-m", "awslambdaric", package.handler]


def _variables(package: Package) -> dict[str, str]:
    path = [package.folder, *([package.layer / "python"] if package.layer else []), RUNTIME]
    return {
        **package.environment,
        "AWS_LAMBDA_FUNCTION_NAME": package.handler.partition(".")[0],
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "60",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(MEMORY),
        "PYTHONPATH": ":".join(map(str, path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise StackError(f"the runtime emulator does not answer on port {port}")


def _child_of(parent: int) -> int:
    """The only child of a process. Raises StackError when it has none."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    children = [int(child) for path in tasks for child in path.read_text().split()]
    if not children:
        raise StackError("the function's process is gone")
    return children[0]
