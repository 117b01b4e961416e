"""A way from containers to the emulator, which listens on loopback alone.

A container's own loopback is not the host's; what it can reach is the bridge's address on the host. So this relay
listens there, and nowhere else: only this machine and its containers can reach that address.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

FREEBIND = 15
"""IP_FREEBIND of Linux: podman brings its bridge up with the first container only, and the relay is there before."""


class _Relay(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    @property
    def port(self) -> int:
        """The port on both sides."""
        return int(self.socket.getsockname()[1])

    def server_bind(self) -> None:
        """Bind, whether the address is up yet or not."""
        self.socket.setsockopt(socket.IPPROTO_IP, FREEBIND, 1)
        super().server_bind()


class _Connection(socketserver.BaseRequestHandler):
    request: socket.socket
    server: _Relay

    def handle(self) -> None:
        """Carry bytes both ways until both sides are done."""
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            back = threading.Thread(target=_carry, args=(there, self.request), daemon=True)
            back.start()
            _carry(self.request, there)
            back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(65_536):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(address: str, port: int) -> Iterator[str]:
    """Relay a port of the bridge's address to the same port on loopback; gives the URL that containers use."""
    with _Relay((address, port), _Connection) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield f"http://{address}:{port}"
        finally:
            server.shutdown()
            thread.join(5)
