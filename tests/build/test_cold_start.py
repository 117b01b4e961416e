"""The built functions import from the built layer, load nothing dear, and start within their budgets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ghirbal_tools.template import Template, load
from tests.build.cold import Layout, make_baseline, make_runtime

pytestmark = pytest.mark.build

BUDGETS: dict[str, Any] = json.loads(Path(__file__).with_name("budgets.json").read_text(encoding="utf-8"))
FUNCTIONS: dict[str, dict[str, Any]] = BUDGETS["imports"]


@pytest.fixture(scope="module")
def template(built: Path) -> Template:
    return load(built / "template.yaml")


@pytest.fixture(scope="module")
def layout(
    built: Path, template: Template, python313: Path, tmp_path_factory: pytest.TempPathFactory
) -> Layout:
    runtime = tmp_path_factory.mktemp("runtime")
    make_runtime(python313, runtime)
    return Layout(python313, runtime, built / "SharedLayer", environment(template))


def environment(template: Template) -> dict[str, str]:
    """What the template gives the functions, with made-up names for what has none before a deploy."""
    declared: dict[str, Any] = dict(template.document["Globals"]["Function"]["Environment"]["Variables"])
    for name in FUNCTIONS:
        declared |= template.resource(name)["Environment"]["Variables"]
    names = {name: f"{name}-name" for name in template.document["Resources"]}
    resolved: Mapping[str, Any] = template.with_values(names).resolve(declared)
    given = {key: str(value) for key, value in resolved.items() if key != "AWS_ENDPOINT_URL"}
    return {"AWS_DEFAULT_REGION": "us-east-1"} | given


def module_of(template: Template, function: str) -> str:
    handler: str = template.resource(function)["Handler"]
    return handler.rpartition(".")[0]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_built_function_imports_from_the_built_layer_and_nothing_dear(
    built: Path, layout: Layout, template: Template, function: str
) -> None:
    seen = layout.start(module_of(template, function), built / function)
    assert "ghirbal" in seen.modules
    forbidden = BUDGETS["never_anywhere"] + FUNCTIONS[function]["never"]
    assert not [name for name in forbidden if name in seen.modules]


def test_cold_imports_stay_within_their_budgets(
    built: Path, layout: Layout, template: Template, python313: Path, tmp_path: Path
) -> None:
    bounded = {name: entry["times"] for name, entry in FUNCTIONS.items() if entry["times"]}
    tasks = [make_baseline(python313, tmp_path / "baseline")]
    tasks += [(module_of(template, name), built / name) for name in bounded]
    baseline, *medians = layout.medians(tasks)
    ratios = {name: round(median / baseline, 2) for name, median in zip(bounded, medians, strict=True)}
    print(f"baseline {baseline * 1000:.0f} ms of CPU, times that:", ratios)
    assert not {name: ratio for name, ratio in ratios.items() if ratio > bounded[name]}
