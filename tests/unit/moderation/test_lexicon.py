"""How words are looked up: whole, with their clitics, in both scripts, never as substrings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.moderation.lexicon.entries import Entry, read_context, read_entries, read_innocent
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS, Lexicon
from ghirbal.moderation.lexicon.matching import find_matches
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize

LEXICON = Lexicon(
    [
        Entry(("كسول",), "ar", "insult", 1, frozenset()),
        Entry(("بليده",), "ar", "insult", 1, frozenset()),
        Entry(("مغرور",), "ar", "insult", 1, frozenset({"no_suffix"})),
        Entry(("تافه",), "ar", "insult", 1, frozenset({"exact"})),
        Entry(("ولد", "الضبع"), "ar", "family", 2, frozenset()),
        Entry(("weld", "dba3"), "latn", "family", 2, frozenset()),
        Entry(("kasoul",), "latn", "insult", 1, frozenset()),
        Entry(("tafeh",), "latn", "insult", 1, frozenset({"spelled"})),
        Entry(("nigaud",), "fr", "insult", 1, frozenset()),
        Entry(("tete", "de", "mule"), "fr", "insult", 1, frozenset()),
    ],
    [("كسولين",), ("ولد", "الضبع", "الصغير")],
)


def hits(text: str) -> list[str]:
    tokens = tokenize(fold(text))
    return [" ".join(t.text for t in tokens[m.first : m.last + 1]) for m in find_matches(LEXICON, tokens)]


@pytest.mark.parametrize(
    "text",
    [
        *["كسول", "الكسول", "والكسول", "ياكسول", "كسولة", "كسولهم", "كسووول", "كـسـول", "كَسُول", "ڪسول"],
        *["بليدة", "البليدات", "بليدتي", "مغرور", "المغرور", "تافه"],
        *["kasoul", "kassoul", "9asoul", "lkasoul", "qasul", "kasoula", "tafeh", "tafah"],
        *["nigaud", "Nigauds", "nigaude", "nigaudes"],
    ],
)
def test_forms_of_an_entry_are_found(text: str) -> None:
    assert len(hits(f"قلت {text} نعم")) == 1


@pytest.mark.parametrize(
    "text",
    [
        *["مكسولة", "كسولين", "الكسولين", "كسوليات", "مغرورين", "والتافه", "بليدر"],
        *["kasoulator", "nigaudon", "tafehin"],
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert hits(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *["ولد الضبع", "ولد ضبع", "ياولد الضبع", "ولد يا الضبع", "ولدالضبع", "ولد الضبعين"],
        *["weld dba3", "wld dba3", "weld ldba3", "tête de mule", "Tete de Mule!"],
    ],
)
def test_phrases_are_found_with_articles_fillers_and_endings(text: str) -> None:
    assert len(hits(f"قلت {text} نعم")) == 1


@pytest.mark.parametrize("text", ["ولد الضبع الصغير", "ولد قال الضبع", "الضبع ولد", "mule de tête"])
def test_innocent_and_broken_phrases_are_not(text: str) -> None:
    assert hits(text) == []


def test_the_longest_phrase_wins_and_nothing_is_found_twice() -> None:
    assert hits("يا كسول يا ولد الضبع") == ["كسول", "ولد الضبع"]


CLASSED = Lexicon(
    [
        Entry(("@heir", "@beast"), "any", "family", 2, frozenset()),
        Entry(("@heir", "القديم"), "ar", "insult", 1, frozenset()),
    ],
    classes={"heir": ("ولد", "بنت", "weld", "bent"), "beast": ("ضبع", "ضباع", "dba3")},
)


@pytest.mark.parametrize(
    "text", ["ولد الضبع", "يابنت الضباع", "weld ddba3", "wald ldba3", "bent الضبع", "ولد قديم"]
)
def test_a_class_stands_for_each_of_its_words_in_both_scripts(text: str) -> None:
    assert len(list(find_matches(CLASSED, tokenize(fold(f"قلت {text} نعم"))))) == 1


@pytest.mark.parametrize("text", ["ولدالضبع", "ولدضباع", "welddba3", "bentldba3"])
def test_a_phrase_of_classes_is_found_written_as_one_word(text: str) -> None:
    assert len(list(find_matches(CLASSED, tokenize(fold(f"قلت {text} نعم"))))) == 1


@pytest.mark.parametrize("text", ["ولد", "الضبع", "الضبع ولد", "عم الضبع", "weld lkhawa"])
def test_a_word_of_a_class_alone_is_nothing(text: str) -> None:
    assert list(find_matches(CLASSED, tokenize(fold(f"قلت {text} نعم")))) == []


def test_memory_is_bounded() -> None:
    lexicon = Lexicon([Entry(("كسول",), "ar", "insult", 1, frozenset())])
    for number in range(MOST_WORDS + 10):
        lexicon.word(f"w{number}")
    assert len(lexicon.known) <= MOST_WORDS


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("كلمة\tar\tma\tinsult\t1\t", "columns"),
        ("كلمة\tgr\tma\tinsult\t1\t\town", "script"),
        ("كلمة\tar\tma\tblame\t1\t\town", "kind"),
        ("كلمة\tar\tma\tinsult\t4\t\town", "severity"),
        ("كلمة\tar\tma\tinsult\t1\taimed,odd\town", "context"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text(f"# header\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"lexicon\.tsv:2: .*{wrong}"):
        read_entries(path)


def test_the_other_lists_are_checked_as_well(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("كلمة\tar\tstray\n", "utf-8")
    with pytest.raises(ValueError, match="role"):
        read_context(path)
    with pytest.raises(ValueError, match="columns"):
        read_innocent([path])
