"""Tokens by which a site vouches for its own readers (attack M11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jwt
import pytest

from ghirbal.auth.sso import Identity, read_sso, reader_hash, shown_avatar, sso_key
from ghirbal.domain.errors import Refused
from ghirbal.domain.reader import Site
from tests.unit.auth.support import NOW, keyring

SECONDS = NOW // 1_000
KEYS = keyring()
SITE = Site(
    "akhbar", ("https://akhbar.example",), sso_keys=("k2", "k1"), avatar_hosts=("img.akhbar.example",)
)
PICTURE = "https://img.akhbar.example/u/7.png?s=48"


def claims(**changes: Any) -> dict[str, Any]:
    made = {"aud": "akhbar", "sub": "7", "name": "أمينة", "iat": SECONDS, "exp": SECONDS + 600} | changes
    return {name: value for name, value in made.items() if value is not None}


def token(kid: str = "k2", site: str = "akhbar", algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), sso_key(KEYS, site, kid), algorithm, headers={"kid": kid})


def wrong(made: str, site: Site = SITE, now: int = NOW) -> str:
    """The code, and the claim that is named, of a token that isn't taken."""
    with pytest.raises(Refused) as refused:
        read_sso(KEYS, site, made, now)
    return f"{refused.value.code} {refused.value.details.get('claim', '')}".strip()


@pytest.mark.parametrize("kid", ["k1", "k2"])
def test_either_of_two_keys_names_the_reader(kid: str) -> None:
    found = read_sso(KEYS, SITE, token(kid, avatar=PICTURE), NOW)
    assert found == Identity(reader_hash(KEYS, "akhbar", "7"), "أمينة", PICTURE)


def test_the_reader_is_the_subject_whatever_name_they_bear() -> None:
    first, second = (read_sso(KEYS, SITE, token(name=name), NOW).reader for name in ("أمينة", "Amina"))
    other = read_sso(KEYS, SITE, token(sub="8"), NOW).reader
    assert first == second != other


def test_nobody_is_followed_from_site_to_site() -> None:
    assert reader_hash(KEYS, "akhbar", "7") != reader_hash(KEYS, "other", "7")


def test_keys_differ_by_site_and_by_id() -> None:
    made = {sso_key(KEYS, site, kid) for site in ("akhbar", "other") for kid in ("k1", "k2")}
    assert len(made) == 4
    assert all(len(key) == 64 for key in made)


def test_long_lived_sso_refused() -> None:
    """M11: a token may live ten minutes and not a second more, and no longer than it says."""
    assert read_sso(KEYS, SITE, token(exp=SECONDS + 600), NOW)
    assert wrong(token(exp=SECONDS + 601)) == "sso-token exp"
    assert wrong(token(exp=SECONDS + 86_400)) == "sso-token exp"
    assert wrong(token(exp=None)) == "sso-token exp"
    assert wrong(token(iat=None)) == "sso-token iat"
    assert wrong(token(exp=SECONDS)) == "sso-token exp"


def test_an_sso_token_ends_at_its_last_millisecond() -> None:
    made = token()
    assert read_sso(KEYS, SITE, made, NOW + 600_000)
    assert wrong(made, now=NOW + 600_001) == "sso-expired"


def test_a_token_of_the_future_is_refused_but_a_clock_may_be_ahead() -> None:
    assert read_sso(KEYS, SITE, token(iat=SECONDS + 300, exp=SECONDS + 600), NOW)
    assert wrong(token(iat=SECONDS + 301, exp=SECONDS + 600)) == "sso-token iat"


def test_only_hs256_counts() -> None:
    """M11: the algorithm is pinned, whatever the header asks for."""
    for algorithm in ("HS384", "HS512"):
        assert wrong(token(algorithm=algorithm)) == "sso-token alg"
    unsigned = jwt.encode(claims(), None, "none", headers={"kid": "k2"})  # type: ignore[arg-type]
    assert wrong(unsigned) == "sso-token alg"


def test_a_key_that_was_dropped_signs_nothing() -> None:
    assert wrong(token("k0")) == "sso-token kid"
    assert wrong(token("k1"), site=replace(SITE, sso_keys=("k2",))) == "sso-token kid"
    assert wrong(token(), site=replace(SITE, sso_keys=())) == "sso-token kid"
    nameless = jwt.encode(claims(), sso_key(KEYS, "akhbar", "k2"), "HS256")
    assert wrong(nameless) == "sso-token kid"


def test_another_sites_key_or_audience_opens_nothing() -> None:
    assert wrong(token(site="other")) == "sso-token signature"
    for audience in ("other", ["akhbar"], ["akhbar", "other"], None, ""):
        assert wrong(token(aud=audience)) == "sso-token aud"


@pytest.mark.parametrize("sub", ["", "a" * 65, "عربي", "a#b", "a b", "a\n", "../x", None])
def test_a_subject_is_64_safe_characters(sub: str | None) -> None:
    assert wrong(token(sub=sub)) == "sso-token sub"


@pytest.mark.parametrize("name", ["", "  ", None, 5, ["x"], "\x00x", "\ud83d"])
def test_a_name_is_a_text(name: object) -> None:
    assert wrong(token(name=name)) == "sso-token name"


@pytest.mark.parametrize("made", ["", "x", "a.b.c", "é.é.é", "." * 50, "e30.e30.", "x" * 3_000])
def test_garbage_is_refused_and_never_raises_anything_else(made: str) -> None:
    assert wrong(made).startswith("sso-token")


def test_a_changed_token_is_refused() -> None:
    head, body, mac = token().split(".")
    other = token(sub="8").split(".")[1]
    assert wrong(f"{head}.{other}.{mac}") == "sso-token signature"
    assert wrong(f"{head}.{body}.") == "sso-token signature"


@pytest.mark.parametrize(
    "address",
    [
        "http://img.akhbar.example/a.png",
        "https://img.akhbar.example.evil.example/a.png",
        "https://evil.example/a.png",
        "https://img.akhbar.example@evil.example/a.png",
        "https://img.akhbar.example:8443/a.png",
        "https://IMG.akhbar.example/a.png",
        "//img.akhbar.example/a.png",
        "javascript:alert(1)//img.akhbar.example/",
        "data:image/svg+xml,<svg/onload=alert(1)>",
        'https://img.akhbar.example/"onerror=alert(1)',
        "https://img.akhbar.example/a\nb",
        "https://img.akhbar.example/" + "a" * 300,
        "https://img.akhbar.example",
        5,
        None,
    ],
)
def test_avatars_come_from_listed_hosts_or_not_at_all(address: object) -> None:
    """M11: nobody's picture harvests our readers' addresses."""
    assert shown_avatar(address, SITE.avatar_hosts) == ""
    if address is not None:
        assert read_sso(KEYS, SITE, token(avatar=address), NOW).avatar == ""
