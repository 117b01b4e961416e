"""`python -m ghirbal_tools.stack.local [OPTION …]`: `sam local start-api` on the built template and the local stack.

Requests go into containers, as in Lambda; table, stream, events, mails and their functions are the emulator's. Only the
values of variables differ from the cloud, and those that the emulator deployed are handed on. Options go to sam: where
the base image is at hand and no registry within reach, `--skip-pull-image`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from ghirbal_tools.dev.web import PortTaken
from ghirbal_tools.stack import bridge, engine, samlocal, up
from ghirbal_tools.stack.deploy import SAM, machine, sam_environment
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.template import ROOT

API_PORT, PORT, PROXY_PORT = 3000, 4572, 4573
HTTP_FUNCTIONS = ("ReadApi", "SubmitApi", "ModerationApi")
ENGINE_FOLDER = ROOT / ".aws-sam/engine"


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


def main() -> int:
    """Run until Ctrl-C; 1 when a part is missing, sam's own code when sam fails."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    api = f"http://127.0.0.1:{API_PORT}"
    try:
        with ExitStack() as stack:
            found = stack.enter_context(engine.found(ENGINE_FOLDER))
            local = stack.enter_context(up.running(PORT, PROXY_PORT, say, public_url=api))
            endpoint = stack.enter_context(bridge.relayed(found.gateway, PORT))
            say(f"starting sam local at {api}; containers reach the emulator at {endpoint}")
            return serve(local, found, endpoint, sys.argv[1:])
    except (StackError, PortTaken) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def serve(stack: up.Stack, found: engine.Engine, endpoint: str, more: Sequence[str] = ()) -> int:
    """Run `sam local start-api` until it ends."""
    template = samlocal.write(up.FOLDER / "template.yaml")
    variables = template.with_name("sam-local-variables.json")
    values = {
        name: stack.functions.environment(name) | {"AWS_ENDPOINT_URL": endpoint} for name in HTTP_FUNCTIONS
    }
    variables.write_text(json.dumps(values), encoding="utf-8")
    command = [str(SAM), "local", "start-api", "--template", str(template), "--env-vars", str(variables)]
    command += ["--parameter-overrides", f"Architecture={machine()}"]
    options = ["--host", "127.0.0.1", "--port", str(API_PORT), "--warm-containers", "LAZY", *more]
    environment = sam_environment(**found.environment())
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, start_new_session=True)
    try:
        return process.wait()
    finally:
        # sam started in the background ignores SIGINT; SIGTERM it hears.
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    os.environ.pop("AWS_ENDPOINT_URL", None)
    sys.exit(main())
