"""Every answer that a handler gives in a test is what docs/openapi.json promises: status, media type, shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ghirbal_tools.template import ROOT

_URI = "https://ghirbal.example/openapi.json"


def check_answer(route: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Raise AssertionError, naming the route and what differs. Preflights and unknown routes promise nothing."""
    operation = _operation(route)
    if operation is None:
        return
    promised = operation["responses"].get(str(status))
    assert promised or status >= 400, f"{route} answers {status}, which its contract does not name"
    content = (promised or operation["responses"]["default"]).get("content", {})
    if not content:
        assert body == "", f"{route} answers {status} with a body, its contract says none"
        return
    kind = headers["content-type"].partition(";")[0]
    assert kind in content, f"{route} answers {status} as {kind}, its contract says {', '.join(content)}"
    if kind.endswith("json"):
        _check_shape(route, status, content[kind]["schema"], json.loads(body))


def _check_shape(route: str, status: int, schema: Mapping[str, Any], body: object) -> None:
    reference = schema.get("$ref", "")
    validator = _validator(reference) if reference else Draft202012Validator(schema)
    errors = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]
    assert not errors, f"{route} answers {status} otherwise than promised: {errors}"
    if reference.endswith("/Problem"):
        assert isinstance(body, Mapping)
        code = str(body["type"]).rpartition("/")[2]
        assert code in _document()["x-problems"], f"{route}: {code} is no problem of the document"


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    return document


@cache
def _operation(route: str) -> Mapping[str, Any] | None:
    method, _, rule = route.partition(" ")
    found: Mapping[str, Any] | None = _document()["paths"].get(rule, {}).get(method.lower())
    return found


@cache
def _validator(reference: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"{_URI}{reference}"}, registry=_registry())


@cache
def _registry() -> Registry[Any]:
    made: Registry[Any] = Registry().with_resource(_URI, DRAFT202012.create_resource(_document()))
    return made
