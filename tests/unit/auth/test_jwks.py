"""The issuer's keys: where they come from, how long they count, how often we ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from ghirbal.auth.jwks import FIRST_RETRY, KEEP, MAX_DOCUMENT, RETRY, STALE, KeySet, fetch_json, public_keys
from ghirbal.domain.errors import GhirbalError
from tests.unit.auth.issuer import ISSUER, Issuer, jwk
from tests.unit.auth.support import FakeClock

WELL_KNOWN = f"{ISSUER}/.well-known/openid-configuration"


def test_discovery_says_where_the_keys_are_and_is_asked_once() -> None:
    clock = FakeClock()
    issuer = Issuer(discovery={"issuer": ISSUER, "jwks_uri": "https://keys.example/all"})
    keys = KeySet(ISSUER, clock, issuer.fetch)
    assert keys.get("one") is not None
    clock.forward(KEEP)
    assert keys.get("one") is not None
    assert issuer.asked == [WELL_KNOWN, "https://keys.example/all", "https://keys.example/all"]


def test_without_discovery_the_usual_place_is_asked() -> None:
    issuer = Issuer()
    assert KeySet(ISSUER, FakeClock(), issuer.fetch).get("one") is not None
    assert issuer.asked == [WELL_KNOWN, f"{ISSUER}/.well-known/jwks.json"]


def test_a_given_address_of_the_keys_saves_the_discovery() -> None:
    issuer = Issuer()
    keys = KeySet(ISSUER, FakeClock(), issuer.fetch, "http://127.0.0.1:9/keys")
    assert keys.get("one") is not None
    assert issuer.asked == ["http://127.0.0.1:9/keys"]


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example", "jwks_uri": "https://evil.example/keys"},
        {"issuer": ISSUER, "jwks_uri": "http://evil.example/keys"},
        {"issuer": ISSUER, "jwks_uri": "file:///etc/keys"},
        {"issuer": ISSUER},
    ],
)
def test_a_discovery_document_that_is_another_issuers_opens_nothing(document: dict[str, object]) -> None:
    issuer = Issuer(discovery=document)
    with pytest.raises(GhirbalError, match="issuer-unavailable"):
        KeySet(ISSUER, FakeClock(), issuer.fetch).get("one")
    assert issuer.asked == [WELL_KNOWN]


def test_known_keys_are_asked_for_again_after_ten_minutes_only() -> None:
    clock, issuer = FakeClock(), Issuer()
    keys = KeySet(ISSUER, clock, issuer.fetch, f"{ISSUER}/keys")
    for _ in range(3):
        keys.get("one")
        clock.forward(KEEP // 3)
    assert len(issuer.asked) == 1
    keys.get("one")
    assert len(issuer.asked) == 2


def test_unknown_key_ids_make_us_ask_once_a_minute_and_no_more() -> None:
    clock, issuer = FakeClock(), Issuer()
    keys = KeySet(ISSUER, clock, issuer.fetch, f"{ISSUER}/keys")
    keys.get("one")
    clock.forward(RETRY)
    issuer.keys.append(jwk("two"))
    assert keys.get("two") is not None
    assert [keys.get(f"invented-{n}") for n in range(100)] == [None] * 100
    assert len(issuer.asked) == 2


def test_a_key_taken_back_stops_counting_with_the_next_fetch() -> None:
    clock, issuer = FakeClock(), Issuer()
    keys = KeySet(ISSUER, clock, issuer.fetch, f"{ISSUER}/keys")
    keys.get("one")
    issuer.keys = [jwk("two")]
    clock.forward(KEEP)
    assert keys.get("one") is None


def test_while_the_issuer_is_away_its_keys_count_for_an_hour() -> None:
    clock, issuer = FakeClock(), Issuer()
    keys = KeySet(ISSUER, clock, issuer.fetch, f"{ISSUER}/keys")
    keys.get("one")
    issuer.away = True
    clock.forward(STALE)
    assert keys.get("one") is not None
    clock.forward(1)
    with pytest.raises(GhirbalError, match="issuer-unavailable"):
        keys.get("one")


def test_a_cold_start_that_met_a_hiccup_asks_again_after_five_seconds() -> None:
    clock, issuer = FakeClock(), Issuer(away=True)
    keys = KeySet(ISSUER, clock, issuer.fetch, f"{ISSUER}/keys")
    for _ in range(5):
        with pytest.raises(GhirbalError, match="issuer-unavailable"):
            keys.get("one")
    assert len(issuer.asked) == 1
    issuer.away = False
    clock.forward(FIRST_RETRY)
    assert keys.get("one") is not None


@pytest.mark.parametrize(
    "entry",
    [
        jwk("one", use="enc"),
        jwk("one", alg="RS512"),
        jwk("one", kty="oct", k="c2VjcmV0"),
        jwk("one", kid=None),
        jwk("weak", bits=1_024),
    ],
    ids=["for encryption", "other algorithm", "symmetric", "nameless", "1,024 bits"],
)
def test_keys_of_other_kinds_are_left_out(entry: dict[str, object]) -> None:
    assert set(public_keys({"keys": [entry, jwk("two")]})) == {"two"}


def test_a_key_that_names_neither_use_nor_algorithm_is_usable() -> None:
    assert set(public_keys({"keys": [jwk("one", use=None, alg=None)]})) == {"one"}


@contextmanager
def served(status: int, body: bytes, location: str = "") -> Iterator[str]:
    """A server on loopback that answers everything the same way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/keys"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_keys_come_over_real_http() -> None:
    with served(200, json.dumps({"keys": [jwk("one")]}).encode()) as url:
        assert set(public_keys(fetch_json(url))) == {"one"}


def test_redirects_are_not_followed() -> None:
    with served(200, b'{"keys": []}') as target, served(302, b"", target) as url, pytest.raises(OSError):
        fetch_json(url)


def test_an_endless_document_is_not_read_to_the_end() -> None:
    with served(200, b" " * (MAX_DOCUMENT + 1)) as url, pytest.raises(ValueError, match="too large"):
        fetch_json(url)


@pytest.mark.parametrize("url", ["http://id.example/keys", "file:///etc/passwd", "ftp://127.0.0.1/", "keys"])
def test_only_https_and_this_very_machine_are_asked(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        fetch_json(url)


def test_jwks_skips_odd_keys() -> None:
    """B17: one key that can't be read locks nobody out who signs with another."""
    good = jwk("one")
    odd = [
        {"kty": "RSA", "kid": "broken", "n": "!!", "e": "AQAB"},
        {"kty": "RSA", "kid": "empty"},
        {"kty": "RSA", "kid": "even", "n": "Ag", "e": "Ag"},
        {"kty": "EC", "kid": "curve", "crv": "P-256"},
        {"kty": "RSA", "kid": "list", "n": [], "e": 3},
        "no key at all",
        None,
    ]
    assert list(public_keys({"keys": [*odd, good, *odd]})) == ["one"]


BRIDGE = "http://172.17.0.1:4572"


def test_keys_come_over_the_bridge_where_the_local_stack_stands_for_aws() -> None:
    issuer = Issuer()
    keys = KeySet(ISSUER, FakeClock(), issuer.fetch, f"{BRIDGE}/pool/keys", BRIDGE)
    assert keys.get("one") is not None
    assert issuer.asked == [f"{BRIDGE}/pool/keys"]


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        (f"{BRIDGE}/keys", ""),
        ("http://172.17.0.1:80/keys", BRIDGE),
        ("http://10.0.0.9:4572/keys", BRIDGE),
        ("http://keys.example/all", "http://keys.example"),
        ("http://169.254.169.254/keys", "http://169.254.169.254"),
        ("ftp://172.17.0.1:4572/keys", BRIDGE),
    ],
)
def test_keys_never_come_over_http_from_anywhere_else(url: str, endpoint: str) -> None:
    """In the cloud there is no local endpoint, so there http is never good enough."""
    with pytest.raises(ValueError, match="https"):
        KeySet(ISSUER, FakeClock(), jwks_url=url, endpoint=endpoint)
    with pytest.raises(ValueError, match="https"):
        fetch_json(url, endpoint)
