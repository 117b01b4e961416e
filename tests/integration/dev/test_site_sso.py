"""`ghirbal site sso-key` against a real table and a real secret."""

from __future__ import annotations

import os
from collections.abc import Iterator

import jwt
import pytest

from ghirbal.auth.sso import read_sso
from ghirbal.domain.errors import Refused
from ghirbal.ports.sites import Sites
from ghirbal.ports.tokens import Keys
from ghirbal_tools import template as templates
from ghirbal_tools.dev.aws import EmbeddedAws
from ghirbal_tools.dev.provision import Clients, make_secret, make_table
from ghirbal_tools.site import main, open_keys, open_sites

TABLE = "ghirbal-sso-test"
NOW = 1_790_000_000


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    """A table with one site, and a secret, reached by the environment as the command line reaches them."""
    aws = EmbeddedAws(0)
    aws.start()
    clients = Clients(aws.url)
    make_table(templates.load(), clients, "Table", TABLE)
    secret = make_secret(templates.load(), clients)
    for name, value in {**aws.environment(), "GHIRBAL_TABLE": TABLE, "GHIRBAL_SECRET": secret}.items():
        monkeypatch.setenv(name, value)
    main(["create", "akhbar", "--origin", "https://akhbar.example", "--owner", "sub-1"])
    yield open_sites(TABLE)
    aws.stop()


@pytest.fixture
def keys(sites: Sites) -> Keys:
    """The service's keys, from the same secret."""
    return open_keys(os.environ["GHIRBAL_SECRET"])


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[str, str]:
    """The key's name and the key, as printed."""
    capsys.readouterr()
    assert main(["sso-key", "akhbar", *options]) == 0
    kid, key = capsys.readouterr().out.split()[1::2]
    return kid, key


def signed(kid: str, key: str) -> str:
    claims = {"aud": "akhbar", "sub": "7", "name": "أمينة", "iat": NOW, "exp": NOW + 60}
    return jwt.encode(claims, key, headers={"kid": kid})


def test_what_the_command_prints_signs_readers_in(
    sites: Sites, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    kid, key = asked(capsys)
    assert asked(capsys) == (kid, key), "asking again prints the same"
    site = sites.get("akhbar")
    assert site is not None
    assert read_sso(keys, site, signed(kid, key), NOW * 1_000).name == "أمينة"


def test_a_dropped_key_signs_nobody_in(sites: Sites, keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    old = asked(capsys)
    new = asked(capsys, "--new", "--avatar-host", "img.akhbar.example")
    both = sites.get("akhbar")
    assert both is not None
    assert both.avatar_hosts == ("img.akhbar.example",)
    assert all(read_sso(keys, both, signed(*pair), NOW * 1_000) for pair in (old, new))
    asked(capsys, "--drop", old[0])
    left = sites.get("akhbar")
    assert left is not None
    assert left.avatar_hosts == ("img.akhbar.example",)
    with pytest.raises(Refused):
        read_sso(keys, left, signed(*old), NOW * 1_000)


def test_what_cannot_be_is_said(
    sites: Sites, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments, said in (
        (["sso-key", "nowhere"], "no site nowhere"),
        (["sso-key", "akhbar", "--drop", "x"], "no key x"),
        (["sso-key", "akhbar", "--avatar-host", "https://img.example"], "no host"),
    ):
        assert main(arguments) == 1
        assert said in capsys.readouterr().err
    assert main(["sso-key", "akhbar", "--off"]) == 0
    assert "takes no sign-in" in capsys.readouterr().out
    monkeypatch.delenv("GHIRBAL_SECRET")
    assert main(["sso-key", "akhbar"]) == 1
    assert "which secret" in capsys.readouterr().err
