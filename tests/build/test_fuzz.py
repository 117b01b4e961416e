"""Requests made up from docs/openapi.json against the whole local service: nothing crashes, all answers as promised.

GHIRBAL_FUZZ_SECONDS is the budget (20 in `make check`, 600 in `make fuzz`); GHIRBAL_FUZZ_SEED repeats a run.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ghirbal_tools.dev.demo_site import HELD_WORDS, SITE
from ghirbal_tools.dev.local import running
from tests.build.conftest import ROOT, missing
from tests.stack.web import Reader, Web

pytestmark = pytest.mark.build

PROGRAM = ROOT / ".tools/fuzz/bin/schemathesis"
SECONDS = os.environ.get("GHIRBAL_FUZZ_SECONDS", "20")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@dataclass(frozen=True)
class Service:
    """The local stack's address, what every request carries, and ids that stand for something there."""

    url: str
    headers: dict[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(0, 0, lambda _: None, reload=False) as local:
        web = Web(local.url)
        token = web.ask("GET", "/dev/oidc/token?moderator=demo-owner").json()["access_token"]
        reader = Reader(web, SITE)
        held = reader.post(f"عندي {HELD_WORDS[0]}")
        assert held.status == 202, held.text
        headers = {"Authorization": f"Bearer {token}", **reader.origin, **reader.tokens}
        yield Service(local.url, headers, {"site": SITE, "page": reader.page, "id": held.json()["id"]})


def knowing(document: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """The document with ids that exist as the examples and half of the values of its path parameters."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                known = ids.get(parameter["name"]) if parameter["in"] == "path" else None
                if known:
                    parameter["schema"] = {"anyOf": [{"const": known}, parameter["schema"]]}
                    parameter["example"] = known
    return document


def test_made_up_requests_meet_no_crash_and_no_broken_promise(service: Service, tmp_path: Path) -> None:
    if not PROGRAM.exists():
        missing("schemathesis", "run `tools/install.sh fuzz`")
    document = tmp_path / "openapi.json"
    promised = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    document.write_text(json.dumps(knowing(promised, service.ids)), encoding="utf-8")
    headers = [part for name, value in service.headers.items() for part in ("-H", f"{name}: {value}")]
    options = ["--max-time", SECONDS, "--phases", "examples,coverage,fuzzing", "--max-examples", "1000"]
    options += ["--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"]
    options += ["--seed", os.environ.get("GHIRBAL_FUZZ_SEED", "1"), "--checks", ",".join(CHECKS)]
    command = [str(PROGRAM), "run", str(document), "--url", service.url, *options, *headers]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    print(result.stdout[-2_000:])
    assert result.returncode == 0, result.stdout[-8_000:]
    assert f"Tested: {operations_of(promised)}" in result.stdout, (
        "the budget is too short for every operation"
    )


def operations_of(document: dict[str, Any]) -> int:
    return sum(len(operations) for operations in document["paths"].values())
