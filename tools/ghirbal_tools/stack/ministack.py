"""The emulator's process: started on loopback alone, waited for, and stopped again."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ghirbal_tools.stack.processes import ended
from ghirbal_tools.template import ROOT

PROGRAM = ROOT / ".tools/ministack/bin/ministack"
READY_WITHIN = 30.0
"""Seconds; it takes 0.4 on a quiet machine."""

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""What the emulator takes for an account."""


class StackError(Exception):
    """A part of the local stack is missing or did not start; the message says what to do."""


def environment(port: int) -> dict[str, str]:
    """The emulator's environment. Without the first two settings it opens other ports, on all interfaces."""
    own = {
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        # Its functions leave no bytecode behind, and come with their own.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "GHIRBAL_"))}
    return clean | own


@contextmanager
def running(port: int, log: Path) -> Iterator[str]:
    """Run the emulator and give its address. Raises StackError when it is not installed or does not answer."""
    if not PROGRAM.exists():
        raise StackError(f"{PROGRAM.relative_to(ROOT)} is missing: run `tools/install.sh sam ministack`")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(PROGRAM)],
            env=environment(port),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait(process, endpoint, log)
        yield endpoint
    finally:
        ended(process, 10)


def _wait(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StackError(f"ministack ended at once; see {log}")
        try:
            with urllib.request.urlopen(f"{endpoint}/_ministack/ready", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise StackError(f"ministack did not answer at {endpoint} within {READY_WITHIN:.0f} s; see {log}")
