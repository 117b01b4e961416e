"""Single common words, a few of them together, and disguised ones: what must not look like an insult.

Comments are sentences, so a model that learns from comments alone finds one word strange, and one word
with a dot inside stranger: of innocent words alone 17 % were held, dotted 25 %. The words are the most
frequent ones of two general lists; those that the project's own word list flags are left out.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.detectors.words import WordDetector
from ghirbal.moderation.lexicon.lexicon import shipped_lexicon
from ghirbal.moderation.model.features import split
from ghirbal.moderation.reading import Submission, read
from ghirbal.text.fold import fold
from ghirbal_tools.evaluation.disguises import EVASIVE
from ghirbal_tools.training.experts import SEED

LISTS = {"word_frequency_ar.txt.gz": 30_000, "word_frequency_fr.txt.gz": 20_000}
"""How many of the most frequent words of each list are taken."""

DISGUISED = 30_000
TOGETHER = 20_000
_MOST_TOGETHER = 4
_SHORTEST = 2


def innocent_texts(data: Path) -> list[tuple[str, ...]]:
    """Word lists (as `split` gives them) of innocent texts, the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible choice, nothing secret
    common = _common_words(data)
    texts = [*common, *_together(common, chance), *_disguised(common, chance)]
    return [words for words in (tuple(split(fold(text).text)) for text in texts) if words]


def _common_words(data: Path) -> list[str]:
    finds = WordDetector(shipped_lexicon())
    policy = shipped_policy()
    return [
        word
        for name, most in LISTS.items()
        for word in _first_words(data / name, most)
        if not list(finds(read(Submission(word), policy)))
    ]


def _first_words(path: Path, most: int) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        words = [line.split()[0] for line in lines if line.strip()]
    return [word for word in words if len(word) >= _SHORTEST][:most]


def _together(common: list[str], chance: random.Random) -> Iterator[str]:
    for _ in range(TOGETHER):
        yield " ".join(chance.choice(common) for _ in range(chance.randint(2, _MOST_TOGETHER)))


def _disguised(common: list[str], chance: random.Random) -> Iterator[str]:
    """A disguised word by itself, or with a plain one before or behind it."""
    disguises = list(EVASIVE.values())
    for _ in range(DISGUISED):
        hidden = chance.choice(disguises)(chance.choice(common), chance)
        company = chance.choice(common)
        yield chance.choice([hidden, hidden, hidden, f"{hidden} {company}", f"{company} {hidden}"])
