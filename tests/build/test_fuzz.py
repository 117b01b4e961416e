"""Requests made up from docs/openapi.json against the whole local service: nothing crashes, all answers as promised.

`make check` sends what the document's own values and their borders make. With GHIRBAL_FUZZ_SECONDS (`make fuzz`) random
ones follow for so long; GHIRBAL_FUZZ_SEED repeats them.
"""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ghirbal_tools.dev.demo_site import SITE
from ghirbal_tools.dev.local import running
from tests.build.conftest import ROOT, missing
from tests.stack.web import Reader, Web

pytestmark = pytest.mark.build

PROGRAM = ROOT / ".tools/fuzz/bin/schemathesis"
SECONDS = os.environ.get("GHIRBAL_FUZZ_SECONDS", "")
SEED = os.environ.get("GHIRBAL_FUZZ_SEED", "1")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)

POST = "POST /v1/sites/{site}/pages/{page}/comments"
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/moderation/sites/{site}/comments/{id}/notes": {"text": "رأيتها"},
    "PUT /v1/moderation/sites/{site}/me": {"lang": "fr"},
}
"""What succeeds if nothing is wrong with it: an example for each, and each has to meet success."""


@dataclass(frozen=True)
class Service:
    """The local stack's address, what every request carries, and ids that stand for something there."""

    url: str
    headers: dict[str, str]
    ids: dict[str, str]
    bodies: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(0, 0, lambda _: None, reload=False) as local:
        web = Web(local.url)
        token = web.ask("GET", "/dev/oidc/token?moderator=demo-owner").json()["access_token"]
        reader = Reader(web, SITE)
        posted = reader.post("شكرا على هذا المقال المفيد، ننتظر المزيد")
        assert posted.status == 201, posted.text
        headers = {"Authorization": f"Bearer {token}", **reader.origin, **reader.tokens}
        ids = {
            "site": SITE,
            "page": reader.page,
            "id": posted.json()["id"],
            "pages": reader.page,
            **reader.tokens,
        }
        yield Service(
            local.url, headers, ids, {**BODIES, POST: {"text": "رأي آخر في المقال", "url": reader.url}}
        )


def knowing(document: dict[str, Any], service: Service) -> dict[str, Any]:
    """The document with ids that exist among the values of its parameters, and with bodies that succeed."""
    for rule, operations in document["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if known := service.ids.get(parameter["name"]):
                    parameter["schema"] = {"anyOf": [{"const": known}, parameter["schema"]]}
                    parameter["example"] = known
            if body := service.bodies.get(f"{method.upper()} {rule}"):
                operation["requestBody"]["content"]["application/json"]["example"] = body
    return document


def test_made_up_requests_meet_no_crash_and_no_broken_promise(service: Service, tmp_path: Path) -> None:
    if not PROGRAM.exists():
        missing("schemathesis", "run `tools/install.sh fuzz`")
    document = tmp_path / "openapi.json"
    promised = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    document.write_text(json.dumps(knowing(copy.deepcopy(promised), service)), encoding="utf-8")
    headers = [part for name, value in service.headers.items() for part in ("-H", f"{name}: {value}")]
    command = [str(PROGRAM), "run", str(document), "--url", service.url, *options(), *headers]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    print(result.stdout[-2_000:])
    assert result.returncode == 0, result.stdout[-8_000:]
    assert f"Tested: {operations_of(promised)}" in result.stdout
    assert BODIES.keys() - succeeded(tmp_path / "seen.har", promised) == set(), "these met no success"


def succeeded(report: Path, document: dict[str, Any]) -> set[str]:
    """The operations that were answered with 2xx."""
    rules = {
        f"{method.upper()} {rule}": re.compile(f"{method.upper()} {re.sub(r'{[^}]+}', '[^/]+', rule)}$")
        for rule, operations in document["paths"].items()
        for method in operations
    }
    entries = json.loads(report.read_text("utf-8"))["log"]["entries"]
    answered = {
        f"{entry['request']['method']} {urlsplit(entry['request']['url']).path}"
        for entry in entries
        if 200 <= entry["response"]["status"] < 300
    }
    return {key for key, rule in rules.items() if any(rule.match(request) for request in answered)}


def options() -> list[str]:
    """All phases but the random one are as long as the document is."""
    phases = "examples,coverage" + (",fuzzing" if SECONDS else "")
    bounds = ["--max-time", SECONDS, "--max-examples", "1000"] if SECONDS else []
    given = ["--phases", phases, *bounds, "--seed", SEED, "--checks", ",".join(CHECKS)]
    given += ["--report-har-path", "seen.har"]
    return [*given, "--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"]


def operations_of(document: dict[str, Any]) -> int:
    return sum(len(operations) for operations in document["paths"].values())
