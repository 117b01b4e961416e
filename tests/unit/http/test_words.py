"""What readers and moderators are told is spelled in one way, wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ghirbal.domain.languages import LANGUAGES
from ghirbal_tools.template import ROOT

TEXTS = [
    *(ROOT / "shared" / "ghirbal" / "http").rglob("*.json"),
    *(ROOT / "shared" / "ghirbal" / "usecases").rglob("*.json"),
    ROOT / "shared" / "ghirbal" / "moderation" / "data" / "explanations.json",
    *(ROOT / "widget" / "src" / "words").glob("*.ts"),
]
FRENCH = re.compile(r"\b(le|la|les|de|des|est|votre|ce|un|une|sur|que|quelle)\b", re.IGNORECASE)


def texts(path: Path) -> list[str]:
    """Everything between two quotation marks."""
    return re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text("utf-8"))


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object none of whose members stands twice: of two the reader would silently take the last."""
    names = [name for name, _ in pairs]
    assert sorted(names) == sorted(set(names))
    return dict(pairs)


def by_language(value: object) -> Iterator[Mapping[str, object]]:
    """Every object whose members are languages, however deep."""
    if isinstance(value, dict):
        if LANGUAGES[0] in value:
            yield value
        for member in value.values():
            yield from by_language(member)


def test_there_is_something_to_read() -> None:
    spoken = [
        path
        for path in TEXTS
        if path.suffix == ".json" and [*by_language(json.loads(path.read_text("utf-8")))]
    ]
    assert len(spoken) >= 7
    assert len(TEXTS) >= 10
    assert sum(len(texts(path)) for path in TEXTS) > 1_000


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_arabic_writes_the_tanween_of_an_alif_on_it(path: Path) -> None:
    assert [text for text in texts(path) if "\u064b\u0627" in text] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_french_has_its_own_apostrophe_and_keeps_its_marks_on_the_line(path: Path) -> None:
    french = [text for text in texts(path) if FRENCH.search(text)]
    wrong = re.compile(r"\w'\w| [;:!?»]|« ")
    assert [text for text in french if wrong.search(text)] == []


@pytest.mark.parametrize(
    "path", [path for path in TEXTS if path.suffix == ".json"], ids=lambda path: path.name
)
def test_no_text_stands_twice_under_one_name(path: Path) -> None:
    json.loads(path.read_text("utf-8"), object_pairs_hook=once)


@pytest.mark.parametrize(
    "path", [path for path in TEXTS if path.suffix == ".json"], ids=lambda path: path.name
)
def test_what_is_said_in_one_language_is_said_in_all(path: Path) -> None:
    for spoken in by_language(json.loads(path.read_text("utf-8"))):
        assert set(LANGUAGES) <= spoken.keys(), spoken
        named = [frozenset(words) for lang in LANGUAGES if isinstance(words := spoken[lang], dict)]
        assert len(set(named)) <= 1, "each language has the same names"


@pytest.mark.parametrize("part", ["widget", "console"])
def test_every_language_has_its_file_of_words(part: str) -> None:
    files = {path.stem for path in (ROOT / part / "src/words").glob("*.ts")}
    assert set(LANGUAGES) <= files
