"""The gateway's routes, read from template.yaml, and how a request finds its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ghirbal_tools.template import Data, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route of the HTTP API. `function` is the function's logical id; `scopes` is None where no token is asked."""

    key: str
    function: str
    scopes: tuple[str, ...] | None = None

    @property
    def method(self) -> str:
        """GET, POST … or ANY."""
        return self.key.partition(" ")[0]

    @property
    def segments(self) -> tuple[str, ...]:
        """The path's parts: literal, `{name}` or, at the end, `{name+}`."""
        return tuple(self.key.partition(" ")[2].strip("/").split("/"))


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the decoded values of its path parameters."""

    route: Route
    parameters: Mapping[str, str]


def routes_of(template: Template) -> tuple[Route, ...]:
    """Every AWS::ApiGatewayV2::Route of the template, with the function its integration calls.

    Raises KeyError when a route's integration is not in the template.
    """
    return tuple(
        _route(template, properties) for _, properties in template.resources("AWS::ApiGatewayV2::Route")
    )


def _route(template: Template, properties: Mapping[str, Data]) -> Route:
    target = template.resolve(properties["Target"]).removeprefix("integrations/")
    uri = template.resolve(template.resource(target)["IntegrationUri"])
    guarded = properties.get("AuthorizationType", "NONE") == "JWT"
    return Route(
        key=properties["RouteKey"],
        function=str(uri).partition(".")[0],
        scopes=tuple(template.resolve(properties.get("AuthorizationScopes", []))) if guarded else None,
    )


class Router:
    """Finds the most specific route: literal parts before parameters, parameters before a greedy end."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Orders the routes once."""
        self._routes = sorted(routes, key=_rank)

    def match(self, method: str, path: str) -> Match | None:
        """The route for a method and a path as it came over the wire (still percent-encoded), if any."""
        parts = path.split("/")[1:]
        for route in self._routes:
            if route.method in (method, "ANY"):
                parameters = _parameters(route.segments, parts)
                if parameters is not None:
                    return Match(route, parameters)
        return None


def _rank(route: Route) -> tuple[list[int], int]:
    kinds = [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in route.segments]
    return kinds, int(route.method == "ANY")


def _parameters(segments: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for place, segment in enumerate(segments):
        if segment.endswith("+}"):
            rest = "/".join(parts[place:])
            return {**found, segment[1:-2]: unquote(rest)} if rest else None
        if place >= len(parts) or not parts[place]:
            return None
        if segment.startswith("{"):
            found[segment[1:-1]] = unquote(parts[place])
        elif segment != parts[place]:
            return None
    return found if len(parts) == len(segments) else None
