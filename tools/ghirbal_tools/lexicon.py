"""Compile the word lists: `ghirbal lexicon build` writes data/lists.bin, `--check` says whether it is current.

What is written is told in `ghirbal.moderation.lexicon.tables`, which reads it. The same lists and the same code always
give the same bytes. After a merge of two branches that changed lists or code, build it anew; a file that is not
current is never wrong, it is passed over, and a process's first judgement takes ten times as long.
"""

from __future__ import annotations

import argparse
import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ghirbal.moderation.disguise.disguises import Disguises
from ghirbal.moderation.disguise.exchanged import Exchanged
from ghirbal.moderation.disguise.leniency import Leniency
from ghirbal.moderation.disguise.model_doubts import ModelDoubts
from ghirbal.moderation.disguise.starred_words import StarredWords
from ghirbal.moderation.disguise.swaps import Respelled
from ghirbal.moderation.grammar.rules import rules_of
from ghirbal.moderation.grammar.verbs import verbs_of
from ghirbal.moderation.grammar.words import words_of
from ghirbal.moderation.lexicon.ad_cues import cues_of
from ghirbal.moderation.lexicon.context import ContextWords
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon, lexicon_of_sources
from ghirbal.moderation.lexicon.tables import (
    ENTRIES,
    FILE,
    KEYS,
    MAGIC,
    MARSHAL,
    Place,
    Store,
    bucket_of,
    sources_checksum,
)

KEYS_IN_BUCKET = 8
Made = TypeVar("Made")
Raw = dict[Any, Any]


class Recorder:
    """A store that makes every table and remembers it."""

    def __init__(self) -> None:
        """Start empty."""
        self.tables: dict[str, tuple[Any, bool]] = {}

    def kept(self, name: str, make: Callable[[], Made], *, whole: bool = False) -> Made:
        """The table as it is made."""
        made = make()
        self.tables[name] = (made, whole)
        return made


def main(argv: Sequence[str]) -> int:
    """Build or check; 0, 1 when `--check` finds another file than the sources make."""
    parser = argparse.ArgumentParser(prog="ghirbal lexicon", description="compile the word lists")
    parser.add_argument("action", choices=["build"], help="write the compiled lists")
    parser.add_argument("--check", action="store_true", help="write nothing, say whether they are current")
    given = parser.parse_args(argv)
    data = compiled(recorded(lexicon_of_sources), sources_checksum())
    if given.check:
        return _checked(FILE, data)
    FILE.write_bytes(data)
    print(f"{FILE.name}: {len(data)} bytes")
    return 0


def _checked(path: Path, data: bytes) -> int:
    if path.is_file() and path.read_bytes() == data:
        print(f"{path.name} is what the lists make")
        return 0
    print(f"{path.name} is not what the lists make; run `ghirbal lexicon build`")
    return 1


def recorded(read: Callable[[Store], Lexicon]) -> Mapping[str, tuple[Any, bool]]:
    """Every table that the detectors ask a lexicon's store for, and whether it is kept whole."""
    recorder = Recorder()
    lexicon = read(recorder)
    disguises = Disguises(lexicon)
    hidden = (Respelled(lexicon), Exchanged(lexicon), StarredWords(disguises), ModelDoubts(lexicon))
    for user in (lexicon, disguises, *hidden):
        _fill(user)
    Leniency(lexicon)
    ContextWords(recorder)
    cues_of(recorder)
    words_of(recorder)
    verbs_of(recorder)
    rules_of(recorder)
    return recorder.tables


def _fill(user: object) -> None:
    """Ask for everything that is made when first asked for."""
    for name, value in vars(type(user)).items():
        if isinstance(value, cached_property):
            getattr(user, name)


def compiled(tables: Mapping[str, tuple[Any, bool]], sources: int) -> bytes:
    """The file's bytes."""
    entries = _Entries()
    raw = {name: _raw(table, entries) for name, (table, _) in sorted(tables.items())}
    raw[ENTRIES] = ("plain", {(number,): _plain(entry) for entry, number in entries.items()})
    packed, places = bytearray(), dict[str, Place]()
    for name, (values, table) in raw.items():
        whole = name in tables and tables[name][1]
        buckets = _buckets(table, whole=whole)
        places[name] = Place(len(packed), len(buckets) - 1, len(table), values, whole)
        packed += _packed(buckets, len(packed))
    return _with_head(bytes(packed), places, sources)


class _Entries(dict[Entry, int]):
    """Numbers of entries, in the order in which they are met."""

    def __missing__(self, entry: Entry) -> int:
        self[entry] = len(self)
        return self[entry]


def _raw(table: Any, entries: _Entries) -> tuple[str, Raw]:
    """What kind of values a table has, and the table in plain values, in an order of its own."""
    if isinstance(table, AbstractSet):
        return KEYS, {_plain(key): None for key in sorted(table)}
    first = next(iter(table.values()), None)
    if isinstance(first, Entry):
        return "entry", {key: entries[table[key]] for key in sorted(table)}
    if isinstance(first, tuple) and first and isinstance(first[0], tuple) and isinstance(first[0][0], Entry):
        pairs = {
            key: tuple((entries[entry], _plain(other)) for entry, other in table[key])
            for key in sorted(table)
        }
        return "entries", pairs
    return "plain", {_plain(key): _plain(table[key]) for key in sorted(table)}


def _plain(value: Any) -> Any:
    """Named tuples as tuples, sets as sorted ones: of the same bytes in every process."""
    if isinstance(value, AbstractSet):
        return tuple(sorted(map(_plain, value)))
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _buckets(table: Raw, *, whole: bool) -> list[Raw]:
    """The table in a power of two buckets of some eight keys."""
    count = 1
    while not whole and count * KEYS_IN_BUCKET < len(table):
        count *= 2
    buckets: list[Raw] = [{} for _ in range(count)]
    for key, value in table.items():
        buckets[bucket_of(key, count - 1)][key] = value
    return buckets


def _packed(buckets: Iterable[Raw], begin: int) -> bytes:
    """Offsets of the buckets, the end of the last among them, then the buckets; relative to the tables' beginning."""
    told = [marshal.dumps(bucket, MARSHAL) for bucket in buckets]
    place = begin + 4 * (len(told) + 1)
    offsets = bytearray(place.to_bytes(4, "little"))
    for bucket in told:
        place += len(bucket)
        offsets += place.to_bytes(4, "little")
    return bytes(offsets) + b"".join(told)


def _with_head(packed: bytes, places: Mapping[str, Place], sources: int) -> bytes:
    tables = {name: tuple(place) for name, place in places.items()}
    head = marshal.dumps({"sources": sources, "tables": tables}, MARSHAL)
    return MAGIC + len(head).to_bytes(4, "little") + head + packed
