"""The load's own process: requests on stdin as JSON, seconds of each on stdout.

Apart, so that the one who asks takes no time from the one who answers: `python -m ghirbal_tools.bench.load`.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ghirbal_tools.stack.ministack import StackError


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `body` is sent as JSON, None for none."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Seconds of each request, and of all together."""

    seconds: Sequence[float]
    whole: float


def run(base: str, asks: Sequence[Ask], clients: int) -> Loaded:
    """Send them from so many threads of another process. Raises StackError when one was not answered with 2xx."""
    work = json.dumps({"base": base, "clients": clients, "asks": [asdict(ask) for ask in asks]})
    command = [sys.executable, "-m", "ghirbal_tools.bench.load"]
    result = subprocess.run(command, input=work, capture_output=True, text=True, check=False)
    if result.returncode:
        raise StackError(f"the load on {base} ended: {result.stderr.strip().splitlines()[-1]}")
    answer = json.loads(result.stdout)
    return Loaded(answer["seconds"], answer["whole"])


def main() -> int:
    """The child: read the work, do it, print the seconds."""
    work = json.load(sys.stdin)
    address = urlsplit(work["base"]).netloc
    asks = [Ask(**ask) for ask in work["asks"]]
    began = time.perf_counter()
    with ThreadPoolExecutor(work["clients"]) as pool:
        seconds = list(pool.map(lambda ask: send(address, ask), asks))
    json.dump({"seconds": seconds, "whole": time.perf_counter() - began}, sys.stdout)
    return 0


def send(address: str, ask: Ask) -> float:
    """Seconds of one request on a connection of its own. Raises RuntimeError for another answer than 2xx."""
    body = None if ask.body is None else json.dumps(ask.body).encode()
    began = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.request(ask.method, ask.path, body, dict(ask.headers))
        answer = connection.getresponse()
        text = answer.read()
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{ask.method} {ask.path}: {answer.status} {text[:200]!r}")
        return time.perf_counter() - began
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
