"""An address that takes connections and never answers, and how often somebody came to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Silent:
    """The listening socket: the system takes connections up to its backlog, nobody reads them."""

    server: socket.socket

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def tries(self) -> int:
        """How many came since this was last asked."""
        self.server.setblocking(False)
        count = 0
        with suppress(BlockingIOError):
            while True:
                self.server.accept()[0].close()
                count += 1
        return count


@contextmanager
def silent_address() -> Iterator[Silent]:
    """One on loopback, while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield Silent(server)
