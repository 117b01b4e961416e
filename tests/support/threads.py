"""Threads that begin together, for what must be exact when everything happens at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def at_once(jobs: Sequence[Callable[[], Made]]) -> list[Made]:
    """Run all at the same moment, each in a thread of its own; what each made, in order."""
    barrier = threading.Barrier(len(jobs))

    def job(run: Callable[[], Made]) -> Made:
        barrier.wait()
        return run()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(job, jobs))
