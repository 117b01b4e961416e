"""The compiled lists: every table that is made of the word lists, kept in one mapped file and read by the piece.

The TSV files stay the source. To read them and make all tables of them took 200 of the 250 ms of a process's first
judgement, and three times as long for lists three times as long. `ghirbal lexicon build` writes the tables into
data/lists.bin: each in buckets of some ten keys by a checksum of the key, each bucket marshalled by itself, so that a
look-up reads its bucket and nothing else. Format 2 of marshal is the same in every Python from 3.11 on, and, unlike
later ones, the same bytes for the same values.

The file names the checksum of the lists and of the code that made it. When either is another, the tables are made of
the sources again: slower and right. `ghirbal lexicon build --check` tells that in time.
"""

from __future__ import annotations

import marshal
import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple, Protocol, TypeVar, cast
from zlib import crc32

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import Entry

FILE = DATA / "lists.bin"
MAGIC = b"GHIRBALL"
MARSHAL = 2
_PACKAGE = DATA.parent.parent
_CODE = (
    "text/*.py",
    "text/data/*.tsv",
    "moderation/lexicon/*.py",
    "moderation/disguise/*.py",
    "moderation/grammar/*.py",
)
_OFFSET, _TWO_OFFSETS = 4, Struct("<II")
"""Bytes of an offset: little endian."""

Made = TypeVar("Made")


class Store(Protocol):
    """Where tables come from: made, kept in a file, or made to be kept."""

    def kept(self, name: str, make: Callable[[], Made], *, whole: bool = False) -> Made:
        """The table of a name: a mapping or a set. `whole`: it is asked so often that it is worth reading in one."""
        ...


class Fresh:
    """Makes every table: for a site's own words, for tests, and where no compiled file fits."""

    def kept(self, name: str, make: Callable[[], Made], *, whole: bool = False) -> Made:  # noqa: ARG002
        """The table as it is made."""
        return make()


FRESH = Fresh()


class Place(NamedTuple):
    """Where a table lies in the file: its offsets' beginning, buckets less one, keys, what its values are."""

    begin: int
    mask: int
    size: int
    values: str
    whole: bool


def bucket_of(key: object, mask: int) -> int:
    """The bucket of a key, which is text, a number or a tuple of these: the same in every process."""
    text = key if isinstance(key, str) else "\0".join(map(str, cast("Iterable[object]", key)))
    return crc32(text.encode("utf-8", "surrogatepass")) & mask


class Buckets:
    """One table of the file: the raw value of a key, read with its bucket when first asked for.

    `size` is the number of keys, `keys_read` of those that have been read so far.
    """

    def __init__(self, data: mmap.mmap, origin: int, place: Place) -> None:
        """Remember where the table lies; offsets count from `origin`."""
        self.size, self.keys_read = place.size, 0
        self._data, self._origin, self._mask = data, origin, place.mask
        self._begin = origin + place.begin
        self._read: dict[int, dict[Any, Any]] = {}

    def of(self, key: object) -> dict[Any, Any]:
        """The bucket in which a key is, if it is anywhere."""
        number = bucket_of(key, self._mask)
        try:
            return self._read[number]
        except KeyError:
            return self._load(number)

    def all(self) -> Iterator[dict[Any, Any]]:
        """Every bucket."""
        return (self._read.get(number) or self._load(number) for number in range(self._mask + 1))

    def _load(self, number: int) -> dict[Any, Any]:
        place = self._begin + _OFFSET * number
        start, end = _TWO_OFFSETS.unpack_from(self._data, place)
        raw = self._data[self._origin + start : self._origin + end]
        bucket: dict[Any, Any] = marshal.loads(raw)  # noqa: S302 - our own file
        self._read[number] = bucket
        self.keys_read += len(bucket)
        return bucket


class Shelf(Mapping[Any, Any]):
    """A mapping of the file. Values are put together when a key is found, which most are not."""

    def __init__(self, buckets: Buckets, thaw: Callable[[Any], Any]) -> None:
        """Take the buckets, and what makes a value of a raw one."""
        self._buckets, self._thaw = buckets, thaw
        self._found: dict[Any, Any] = {}

    def __getitem__(self, key: Any) -> Any:
        if key in self._found:
            return self._found[key]
        value = self._found[key] = self._thaw(self._buckets.of(key)[key])
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        """The value, or the default."""
        return self[key] if key in self._buckets.of(key) else default

    def __contains__(self, key: object) -> bool:
        return key in self._buckets.of(key)

    def __iter__(self) -> Iterator[Any]:
        return (key for bucket in self._buckets.all() for key in bucket)

    def __len__(self) -> int:
        return self._buckets.size


class ShelfSet(AbstractSet[Any]):
    """A set of the file."""

    def __init__(self, buckets: Buckets) -> None:
        """Take the buckets."""
        self._buckets = buckets

    def __contains__(self, key: object) -> bool:
        return key in self._buckets.of(key)

    def __iter__(self) -> Iterator[Any]:
        return (key for bucket in self._buckets.all() for key in bucket)

    def __len__(self) -> int:
        return self._buckets.size


class Tables:
    """The tables of a compiled file."""

    def __init__(self, data: mmap.mmap, origin: int, places: Mapping[str, Place]) -> None:
        """Take the mapped file, where its tables begin, and where each of them lies."""
        self._data, self._origin, self._places = data, origin, places
        self._opened: list[Buckets] = []
        self._entries = Shelf(self._open(places[ENTRIES]), _entry)

    @property
    def keys_read(self) -> int:
        """How many keys of all tables have been read so far."""
        return sum(buckets.keys_read for buckets in self._opened)

    def kept(self, name: str, make: Callable[[], Made], *, whole: bool = False) -> Made:  # noqa: ARG002
        """The table from the file. Raises LookupError for one that is not there: nothing is left to make it of."""
        if name not in self._places:
            raise LookupError(f"{FILE.name} has no table {name!r}; run `ghirbal lexicon build`")
        place = self._places[name]
        buckets = self._open(place)
        thaw = self._thawing(place.values)
        if place.values == KEYS:
            return cast("Made", frozenset(next(buckets.all())) if place.whole else ShelfSet(buckets))
        if place.whole:
            return cast("Made", {key: thaw(value) for key, value in next(buckets.all()).items()})
        return cast("Made", Shelf(buckets, thaw))

    def _open(self, place: Place) -> Buckets:
        self._opened.append(Buckets(self._data, self._origin, place))
        return self._opened[-1]

    def _thawing(self, values: str) -> Callable[[Any], Any]:
        return {"entry": self._entry, "entries": self._within}.get(values, _as_it_is)

    def _entry(self, number: int) -> Entry:
        entry: Entry = self._entries[(number,)]
        return entry

    def _within(self, value: Any) -> Any:
        """Pairs of an entry and something."""
        return tuple((self._entry(number), other) for number, other in value)


ENTRIES, KEYS = "entries", "keys"


def _entry(raw: Any) -> Entry:
    words, script, kind, severity, rules = raw
    return Entry(words, script, kind, severity, frozenset(rules))


def _as_it_is(value: Any) -> Any:
    return value


def read_tables(path: Path, sources: int) -> Tables | None:
    """The tables of a file; None when it is not there, none of ours, or made of other lists or by other code."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    if data[: len(MAGIC)] != MAGIC:
        return None
    begin = len(MAGIC) + _OFFSET
    size = int.from_bytes(data[len(MAGIC) : begin], "little")
    head = marshal.loads(data[begin : begin + size])  # noqa: S302 - our own file, by its magic
    if head["sources"] != sources:
        return None
    return Tables(data, begin + size, {name: Place(*place) for name, place in head["tables"].items()})


@cache
def lists_checksum() -> int:
    """Checksum of all lists, as the version of the engine names it."""
    return _checksum(sorted(DATA.glob("*.tsv")))


def sources_checksum() -> int:
    """Checksum of the lists and of the code that makes tables of them."""
    code = (path for pattern in _CODE for path in sorted(_PACKAGE.glob(pattern)))
    return _checksum(code, lists_checksum())


def _checksum(paths: Iterable[Path], before: int = 0) -> int:
    for path in paths:
        before = crc32(path.read_bytes(), before)
    return before


@cache
def shipped_store() -> Store:
    """The compiled tables of the package, or what makes them anew."""
    return read_tables(FILE, sources_checksum()) or FRESH
