"""The container engine that `sam local` needs: whether one answers, and its bridge's address on this host."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ghirbal_tools.stack.deploy import SAM
from ghirbal_tools.stack.ministack import StackError

PROBE = """
import json, docker
client = docker.from_env(timeout=5)
client.ping()
networks = {network.name: network.attrs for network in client.networks.list(names=["bridge", "podman"])}
network = networks.get("bridge") or networks["podman"]
json.dump({"gateway": network["IPAM"]["Config"][0]["Gateway"]}, __import__("sys").stdout)
"""
"""Asked with sam's own docker library, so that it finds exactly the engine that sam will find."""

WITHOUT = """`sam local` runs the functions in containers, and no container engine answers here.

What is missing, one of:
  - Docker: install docker.io (or Docker Desktop) and start it, so that `docker info` works;
  - Podman: install podman; its service is started here when it is on the path;
  - or set DOCKER_HOST to an engine's socket.
Without one: `make dev` runs the same handlers in one process, `make stack` the built functions in the emulator."""


@dataclass(frozen=True, slots=True)
class Engine:
    """`host` is DOCKER_HOST for sam, "" for the default; `gateway` what containers call this machine."""

    host: str
    gateway: str

    def environment(self) -> dict[str, str]:
        """What sam needs to find it."""
        return {"DOCKER_HOST": self.host} if self.host else {}


@contextmanager
def found(folder: Path) -> Iterator[Engine]:
    """The engine that answers, podman's service started if need be. Raises StackError saying what is missing."""
    given = os.environ.get("DOCKER_HOST", "")
    if gateway := _probe(given):
        yield Engine(given, gateway)
    elif podman := shutil.which("podman"):
        with _podman(podman, folder) as host:
            yield Engine(host, _probe(host) or _missing())
    else:
        _missing()


def _missing() -> str:
    raise StackError(WITHOUT)


def _probe(host: str) -> str:
    environment = os.environ | ({"DOCKER_HOST": host} if host else {})
    result = subprocess.run(
        [str(SAM.with_name("python")), "-c", PROBE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return str(json.loads(result.stdout)["gateway"]) if result.returncode == 0 else ""


@contextmanager
def _podman(podman: str, folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "podman.sock"
    path.unlink(missing_ok=True)
    host = f"unix://{path}"
    process = subprocess.Popen([podman, "system", "service", "--time=0", host], start_new_session=True)
    try:
        for _ in range(50):
            if path.exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        yield host
    finally:
        process.terminate()
        process.wait(10)
