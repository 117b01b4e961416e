"""Innocent words win over every entry they collide with, and insults stay insults beside them."""

from __future__ import annotations

import pytest

from ghirbal.moderation.lexicon.lexicon import Lexicon, shipped_lexicon
from ghirbal.moderation.lexicon.matching import find_matches
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize
from tests.unit.lexicon.rows import DATA, rows

INNOCENT = sorted({fields[0] for fields in rows(DATA / "innocent.tsv")})


def found(lexicon: Lexicon, text: str) -> list[str]:
    """The entries met in a text."""
    return [" ".join(match.entry.words) for match in find_matches(lexicon, tokenize(fold(text)))]


def test_no_innocent_word_or_phrase_is_a_hit() -> None:
    lexicon = shipped_lexicon()
    hits = {word: found(lexicon, word) for word in INNOCENT}

    assert {word: entries for word, entries in hits.items() if entries} == {}


@pytest.mark.parametrize("prefix", ["و", "ب", "ف"])
def test_no_innocent_word_is_an_explicit_hit_behind_a_particle(prefix: str) -> None:
    lexicon = shipped_lexicon()
    single = [
        fields[0] for fields in rows(DATA / "innocent.tsv") if fields[1] == "ar" and " " not in fields[0]
    ]
    hits = {word: lexicon.word(fold(prefix + word).text) for word in single}

    assert [word for word, known in hits.items() if known and known.entry and known.entry.severity == 3] == []


def test_a_longer_insult_survives_the_innocent_word_inside_it() -> None:
    lexicon = shipped_lexicon()

    assert found(lexicon, "محوي") == []
    assert found(lexicon, "شوف ولد المحوي") != []


def test_a_name_that_is_an_insult_elsewhere_is_innocent_behind_a_first_name() -> None:
    lexicon = shipped_lexicon()

    assert found(lexicon, "حسب عبدالله الزامل فالشركة") == []
    assert found(lexicon, "هاد الزامل فالشركة") != []


def test_an_insult_beside_an_innocent_word_is_still_found() -> None:
    lexicon = shipped_lexicon()

    assert found(lexicon, "هاد الحزب فيه غير حمار واحد") == ["حمار"]
