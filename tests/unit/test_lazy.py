"""Ports that are made at their first use (`ghirbal/wiring/lazy.py`)."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import NoReturn

import pytest

from ghirbal.domain.errors import StoreUnavailable
from ghirbal.wiring.deps import Deps
from ghirbal.wiring.lazy import lazy, port
from ghirbal.wiring.settings import Settings


class Counted:
    """Says how often it was made."""

    def __init__(self, made: list[int]) -> None:
        made.append(1)
        self.made = made


def test_many_threads_at_once_make_one() -> None:
    made: list[int] = []
    one = lazy(lambda: Counted(made))
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

    one = lazy(make)
    with pytest.raises(StoreUnavailable):
        _ = one.made
    assert one.made == [1]


def fail() -> NoReturn:
    raise StoreUnavailable("first")


@pytest.mark.parametrize(
    "name", ["comments", "sites", "site_configs", "directory", "caller", "mailer", "keys"]
)
def test_every_port_of_the_real_wiring_has_its_methods(name: str) -> None:
    """A misspelt adapter would else show at the first request alone."""
    deps = Deps(Settings(table="t"))
    with pytest.raises(AttributeError, match="no_such_method"):
        _ = getattr(deps, name).no_such_method


def test_the_real_wiring_makes_every_port_without_a_call() -> None:
    deps = Deps(Settings(table="t", issuer="https://issuer.example", user_pool="eu-west-3_x"))
    names = [name for name, made in vars(Deps).items() if isinstance(made, port | cached_property)]
    assert len(names) > 30
    for name in names:
        value = getattr(deps, name)
        assert value is not None, name
        assert getattr(value, "no_such_attribute", None) is None
