"""The routes of template.yaml, written from what the handlers declare: resources, what the stage waits for, throttles.

A route that stands there keeps its logical id, for CloudFormation would make one of another name before it removes the
old one, and API Gateway refuses two of one key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ghirbal.http.moderator_api import role_of
from ghirbal_tools.openapi.document import Declared, declared

INTEGRATIONS = {
    "read_api": "ReadIntegration",
    "submit_api": "SubmitIntegration",
    "moderation_api": "ModerationIntegration",
}
BURST = 2
"""Burst over rate: a second's worth more, for readers who come at once when an article is sent out."""

_STANDING = re.compile(
    r"^  (\w+):\n    Type: AWS::ApiGatewayV2::Route\n(?:    .*\n)*?      RouteKey: (.+)\n", re.M
)


def written_into(template: str) -> str:
    """The template's text with its three blocks as the handlers have it. Raises ValueError where a block is missing."""
    routes = declared()
    names = _names(template, routes)
    template = _between(
        template, "routes", "".join(_resource(names[key], key, routes[key]) for key in routes)
    )
    template = _between(template, "waits for", "".join(f"      - {names[key]}\n" for key in routes))
    return _between(template, "throttles", "".join(_throttle(key, routes[key]) for key in routes))


def _names(template: str, routes: Iterable[str]) -> dict[str, str]:
    standing = {key: name for name, key in _STANDING.findall(template)}
    return {key: standing.get(key) or _name(key) for key in routes}


def _name(key: str) -> str:
    """A logical id for a new route.

    >>> _name("PUT /v1/moderation/sites/{site}/comments/{id}/star")
    'PutModerationCommentsIdStarRoute'
    """
    words = [word for word in re.findall(r"\w+", key) if word not in ("v1", "sites", "site")]
    return "".join(word.replace("_", " ").title().replace(" ", "") for word in words) + "Route"


def _between(template: str, block: str, lines: str) -> str:
    begin, end = f"# {block}: written by `ghirbal openapi`", f"# /{block}"
    pattern = rf"(^ *{re.escape(begin)}\n).*?(^ *{re.escape(end)}$)"
    made, n = re.subn(pattern, lambda m: m[1] + lines + m[2], template, flags=re.DOTALL | re.MULTILINE)
    if n != 1:
        raise ValueError(f"template.yaml: expected one pair of '{begin}' and '{end}'")
    return made


def _resource(name: str, key: str, made: Declared) -> str:
    lines = [
        f"  {name}:",
        "    Type: AWS::ApiGatewayV2::Route",
        "    Properties:",
        "      ApiId: !Ref Api",
        f"      RouteKey: {key}",
        f"      Target: !Sub integrations/${{{INTEGRATIONS[made.function]}}}",
    ]
    if role_of(made.handler) is not None:
        lines += [
            "      AuthorizationType: JWT",
            "      AuthorizerId: !Ref ModeratorAuthorizer",
            "      AuthorizationScopes: [!Ref Scope]",
        ]
    return "\n".join(lines) + "\n"


def _throttle(key: str, made: Declared) -> str:
    rate = made.contract["rate"]
    return f"        {key}: {{ThrottlingRateLimit: {rate}, ThrottlingBurstLimit: {BURST * rate}}}\n"
