"""`ghirbal openapi [--check]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "docs" / "openapi.json"
ROLES = ROOT / "docs" / "moderation.md"
TEMPLATE = ROOT / "template.yaml"


def main(argv: Sequence[str]) -> int:
    """Write what the handlers declare: docs/openapi.json, the table of roles, the template's routes.

    With --check compare them with the code, 1 when they differ.
    """
    parser = argparse.ArgumentParser(prog="ghirbal openapi", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    given = parser.parse_args(argv)
    made = {
        TARGET: rendered(),
        ROLES: with_roles(ROLES.read_text("utf-8")),
        TEMPLATE: with_routes(TEMPLATE.read_text("utf-8")),
    }
    if given.check:
        return max(_compare(path, text) for path, text in made.items())
    for path, text in made.items():
        path.write_text(text, "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def rendered() -> str:
    """The document as it is committed."""
    sys.path.insert(0, str(ROOT))
    from ghirbal_tools.openapi.document import document

    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def with_roles(page: str) -> str:
    """The page about the moderators' room with its table of roles as the handlers have it."""
    sys.path.insert(0, str(ROOT))
    from ghirbal_tools.openapi.roles import written_into

    return written_into(page)


def with_routes(template: str) -> str:
    """The template with its routes as the handlers declare them."""
    sys.path.insert(0, str(ROOT))
    from ghirbal_tools.openapi.template_routes import written_into

    return written_into(template)


def _compare(path: Path, text: str) -> int:
    name = path.relative_to(ROOT)
    committed = path.read_text("utf-8") if path.exists() else ""
    if committed == text:
        print(f"{name} is what the code says")
        return 0
    print(f"{name} differs from the code: run `ghirbal openapi` and commit it", file=sys.stderr)
    return 1
