"""`ghirbal dev`: the whole service on this machine, with nothing installed but this project's Python packages."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Sequence

from ghirbal_tools.dev.web import PortTaken

PORT = 8787


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM: 0. A taken port: 1."""
    began = time.monotonic()
    options = parser().parse_args(argv)
    stop = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop.set())
    say("Ghirbal, the local stack")
    # Imported only now: moto and the functions take a second, and the first word should not wait for them.
    from ghirbal_tools.dev.local import running

    aws_port = options.port + 1 if options.aws_port is None and options.port else options.aws_port or 0
    try:
        with running(options.port, aws_port, say, reload=not options.no_reload, demo=options.demo) as local:
            say(welcome(local.url, dict(local.environment), time.monotonic() - began))
            while not stop.wait(1):
                pass
            say("stopping")
    except PortTaken as taken:
        print(
            f"ghirbal dev: {taken}: --port N (pages and API) or --aws-port N (embedded AWS)", file=sys.stderr
        )
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """The arguments of `ghirbal dev`."""
    arguments = argparse.ArgumentParser(
        prog="ghirbal dev", description="Run the whole service on this machine."
    )
    arguments.add_argument(
        "--port", type=int, default=PORT, help=f"pages and API (default {PORT}; 0: a free one)"
    )
    arguments.add_argument(
        "--aws-port", type=int, help="embedded AWS (default: the port after; 0: a free one)"
    )
    arguments.add_argument("--demo", action="store_true", help="with a week of comments in every state")
    arguments.add_argument("--no-reload", action="store_true", help="leave changed code alone")
    return arguments


def welcome(url: str, environment: dict[str, str], seconds: float) -> str:
    """What to do now: addresses, a token, and the lines for another terminal."""
    exports = "\n".join(f"    export {name}={value}" for name, value in environment.items())
    return f"""
up in {seconds:.1f} s

  demo article      {url}/
  moderators' page  {url}/moderate      (sign in as demo-owner or demo-moderator, no password)
  mails sent        {url}/dev/mail
  a token           curl -s '{url}/dev/oidc/token?moderator=demo-owner'

  `ghirbal site …` in another terminal works on this stack after
{exports}

Everything is in memory: Ctrl-C stops it and nothing is kept.
"""


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)
