"""Ports that are made at their first use (`ghirbal/later.py`)."""

from __future__ import annotations

import threading
from typing import NoReturn

import pytest

from ghirbal.config import Settings
from ghirbal.domain.errors import StoreUnavailable
from ghirbal.later import later
from ghirbal.wiring import build


class Counted:
    """Says how often it was made."""

    def __init__(self, made: list[int]) -> None:
        made.append(1)
        self.made = made


def test_many_threads_at_once_make_one() -> None:
    made: list[int] = []
    one = later(lambda: Counted(made))
    barrier = threading.Barrier(8)

    def ask() -> None:
        barrier.wait()
        assert one.made is made

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> Counted:
        if not tries:
            tries.append(1)
            fail()
        return Counted([])

    one = later(make)
    with pytest.raises(StoreUnavailable):
        _ = one.made
    assert one.made == [1]


def fail() -> NoReturn:
    raise StoreUnavailable("first")


@pytest.mark.parametrize(
    "port", ["comments", "sites", "site_configs", "directory", "caller", "mailer", "keys"]
)
def test_every_port_of_the_real_wiring_has_its_methods(port: str) -> None:
    """A misspelt adapter would else show at the first request alone."""
    deps = build(Settings(table="t"))
    with pytest.raises(AttributeError, match="no_such_method"):
        _ = getattr(deps, port).no_such_method


def test_the_real_wiring_makes_every_port_without_a_call() -> None:
    deps = build(Settings(table="t", issuer="https://issuer.example", user_pool="eu-west-3_x"))
    for name in deps.__slots__:
        value = getattr(deps, name)
        assert value is not None, name
        assert getattr(value, "no_such_attribute", None) is None
