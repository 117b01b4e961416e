"""The lists are well formed: columns, values, no doubles, every value explained in the header."""

from __future__ import annotations

import collections
import unicodedata
from pathlib import Path

import pytest

from ghirbal.moderation.lexicon.entries import (
    KINDS,
    ROLES,
    RULES,
    SCRIPTS,
    SEVERITIES,
    folded_words,
    read_classes,
    read_context,
    read_entries,
    read_innocent,
)
from ghirbal.moderation.lexicon.phrases import CLASS
from tests.unit.lexicon.rows import DATA, GOLDEN, header, rows

LEXICON = DATA / "lexicon.tsv"
CLASSES = DATA / "word_classes.tsv"
INNOCENT = DATA / "innocent.tsv"
CONTEXT = DATA / "context_words.tsv"
PLANTED = GOLDEN / "planted.tsv"
SENTENCES = GOLDEN / "innocent_sentences.tsv"
COLUMNS = {LEXICON: 7, CLASSES: 2, INNOCENT: 4, CONTEXT: 3, PLANTED: 4, SENTENCES: 3}
DIALECTS = frozenset({"msa", "any", "ma", "dz", "tn", "lev", "gulf", "eg", "iq", "fr"})


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.name)
def test_every_row_has_the_columns_of_its_file(path: Path) -> None:
    wrong = [fields for fields in rows(path) if len(fields) != COLUMNS[path]]

    assert not wrong


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.name)
def test_no_field_has_blanks_around_it_or_twice_in_a_row(path: Path) -> None:
    wrong = [field for fields in rows(path) for field in fields if field != " ".join(field.split())]

    assert not wrong


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.name)
def test_every_file_says_where_its_rows_come_from(path: Path) -> None:
    assert "own" in header(path).lower()


def test_lexicon_values_are_of_the_lists_in_its_header() -> None:
    for form, script, dialect, kind, severity, context, source in rows(LEXICON):
        assert script in SCRIPTS, form
        assert dialect in DIALECTS, form
        assert kind in KINDS - {"site"}, form
        assert int(severity) in SEVERITIES, form
        assert set(filter(None, context.split(","))) <= RULES, form
        assert source in {"own", "mined", "ldnoobw", "asammour", "cuss"}, form


@pytest.mark.parametrize("column", [1, 2, 3, 5, 6], ids=["script", "dialect", "kind", "context", "source"])
def test_every_value_used_is_explained_in_the_header(column: int) -> None:
    told = header(LEXICON)
    used = {value for fields in rows(LEXICON) for value in fields[column].split(",") if value}

    assert [value for value in sorted(used) if value not in told] == []


def test_no_entry_is_listed_twice_once_folded() -> None:
    seen = collections.Counter((fields[1] == "ar", folded_words(fields[0])) for fields in rows(LEXICON))

    assert [key for key, count in seen.items() if count > 1] == []


def test_no_innocent_row_is_listed_twice_once_folded() -> None:
    seen = collections.Counter((fields[1] == "ar", folded_words(fields[0])) for fields in rows(INNOCENT))

    assert [key for key, count in seen.items() if count > 1] == []


def test_no_word_is_both_an_entry_and_innocent() -> None:
    innocent = set(read_innocent([INNOCENT]))
    entries = {entry.words for entry in read_entries(LEXICON)}

    assert innocent & entries == set()


def test_entries_are_in_the_letters_of_their_script() -> None:
    for form, script, *_rest in rows(LEXICON):
        words = [word for word in form.split() if not word.startswith(CLASS)]
        arabic = any(unicodedata.name(letter, "").startswith("ARABIC") for letter in "".join(words))
        assert arabic == (script == "ar"), form
        assert words or script in ("any", "fr"), form


def test_every_class_of_a_phrase_has_words_and_every_class_is_used() -> None:
    used = {word for entry in read_entries(LEXICON) for word in entry.words if word.startswith(CLASS)}

    assert used == {CLASS + name for name in read_classes(CLASSES)}


def test_no_class_has_a_word_twice() -> None:
    twice = {
        name: [word for word, count in collections.Counter(words).items() if count > 1]
        for name, words in read_classes(CLASSES).items()
    }

    assert not any(twice.values()), twice


def test_no_word_of_an_entry_vanishes_in_folding() -> None:
    for form, *_rest in rows(LEXICON):
        assert len("".join(folded_words(form))) >= 2, form


def test_latin_entries_of_three_letters_or_less_count_as_spelled_only() -> None:
    short = [
        fields[0]
        for fields in rows(LEXICON)
        if fields[1] == "latn"
        and len(fields[0]) <= 3
        and not {"exact", "spelled"} & set(fields[5].split(","))
    ]

    assert short == []


def test_context_words_have_known_roles_and_all_four_are_there() -> None:
    roles = {word.role for word in read_context(CONTEXT)}

    assert {"aim", "animal", "quoted", "negated"} <= roles <= ROLES


def test_planted_phrases_and_innocent_sentences_are_many_and_of_every_script() -> None:
    planted = collections.Counter((fields[1], fields[2]) for fields in rows(PLANTED))
    sentences = collections.Counter(fields[1] for fields in rows(SENTENCES))

    assert sum(planted.values()) >= 120
    assert set(planted) == {
        (script, level) for script in SCRIPTS - {"any"} for level in ("explicit", "plain")
    }
    assert sum(sentences.values()) >= 150
    assert set(sentences) == SCRIPTS - {"any"}


def test_no_planted_phrase_is_an_innocent_sentence() -> None:
    planted = {folded_words(fields[0]) for fields in rows(PLANTED)}

    assert planted.isdisjoint(folded_words(fields[0]) for fields in rows(SENTENCES))
