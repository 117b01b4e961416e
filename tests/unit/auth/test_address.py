"""Whose address a limit counts (fault case 35, ASVS 15.3.4)."""

from __future__ import annotations

import pytest

from ghirbal.auth.address import address_hashes, networks, spelling, trusted_address

SECRET = "s" * 40


@pytest.mark.parametrize(
    "forwarded",
    ["1.1.1.1", "1.1.1.1, 2.2.2.2", "::1", "garbage", "", "203.0.113.9:80", "unknown", "' OR 1=1"],
)
@pytest.mark.parametrize("name", ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"])
def test_a_header_that_anybody_can_write_changes_nothing(name: str, forwarded: str) -> None:
    """Fault case 35."""
    assert trusted_address("203.0.113.7", {name: forwarded}) == "203.0.113.7"


def test_the_viewer_address_counts_only_with_the_distributions_secret() -> None:
    headers = {"cloudfront-viewer-address": "198.51.100.4:4711"}
    assert trusted_address("203.0.113.7", headers) == "203.0.113.7"
    assert trusted_address("203.0.113.7", headers, SECRET) == "203.0.113.7"
    wrong = {**headers, "ghirbal-origin-secret": "x" * 40}
    assert trusted_address("203.0.113.7", wrong, SECRET) == "203.0.113.7"
    right = {**headers, "ghirbal-origin-secret": SECRET}
    assert trusted_address("203.0.113.7", right, SECRET) == "198.51.100.4"


def test_an_empty_secret_in_the_settings_lets_no_empty_header_in() -> None:
    headers = {"ghirbal-origin-secret": "", "cloudfront-viewer-address": "198.51.100.4:4711"}
    assert trusted_address("203.0.113.7", headers, "") == "203.0.113.7"


@pytest.mark.parametrize("viewer", ["2001:db8::99:4711", "[2001:db8::99]:4711"])
def test_a_viewers_ipv6_address_is_read_with_and_without_brackets(viewer: str) -> None:
    headers = {"ghirbal-origin-secret": SECRET, "cloudfront-viewer-address": viewer}
    assert trusted_address("203.0.113.7", headers, SECRET) == "2001:db8::99"


@pytest.mark.parametrize("source", ["", "garbage", "1.1.1.1, 2.2.2.2", "999.1.1.1", "::g", "010.1.1.1"])
def test_unreadable_addresses_are_all_one(source: str) -> None:
    assert trusted_address(source, {}) == "unknown"
    assert networks("unknown") == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("2001:DB8:0:0::0001", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
        (" 203.0.113.7 ", "203.0.113.7"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str) -> None:
    assert spelling(written) == spelled


def test_v6_rotation() -> None:
    """Attack L3: whoever rotates through a /48 has a new /64 each time, and the same wider network."""
    key = b"k" * 32
    one, two = (address_hashes(key, f"2001:db8:1:{n}::1") for n in (1, 2))
    assert one[0] != two[0]
    assert one[1] == two[1]
    assert address_hashes(key, "2001:db8:1:1::ffff") == one


def test_ipv4_counts_whole() -> None:
    key = b"k" * 32
    (one, around), (other, same) = (address_hashes(key, f"203.0.113.{n}") for n in (7, 8))
    assert around == same
    assert len({one, other, around}) == 3
    assert address_hashes(key, "203.0.113.7") != address_hashes(key, "203.0.113.8")


def test_a_hash_shows_no_address_and_depends_on_the_key() -> None:
    found, _ = address_hashes(b"k" * 32, "203.0.113.7")
    assert "203" not in found
    assert address_hashes(b"j" * 32, "203.0.113.7")[0] != found
