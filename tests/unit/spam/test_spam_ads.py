"""The generator of advertisements, the lists, and the training on a handful of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.moderation.lexicon.ad_cues import GROUPS, PHRASES, read_phrases
from ghirbal_tools.training.ad_book import PHRASES as AD_PHRASES
from ghirbal_tools.training.ad_book import TEST, TRAIN, trades_only_in
from ghirbal_tools.training.ad_book import read_phrases as ad_phrases
from ghirbal_tools.training.ads import advertisements, honest_comments
from ghirbal_tools.training.spam_corpus import make_text


def test_the_same_seed_gives_the_same_advertisements_and_another_seed_others() -> None:
    assert list(advertisements(TRAIN, 20)) == list(advertisements(TRAIN, 20))
    assert list(advertisements(TRAIN, 20, seed=1)) != list(advertisements(TRAIN, 20, seed=2))


def test_no_phrase_stands_on_both_sides() -> None:
    sides = {
        part: {text for (p, *_), texts in ad_phrases().items() if p == part for text in texts}
        for part in (TRAIN, TEST)
    }
    assert sides[TRAIN]
    assert not sides[TRAIN] & sides[TEST]


def test_trades_that_only_tests_name_have_no_word_in_training() -> None:
    words = {
        part: {
            word
            for (p, _, role), rows in ad_phrases().items()
            if p == part and role.endswith(" words")
            for row in rows
            for word in row.split(",")
        }
        for part in (TRAIN, TEST)
    }
    assert len(trades_only_in(TEST)) >= 8
    assert words[TEST]
    assert not words[TRAIN] & words[TEST]
    assert not {ad.kind for ad in advertisements(TRAIN, 1_000)} & trades_only_in(TEST)


def test_honest_comments_vary_and_are_no_advertisements() -> None:
    comments = set(honest_comments(300))
    assert len(comments) > 150
    assert not comments & {ad.words for ad in advertisements(TRAIN, 300)}
    assert not any("{" in comment for comment in comments)


def test_every_slot_is_filled_and_the_contact_is_behind_the_words() -> None:
    for ad in advertisements(TEST, 300):
        assert "{" not in ad.text
        assert ad.text.startswith(ad.words.strip())


def test_advertisements_vary() -> None:
    assert len({ad.text for ad in advertisements(TRAIN, 500)}) > 490
    assert {ad.lang for ad in advertisements(TRAIN, 500)} == {"ar", "ma", "latn", "fr"}


def test_every_group_of_phrases_has_some_and_the_files_say_where_they_come_from() -> None:
    assert {group for _, _, group in read_phrases(PHRASES)} == GROUPS
    for path in (PHRASES, AD_PHRASES):
        assert "Own work" in path.read_text("utf-8")


def test_a_row_of_an_unknown_group_is_named(tmp_path: Path) -> None:
    path = tmp_path / "phrases.tsv"
    path.write_text("# head\nكلمة\tar\tnothing\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_phrases(path)


def test_a_training_text_has_neither_markup_nor_contacts() -> None:
    text = make_text("own", "<b>خبر</b> @user اتصل 0612345678 https://site.example/a &amp; تم", spam=True)
    assert text.words == ("خبر", "اتصل", "تم")
    assert make_text("own", "خبر اتصل تم", spam=True).fold == text.fold
