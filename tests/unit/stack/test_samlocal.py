"""The template for `sam local` differs from the cloud's in its integrations and in naming no authorizer."""

from __future__ import annotations

import json
from pathlib import Path

from ghirbal_tools.stack import samlocal
from ghirbal_tools.template import ROOT, load


def test_only_integrations_and_what_names_the_authorizer_change(tmp_path: Path) -> None:
    document = load().document
    turned = samlocal.for_sam(document)
    assert "ModeratorAuthorizer" not in turned["Resources"]
    changed = {
        name: resource["Properties"]
        for name, resource in turned["Resources"].items()
        if resource != document["Resources"][name]
    }
    called = {
        name: values["IntegrationUri"] for name, values in changed.items() if "IntegrationUri" in values
    }
    assert called == {
        "ReadIntegration": {"Fn::GetAtt": ["ReadApi", "Arn"]},
        "SubmitIntegration": {"Fn::GetAtt": ["SubmitApi", "Arn"]},
        "ModerationIntegration": {"Fn::GetAtt": ["ModerationApi", "Arn"]},
    }
    routes = {name: values for name, values in changed.items() if name not in called}
    assert all(values.keys() == {"ApiId", "RouteKey", "Target"} for values in routes.values())
    assert list(turned["Resources"]) == [
        name for name in document["Resources"] if name != "ModeratorAuthorizer"
    ]


def test_it_is_written_beside_the_built_template(tmp_path: Path) -> None:
    built = tmp_path / "template.yaml"
    built.write_text((ROOT / "template.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    written = samlocal.write(built)
    assert written.parent == tmp_path
    assert json.loads(written.read_text(encoding="utf-8")) == samlocal.for_sam(load().document)
