"""The local HTTP API: finds the route, asks for the token where the template does, calls the function."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from ghirbal.domain.ids import new_token_id
from ghirbal_tools.dev.authorizer import Authorizer, Denied
from ghirbal_tools.dev.functions import FunctionError
from ghirbal_tools.dev.proxy import SERVER_ERROR, Grant, http_response, proxy_event, utc_now
from ghirbal_tools.dev.routes import Match, Route, Router
from ghirbal_tools.dev.web import Request, Response

Invoke = Callable[[str, dict[str, Any]], object]
"""Calls a function by its logical id with an event; raises FunctionError."""

NOT_FOUND = Response(404, b'{"message":"Not Found"}', (("content-type", "application/json"),))


class Gateway:
    """An application for `web.Server`. A wrong method is 404, as on the real HTTP API: it has no 405."""

    def __init__(
        self,
        routes: Iterable[Route],
        invoke: Invoke,
        authorizer: Authorizer,
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`log` gets one line a request: route key, status, time; never the path (links carry tokens)."""
        self._router = Router(routes)
        self._invoke = invoke
        self._authorizer = authorizer
        self._log = log

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        match = self._router.match(request.method, request.path)
        if match is None:
            return NOT_FOUND
        began = time.perf_counter()
        response = self._answer(request, match)
        self._log(f"{match.route.key} {response.status} {(time.perf_counter() - began) * 1000:.0f} ms")
        return response

    def _answer(self, request: Request, match: Match) -> Response:
        request_id = new_token_id()
        try:
            grant = self._grant(request, match.route)
            event = proxy_event(request, match, request_id=request_id, at=utc_now(), grant=grant)
            response = http_response(self._invoke(match.route.function, event))
        except Denied as denied:
            response = denied.response()
        except FunctionError:
            response = SERVER_ERROR
        return Response(response.status, response.body, (*response.headers, ("apigw-requestid", request_id)))

    def _grant(self, request: Request, route: Route) -> Grant | None:
        if route.scopes is None:
            return None
        return self._authorizer.authorize(request.header("authorization"), route.scopes)
