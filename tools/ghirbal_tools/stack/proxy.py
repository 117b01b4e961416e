"""One loopback origin before the emulator, for what its gateway does otherwise than the real one.

- It finds an API by its Host header; a browser on http://127.0.0.1:PORT sends another one.
- It answers OPTIONS itself, 403, without calling the route's function; the proxy calls the function.
- The pool's keys are at an address that has the pool's id in it, which is not known before the deploy; the proxy serves
  them at a fixed one.

Everything else passes through untouched.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ghirbal.domain.ids import new_token_id
from ghirbal_tools.dev.proxy import SERVER_ERROR, http_response, proxy_event, utc_now
from ghirbal_tools.dev.routes import Route, Router
from ghirbal_tools.dev.web import Request, Response

JWKS = ".well-known/jwks.json"
"""Where a pool's keys lie, below its id."""

KEYS = "/_stack/jwks.json"
"""Where the keys of the moderators' tokens are, whatever the pool is called."""

TIMEOUT = 60.0
_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length", "host"}

Invoke = Callable[[str, Mapping[str, Any]], object]
"""Calls a function by its logical id with an event; raises RuntimeError when it failed."""


@dataclass(frozen=True, slots=True)
class Target:
    """The deployed API behind the proxy, and the pool whose keys it serves ("" with another issuer)."""

    port: int
    api: str
    pool: str = ""

    @property
    def host(self) -> str:
        """The Host header by which the emulator finds the API."""
        return f"{self.api}.execute-api.localhost:{self.port}"


class StackProxy:
    """An application for `web.Server`; without a target yet, it answers 503."""

    def __init__(self, routes: Iterable[Route], invoke: Invoke) -> None:
        """`routes` are the template's, for the answers to OPTIONS."""
        self._router = Router(routes)
        self._invoke = invoke
        self.target: Target | None = None

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        target = self.target
        if target is None:
            return Response(503, b"deploying\n", (("retry-after", "5"),))
        if request.path == KEYS:
            return forward(target, request, f"/{target.pool}/{JWKS}", f"127.0.0.1:{target.port}")
        if request.method == "OPTIONS":
            return self._preflight(request)
        return forward(target, request, request.target, target.host)

    def _preflight(self, request: Request) -> Response:
        match = self._router.match(request.method, request.path)
        if match is None:
            return Response(404, b'{"message":"Not Found"}', (("content-type", "application/json"),))
        event = proxy_event(request, match, request_id=new_token_id(), at=utc_now())
        try:
            return http_response(self._invoke(match.route.function, event))
        except RuntimeError:
            return SERVER_ERROR


def forward(target: Target, request: Request, path: str, host: str) -> Response:
    """Send a request on to the emulator and bring its answer back."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=TIMEOUT)
    headers = {name: value for name, value in request.headers if name.lower() not in _HOP}
    try:
        connection.request(request.method, path, request.body or None, {**headers, "Host": host})
        answer = connection.getresponse()
        kept = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in _HOP)
        return Response(answer.status, answer.read(), kept)
    except (OSError, http.client.HTTPException) as error:
        body = json.dumps({"message": f"the local stack does not answer: {type(error).__name__}"}).encode()
        return Response(502, body, (("content-type", "application/json"),))
    finally:
        connection.close()
