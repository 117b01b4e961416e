"""Who may import whom: the design's layers, read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "shared" / "ghirbal"
PURE = ("domain", "text", "moderation")
OUTSIDE = ("boto3", "botocore", "aws_lambda_powertools", "pydantic")
LAYERS = ("usecases", "storage", "events", "http", "auth")


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (PACKAGE / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every imported module outside `if TYPE_CHECKING:` blocks, wherever it is imported."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def breaks(path: Path, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for name in imports(path)
        for prefix in forbidden
        if name == prefix or name.startswith(prefix + ".")
    ]


def test_the_pure_core_imports_no_library_and_no_outer_layer() -> None:
    outer = [f"ghirbal.{layer}" for layer in (*LAYERS, "adapters", "wiring", "ports")]
    assert [b for path in modules(*PURE) for b in breaks(path, *OUTSIDE, *outer)] == []


def test_use_cases_import_the_core_and_protocols_only() -> None:
    outer = [
        "ghirbal.storage",
        "ghirbal.events",
        "ghirbal.http",
        "ghirbal.auth",
        "ghirbal.adapters",
        "ghirbal.wiring.deps",
    ]
    assert [b for path in modules("usecases") for b in breaks(path, *OUTSIDE, *outer)] == []


def test_boto3_stays_behind_its_doors() -> None:
    doors = {
        PACKAGE / "storage" / "dynamodb" / "table.py",
        PACKAGE / "events" / "publisher.py",
        *modules("adapters"),
    }
    inside = [path for path in PACKAGE.rglob("*.py") if path not in doors]
    assert [b for path in inside for b in breaks(path, "boto3")] == []


def test_powertools_stays_in_the_resolver_and_in_observability() -> None:
    doors = {PACKAGE / "http" / "api.py", PACKAGE / "observability" / "logs.py"}
    inside = [path for path in PACKAGE.rglob("*.py") if path not in doors]
    assert [b for path in inside for b in breaks(path, "aws_lambda_powertools")] == []


@pytest.mark.parametrize(
    ("door", "forbidden"),
    [("domain/clock.py", ("time", "datetime")), ("domain/ids.py", ("random", "secrets", "uuid"))],
)
def test_time_and_chance_come_in_by_one_door(door: str, forbidden: tuple[str, ...]) -> None:
    inside = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / door]
    found = [b for path in inside for b in breaks(path, *forbidden)]
    assert found == []
