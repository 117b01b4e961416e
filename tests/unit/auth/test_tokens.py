"""Signed tokens: what comes back is what was issued, or nothing (fault cases 39, 44, 46, 54)."""

from __future__ import annotations

import base64
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghirbal.auth.keyring import Keyring, Secret
from ghirbal.auth.tokens import MAX_TOKEN, SignedTokens, encode
from ghirbal.domain.errors import GhirbalError
from ghirbal.domain.ids import encode_parts
from tests.unit.auth.support import keyring, signed

PAYLOAD = {"site": "akhbar", "issued": 1_700_000_000_000, "name": "غربال"}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unavailable() -> Secret:
    raise GhirbalError("secret-unavailable")


def test_a_token_has_four_url_safe_parts_and_reads_back() -> None:
    token = signed("7").issue("form", PAYLOAD)
    version, key_id, body, mac = token.split(".")
    assert (version, key_id, len(mac)) == ("v1", "7", 43)
    assert set(token) <= set(ALPHABET + ".")
    assert json.loads(base64.urlsafe_b64decode(body + "==")) == PAYLOAD
    assert signed("7").read("form", token) == PAYLOAD


def test_the_same_payload_makes_the_same_token_whatever_its_order() -> None:
    tokens = signed("1")
    assert tokens.issue("form", {"a": 1, "b": 2}) == tokens.issue("form", {"b": 2, "a": 1})


def test_a_token_is_good_for_its_own_purpose_only() -> None:
    tokens = signed("1")
    token = tokens.issue("form", PAYLOAD)
    assert [p for p in ("reader", "cursor", "link", "nudge", "for", "") if tokens.read(p, token)] == []


def test_the_newest_key_signs_and_every_live_key_verifies() -> None:
    old = signed("1").issue("form", PAYLOAD)
    rotated = signed("2", "1")
    assert rotated.read("form", old) == PAYLOAD
    assert rotated.issue("form", PAYLOAD).startswith("v1.2.")


def test_a_token_of_a_key_that_is_gone_reads_as_garbage() -> None:
    assert signed("3", "2").read("form", signed("1").issue("form", PAYLOAD)) is None


def test_a_token_under_another_key_id_reads_as_garbage() -> None:
    token = signed("1").issue("form", PAYLOAD)
    assert signed("2", "1").read("form", token.replace("v1.1.", "v1.2.")) is None


def test_a_token_has_one_spelling_only() -> None:
    """The last character of an unpadded MAC has two spare bits; text comparison leaves no room for them."""
    token = signed("1").issue("form", PAYLOAD)
    twins = [token[:-1] + letter for letter in ALPHABET if letter != token[-1]]
    assert [twin for twin in twins if signed("1").read("form", twin)] == []


@given(st.data())
def test_a_token_with_any_one_character_changed_reads_as_garbage(data: st.DataObject) -> None:
    token = signed("1").issue("form", PAYLOAD)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(ALPHABET + ".=%\n\x00é"))
    changed = token[:at] + letter + token[at + 1 :]
    assert changed == token or signed("1").read("form", changed) is None


@given(st.integers(0, 200))
def test_a_truncated_token_reads_as_garbage(length: int) -> None:
    token = signed("1").issue("form", PAYLOAD)
    assert length >= len(token) or signed("1").read("form", token[:length]) is None


@given(st.text(max_size=300))
def test_garbage_never_raises(token: str) -> None:
    assert signed("1").read("form", token) is None


@pytest.mark.parametrize("body", [b"", b"[1]", b"null", b"\xff", b'{"a":', b"7"])
def test_a_signed_payload_that_is_no_object_reads_as_garbage(body: bytes) -> None:
    """Nothing of ours signs such a thing; if a key holder ever did, it would still not raise."""
    (key,) = keyring("1").live("form")
    mac = hmac.digest(key.key, encode_parts("v1", "1", "form", encode(body)), "sha256")
    assert signed("1").read("form", f"v1.1.{encode(body)}.{encode(mac)}") is None


def test_a_payload_that_is_too_long_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="at most 4096"):
        signed("1").issue("cursor", {"a": "x" * MAX_TOKEN})


def test_a_long_text_is_refused_before_any_key_is_asked_for() -> None:
    assert SignedTokens(Keyring(unavailable)).read("form", "v1." + "A" * 10_000) is None
    assert SignedTokens(Keyring(unavailable)).read("form", "garbage") is None


def test_without_a_secret_tokens_are_neither_made_nor_believed() -> None:
    """Fault case 46: fail closed, with a name."""
    token = signed("1").issue("form", PAYLOAD)
    closed = SignedTokens(Keyring(unavailable))
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        closed.read("form", token)
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        closed.issue("form", PAYLOAD)
