"""`ghirbal dev` as a process of its own: one for the tests of a module that only talk to it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

START_LIMIT = 120
"""Seconds until it has to be up; it takes about two, and ten times as long where others need the machine too."""

PATIENCE = 60
"""Seconds for whatever else it is told or notices: a second or two by itself."""


def environment_for(root: Path | None) -> dict[str, str]:
    """The caller's environment; with a `root`, the sources there come before the installed ones."""
    if root is None:
        return dict(os.environ)
    sources = os.pathsep.join(str(root / folder) for folder in ("shared", "tools"))
    return {**os.environ, "PYTHONPATH": sources}


class Dev:
    """A running local stack. `lines` is all it has printed so far."""

    def __init__(self, *arguments: str, root: Path | None = None, port: int = 0) -> None:
        command = [sys.executable, "-m", "ghirbal_tools.cli", "dev", "--port", str(port), "--aws-port", "0"]
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            cwd=root,
            env=environment_for(root),
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.until(
            lambda: self.said("Everything is in memory") or self.process.poll() is not None, START_LIMIT
        )

    @property
    def url(self) -> str:
        """The address of pages and API."""
        return self.found(r"demo article\s+(http://\S+)/$")

    @property
    def environment(self) -> dict[str, str]:
        """The lines it gives for another terminal."""
        return dict(re.findall(r"^\s+export (\w+)=(\S+)$", self.text, re.MULTILINE))

    @property
    def text(self) -> str:
        """Everything printed so far."""
        return "\n".join(self.lines)

    def found(self, pattern: str) -> str:
        """The first group of a pattern in what was printed."""
        match = re.search(pattern, self.text, re.MULTILINE)
        assert match, f"{pattern} is not in:\n{self.text}"
        return match[1]

    def said(self, words: str) -> bool:
        """Whether it printed these words."""
        return words in self.text

    def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for a condition; fails with everything printed when it does not come."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"still not after {seconds} s:\n{self.text}"
            time.sleep(0.05)

    def stop(self, signum: signal.Signals = signal.SIGTERM) -> int:
        """End it and answer its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signum)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._reader.join(5)
            if self.process.stdout:
                self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))


@pytest.fixture(scope="module")
def dev() -> Iterator[Dev]:
    dev = Dev("--no-reload")
    yield dev
    dev.stop()
