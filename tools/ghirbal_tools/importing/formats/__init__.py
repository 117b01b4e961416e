"""One reader a system: `read(source, rules) -> records`, pure but for reading; described by shape in docs/import.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from ghirbal_tools.importing.record import Record
from ghirbal_tools.importing.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file, its encoding ("" to be told from its bytes) and what it is mapped by."""

    path: Path
    encoding: str = ""
    rules: Rules = field(default_factory=Rules)


Read = Callable[[Source], Iterator[Record]]

MODULES = {
    "disqus": "disqus",
    "disqus-wxr": "wxr",
    "wordpress": "wxr",
    "isso": "isso",
    "remark42": "remark42",
    "commento": "commento",
    "artalk": "artalk",
    "waline": "waline",
    "blogger": "blogger",
    "csv": "table",
    "jsonl": "table",
    "xml": "table",
    "ghirbal": "own",
}
"""Each format and the module that reads it."""


def reader_of(name: str) -> Read:
    """The reader of a format. Raises KeyError."""
    module = import_module(f"ghirbal_tools.importing.formats.{MODULES[name]}")
    found: Read = getattr(module, f"read_{name.replace('-', '_')}", None) or module.read
    return found
