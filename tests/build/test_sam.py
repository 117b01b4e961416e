"""sam accepts the template, and finds every route in it without a container."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ghirbal_tools.stack import samlocal
from ghirbal_tools.template import load
from tests.build.conftest import ROOT, Sam

pytestmark = pytest.mark.build


def route_keys(document: Mapping[str, Any]) -> dict[str, str]:
    """Route key -> function, as the template says it."""
    resources = document["Resources"]
    found = {}
    for resource in resources.values():
        if resource["Type"] == "AWS::ApiGatewayV2::Route":
            target = (
                resource["Properties"]["Target"]["Fn::Sub"].removeprefix("integrations/${").removesuffix("}")
            )
            uri = resources[target]["Properties"]["IntegrationUri"]["Ref"]
            found[resource["Properties"]["RouteKey"]] = uri.removesuffix(".Alias")
    return found


def found_by_sam(sam: Sam, document: Mapping[str, Any], folder: Path) -> dict[str, str]:
    path = folder / "template.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = sam.execute([sam.bin / "python", Path(__file__).with_name("sam_routes.py"), path])
    assert result.returncode == 0, result.stderr
    routes: dict[str, str] = json.loads(result.stdout)
    return routes


def test_sam_validates_the_template(sam: Sam) -> None:
    result = sam.run("validate")
    assert result.returncode == 0, result.stdout + result.stderr


def test_sam_lints_the_template(sam: Sam) -> None:
    result = sam.run("validate", "--lint")
    assert result.returncode == 0, result.stdout + result.stderr


def test_sam_local_finds_every_route_without_a_container(sam: Sam, tmp_path: Path) -> None:
    document = load(ROOT / "template.yaml").document
    assert found_by_sam(sam, samlocal.for_sam(document), tmp_path) == route_keys(document)


def test_sam_local_would_find_no_route_behind_the_functions(sam: Sam, tmp_path: Path) -> None:
    document = samlocal.for_sam(load(ROOT / "template.yaml").document)
    order = sorted(
        document["Resources"].items(), key=lambda item: item[1]["Type"] != "AWS::Serverless::Function"
    )
    assert found_by_sam(sam, {**document, "Resources": dict(order)}, tmp_path) == {}, (
        "the order may be free now"
    )


def test_sam_local_needs_the_integrations_without_alias(sam: Sam, tmp_path: Path) -> None:
    document = load(ROOT / "template.yaml").document
    assert set(found_by_sam(sam, document, tmp_path).values()) != set(route_keys(document).values())
