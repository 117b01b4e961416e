"""`ghirbal openapi [--check]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "docs" / "openapi.json"


def main(argv: Sequence[str]) -> int:
    """Write docs/openapi.json; with --check compare it with the code and answer 1 when they differ."""
    parser = argparse.ArgumentParser(prog="ghirbal openapi", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    given = parser.parse_args(argv)
    text = rendered()
    if given.check:
        return _compare(text)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


def rendered() -> str:
    """The document as it is committed."""
    sys.path.insert(0, str(ROOT))
    from ghirbal_tools.openapi.document import document

    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def _compare(text: str) -> int:
    committed = TARGET.read_text("utf-8") if TARGET.exists() else ""
    if committed == text:
        print("docs/openapi.json is what the code says")
        return 0
    print("docs/openapi.json differs from the code: run `ghirbal openapi` and commit it", file=sys.stderr)
    return 1
