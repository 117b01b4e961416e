"""Answers and what caches may do with them (attacks H4, M1; OWASP API8)."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from ghirbal.http.responses import Response, dumps, etag, html, matches, private, public
from tests.unit.http.support import request

PAYLOAD = {"comments": [], "text": "سلام"}


def test_arabic_is_sent_as_it_is() -> None:
    body = dumps(PAYLOAD)
    assert "سلام" in body
    assert json.loads(body) == PAYLOAD
    assert " " not in body


def test_nan_is_never_sent() -> None:
    with pytest.raises(ValueError):
        dumps({"score": float("nan")})


def test_an_answer_without_a_word_about_caching_is_kept_by_nobody() -> None:
    made = Response(200, "x").event()
    assert made["headers"]["cache-control"] == "private, no-store"
    assert made["headers"]["x-content-type-options"] == "nosniff"
    assert made["isBase64Encoded"] is False


def test_status_never_cached() -> None:
    """H4: whatever is made for one reader stays out of every cache."""
    headers = private(PAYLOAD, headers={"vary": "Origin"}).event()["headers"]
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-type"] == "application/json"
    assert headers["vary"] == "Origin"
    assert "etag" not in headers


def test_a_public_answer_is_for_any_origin_and_does_not_vary() -> None:
    """Fault case 36: a shared cache never hands one site's header to another."""
    made = public(request(headers={"origin": "https://akhbar.example"}), PAYLOAD)
    assert made.status == 200
    assert made.headers["access-control-allow-origin"] == "*"
    assert made.headers["cache-control"] == "public, s-maxage=5, stale-while-revalidate=30"
    assert "vary" not in made.headers


def test_an_etag_is_that_of_the_body() -> None:
    one, same = (public(request(), PAYLOAD).headers["etag"] for _ in range(2))
    assert one == same != public(request(), {"comments": [1]}).headers["etag"]
    assert one == etag(dumps(PAYLOAD))


def test_who_has_the_body_already_gets_304_without_it() -> None:
    tag = etag(dumps(PAYLOAD))
    made = public(request(headers={"if-none-match": f'W/{tag}, "x"'}), PAYLOAD)
    assert (made.status, made.body) == (304, "")
    assert made.headers["etag"] == tag
    assert made.headers["cache-control"].startswith("public")
    assert made.headers["access-control-allow-origin"] == "*"
    assert "content-type" not in made.headers


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("", False),
        ("*", True),
        ('"x"', False),
        ('"a"', True),
        ('W/"a"', True),
        ('"x","a"', True),
        ("a", False),
    ],
)
def test_entity_tags_are_compared_weakly(header: str, same: bool) -> None:
    assert matches(header, '"a"') is same


def test_more_headers_join_vary_and_replace_the_rest() -> None:
    made = Response(200, "", {"vary": "Accept-Language", "x": "1"}).adding({"vary": "Origin", "x": "2"})
    assert made.headers == {"vary": "Accept-Language, Origin", "x": "2"}
    assert Response(200, "", {"vary": "Origin"}).adding({"vary": "Origin"}).headers["vary"] == "Origin"
    assert "vary" not in Response(200).adding({"x": "1"}).headers


def test_link_pages_load_nothing_run_nothing_and_leak_no_referrer() -> None:
    """M1; ASVS 3.4.3."""
    headers = html("<p>", "ar", styles=["p{color:red}"]).event()["headers"]
    digest = base64.b64encode(hashlib.sha256(b"p{color:red}").digest()).decode()
    assert headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-language"] == "ar"


def test_a_page_without_styles_allows_none() -> None:
    assert "style-src 'none'" in html("<p>", "ar").headers["content-security-policy"]
