"""The API on an origin of its own, behind an authorizer that answers like AWS's: its 401 carries no CORS header.

A page of another origin can't read such an answer: its `fetch` rejects as if the line had broken.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSED = ("Authorization", "Content-Type", "Accept-Language", "Idempotency-Key")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": ", ".join(PASSED),
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
}


@dataclass
class Gateway:
    """What it has let through, and what it lets through no more."""

    base: str
    """The stack behind it."""

    url: str = ""
    seen: set[str] = field(default_factory=set)
    expired: set[str] = field(default_factory=set)

    def an_hour_passes(self) -> None:
        """Every token it has met has run out."""
        self.expired |= self.seen

    def admits(self, authorization: str) -> bool:
        """As the authorizer judges."""
        self.seen.add(authorization)
        return authorization not in self.expired

    def passes_on(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        """Status and body of the stack's answer."""
        request = urllib.request.Request(self.base + path, data=body, headers=dict(headers), method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_OPTIONS(self) -> None:
            self._answer(204, b"", CORS)

        def do_GET(self) -> None:
            if not gateway.admits(self.headers["Authorization"]):
                return self._answer(401, b'{"message":"Unauthorized"}', {})
            headers = {name: self.headers[name] for name in PASSED if name in self.headers}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
            return self._answer(*gateway.passes_on(self.command, self.path, headers, body), CORS)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Not on the test's output."""

        def _answer(self, status: int, body: bytes, more: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in {**more, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # a page that was closed meanwhile
                self.wfile.write(body)

    return Handler


@contextmanager
def standing_before(base: str) -> Iterator[Gateway]:
    """A gateway on a free port of this machine, as long as it is needed."""
    gateway = Gateway(base)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(gateway)) as server:
        gateway.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield gateway
        finally:
            server.shutdown()
