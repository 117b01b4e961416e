"""Reading one JSON object of a policy document, with errors that say where, what and what instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


class PolicyError(ValueError):
    """A document that can't be used: says where, what is there, and what to write instead."""

    def __init__(self, where: str, what: str, instead: str) -> None:
        super().__init__(f"{where}: {what}; {instead}")
        self.where = where
        self.what = what
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Reader:
    """One object of the document; every method raises `PolicyError` for what it can't use."""

    document: Mapping[str, Any]
    where: str

    def only(self, allowed: Iterable[str]) -> None:
        unknown = sorted(set(self.document) - set(allowed))
        if unknown:
            known = ", ".join(sorted(allowed))
            raise PolicyError(f"{self.where}.{unknown[0]}", "no such key", f"known keys are {known}")

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.document.get(key, {})
        if not isinstance(value, Mapping):
            raise self._wrong(key, value, "an object {…}")
        return value

    def objects(self, key: str) -> Iterable[tuple[str, Reader]]:
        for name in self.mapping(key):
            inner = Reader(self.mapping(key), f"{self.where}.{key}")
            yield name, Reader(inner.mapping(name), f"{self.where}.{key}.{name}")

    def text(self, key: str, default: str = "") -> str:
        value = self.document.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, value, 'text in quotes "…"')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.document.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def number(self, key: str, default: float) -> float:
        value = self.document.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e6:
            raise self._wrong(key, value, "a number between -1000000 and 1000000")
        return float(value)

    def count(self, key: str) -> int:
        value = self.document.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000_000:
            raise self._wrong(key, value, "a whole number from 1 to 10000000")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.document.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise self._wrong(key, value, 'a list of texts ["…", "…"]')
        return tuple(value)

    def _wrong(self, key: str, value: object, wanted: str) -> PolicyError:
        found = "nothing" if value is None else f"{type(value).__name__} {str(value)[:40]!r}"
        return PolicyError(f"{self.where}.{key}", f"found {found}", f"write {wanted}")
