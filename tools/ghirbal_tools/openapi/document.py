"""Builds the document."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ghirbal import __version__
from ghirbal.http.contract import ID, TEXT, Contract, Schema
from ghirbal.http.errors import problems
from ghirbal.http.moderator_api import role_of
from ghirbal_tools.openapi import answers, flood, workbench, workplace
from ghirbal_tools.openapi.answers import Problem

FUNCTIONS = ("read_api", "submit_api", "moderation_api")
REF = "#/components/schemas/{model}"
PATH: Mapping[str, Schema] = {
    "site": {"type": "string", "pattern": "^[a-z0-9-]{3,32}$"},
    "page": ID,
    "id": ID,
    "token": TEXT,
    "member": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,128}$"},
}
"""Every parameter that may stand in a path."""


class UnknownModel(ValueError):
    """A handler names an answer that nobody describes; the message says which."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A route as its handler declares it; `function` is the folder's name."""

    function: str
    handler: Callable[..., Any]
    contract: Contract


def declared() -> dict[str, Declared]:
    """Every route of the handlers, as `METHOD /rule`."""
    found: dict[str, Declared] = {}
    for name in FUNCTIONS:
        api = importlib.import_module(f"functions.{name}.app").api
        found |= {
            route: Declared(name, handler, api.contracts[route]) for route, handler in api.routes.items()
        }
    return found


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document; preflights are left out, and HEAD, which every GET implies. Raises UnknownModel."""
    routes = {
        route: made for route, made in declared().items() if not route.startswith(("OPTIONS ", "HEAD "))
    }
    used = [model for made in routes.values() for model in _models(made.contract)]
    models: list[type[BaseModel]] = list(dict.fromkeys([*used, Problem]))
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ghirbal",
            "version": __version__,
            "description": "Comments for Arabic news sites, judged before anyone sees them.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(routes),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "moderator": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": SCOPE}
            },
        },
        "x-problems": {code: row["status"] for code, row in sorted(problems().items())},
    }


SCOPE = "An access token with the scope comments/moderate and a group <site>:<role>."


def _models(contract: Contract) -> list[type[BaseModel]]:
    named = [name for answer in contract["answers"].values() for name in _kinds(answer)]
    body = contract.get("body")
    return [*([body] if body else ()), *(model_named(name) for name in named if name and "/" not in name)]


def _kinds(answer: str | tuple[str, ...]) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else answer


def model_named(name: str) -> type[BaseModel]:
    """The model of an answer, from this folder. Raises UnknownModel."""
    for module in (answers, flood, workbench, workplace):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    raise UnknownModel(f"a handler answers with {name}, and no module of ghirbal_tools.openapi has it")


def _paths(routes: Mapping[str, Declared]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route, made in routes.items():
        method, _, rule = route.partition(" ")
        paths.setdefault(rule, {})[method.lower()] = _operation(rule, made)
    return paths


def _operation(rule: str, made: Declared) -> dict[str, Any]:
    contract, role = made.contract, role_of(made.handler)
    operation: dict[str, Any] = {
        "operationId": f"{made.function}_{made.handler.__name__}",
        "tags": [made.function],
        "summary": (inspect.getdoc(made.handler) or "").partition("\n")[0],
        "parameters": [*_path_parameters(rule), *_query(contract), *_headers(contract)],
        "responses": _responses(contract),
    }
    if body := contract.get("body"):
        operation["requestBody"] = {"required": True, "content": {"application/json": _ref(body)}}
    if contract.get("form"):
        empty = {"schema": {"type": "object", "properties": {"decide": {"type": "string"}}}}
        operation["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": empty}}
    if role is not None:
        operation["security"] = [{"moderator": []}]
        operation["responses"]["401"] = _REFUSED
        operation["x-role"] = str(role)
    return operation


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [_parameter("path", name, PATH[name], required=True) for name in re.findall(r"\{(\w+)\}", rule)]


def _query(contract: Contract) -> list[dict[str, Any]]:
    names, required = contract.get("query", {}).items(), contract.get("required", ())
    return [_parameter("query", name, schema, required=name in required) for name, schema in names]


def _headers(contract: Contract) -> list[dict[str, Any]]:
    language = _parameter("header", "Accept-Language", TEXT, required=False)
    optional = {"Ghirbal-SSO", *contract.get("optional", ())}
    names = contract.get("headers", {}).items()
    own = [_parameter("header", name, schema, required=name not in optional) for name, schema in names]
    return [*own, language]


def _parameter(place: str, name: str, schema: Schema, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": dict(schema)}


def _responses(contract: Contract) -> dict[str, Any]:
    made = {str(status): _response(_kinds(answer)) for status, answer in contract["answers"].items()}
    page = any("text/html" in _kinds(answer) for answer in contract["answers"].values())
    problem = {"application/problem+json": _ref(Problem)}
    content = {"text/html": _TEXT, **problem} if page else problem
    return made | {"default": {"description": "A problem", "content": content}}


_TEXT = {"schema": {"type": "string"}}
_DOCUMENT = {"schema": {"type": "object"}}
"""JSON of somebody else's vocabulary."""

_REFUSED = {
    "description": "No token, or none that counts: the gateway's own words, or ours where it asks for none",
    "content": {
        "application/json": {"schema": {"type": "object", "properties": {"message": {"type": "string"}}}},
        "application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}},
    },
}


def _response(kinds: Sequence[str]) -> dict[str, Any]:
    if kinds == ("",):
        return {"description": "No body"}
    content = {kind if "/" in kind else "application/json": _shape(kind) for kind in kinds}
    told = [inspect.getdoc(model_named(kind)) or "" for kind in kinds if "/" not in kind]
    return {"description": told[0] if told else "A text", "content": content}


def _shape(kind: str) -> dict[str, Any]:
    if "/" not in kind:
        return _ref(model_named(kind))
    return _DOCUMENT if kind.endswith("+json") else _TEXT


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": REF.format(model=model.__name__)}}
