"""Routes under our own requests, answers and errors: what the HTTP functions share.

API Gateway has matched the route already and names it in the event, with the decoded path parameters: so a route is
found by its key, and no resolver matches the path once more. Powertools' was half of what a start of `read_api` cost
beyond its client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Unpack

from ghirbal.domain.errors import NotFound
from ghirbal.http.contract import Contract
from ghirbal.http.guard import attempt, guard
from ghirbal.http.request import Request
from ghirbal.http.responses import Response
from ghirbal.observability.logs import flush, record
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request and what it may use."""

    request: Request
    deps: Deps

    @property
    def now(self) -> int:
        """The present moment in epoch milliseconds."""
        return self.deps.clock()


Route = Callable[[Call], Response]
Headers = Callable[[Call], Mapping[str, str]]


class Routes:
    """Routes that belong together, registered by a function's `Api.include`."""

    def __init__(self) -> None:
        """None yet."""
        self.listed: list[tuple[Method, str, Route, Contract]] = []

    def route(self, method: Method, rule: str, **contract: Unpack[Contract]) -> Callable[[Route], Route]:
        """Remember a route, as `Api.route` would register it."""

        def remember(handler: Route) -> Route:
            self.listed.append((method, rule, handler, contract))
            return handler

        return remember


class Api:
    """The routes of one function with their contracts, by `METHOD /rule`, and its handler."""

    def __init__(self, error_headers: Headers = lambda _: {}) -> None:
        """`error_headers` gives the cross-origin headers that an error's answer may carry."""
        self.routes: dict[str, Route] = {}
        self.contracts: dict[str, Contract] = {}
        self._error_headers = error_headers

    def route(self, method: Method, rule: str, **contract: Unpack[Contract]) -> Callable[[Route], Route]:
        """Register a route; `rule` is written as API Gateway has it (`/v1/sites/{site}/form`)."""

        def register(handler: Route) -> Route:
            self._register(f"{method} {rule}", handler, contract)
            if "head_rate" in contract:
                self._register(f"HEAD {rule}", handler, {**contract, "rate": contract["head_rate"]})
            return handler

        return register

    def _register(self, key: str, handler: Route, contract: Contract) -> None:
        self.routes[key] = handler
        self.contracts[key] = contract

    def include(self, routes: Routes) -> None:
        """Register routes that are written elsewhere."""
        for method, rule, handler, contract in routes.listed:
            self.route(method, rule, **contract)(handler)

    def handle(
        self, event: Mapping[str, Any], context: LambdaContext, deps: Deps | None = None
    ) -> dict[str, Any]:
        """Answer one event; never raises, even without the settings it needs.

        `deps` are the process's own unless a test passes others.
        """

        def resolve(request: Request) -> dict[str, Any]:
            using = deps or process_deps()
            using.watch(context.get_remaining_time_in_millis)
            if using.settings.cdn_secret:
                _refuse_direct(request, using.settings.cdn_secret)
            return self._answer(Call(request, using))

        try:
            return guard(event, resolve, log=record)
        finally:
            flush()

    def _answer(self, call: Call) -> dict[str, Any]:
        """Run the route that API Gateway named; its errors become answers with the headers of this function."""
        handler = self.routes.get(call.request.route, _no_route)
        return attempt(
            call.request, lambda _: handler(call), log=record, headers=lambda _: self._error_headers(call)
        )


def _refuse_direct(request: Request, secret: str) -> None:
    """Imported where a CDN stands in front: no list has to know what addresses are."""
    from ghirbal.auth.address import refuse_direct

    refuse_direct(request.headers, secret)


def _no_route(_: Call) -> Response:
    raise NotFound("route")
