"""Prints, as JSON, the routes that `sam local` finds in a template: {"GET /path": "Function"}.

Run by the interpreter of aws-sam-cli's own environment (tests/build/test_sam.py), with the template's path as argument.
"""

from __future__ import annotations

import json
import sys


def routes(path: str) -> dict[str, str]:
    """Route key -> logical id, as sam's own provider sees them. No container and no credentials are needed."""
    from samcli.lib.providers.api_provider import ApiProvider  # type: ignore[import-not-found]
    from samcli.lib.providers.sam_stack_provider import (  # type: ignore[import-not-found]
        SamLocalStackProvider,
    )

    stacks, _ = SamLocalStackProvider.get_stacks(template_file=path)
    found = ApiProvider(stacks).api.routes
    return {f"{method} {route.path}": route.function_name for route in found for method in route.methods}


if __name__ == "__main__":
    json.dump(routes(sys.argv[1]), sys.stdout)
