"""Cross-origin headers (fault case 36; ASVS 3.4.2, 3.5.1)."""

from __future__ import annotations

import pytest

from ghirbal.domain.errors import Forbidden
from ghirbal.http.cors import any_origin, echo, preflight
from tests.unit.http.support import request

ORIGINS = ("https://akhbar.example", "https://www.akhbar.example")
STRANGERS = [
    "https://akhbar.example.evil.example",
    "https://evilakhbar.example",
    "null",
    "https://akhbar.example.",
    "https://AKHBAR.example",
    "https://akhbar.example:444",
    "https://u@akhbar.example",
    "*",
]


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_listed_origin_is_echoed_and_the_answer_varies_by_it(origin: str) -> None:
    headers = echo(request(headers={"origin": origin}), ORIGINS)
    assert headers["access-control-allow-origin"] == origin
    assert headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_stranger_is_not_echoed_and_the_answer_still_varies(origin: str) -> None:
    assert echo(request(headers={"origin": origin}), ORIGINS) == {"vary": "Origin"}


def test_a_call_without_origin_gets_no_header_of_anyone() -> None:
    assert echo(request(), ORIGINS) == {"vary": "Origin"}


def test_public_errors_are_for_anyone_and_say_when_to_try_again() -> None:
    assert any_origin() == {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Age, Date, ETag, Ghirbal-Cursor, Retry-After",
    }


def test_a_preflight_allows_exactly_our_headers_and_methods() -> None:
    answer = preflight(request("OPTIONS", headers={"Origin": ORIGINS[0]}), ORIGINS)
    assert (answer.status, answer.body) == (204, "")
    allowed = set(answer.headers["access-control-allow-headers"].split(", "))
    ours = {"Ghirbal-Form", "Ghirbal-Reader", "Ghirbal-SSO", "Idempotency-Key"}
    assert allowed == {"Authorization", "Content-Type", "If-None-Match"} | ours
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
    }
    assert answer.headers["access-control-allow-origin"] == ORIGINS[0]
    assert answer.headers["vary"] == "Origin"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("origin", [None, *STRANGERS])
def test_a_strangers_preflight_is_refused(origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    with pytest.raises(Forbidden, match="origin-not-allowed"):
        preflight(request("OPTIONS", headers=headers), ORIGINS)
