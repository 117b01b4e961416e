"""docs/assurance.md: what the README promises, the tests that show it in their own words, and the commands.

`python -m tests.support.assurance` writes it from tests/golden/assurance.tsv; a test compares.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from ghirbal_tools.template import ROOT

ROWS = ROOT / "tests/golden/assurance.tsv"
DOCUMENT = ROOT / "docs/assurance.md"
README = ROOT / "README.md"
_RUN = re.compile(r"((?:make|ghirbal) [a-z-]+) \((docs/([\w.-]+))\)")
COMMANDS = {
    "browser": "make test",
    "build": "make check",
    "local": "make local-test",
    "stack": "make stack",
}
"""What runs a folder's tests with all they need; the others need nothing but Python."""

HEAD = """# What is promised, and what shows it

Each heading is a promise of the [README](../README.md) in its own words. Below it stand the tests that fail when it is
broken, in their own words, and what measures it. Made by `python -m tests.support.assurance` of the tests' names and
`tests/golden/assurance.tsv`; a test compares. Cases of fault and attacks have their own tables:
[faults.md](faults.md), [security.md](security.md).

"""


class Promise(NamedTuple):
    """Words of the README, the tests as (file below tests/, name), and runs as (command, document)."""

    words: str
    tests: tuple[tuple[str, str], ...]
    runs: tuple[tuple[str, str], ...]


def promises() -> Iterator[Promise]:
    """The rows. Raises ValueError for one that has not three columns."""
    for line in ROWS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        words, tests, runs = line.split("\t")
        named = tuple(
            (file, name) for file, _, name in (test.partition("::") for test in tests.split(" ") if test)
        )
        yield Promise(words, named, tuple((run[0], run[2]) for run in _RUN.findall(runs)))


def document() -> str:
    """The whole document."""
    return HEAD + "\n".join(_section(promise) for promise in promises())


def sentence(name: str) -> str:
    """A test's name as what it says.

    >>> sentence("test_case_6_of_eight_decisions_at_once_one_wins")
    'case 6: of eight decisions at once one wins'
    """
    said = re.sub(r"^test_", "", name).replace("_", " ")
    return re.sub(r"^((?:case|attack) \w+(?: \d+)?) ", r"\1: ", said)


def command(file: str, name: str) -> str:
    """What runs one test.

    >>> command("stack/test_team.py", "test_x"), command("unit/test_documents.py", "test_y")
    ('make stack', '.venv/bin/pytest tests/unit/test_documents.py -k test_y')
    """
    return COMMANDS.get(file.partition("/")[0], f".venv/bin/pytest tests/{file} -k {name}")


def _section(promise: Promise) -> str:
    shown = re.sub(r"\[([^]]+)\](?:\([^)]*\))?", r"\1", promise.words)
    lines = [f"## {shown}\n"]
    lines += [f"- {sentence(name)}: `{command(file, name)}`" for file, name in promise.tests]
    lines += [f"- figures in [{target}]({target}): `{run}`" for run, target in promise.runs]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.exit(0)
