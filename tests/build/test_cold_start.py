"""The built functions import from the built layer, load nothing dear, and start within their budgets."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ghirbal_tools.template import Template, load
from tests.build.cold import Layout, Task, make_baseline, make_runtime, ready
from tests.build.conftest import ROOT

pytestmark = pytest.mark.build

BUDGETS: dict[str, Any] = json.loads(Path(__file__).with_name("budgets.json").read_text(encoding="utf-8"))
FUNCTIONS: dict[str, dict[str, Any]] = BUDGETS["imports"]


@pytest.fixture(scope="module")
def template(built: Path) -> Template:
    return load(built / "template.yaml")


@pytest.fixture(scope="module")
def layout(built: Path, python313: Path, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    runtime = tmp_path_factory.mktemp("runtime")
    make_runtime(python313, runtime)
    return Layout(python313, runtime, built / "SharedLayer")


def task_of(built: Path, template: Template, function: str) -> Task:
    """A built function with the environment the template gives it, and made-up names for what has none yet."""
    named = template.with_values({name: f"{name}-name" for name in template.document["Resources"]})
    handler: str = template.resource(function)["Handler"]
    return Task(handler.rpartition(".")[0], built / function, named.function_environment(function))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_built_function_imports_from_the_built_layer_and_nothing_dear(
    built: Path, layout: Layout, template: Template, function: str
) -> None:
    seen = layout.start(task_of(built, template, function))
    assert "ghirbal" in seen.modules
    forbidden = BUDGETS["never_anywhere"] + FUNCTIONS[function]["never"]
    assert not [name for name in forbidden if name in seen.modules]


@pytest.mark.parametrize("budget", ["import_times", "ready_times"])
def test_cold_starts_stay_within_their_budgets(
    built: Path, layout: Layout, template: Template, python313: Path, tmp_path: Path, budget: str
) -> None:
    bounded = {name: entry[budget] for name, entry in FUNCTIONS.items() if budget in entry}
    tasks = [make_baseline(python313, tmp_path / "baseline")]
    tasks += [replace(task_of(built, template, name), then=then(name, budget)) for name in bounded]
    baseline, *medians = layout.medians(tasks)
    ratios = {name: round(median / baseline, 2) for name, median in zip(bounded, medians, strict=True)}
    print(f"{budget}: baseline {baseline * 1000:.0f} ms of CPU, times that:", ratios)
    assert not {name: ratio for name, ratio in ratios.items() if ratio > bounded[name]}


def then(function: str, budget: str) -> str:
    """What is run after the import: nothing, or all that a first request imports."""
    return ready(**FUNCTIONS[function]["first_request"]) if budget == "ready_times" else ""


@pytest.mark.parametrize("function", [name for name, entry in FUNCTIONS.items() if "first_request" in entry])
def test_a_first_request_imports_nothing_of_ours_that_the_budget_leaves_out(function: str) -> None:
    command = [sys.executable, "-m", "tests.build.first_request", function, then(function, "ready_times")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr
    late = json.loads(result.stdout.splitlines()[-1])
    assert [name for name in late if not name.startswith(tuple(BUDGETS["counted_apart"]))] == []
