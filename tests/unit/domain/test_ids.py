"""Identifiers: keyed, length-prefixed, and recognised."""

from __future__ import annotations

import pytest

from ghirbal.domain.ids import body_hash, encode_parts, is_id, keyed_hash, shard_of


def test_id_encoding() -> None:
    """Attack L1: `sso:a` + `b1` is not `sso:ab` + `1`, nor is any other split of the same letters."""
    splits = [
        ("sso:a", "b1"),
        ("sso:ab", "1"),
        ("sso:", "ab1"),
        ("sso:ab1", ""),
        ("", "sso:ab1"),
        ("sso:ab1",),
    ]
    assert len({encode_parts(*parts) for parts in splits}) == len(splits)
    assert len({keyed_hash(b"k", *parts) for parts in splits}) == len(splits)
    assert len({body_hash(*parts) for parts in splits}) == len(splits)


def test_another_key_makes_another_id() -> None:
    assert keyed_hash(b"one", "a") != keyed_hash(b"two", "a")


@pytest.mark.parametrize(
    "value", ["", "a" * 25, "a" * 27, "A" * 26, "a" * 25 + "1", "a" * 25 + "#", "ا" * 26]
)
def test_what_is_no_id_is_told(value: str) -> None:
    assert not is_id(value)


def test_ids_fall_into_four_shards_alike() -> None:
    shards = [shard_of(body_hash(str(number))) for number in range(2_000)]
    assert all(400 < shards.count(shard) < 600 for shard in range(4))
