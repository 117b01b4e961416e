"""The template for `sam local` differs from the cloud's in its integrations alone."""

from __future__ import annotations

import json
from pathlib import Path

from ghirbal_tools.stack import samlocal
from ghirbal_tools.template import ROOT, load


def test_only_the_integrations_change(tmp_path: Path) -> None:
    document = load().document
    turned = samlocal.without_aliases(document)
    changed = {
        name: resource["Properties"]["IntegrationUri"]
        for name, resource in turned["Resources"].items()
        if resource != document["Resources"][name]
    }
    assert changed == {
        "ReadIntegration": {"Fn::GetAtt": ["ReadApi", "Arn"]},
        "SubmitIntegration": {"Fn::GetAtt": ["SubmitApi", "Arn"]},
        "ModerationIntegration": {"Fn::GetAtt": ["ModerationApi", "Arn"]},
    }
    assert list(turned["Resources"]) == list(document["Resources"]), "routes stay before functions"


def test_it_is_written_beside_the_built_template(tmp_path: Path) -> None:
    built = tmp_path / "template.yaml"
    built.write_text((ROOT / "template.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    written = samlocal.write(built)
    assert written.parent == tmp_path
    assert json.loads(written.read_text(encoding="utf-8")) == samlocal.without_aliases(load().document)
