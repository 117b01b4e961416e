"""The template's routes are the handlers' routes, function by function."""

from __future__ import annotations

import importlib

import pytest

from ghirbal_tools.dev.routes import routes_of
from ghirbal_tools.template import load

HTTP_FUNCTIONS = {"ReadApi": "read_api", "SubmitApi": "submit_api", "ModerationApi": "moderation_api"}


def handler_keys(folder: str) -> list[str]:
    """Route keys that a handler answers."""
    return sorted(importlib.import_module(f"functions.{folder}.app").api.routes)


@pytest.mark.parametrize("function", HTTP_FUNCTIONS)
def test_the_template_and_the_handlers_have_the_same_routes(function: str) -> None:
    deployed = sorted(route.key for route in routes_of(load()) if route.function == function)
    assert deployed == handler_keys(HTTP_FUNCTIONS[function])


def test_no_route_is_left_to_another_function() -> None:
    assert {route.function for route in routes_of(load())} == set(HTTP_FUNCTIONS)
