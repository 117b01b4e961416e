"""What the lexicon alone finds of our own phrases, and what it leaves alone.

The floors are what was measured when this was written, a little rounded down: a change of the lists
that costs more than that has to say why.
"""

from __future__ import annotations

import pytest

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors.words import WordDetector
from ghirbal.moderation.lexicon.lexicon import shipped_lexicon
from ghirbal.moderation.pipeline import Submission, judge
from tests.unit.lexicon.rows import GOLDEN, rows

FLOORS = {
    ("ar", "explicit"): 0.99,
    ("latn", "explicit"): 0.97,
    ("fr", "explicit"): 0.98,
    ("ar", "plain"): 0.93,
    ("latn", "plain"): 0.93,
    ("fr", "plain"): 0.9,
}
PUBLISHED = "قرأت المقال كاملا وأشكر الكاتب على هذه المعلومات {} والسلام عليكم ورحمة الله"
"""A clean comment with room for one phrase."""


def action(text: str) -> Action:
    """What the lexicon alone would do, under the shipped policy."""
    return judge(Submission(text), shipped_policy("balanced"), [WordDetector(shipped_lexicon())]).action


def planted(script: str, level: str) -> list[str]:
    return [fields[0] for fields in rows(GOLDEN / "planted.tsv") if fields[1:3] == [script, level]]


@pytest.mark.parametrize(("script", "level"), FLOORS, ids=lambda value: str(value))
def test_planted_insults_are_caught_alone(script: str, level: str) -> None:
    phrases = planted(script, level)
    missed = [phrase for phrase in phrases if action(phrase) is Action.PUBLISH]

    assert len(missed) <= (1 - FLOORS[script, level]) * len(phrases), missed


@pytest.mark.parametrize("script", ["ar", "latn", "fr"])
def test_planted_explicit_insults_are_caught_inside_a_clean_comment(script: str) -> None:
    phrases = planted(script, "explicit")
    missed = [phrase for phrase in phrases if action(PUBLISHED.format(phrase)) is Action.PUBLISH]

    assert len(missed) <= (1 - FLOORS[script, "explicit"]) * len(phrases), missed


def test_the_clean_comment_itself_is_published() -> None:
    assert action(PUBLISHED.format("")) is Action.PUBLISH


def test_no_innocent_sentence_is_rejected() -> None:
    texts = [fields[0] for fields in rows(GOLDEN / "innocent_sentences.tsv")]

    assert [text for text in texts if action(text) is Action.REJECT] == []


def test_innocent_words_opinion_and_citations_are_published() -> None:
    texts = [
        fields[0] for fields in rows(GOLDEN / "innocent_sentences.tsv") if fields[2] in {"word", "religion"}
    ]

    assert [text for text in texts if action(text) is not Action.PUBLISH] == []


def test_few_sentences_about_animals_or_quoted_insults_are_held() -> None:
    texts = [fields[0] for fields in rows(GOLDEN / "innocent_sentences.tsv")]
    held = [text for text in texts if action(text) is not Action.PUBLISH]

    assert len(held) <= 0.04 * len(texts), held
