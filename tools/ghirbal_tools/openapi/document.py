"""Builds the document."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ghirbal import __version__
from ghirbal.http.errors import problems
from ghirbal.http.moderator_api import role_of
from ghirbal_tools.openapi.answers import Problem
from ghirbal_tools.openapi.operations import OPERATIONS, PATH, Operation, Schema

FUNCTIONS = ("read_api", "submit_api", "moderation_api")
REF = "#/components/schemas/{model}"


class RouteMismatch(ValueError):
    """The handlers' routes and the table of operations differ; the message lists both sides."""


def routes() -> dict[str, tuple[str, Any]]:
    """Every route of the handlers but the preflights, as `METHOD /rule` → (function, handler)."""
    found: dict[str, tuple[str, Any]] = {}
    for name in FUNCTIONS:
        handlers = importlib.import_module(f"functions.{name}.app").api.routes
        found |= {route: (name, handler) for route, handler in handlers.items()}
    return {route: place for route, place in found.items() if not route.startswith("OPTIONS ")}


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document. Raises RouteMismatch."""
    handlers = routes()
    if handlers.keys() != OPERATIONS.keys():
        alone = sorted(handlers.keys() ^ OPERATIONS.keys())
        raise RouteMismatch(f"routes without an operation, or operations without a route: {', '.join(alone)}")
    models = _models(OPERATIONS.values())
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ghirbal",
            "version": __version__,
            "description": "Comments for Arabic news sites, judged before anyone sees them.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(handlers),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "moderator": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": SCOPE}
            },
        },
        "x-problems": {code: row["status"] for code, row in sorted(problems().items())},
    }


SCOPE = "An access token with the scope comments/moderate and a group <site>:<role>."


def _models(operations: Iterable[Operation]) -> list[type[BaseModel]]:
    used = [
        model for operation in operations for model in (operation.body, *operation.answers.values()) if model
    ]
    return list(dict.fromkeys([*used, Problem]))


def _paths(handlers: Mapping[str, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route, operation in OPERATIONS.items():
        method, _, rule = route.partition(" ")
        paths.setdefault(rule, {})[method.lower()] = _operation(rule, operation, *handlers[route])
    return paths


def _operation(rule: str, operation: Operation, function: str, handler: Callable[..., Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{function}_{handler.__name__}",
        "tags": [function],
        "summary": (inspect.getdoc(handler) or "").partition("\n")[0],
        "parameters": [*_path_parameters(rule), *_query(operation), *_headers(operation)],
        "responses": _responses(operation),
    }
    if operation.body:
        made["requestBody"] = {"required": True, "content": {"application/json": _ref(operation.body)}}
    if operation.form:
        empty = {"schema": {"type": "object", "properties": {"decide": {"type": "string"}}}}
        made["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": empty}}
    if operation.secured:
        made["security"] = [{"moderator": []}]
        made["x-role"] = str(role_of(handler))
    return made


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [_parameter("path", name, PATH[name], required=True) for name in re.findall(r"\{(\w+)\}", rule)]


def _query(operation: Operation) -> list[dict[str, Any]]:
    names = operation.query.items()
    return [_parameter("query", name, schema, required=name in operation.required) for name, schema in names]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    language = _parameter("header", "Accept-Language", {"type": "string"}, required=False)
    own = [
        _parameter("header", name, schema, required=name not in operation.optional_headers)
        for name, schema in operation.headers.items()
    ]
    return [*own, language]


def _parameter(place: str, name: str, schema: Schema, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": dict(schema)}


def _responses(operation: Operation) -> dict[str, Any]:
    kind = "text/html" if operation.html else "application/json"
    answers = {str(status): _response(model, kind) for status, model in operation.answers.items()}
    return answers | {"default": {"description": "A problem", "content": _problem(operation)}}


def _response(model: type[BaseModel] | None, kind: str) -> dict[str, Any]:
    if model is not None:
        return {"description": inspect.getdoc(model) or "", "content": {kind: _ref(model)}}
    page = {"content": {kind: {"schema": {"type": "string"}}}} if kind == "text/html" else {}
    return {"description": "A page" if page else "Not modified", **page}


def _problem(operation: Operation) -> dict[str, Any]:
    problem = {"application/problem+json": _ref(Problem)}
    return {"text/html": {"schema": {"type": "string"}}, **problem} if operation.html else problem


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": REF.format(model=model.__name__)}}
