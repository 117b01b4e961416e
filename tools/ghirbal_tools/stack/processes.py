"""Processes of the local stacks, and how they end."""

from __future__ import annotations

import subprocess
from typing import Any


def ended(process: subprocess.Popen[Any], within: float) -> None:
    """Ask a process to end, and end it when it has not within so many seconds."""
    process.terminate()
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
