"""The repository's documents are whole and true: numbers, tests, links, commands and folders in them exist."""

from __future__ import annotations

import re
import tokenize
from pathlib import Path

import pytest

from ghirbal_tools.cli import COMMANDS
from ghirbal_tools.template import ROOT, load
from tests.support.documents import FAULTS, SECURITY, Promise, citations, numbers_shown, promises, tracked

OPEN = {"B6"}
"""What may still be open, each with its issue in the document. A number leaves this set when its test is there."""

CASES = promises(FAULTS)
ATTACKS = promises(SECURITY)
NUMBERED = [*CASES.values(), *(row for number, row in ATTACKS.items() if number[0] in "HMLB")]
MARKDOWN = tracked(".md")
PACKAGE = ROOT / "shared/ghirbal"


def test_sixty_cases_and_both_tables_of_attacks_stand_in_the_documents() -> None:
    assert list(CASES) == [str(number) for number in range(1, 61)]
    expected = {
        f"{kind}{number}"
        for kind, last in (("H", 9), ("M", 14), ("L", 5), ("B", 20))
        for number in range(1, last + 1)
    }
    assert {number for number in ATTACKS if number[0] in "HMLB"} == expected


def test_every_number_that_is_cited_stands_in_a_document() -> None:
    known = CASES.keys() | ATTACKS.keys()
    dangling = [f"{found.file} cites {found.number}" for found in citations() if found.number not in known]
    assert dangling == []


@pytest.mark.parametrize("promise", NUMBERED, ids=[row.number for row in NUMBERED])
def test_every_case_and_attack_names_a_test_that_exists_and_bears_its_number(promise: Promise) -> None:
    for file, name in promise.tests:
        assert name in numbers_shown(file), f"{promise.number} names {file}::{name}"
    if promise.open:
        assert promise.number in OPEN, "no row is opened again"
    else:
        shown = [name for file, name in promise.tests if promise.number in numbers_shown(file)[name]]
        assert shown, f"no test named for {promise.number} says the number in its name or docstring"


def test_what_is_closed_has_left_the_list_of_open_ones() -> None:
    closed = {row.number for row in NUMBERED if not row.open}
    assert closed & OPEN == set(), "take these out of OPEN above"


def test_nothing_cites_a_document_or_an_issue_that_is_not_here() -> None:
    papers = r"\b(?:FAULTS \d|SECURITY,? [HML]|(?:DESIGN|RUNTIME|STYLE|LAYOUT|ARABIC|FIELD)(?:\.md\b|,? section|,? §))"
    foreign = re.compile(rf"{papers}|§ ?\d|\bissues? 0?\d")
    rows = re.compile(r"open: issue \d\d")
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked(".py", ".ts", ".mjs", ".yaml", ".toml", ".md", ".json")
        if path.name not in ("test_documents.py", "package-lock.json")
        for hit in foreign.finditer(rows.sub("", path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("path", MARKDOWN, ids=[str(path.relative_to(ROOT)) for path in MARKDOWN])
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", _without_code(path.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), f"{target} is not there"
        if anchor:
            assert anchor in _anchors(linked), f"{target}: no such heading"


def test_every_command_that_a_document_names_exists() -> None:
    makefiles = (ROOT / "Makefile", *(ROOT / "tools/make").glob("*.mk"))
    targets = {
        name
        for file in makefiles
        for name in re.findall(r"^([a-z-]+):", file.read_text("utf-8"), re.MULTILINE)
    }
    known = {"make": targets, "ghirbal": set(COMMANDS)}
    missing = [
        f"{path.relative_to(ROOT)}: {program} {name}"
        for path in MARKDOWN
        for program, name in re.findall(
            r"(?:^|`|/bin/)(make|ghirbal) ([a-z][a-z-]*)", path.read_text("utf-8"), re.MULTILINE
        )
        if name not in known[program]
    ]
    assert missing == []


def test_every_alarm_of_the_template_has_its_row_in_the_runbook() -> None:
    text = (
        (ROOT / "docs/operations.md").read_text("utf-8").split("## When an alarm rings")[1].split("\n## ")[0]
    )
    rows = set(re.findall(r"^\| `(\w+Alarm)` \|", text, re.MULTILINE))
    resources = load().document["Resources"]
    assert rows == {name for name, made in resources.items() if made["Type"] == "AWS::CloudWatch::Alarm"}


def test_the_rooms_drawn_in_the_documents_are_those_of_the_package() -> None:
    drawn = (ROOT / "docs/architecture.md").read_text("utf-8").split("## Rooms")[1].split("\n## ")[0]
    rooms = set(re.findall(r"^\| `([a-z_/]+)` \|", drawn, re.MULTILINE))
    files = (
        path for path in tracked(*{path.suffix for path in PACKAGE.rglob("*.*")}) if PACKAGE in path.parents
    )
    assert rooms == {str(path.parent.relative_to(PACKAGE)) for path in files} - {"."}


def test_retired_names_do_not_come_back() -> None:
    rows = (ROOT / "tests/golden/retired_words.tsv").read_text("utf-8").splitlines()
    retired = {tuple(row.split("\t")[:2]): row.split("\t")[2] for row in rows if not row.startswith("#")}
    back = []
    for path in tracked(".py"):
        with path.open("rb") as source:
            names = {
                token.string for token in tokenize.tokenize(source.readline) if token.type == tokenize.NAME
            }
        names.add(path.stem)
        back += [f"{path.relative_to(ROOT)}: {name}" for name in names if ("py", name) in retired]
    for path in tracked(".ts"):
        code = re.sub(r"/\*.*?\*/|//.*|\"[^\"\n]*\"|`[^`]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
        back += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in set(re.findall(r"\w+", code))
            if ("ts", name) in retired
        ]
    assert back == [], "tests/golden/retired_words.tsv says what to write instead"


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def _anchors(path: Path) -> set[str]:
    """The headings of a document as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
