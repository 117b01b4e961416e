"""`python -m ghirbal_tools.stack.local [OPTION …]`: `sam local start-api` on the built template and the local stack.

Requests go into containers, as in Lambda; table, stream, events, mails and their functions are the emulator's. Only the
values of variables differ from the cloud, and those that the emulator deployed are handed on. Options go to sam: where
the base image is at hand and no registry within reach, `--skip-pull-image`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from ghirbal_tools.dev.web import PortTaken
from ghirbal_tools.stack import bridge, engine, samlocal, up
from ghirbal_tools.stack.deploy import SAM, machine, sam_environment
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.processes import Told, told
from ghirbal_tools.stack.proxy import JWKS
from ghirbal_tools.template import ROOT

API_PORT, PORT, PROXY_PORT = 3000, 4572, 4573
HTTP_FUNCTIONS = ("ReadApi", "SubmitApi", "ModerationApi")
ENGINE_FOLDER = ROOT / ".aws-sam/engine"
READY, READY_WITHIN = "Running on", 120.0
"""What sam says when it listens, and the seconds it may take: it loads the template and looks for the base image."""

WELCOME = """
up after {seconds:.0f} s

  the API           {url}          (health: {url}/v1/health; the first call of each function starts its container)
  mails             {mails}

In another terminal:
{exports}
  .venv/bin/ghirbal site create demo --origin {url} --owner you@ghirbal.example --stack ghirbal
  TOKEN=$(.venv/bin/python -m ghirbal_tools.stack.token you@ghirbal.example)
  curl -H "Authorization: Bearer $TOKEN" {url}/v1/moderation/sites/demo/queue

docs/local.md walks through a form, a post and a decision. Changed code: stop, start. Ctrl-C stops everything.
"""


@dataclass(frozen=True, slots=True)
class SamLocal:
    """A running `sam local`: its address, the stack behind it, and the process."""

    url: str
    stack: up.Stack
    sam: Told


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


def main() -> int:
    """Run until Ctrl-C or SIGTERM: 0. 1 when a part is missing, or when sam ends by itself."""
    began = time.monotonic()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with running(API_PORT, (PORT, PROXY_PORT), say, sys.argv[1:]) as local:
            say(welcome(local, time.monotonic() - began))
            local.sam.show(say)
            while not stop.wait(0.5):
                if not local.sam.alive():
                    raise StackError("sam local ended by itself; its last lines are above")
            say("stopping")
    except (StackError, PortTaken) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


@contextmanager
def running(
    port: int, inner: tuple[int, int], say: up.Say, options: Sequence[str] = ()
) -> Iterator[SamLocal]:
    """Build, deploy onto the emulator, and run sam before it; `inner` are the emulator's port and its proxy's.

    Raises StackError, saying what is missing, and PortTaken.
    """
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        found = stack.enter_context(engine.found(ENGINE_FOLDER))
        local = stack.enter_context(up.running(*inner, say, public_url=url))
        endpoint = stack.enter_context(bridge.relayed(found.gateway, inner[0]))
        say(f"starting sam local; containers reach the emulator at {endpoint}")
        command = [*start_api(port, local, endpoint), *options]
        sam = stack.enter_context(told(command, cwd=ROOT, env=sam_environment(**found.environment())))
        if not sam.says(READY, READY_WITHIN):
            raise StackError(f"sam local did not start:\n{sam.so_far()}")
        yield SamLocal(url, local, sam)


def start_api(port: int, stack: up.Stack, endpoint: str) -> list[str]:
    """The command, with its template and variables written beside what was built."""
    template = samlocal.write(up.FOLDER / "template.yaml")
    variables = template.with_name("sam-local-variables.json")
    variables.write_text(json.dumps(variables_of(stack, endpoint)), encoding="utf-8")
    command = [str(SAM), "local", "start-api", "--template", str(template), "--env-vars", str(variables)]
    command += ["--parameter-overrides", f"Architecture={machine()}"]
    return [*command, "--host", "127.0.0.1", "--port", str(port), "--warm-containers", "LAZY"]


def variables_of(stack: up.Stack, endpoint: str) -> dict[str, dict[str, str]]:
    """What the containers' functions get: what the emulator deployed, with the addresses that containers reach.

    The issuer's keys come over the bridge too, from the pool's own place in the emulator.
    """
    reached = {"AWS_ENDPOINT_URL": endpoint, "GHIRBAL_JWKS_URL": f"{endpoint}/{stack.pool.id}/{JWKS}"}
    deployed = {name: stack.functions.environment(name) for name in HTTP_FUNCTIONS}
    return {
        name: {key: reached.get(key, value) for key, value in values.items()}
        for name, values in deployed.items()
    }


def welcome(local: SamLocal, seconds: float) -> str:
    """What to do now."""
    exports = "\n".join(f"  export {key}={value}" for key, value in sorted(local.stack.environment().items()))
    mails = f"{local.stack.cloud.endpoint}/_ministack/ses/messages"
    return WELCOME.format(seconds=seconds, url=local.url, mails=mails, exports=exports)


if __name__ == "__main__":
    os.environ.pop("AWS_ENDPOINT_URL", None)
    sys.exit(main())
