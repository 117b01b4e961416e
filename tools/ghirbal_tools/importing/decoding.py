"""The bytes of an export as text: byte-order marks, declared and Arabic code pages, broken UTF-8, gzip."""

from __future__ import annotations

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ghirbal_tools.importing.record import ImportProblem

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
SNIFFED = 1 << 20
"""Bytes from which the encoding is told; a dump whose first MB is all ASCII is read as UTF-8."""

MOST_UNPACKED = 20 << 30
"""Bytes that a packed export may unfold to."""


@contextmanager
def opened_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where it is gzip. Raises ImportProblem, OSError."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        unpacked: Any = _Bounded(gzip.GzipFile(fileobj=raw))
        yield unpacked if packed else raw


@contextmanager
def opened_text(path: Path, encoding: str = "") -> Iterator[IO[str]]:
    """The file as text; what no character stands for becomes U+FFFD. `encoding` is told from the bytes where empty."""
    with opened_bytes(path) as head:
        found = encoding or encoding_of(head.read(SNIFFED))
    with opened_bytes(path) as data:
        try:
            yield io.TextIOWrapper(
                io.BufferedReader(_Raw(data)), encoding=found, errors="replace", newline=""
            )
        except LookupError:
            raise ImportProblem(f"{path}: there is no encoding {found!r}: give one with --encoding") from None


def encoding_of(head: bytes) -> str:
    """The encoding of a file by its first bytes: its mark, what XML declares, UTF-8 where it fits, else Windows-1256.

    >>> encoding_of("مرحبا".encode()), encoding_of("مرحبا".encode("cp1256")), encoding_of(b'<?xml encoding="utf-8"?>')
    ('utf-8', 'cp1256', 'utf-8')
    """
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if found := DECLARED.search(head[:400]):
        return found[1].decode().lower()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = decoder.decode(head).count("\ufffd")
    beyond = sum(byte >= 0x80 for byte in head)
    # In text of Windows-1256 nearly every letter is broken UTF-8; a damaged UTF-8 file has a few such places.
    return "cp1256" if beyond and broken * 3 > beyond else "utf-8"


class _Raw(io.RawIOBase):
    """A binary reader as the raw stream that a text wrapper wants."""

    def __init__(self, data: IO[bytes]) -> None:
        self._data = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._data.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Bounded:
    """An unpacking reader that stops at a bound: a small file must not fill the disk."""

    def __init__(self, data: gzip.GzipFile) -> None:
        self._data, self._read = data, 0

    def read(self, size: int = -1) -> bytes:
        try:
            found = self._data.read(size)
        except (OSError, EOFError) as error:
            raise ImportProblem(f"the packed file is broken: {error}") from None
        self._read += len(found)
        if self._read > MOST_UNPACKED:
            raise ImportProblem(
                f"the packed file unfolds to more than {MOST_UNPACKED >> 30} GB: unpack and split it"
            )
        return found
