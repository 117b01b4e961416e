"""`python -m ghirbal_tools.stack`: the stack for looking at, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from ghirbal_tools.dev.web import PortTaken
from ghirbal_tools.stack import up
from ghirbal_tools.stack.ministack import StackError

PORT, PROXY_PORT = 4570, 4571


def main() -> int:
    """Bring it up, say where everything is, wait for the signal to stop. 1 when a part is missing or fails."""
    began = time.monotonic()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {text}", flush=True)

    port = int(os.environ.get("GHIRBAL_STACK_PORT", PORT))
    proxy_port = int(os.environ.get("GHIRBAL_STACK_PROXY_PORT", PROXY_PORT))
    try:
        with up.running(port, proxy_port, say) as stack:
            say(f"the API is at {stack.url} (health: {stack.url}/v1/health)")
            print("\nFor the `ghirbal` command in another shell:")
            for key, value in sorted(stack.environment().items()):
                print(f"  export {key}={value}")
            print(
                f"\nMails: {stack.cloud.endpoint}/_ministack/ses/messages\nCtrl-C stops everything.",
                flush=True,
            )
            stop.wait()
    except (StackError, PortTaken) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
