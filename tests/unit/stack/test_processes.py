"""What a local stack's process says is heard, shown when wanted, and silent while it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ghirbal_tools.stack.processes import ended, told

TALKING = """
import signal, sys
def end(*_):
    print("Traceback: the end", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("loading", flush=True)
print("Running on http://127.0.0.1:3000", flush=True)
for line in sys.stdin:
    print("request", line.strip(), flush=True)
signal.pause()
"""


def test_it_is_waited_for_and_shows_only_what_comes_after_the_start_and_before_the_end(
    tmp_path: Path,
) -> None:
    shown: list[str] = []
    with told([sys.executable, "-c", TALKING], cwd=tmp_path, env=os.environ) as process:
        assert process.says("Running on", 20)
        process.show(shown.append)
        assert process.alive()
    assert not any("Traceback" in line or "loading" in line for line in shown)
    assert "Traceback" in process.so_far(), "it was heard all the same"


def test_a_process_that_ends_before_it_is_ready_is_told_with_its_last_words(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "import sys; print('no template'); sys.exit(1)"]
    with told(failing, cwd=tmp_path, env=os.environ) as process:
        assert not process.says("Running on", 20)
        assert process.so_far() == "no template"


def test_a_process_that_does_not_listen_is_ended_too() -> None:
    deaf = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        ended(process, 0.1)
        assert process.returncode == -9
