"""The secret's form, and that no two uses share a key."""

from __future__ import annotations

import json

import pytest

from ghirbal.auth.keyring import Keyring, parse_secret
from ghirbal.domain.errors import GhirbalError
from tests.unit.auth.support import PINNED, keyring, secret


def test_without_live_keys_there_is_one_derived_from_the_pinned_secret() -> None:
    live = parse_secret(json.dumps({"pinned": PINNED, "live": []})).live
    assert [key.id for key in live] == ["0"]
    assert live[0].key != PINNED.encode()


def test_the_derived_key_can_stay_through_a_first_rotation() -> None:
    before = parse_secret(json.dumps({"pinned": PINNED}))
    document = {"pinned": PINNED, "live": [{"id": "1", "key": "n" * 40}, {"id": "0"}]}
    after = parse_secret(json.dumps(document))
    assert [key.id for key in after.live] == ["1", "0"]
    assert after.live[1] == before.live[0]


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "null",
        '"text"',
        "{}",
        json.dumps({"pinned": "short"}),
        json.dumps({"pinned": 12345678901234567890}),
        json.dumps({"pinned": PINNED, "live": "x"}),
        json.dumps({"pinned": PINNED, "live": ["x"]}),
        json.dumps({"pinned": PINNED, "live": [{"id": "1"}]}),
        json.dumps({"pinned": PINNED, "live": [{"id": "1", "key": "short"}]}),
        json.dumps({"pinned": PINNED, "live": [{"id": "a.b", "key": "k" * 40}]}),
        json.dumps({"pinned": PINNED, "live": [{"id": "1", "key": "k" * 40}, {"id": "1", "key": "j" * 40}]}),
    ],
)
def test_a_doubtful_secret_is_no_secret(document: str) -> None:
    with pytest.raises(GhirbalError, match="secret-unavailable"):
        parse_secret(document)


def test_pinned_keys_survive_a_rotation_and_hashing_keys_do_not() -> None:
    old, new = keyring("1"), keyring("2", "1")
    assert old.pinned("reader", "akhbar") == new.pinned("reader", "akhbar")
    assert old.hashing("address", "akhbar") != new.hashing("address", "akhbar")


def test_no_two_purposes_or_sites_share_a_key() -> None:
    keys = keyring("1")
    made = [
        keys.pinned("reader", "akhbar"),
        keys.pinned("reader", "akhba"),
        keys.pinned("readera", "khbar"),
        keys.pinned("mail", "akhbar"),
        keys.hashing("reader", "akhbar"),
        *(key.key for key in keys.live("reader")),
        *(key.key for key in keys.live("form")),
    ]
    assert len(set(made)) == len(made)
    assert {len(key) for key in made} == {32}


def test_live_keys_come_newest_first() -> None:
    assert [key.id for key in keyring("3", "2").live("form")] == ["3", "2"]


def test_a_key_never_shows_the_secret() -> None:
    held = secret("1")
    assert held.pinned not in Keyring(lambda: held).pinned("reader", "akhbar")
