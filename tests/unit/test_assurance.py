"""docs/assurance.md tells what the README promises and what shows it, and every named test is there."""

from __future__ import annotations

import re

import pytest

from tests.support.assurance import DOCUMENT, README, Promise, document, promises
from tests.support.documents import numbers_shown

PROMISES = list(promises())
PROMISING = ("Ghirbal · غربال", "How it decides", "Moderators")
"""The chapters of the README that promise something to somebody; each of their points has to be shown."""


def readme() -> str:
    """The README in one line a paragraph."""
    return re.sub(r"\s+", " ", README.read_text("utf-8"))


def points() -> list[str]:
    """The points of the lists in those chapters."""
    chapters = re.split(r"^#+ ", README.read_text("utf-8"), flags=re.MULTILINE)
    wanted = [
        chapter for chapter in chapters if chapter.splitlines()[:1] and chapter.splitlines()[0] in PROMISING
    ]
    found = [
        point
        for chapter in wanted
        for point in re.findall(r"^(?:- |\d\. )(.*(?:\n {2,}.*)*)", chapter, flags=re.MULTILINE)
    ]
    return [re.sub(r"\s+", " ", point) for point in found]


def stands(words: str, text: str) -> bool:
    return all(part.strip() in text for part in words.split("…"))


def test_the_document_is_what_the_tests_names_make() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "run `.venv/bin/python -m tests.support.assurance`"


@pytest.mark.parametrize("promise", PROMISES, ids=[promise.words[:40] for promise in PROMISES])
def test_a_promise_stands_in_the_readme_and_its_tests_exist(promise: Promise) -> None:
    assert stands(promise.words, readme()), "the README says it otherwise"
    assert promise.tests
    for file, name in promise.tests:
        assert name in numbers_shown(file), f"{file}::{name} is not there"


def test_every_point_of_the_readme_that_promises_something_is_shown() -> None:
    missing = [point for point in points() if not any(stands(each.words, point) for each in PROMISES)]
    assert len(points()) >= 10
    assert missing == []
