"""What the repository's own documents number, and where code and tests cite those numbers."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ghirbal_tools.template import ROOT

FAULTS = ROOT / "docs/faults.md"
SECURITY = ROOT / "docs/security.md"
TESTS = ROOT / "tests"

_ROW = re.compile(r"^\| (\d+|[HMLB]\d+|API\d+|\d+(?:\.\d+)+) \|(.*)\|$", re.MULTILINE)
_TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
_OPEN = re.compile(r"open: issue \d\d")
_CASES = re.compile(r"\b[Cc]ases? (\d+(?:(?:, and |, | and | to )\d+)*)")
_CASE_IN_NAME = re.compile(r"_case_(\d+)(?:_(\d+))?_")
_ATTACK = re.compile(r"\b([HMB]\d{1,2}|L[1-5]|API\d+)\b")
_ATTACK_IN_NAME = re.compile(r"_attack_([hmlb]\d+|api\d+)_")
_ASVS = re.compile(r"\bASVS (\d+(?:\.\d+)+(?:, \d+(?:\.\d+)+)*)")


class Promise(NamedTuple):
    """One row of a document: its number, the tests it names as (file, test), and whether it says that it is open."""

    number: str
    tests: tuple[tuple[str, str], ...]
    open: bool


class Citation(NamedTuple):
    """A number, and the file that cites it."""

    number: str
    file: str


def promises(document: Path) -> dict[str, Promise]:
    """The numbered rows of a document, by number."""
    found = _ROW.findall(document.read_text("utf-8"))
    rows = [Promise(number, tuple(_TEST.findall(rest)), bool(_OPEN.search(rest))) for number, rest in found]
    assert len({row.number for row in rows}) == len(rows), "a number stands once"
    return {row.number: row for row in rows}


@cache
def tracked(*suffixes: str) -> tuple[Path, ...]:
    """Files of the repository with one of these suffixes, without what is built; those just written as well."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = (ROOT / name for name in names if "/dist/" not in f"/{name}")
    return tuple(path for path in paths if path.suffix in suffixes and path.exists())


def cited(text: str) -> set[str]:
    """The numbers that a text cites.

    >>> sorted(cited("Fault cases 26 to 28 and 37; attack M5, L3; ASVS 16.2.5, 16.4.1"))
    ['16.2.5', '16.4.1', '26', '28', '37', 'L3', 'M5']
    """
    numbers = {number for group in _CASES.findall(text) for number in re.findall(r"\d+", group)}
    numbers |= {number for group in _ASVS.findall(text) for number in group.split(", ")}
    return numbers | set(_ATTACK.findall(text))


def cited_by_name(name: str) -> set[str]:
    """The numbers in a test's name.

    >>> sorted(cited_by_name("test_case_4_24_counters_are_exact") | cited_by_name("test_attack_m5_nobody_gains"))
    ['24', '4', 'M5']
    """
    cases = {number for pair in _CASE_IN_NAME.findall(name) for number in pair if number}
    return cases | {number.upper() for number in _ATTACK_IN_NAME.findall(name)}


@cache
def numbers_shown(file: str) -> dict[str, set[str]]:
    """The tests of a file below tests/, each with the numbers that it, or its file, says it shows."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    shared = _expanded(ast.get_docstring(tree) or "")
    return {
        node.name: shared | cited_by_name(node.name) | _expanded(ast.get_docstring(node) or "")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def citations() -> Iterator[Citation]:
    """Every number cited in prose: docstrings, comments and names in Python, whole lines elsewhere."""
    for path in tracked(".py"):
        file = str(path.relative_to(ROOT))
        for number in {number for text in _prose(path) for number in cited(text)} | _names(path):
            yield Citation(number, file)
    for path in tracked(".ts", ".mjs", ".yaml", ".toml", ".md", ".json"):
        said = re.findall(r"(?:[Ff]ault |[Aa]ttack|ASVS).*", path.read_text("utf-8"))
        for number in {number for text in said for number in cited(text)}:
            yield Citation(number, str(path.relative_to(ROOT)))


def _names(path: Path) -> set[str]:
    if TESTS not in path.parents:
        return set()
    found = re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    return {number for name in found for number in cited_by_name(name)}


def _prose(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def _expanded(text: str) -> set[str]:
    """What a docstring cites, with the cases between the ends of `26 to 29`."""
    spans = re.findall(r"(\d+) to (\d+)", " ".join(_CASES.findall(text)))
    between = {str(number) for first, last in spans for number in range(int(first), int(last) + 1)}
    return cited(text) | between
