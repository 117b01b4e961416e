"""Query and header parameters (fault case 38; attack H9)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghirbal.domain.errors import Refused
from ghirbal.http import parameters

ALLOWED = ("limit", "sort", "cursor")
A, B = "a" * 26, "b" * 26


def refusal(raw: str) -> Refused:
    with pytest.raises(Refused) as caught:
        parameters.query(raw, ALLOWED)
    return caught.value


def test_a_query_is_decoded_once() -> None:
    """ASVS 1.1.1."""
    assert parameters.query("cursor=%2541&sort=a+b", ALLOWED) == {"cursor": "%41", "sort": "a b"}
    assert parameters.query("", ALLOWED) == {}


@pytest.mark.parametrize(
    "raw", ["page=2", "LIMIT=20", "limit[]=20", "limit=20&status=APPROVED", "utm_source=x"]
)
def test_an_unknown_parameter_is_refused_before_the_store(raw: str) -> None:
    """H9: a cache can't be passed by with invented parameters."""
    error = refusal(raw)
    assert error.code == "unknown-parameter"
    assert error.details["known"] == "cursor, limit, sort"


@pytest.mark.parametrize("raw", ["limit=20&limit=20", "limit=20&limit=30", "limit=&limit="])
def test_a_parameter_given_twice_is_refused_by_name(raw: str) -> None:
    error = refusal(raw)
    assert (error.code, error.details["name"]) == ("bad-parameter", "limit")


@pytest.mark.parametrize("raw", ["limit", "&", "limit=%ff", "limit=%c3%28", "=", "a=1&" * 50, "x" * 100_000])
def test_a_broken_query_is_refused(raw: str) -> None:
    assert refusal(raw).code in ("bad-parameter", "unknown-parameter")


@given(st.text(max_size=60))
def test_no_query_crashes(raw: str) -> None:
    with suppress(Refused):
        assert set(parameters.query(raw, ALLOWED)) <= set(ALLOWED)


@pytest.mark.parametrize(
    "text", ["20,20", "0", "51", "-1", "+1", "1.0", "1e1", " 1", "٢٠", "", "9" * 30, "0x10", "1_0", "²"]
)
def test_a_number_is_plain_digits_within_its_bounds(text: str) -> None:
    """Fault case 38: API Gateway joins doubled parameters with a comma."""
    with pytest.raises(Refused) as caught:
        parameters.number({"limit": text}, "limit", 20, 1, 50)
    assert caught.value.details == {"name": "limit", "low": 1, "high": 50}


@pytest.mark.parametrize("text", ["1", "50", "007"])
def test_both_bounds_are_good(text: str) -> None:
    assert parameters.number({"limit": text}, "limit", 20, 1, 50) == int(text)


def test_a_choice_is_one_of_the_words() -> None:
    assert parameters.choice({}, "sort", ("newest", "oldest"), "newest") == "newest"
    assert parameters.choice({"sort": "oldest"}, "sort", ("newest", "oldest"), "newest") == "oldest"
    with pytest.raises(Refused, match="bad-parameter"):
        parameters.choice({"sort": "newest,oldest"}, "sort", ("newest", "oldest"), "newest")


def test_an_identifier_may_be_left_out_but_not_be_wrong() -> None:
    assert parameters.identifier({}, "page") is None
    assert parameters.identifier({"page": A}, "page") == A
    with pytest.raises(Refused, match="bad-parameter"):
        parameters.identifier({"page": A + "#x"}, "page")


def test_identifiers_are_sorted_and_each_there_once() -> None:
    assert parameters.identifiers({"pages": f"{A}.{B}"}, "pages") == (A, B)


@pytest.mark.parametrize(
    "pages", ["", ".", A + ".", f"{B}.{A}", f"{A}.{A}", f"{A},{B}", "x", ".".join([A] * 101)]
)
def test_a_set_of_pages_has_one_spelling_only(pages: str) -> None:
    """H9: else a hundred pages have 100! addresses, and none of them is in a cache."""
    with pytest.raises(Refused, match="bad-parameter"):
        parameters.identifiers({"pages": pages}, "pages")


def test_a_hundred_pages_are_the_most() -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    ids = sorted(first + second + "a" * 24 for first in alphabet[:11] for second in alphabet[:10])
    assert len(parameters.identifiers({"pages": ".".join(ids[:100])}, "pages")) == 100
    with pytest.raises(Refused):
        parameters.identifiers({"pages": ".".join(ids[:101])}, "pages")


@pytest.mark.parametrize("key", ["", "x" * 15, "x" * 65, "x" * 15 + "=", "x" * 16 + "\n", "مفتاح" * 4])
def test_an_idempotency_key_is_16_to_64_url_safe_characters(key: str) -> None:
    with pytest.raises(Refused, match="idempotency-key"):
        parameters.idempotency_key({"idempotency-key": key})


@pytest.mark.parametrize("key", ["x" * 16, "A-_9" * 16])
def test_good_idempotency_keys_pass(key: str) -> None:
    assert parameters.idempotency_key({"idempotency-key": key}) == key


def test_a_missing_idempotency_key_is_refused() -> None:
    with pytest.raises(Refused, match="idempotency-key"):
        parameters.idempotency_key({})
