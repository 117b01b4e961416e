"""A small threaded HTTP server on loopback, for the gateway and the embedded AWS.

Python's own server, with its traps closed: headers and body leave in one packet and without Nagle's algorithm (else
each request on a kept connection takes 44 ms), any method reaches the application, chunked bodies are read.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase

HOST = "127.0.0.1"
MAX_BODY = 10 * 1024 * 1024
"""Bytes: what an HTTP API takes at most."""

IDLE = 75
"""Seconds after which a silent connection is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came over the wire: nothing decoded, headers in order."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query string, still percent-encoded, without its question mark."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str:
        """A header's values, joined by commas; empty when it is not there."""
        return ",".join(value for key, value in self.headers if key.lower() == name)


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back. The length is added by the server."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


App = Callable[[Request], Response]


class PortTaken(Exception):
    """Something else listens there."""


class Server:
    """Serves an application from threads of its own until `stop`."""

    def __init__(self, app: App, port: int) -> None:
        """Binds at once; port 0 takes a free one. Raises PortTaken."""
        handler = type("Handler", (_Handler,), {"app": staticmethod(app)})
        try:
            self._server = _Threads((HOST, port), handler)
        except OSError as error:
            raise PortTaken(f"port {port} is taken ({error.strerror}); give another one") from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop taking requests and close the port."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Refused(Exception):
    """A request that can't be read; `args` are status and message."""


class _Handler(BaseHTTPRequestHandler):
    app: App
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every method is the application's to answer."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        try:
            body = _read_body(
                self.rfile, self.headers.get("transfer-encoding", ""), self.headers.get("content-length")
            )
        except _Refused as refused:
            self.close_connection = True
            status, message = refused.args
            self._answer(Response(status, message, (("content-type", "application/json"),)))
            return
        request = Request(
            method=self.command,
            target=self.path,
            headers=tuple(self.headers.items()),
            body=body,
            source_ip=str(self.client_address[0]),
        )
        self._answer(self.app(request))

    def _answer(self, response: Response) -> None:
        self.send_response(response.status)
        bodiless = response.status in (204, 304) or response.status < 200
        for name, value in response.headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        if not bodiless:
            self.send_header("content-length", str(len(response.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD" and not bodiless:
            self.wfile.write(response.body)
        self.wfile.flush()

    def version_string(self) -> str:
        """The Server header."""
        return "ghirbal-dev"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: paths may hold links' tokens."""


def _read_body(stream: BufferedIOBase, encoding: str, length: str | None) -> bytes:
    if encoding.strip().lower() == "chunked":
        return _read_chunks(stream)
    if encoding or (length is not None and not length.isdecimal()):
        raise _Refused(400, b'{"message":"Bad Request"}')
    size = int(length or 0)
    if size > MAX_BODY:
        raise _Refused(413, b'{"message":"Request Entity Too Large"}')
    return stream.read(size)


def _read_chunks(stream: BufferedIOBase) -> bytes:
    body = bytearray()
    while True:
        try:
            size = int(stream.readline(64).split(b";")[0], 16)
        except ValueError:
            raise _Refused(400, b'{"message":"Bad Request"}') from None
        if size < 0 or len(body) + size > MAX_BODY:
            raise _Refused(413, b'{"message":"Request Entity Too Large"}')
        body += stream.read(size)
        line = stream.readline(8192)
        if size == 0:
            while line not in (b"\r\n", b"\n", b""):
                line = stream.readline(8192)
            return bytes(body)
