"""A built template in the form `sam local` understands.

`sam local` follows an integration only to `Fn::GetAtt: [Function, Arn]`; our integrations call the alias, which the
cloud needs (a version at a time, SnapStart). The template in the repository stays as the cloud wants it, and this
module turns the one into the other, in the built copy alone.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ghirbal_tools.template import load

NAME = "sam-local.json"
"""The file's name beside the built template, whose relative code paths it keeps (JSON is YAML)."""


def for_sam(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a template that `sam local` understands whole.

    Each integration calls its function itself instead of its alias; routes name no authorizer, which sam would not
    enforce but complain of once a route (the functions verify tokens themselves).
    """
    turned = copy.deepcopy(dict(document))
    for name, resource in list(turned["Resources"].items()):
        if resource["Type"] == "AWS::ApiGatewayV2::Integration":
            function = resource["Properties"]["IntegrationUri"]["Ref"].removesuffix(".Alias")
            resource["Properties"]["IntegrationUri"] = {"Fn::GetAtt": [function, "Arn"]}
        elif resource["Type"] == "AWS::ApiGatewayV2::Route":
            for key in ("AuthorizerId", "AuthorizationType", "AuthorizationScopes"):
                resource["Properties"].pop(key, None)
        elif resource["Type"] == "AWS::ApiGatewayV2::Authorizer":
            del turned["Resources"][name]
    return turned


def write(built: Path) -> Path:
    """Write the `sam local` form of a built template beside it and return its path."""
    target = built.with_name(NAME)
    document = for_sam(load(built).document)
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return target
