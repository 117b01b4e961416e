"""Problem documents: one row a code, three languages, nothing that isn't meant to be told (RFC 9457)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ghirbal
from ghirbal.domain.errors import Conflict, Forbidden, GhirbalError, LimitReached, Refused, StoreUnavailable
from ghirbal.domain.languages import LANGUAGES
from ghirbal.http.errors import problem, problems
from tests.unit.http.support import comment

ROWS = [(code, lang) for code in problems() for lang in LANGUAGES]
_RAISED = re.compile(
    r"\b(?:GhirbalError|Refused|NotFound|Forbidden|LimitReached|IllegalTransition)\(\s*\"([a-z-]+)\""
)


def document(error: GhirbalError, lang: str = "en") -> dict[str, Any]:
    made: dict[str, Any] = json.loads(problem(error, lang).body)
    return made


def sources() -> Iterator[str]:
    """The package's own code and the functions beside it."""
    package = Path(ghirbal.__file__).parent
    for folder in (package, package.parents[1] / "functions"):
        yield from (path.read_text("utf-8") for path in folder.rglob("*.py"))


def test_every_code_that_the_code_raises_has_its_row() -> None:
    raised = {code for text in sources() for code in _RAISED.findall(text)}
    assert len(raised) > 30, "the search itself still finds them"
    assert raised - set(problems()) == set()


@pytest.mark.parametrize(("code", "lang"), ROWS)
def test_every_row_has_a_title_and_a_sentence_in_each_language(code: str, lang: str) -> None:
    title, detail = problems()[code][lang]  # type: ignore[literal-required]
    assert title
    assert not title.endswith((".", "!"))
    assert detail.endswith((".", "؟"))
    assert (lang == "ar") == bool(re.search("[ء-ي]", title))


@pytest.mark.parametrize("code", problems())
def test_every_row_has_an_error_status_and_the_same_places_in_each_language(code: str) -> None:
    row = problems()[code]
    assert 400 <= row["status"] < 600
    places = [set(re.findall(r"\{\w+\}", row[lang][1])) for lang in LANGUAGES]
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("code", [code for code in problems() if "/" in code])
def test_a_row_for_a_reason_has_the_status_of_its_code(code: str) -> None:
    assert problems()[code]["status"] == problems()[code.partition("/")[0]]["status"]


def test_a_problem_says_what_is_wrong_what_was_expected_and_for_whom_to_keep_it() -> None:
    made = problem(Refused("text-too-long", length=1_200, most=1_000), "en")
    assert json.loads(made.body) == {
        "type": "https://ghirbal.org/problems/text-too-long",
        "title": "Comment too long",
        "status": 422,
        "detail": "Your comment has 1200 characters, at most 1000 are allowed.",
        "code": "text-too-long",
        "length": 1_200,
        "most": 1_000,
    }
    assert made.status == 422
    assert made.headers["content-type"] == "application/problem+json"
    assert made.headers["cache-control"] == "private, no-store"
    assert made.headers["content-language"] == "en"


def test_arabic_is_the_language_of_whoever_asks_for_another() -> None:
    assert document(Refused("text-empty"), "de") == document(Refused("text-empty"), "ar")


@pytest.mark.parametrize("reason", ["abuse", "spam", "name"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_says_why(reason: str, lang: str) -> None:
    plain = document(Refused("comment-refused", reason="behaviour"), lang)
    told = document(Refused("comment-refused", reason=reason, spans=[{"start": 0, "end": 4}]), lang)
    assert told["detail"] != plain["detail"]
    assert (told["code"], told["reason"], told["spans"]) == (
        "comment-refused",
        reason,
        [{"start": 0, "end": 4}],
    )


def test_a_conflict_tells_what_won_beside_the_http_status() -> None:
    found = document(Conflict(comment(version=4)))
    assert (found["status"], found["version"], found["state"]) == (409, 4, "PENDING")


@pytest.mark.parametrize("member", ["type", "title", "detail", "instance"])
def test_details_never_take_the_place_of_a_documents_own_members(member: str) -> None:
    assert document(GhirbalError("banned", **{member: "forged"})) == {
        **document(GhirbalError("banned")),
    }


def test_a_code_without_a_row_tells_nothing() -> None:
    made = problem(GhirbalError("never-heard-of", text="secret"), "en")
    assert made.status == 500
    assert "secret" not in made.body
    assert json.loads(made.body)["code"] == "internal"


def test_what_may_be_tried_again_says_when() -> None:
    assert problem(StoreUnavailable("ThrottlingException", 2), "ar").headers["retry-after"] == "2"
    assert problem(LimitReached("limit-reached", retry_after=37), "ar").headers["retry-after"] == "37"
    assert "ThrottlingException" not in problem(StoreUnavailable("ThrottlingException"), "en").body


def test_who_has_to_sign_in_is_told_how() -> None:
    assert problem(Forbidden("token-missing"), "ar").headers["www-authenticate"] == "Bearer"


def test_a_wrong_method_is_told_the_right_ones() -> None:
    assert (
        problem(GhirbalError("method-not-allowed", allow="GET, POST"), "ar").headers["allow"] == "GET, POST"
    )


def test_a_place_is_filled_with_plain_text_once() -> None:
    """A detail that looks like a place is not filled again, and one that isn't there is empty."""
    assert "{most}" in document(Refused("bad-parameter", name="{most}", most="secret"))["detail"]
    assert "{" not in document(Refused("text-too-long"))["detail"]
