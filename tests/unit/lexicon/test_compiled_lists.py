"""The compiled lists are what the sources make, read back as they were, and cost as little when lists are longer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import Entry, read_classes, read_entries, read_innocent
from ghirbal.moderation.lexicon.lexicon import Lexicon, lexicon_of_sources
from ghirbal.moderation.lexicon.tables import (
    FILE,
    FRESH,
    Store,
    Tables,
    read_tables,
    shipped_store,
    sources_checksum,
)
from ghirbal_tools.lexicon import compiled, recorded

ENTRIES = (
    Entry(("كتاب",), "ar", "insult", 1, frozenset({"exact"})),
    Entry(("ولد", "الكتاب"), "ar", "family", 3, frozenset()),
    Entry(("sarsar",), "latn", "insult", 2, frozenset({"verb"})),
)


def small(store: Store) -> Lexicon:
    return Lexicon(ENTRIES, [("كتابه",), ("كتاب", "الله")], {"ولد": ("ولد", "بنت")}, store)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_the_compiled_lists_are_what_the_sources_make() -> None:
    """Red after a change of lists or of the code that makes tables: run `ghirbal lexicon build`."""
    assert FILE.read_bytes() == compiled(recorded(lexicon_of_sources), sources_checksum())
    assert shipped_store() is not FRESH


def test_every_table_reads_back_as_it_was_made() -> None:
    store = shipped_store()
    for name, (table, whole) in recorded(lexicon_of_sources).items():
        read: Any = store.kept(name, dict, whole=whole)
        assert len(read) == len(table), name
        if isinstance(table, Mapping):
            assert all(read[key] == value for key, value in table.items()), name
            assert set(read) == set(table), name
        else:
            assert set(read) == set(table), name
        assert "no word at all" not in read


def test_a_lexicon_of_compiled_tables_knows_what_one_of_sources_knows(tmp_path: Path) -> None:
    tables = read_tables(written(tmp_path / "lists.bin", compiled(recorded(small), 7)), 7)
    assert tables is not None
    read, made = Lexicon((), store=tables), small(FRESH)
    for word in ("كتاب", "كتابه", "ولد", "بنت", "sarsar", "kasarsar", "قلم"):
        assert read.word(word) == made.word(word)


@pytest.mark.parametrize("data", [b"", b"GHIRBAL1 something else", None])
def test_a_file_that_is_missing_or_none_of_ours_is_passed_over(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "lists.bin"
    assert read_tables(path if data is None else written(path, data), 7) is None


def test_a_file_of_other_lists_is_passed_over_and_not_believed(tmp_path: Path) -> None:
    path = written(tmp_path / "lists.bin", compiled(recorded(small), 7))
    assert read_tables(path, 8) is None


def test_a_table_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    tables = read_tables(written(tmp_path / "lists.bin", compiled(recorded(small), 7)), 7)
    assert tables is not None
    with pytest.raises(LookupError, match="ghirbal lexicon build"):
        tables.kept("unheard-of", dict)


def test_lists_three_times_as_long_cost_a_look_up_no_more(tmp_path: Path) -> None:
    """Keys read for the same words; a bucket's size wavers with the number of buckets, a power of two."""
    once, thrice = (_keys_read(tmp_path, times) for times in (1, 3))
    assert 0 < thrice < 2 * once


def _keys_read(tmp_path: Path, times: int) -> int:
    entries, innocent = read_entries(DATA / "lexicon.tsv"), read_innocent(sorted(DATA.glob("innocent*.tsv")))
    longer = [  # classes keep their names
        entry._replace(words=tuple(word if word[0] == "@" else word + "ق" * copy for word in entry.words))
        for entry, copy in product(entries, range(times))
    ]
    classes = read_classes(DATA / "word_classes.tsv")
    data = compiled(recorded(lambda store: Lexicon(longer, innocent, classes, store)), 7)
    tables = read_tables(written(tmp_path / f"{times}.bin", data), 7)
    assert isinstance(tables, Tables)
    lexicon = Lexicon((), store=tables)
    for word in ("المدرسه", "سيارات", "bonjour", "mezyan", "والله"):
        lexicon.word(word)
    return tables.keys_read
