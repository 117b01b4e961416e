"""Powertools' resolver under our own requests, answers and errors: what the four HTTP functions share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Unpack

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler import Response as RawResponse

from ghirbal.auth.address import refuse_direct
from ghirbal.domain.errors import NotFound
from ghirbal.http.contract import Contract
from ghirbal.http.guard import attempt, guard
from ghirbal.http.request import Request
from ghirbal.http.responses import Response
from ghirbal.observability.logs import metrics, record
from ghirbal.wiring.deps import Deps, process_deps

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logging.getLogger("aws_lambda_powertools.event_handler").setLevel(logging.INFO)
"""At DEBUG it writes every path parameter, and a mail link's is a token (attack M1)."""

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


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
        self.resolver = APIGatewayHttpResolver()
        self.resolver.not_found(lambda _: self._attempt(_no_route))
        self.routes: dict[str, Route] = {}
        self.contracts: dict[str, Contract] = {}
        self._error_headers = error_headers

    def route(self, method: Method, rule: str, **contract: Unpack[Contract]) -> Callable[[Route], Route]:
        """Register a route; `rule` is written as API Gateway has it (`/v1/sites/{site}/form`)."""

        def register(handler: Route) -> Route:
            def call(**_: str) -> RawResponse[str]:
                return self._attempt(handler)

            self.resolver.route(_powertools_rule(rule), method=[method])(call)
            self.routes[f"{method} {rule}"] = handler
            self.contracts[f"{method} {rule}"] = contract
            return handler

        return register

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
            refuse_direct(request.headers, using.settings.cdn_secret)
            self.resolver.append_context(call=Call(request, using))  # type: ignore[no-untyped-call]
            return self.resolver.resolve(dict(event), context)

        try:
            return guard(event, resolve, log=record)
        finally:
            metrics().flush_metrics()

    def _attempt(self, handler: Route) -> RawResponse[str]:
        """Run a route; its errors become answers here, before Powertools would log them with their traceback."""
        call: Call = self.resolver.context["call"]
        made = attempt(
            call.request,
            lambda _: handler(call),
            log=record,
            headers=lambda _: self._error_headers(call),
        )
        return RawResponse(status_code=made["statusCode"], headers=made["headers"], body=made["body"])


def _powertools_rule(rule: str) -> str:
    """Powertools writes <name>, and a greedy parameter as an expression.

    >>> _powertools_rule("/v1/sites/{site}/form"), _powertools_rule("/v1/sites/{proxy+}")
    ('/v1/sites/<site>/form', '/v1/sites/.+')
    """
    return rule.replace("{proxy+}", ".+").replace("{", "<").replace("}", ">")


def _no_route(_: Call) -> Response:
    raise NotFound("route")
