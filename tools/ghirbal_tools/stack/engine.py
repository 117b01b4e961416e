"""The container engine that `sam local` needs: whether one answers, and its bridge's address on this host."""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ghirbal_tools.stack.deploy import SAM
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.processes import ended

PROBE = """
import json, sys, docker
try:
    client = docker.from_env(timeout=5)
    client.ping()
except docker.errors.DockerException as error:
    json.dump({"engine": False, "why": str(error)}, sys.stdout)
else:
    networks = {network.name: network.attrs for network in client.networks.list(names=["bridge", "podman"])}
    network = networks.get("bridge") or networks.get("podman") or {}
    json.dump({"engine": True, "networks": network.get("IPAM", {}).get("Config") or []}, sys.stdout)
"""
"""Asked with sam's own docker library, so that it finds exactly the engine that sam will find."""

WITHOUT = """`sam local` runs the functions in containers, and no container engine answers here.

What is missing, one of:
  - Docker: install docker.io (or Docker Desktop) and start it, so that `docker info` works;
  - Podman: install podman; its service is started here when it is on the path;
  - or set DOCKER_HOST to an engine's socket.
Without one: `make dev` runs the same handlers in one process, `make stack` the built functions in the emulator."""


WITHOUT_BRIDGE = """A container engine answers, but by its default network containers can't reach this machine.

Look at it with `docker network inspect bridge` (podman: `podman network inspect podman`): it needs a subnet."""


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
    if answer := _probe(given):
        yield Engine(given, gateway_of(answer["networks"]))
    elif podman := shutil.which("podman"):
        with _podman(podman, folder) as host:
            if not (answer := _probe(host)):
                raise StackError(WITHOUT)
            yield Engine(host, gateway_of(answer["networks"]))
    else:
        raise StackError(WITHOUT)


def gateway_of(networks: Sequence[Mapping[str, str]]) -> str:
    """What containers call this machine: the network's gateway, else its subnet's first address, which becomes it.

    A docker that has just been started names no gateway until its first container. Raises StackError for neither.

    >>> gateway_of([{"Subnet": "172.17.0.0/16"}]), gateway_of([{"Subnet": "10.88.0.0/16", "Gateway": "10.88.0.9"}])
    ('172.17.0.1', '10.88.0.9')
    """
    for network in networks:
        if gateway := network.get("Gateway"):
            return gateway
        if subnet := network.get("Subnet"):
            return str(next(ipaddress.ip_network(subnet).hosts()))
    raise StackError(WITHOUT_BRIDGE)


def _probe(host: str) -> Mapping[str, Any]:
    """What the engine says, nothing when none answers. Raises StackError when it can't even be asked."""
    environment = os.environ | ({"DOCKER_HOST": host} if host else {})
    result = subprocess.run(
        [str(SAM.with_name("python")), "-c", PROBE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise StackError(f"the container engine could not be asked:\n{result.stderr.strip()}")
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer if answer["engine"] else {}


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
        ended(process, 10)
