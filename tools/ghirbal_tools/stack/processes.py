"""Processes of the local stacks: how they are listened to, and how they end."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

KEPT = 40
"""Lines that are remembered of what a process said."""


class Told:
    """What a process says, line by line: remembered, and shown from the moment somebody wants to see it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Listens at once, in a thread of its own."""
        self._process = process
        self._lines: deque[str] = deque(maxlen=KEPT)
        self._said = threading.Condition()
        self._show: Callable[[str], None] = lambda _: None
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._said:
                self._lines.append(line)
                self._said.notify_all()
                self._show(line.rstrip("\n"))

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def says(self, text: str, within: float) -> bool:
        """Wait until a line has this text in it; False when the time is up or the process has ended."""
        deadline = time.monotonic() + within
        with self._said:
            while not any(text in line for line in self._lines):
                if time.monotonic() > deadline or not self.alive():
                    return False
                self._said.wait(0.2)
        return True

    def so_far(self) -> str:
        """The last lines."""
        with self._said:
            return "".join(self._lines).rstrip()

    def show(self, show: Callable[[str], None]) -> None:
        """From now on, pass every line on."""
        with self._said:
            self._show = show

    def close(self) -> None:
        """Hear the rest of a process that has ended."""
        self._thread.join(5)
        if self._process.stdout is not None and not self._thread.is_alive():
            self._process.stdout.close()


@contextmanager
def told(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], within: float = 30) -> Iterator[Told]:
    """Run a command in a session of its own and listen to it; what it says while it ends is not shown."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**env, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    listener = Told(process)
    try:
        yield listener
    finally:
        listener.show(lambda _: None)
        ended(process, within)
        listener.close()


def ended(process: subprocess.Popen[Any], within: float) -> None:
    """Ask a process to end, and end it when it has not within so many seconds."""
    process.terminate()
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
