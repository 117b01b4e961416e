"""Ports that are made at their first use, so that a function imports the adapters it works with and no others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Later:
    """Stands for an object until something is asked of it, then hands everything on to it."""

    __slots__ = ("_later_lock", "_later_made", "_later_make")

    def __init__(self, make: Callable[[], object]) -> None:
        """`make` is called once, by the first thread that asks; when it raises, the next one asks it again."""
        self._later_make = make
        self._later_made: object = None
        self._later_lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """The made object's own attribute."""
        if self._later_made is None:
            with self._later_lock:
                if self._later_made is None:
                    self._later_made = self._later_make()
        return getattr(self._later_made, name)


def later(make: Callable[[], T]) -> T:
    """What `make` makes, made when its first attribute is asked for.

    >>> made = []
    >>> text = later(lambda: made.append("now") or "salam")
    >>> made
    []
    >>> text.upper(), text.title(), made
    ('SALAM', 'Salam', ['now'])
    """
    return cast("T", Later(make))
