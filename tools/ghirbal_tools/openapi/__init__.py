"""OpenAPI 3.1 from the code: routes of the handlers, bodies of the write paths, shapes of the answers."""

from ghirbal_tools.openapi.command import main

__all__ = ["main"]
