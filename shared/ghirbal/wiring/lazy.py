"""Ports that are made at their first use, so that a function imports the adapters it works with and no others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


class Lazy:
    """Stands for an object until something is asked of it, then hands everything on to it."""

    __slots__ = ("_lazy_lock", "_lazy_made", "_lazy_make")

    def __init__(self, make: Callable[[], object]) -> None:
        """`make` is called once, by the first thread that asks; when it raises, the next one asks it again."""
        self._lazy_make = make
        self._lazy_made: object = None
        self._lazy_lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """The made object's own attribute."""
        if self._lazy_made is None:
            with self._lazy_lock:
                if self._lazy_made is None:
                    self._lazy_made = self._lazy_make()
        return getattr(self._lazy_made, name)


def lazy(make: Callable[[], T]) -> T:
    """What `make` makes, made when its first attribute is asked for.

    >>> made = []
    >>> text = lazy(lambda: made.append("now") or "salam")
    >>> made
    []
    >>> text.upper(), text.title(), made
    ('SALAM', 'Salam', ['now'])
    """
    return cast("T", Lazy(make))


class port(Generic[T]):
    """A property that is filled once an object, by a `lazy` stand-in for what its function makes.

    What already stands in the object's `__dict__` under this name comes first: that is how a test gives a fake.
    Wrong for what is itself called (`deps.judge(…)`): a stand-in hands on attributes, it can't be called.

    >>> class Shelf:
    ...     @port
    ...     def word(self) -> str:
    ...         return "salam"
    >>> shelf = Shelf()
    >>> type(shelf.word).__name__, shelf.word.upper(), shelf.word is shelf.word
    ('Lazy', 'SALAM', True)
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        """`make` gets the object and imports what it makes."""
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """The name under which the object keeps it."""
        self._name = name

    def __get__(self, owner: object, kind: type | None = None) -> T:
        """The object's own, the same at each call; asked of the class, the property itself."""
        if owner is None:
            return cast("T", self)
        made: T = owner.__dict__.setdefault(self._name, lazy(partial(self._make, owner)))
        return made
