"""Events become requests, whatever they hold (fault case 40; OWASP API8)."""

from __future__ import annotations

from typing import Any

import pytest

from ghirbal.domain.errors import NotFound, Refused
from ghirbal.http.language import negotiate
from ghirbal.http.request import Request
from tests.unit.http.support import event, request


def test_an_event_gives_its_parts() -> None:
    made = request(
        "POST",
        "/v1/sites/akhbar/form",
        query="page=x",
        headers={"Accept-Language": "fr", "ORIGIN": "https://akhbar.example"},
        params={"site": "akhbar"},
        route="POST /v1/sites/{site}/form",
        body=b"\xd8\xb3",
    )
    assert (made.method, made.path, made.raw_query) == ("POST", "/v1/sites/akhbar/form", "page=x")
    assert (made.route, made.id, made.source) == ("POST /v1/sites/{site}/form", "request-1", "203.0.113.7")
    assert made.lang == "fr"
    assert made.headers["origin"] == "https://akhbar.example"
    assert made.param("site") == "akhbar"
    assert made.body().decode() == "س"


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"requestContext": None},
        {"requestContext": {"http": []}, "headers": "x", "pathParameters": 7},
        {"headers": {"a": 1, "b": None}, "body": {"text": "x"}, "rawPath": None},
        {"requestContext": {"http": {"method": 7, "sourceIp": None}}},
    ],
)
def test_a_strange_event_is_an_empty_request_and_no_crash(strange: dict[str, Any]) -> None:
    made = Request.of(strange)
    assert (made.method, made.body(), made.source, made.lang) == ("", b"", "", "ar")


def test_a_body_that_claims_to_be_base64_and_is_not_is_refused() -> None:
    made = Request.of({**event("POST", body="***"), "isBase64Encoded": True})
    with pytest.raises(Refused, match="body-encoding"):
        made.body()


def test_texts_and_tokens_stay_out_of_a_requests_repr() -> None:
    made = request("POST", body="سر", headers={"authorization": "Bearer x"}, params={"token": "v1.secret"})
    assert not {"سر", "Bearer", "secret"} & set(repr(made).replace("'", " ").split())
    assert "secret" not in repr(made)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("site", "a#b"),
        ("site", "ab"),
        ("site", "x" * 33),
        ("site", "AKHBAR"),
        ("site", "akhbar\n"),
        ("site", "أخبار"),
        ("page", ".."),
        ("page", "p" * 25),
        ("page", "P" * 26),
        ("page", "0" * 26),
        ("id", "c" * 13 + " " + "c" * 12),
        ("id", "c" * 25 + "\x00"),
        ("id", "x" * 2_048),
        ("id", "%00"),
        ("id", ""),
        ("token", "a/b"),
        ("token", "x" * 4_097),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_an_id_names_nothing(name: str, value: str) -> None:
    """Fault case 40: it never gets as far as a key of the table."""
    with pytest.raises(NotFound, match="not-found"):
        request(params={name: value}).param(name)


def test_a_missing_path_parameter_names_nothing() -> None:
    with pytest.raises(NotFound):
        request().param("site")


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("", "ar"),
        ("*", "ar"),
        ("de-DE,de;q=0.9", "ar"),
        ("fr-MA,fr;q=0.9,en;q=0.8,ar;q=0.7", "fr"),
        ("en-US,en;q=0.5", "en"),
        ("AR-ma", "ar"),
        ("en;q=0.8, fr;q=0.8", "fr"),
        ("en;q=0.8,ar;q=0.8", "ar"),
        ("ar;q=0, fr;q=0.1", "fr"),
        ("en;q=nan", "ar"),
        ("en;q=9", "ar"),
        ("en;q=", "ar"),
        ("fr;level=1", "fr"),
        (";;;,,,", "ar"),
        ("x" * 100_000, "ar"),
        ("a," * 50_000 + "en", "ar"),
    ],
)
def test_the_language_is_the_readers_best_of_ours_arabic_first(accept: str, lang: str) -> None:
    assert negotiate(accept) == lang
