"""The phrases of advertisements, by part, language and role, and the shapes that are made of them.

A trade has sentences, or words, or both. Words are put into frames, below one another, or merely strung together: a
model that has seen sentences alone learns them by heart.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parent / "data" / "ad_phrases.tsv"
TRAIN, TEST = "train", "test"
HONEST = "honest"
FRAME = ("open", "call", "close", "frame", "list", HONEST)
"""Roles that belong to no trade."""

WORDS = " words"
"""What the role of a trade's words ends with."""

LANGUAGES = ("ar", "ma", "latn", "fr")

Phrases = Mapping[tuple[str, str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Book:
    """The phrases of one part and language; `chance` decides among them."""

    part: str
    lang: str
    chance: random.Random

    def trades(self) -> list[str]:
        """Names of trades in the order of the file, once for its sentences and once for each of its rows of words."""
        return [
            role.removesuffix(WORDS)
            for (part, lang, role), texts in read_phrases().items()
            if (part, lang) == (self.part, self.lang) and role not in FRAME
            for _ in (texts if role.endswith(WORDS) else texts[:1])
        ]

    def pieces(self, trade: str) -> list[str]:
        """The offer, in one of the shapes that the trade's phrases allow."""
        return self.chance.choice(self._shapes(trade))(trade)

    def honest(self) -> list[str]:
        """One or two sentences of readers who mean no advertising."""
        return self.chance.sample(self._of(HONEST), self.chance.choice((1, 1, 2)))

    def some(self, role: str, share: float) -> list[str]:
        """A phrase of the role in a share of advertisements; Darija borrows from Arabic where it has none."""
        found = self._of(role)
        if not found and self.lang == "ma":
            found = read_phrases().get((self.part, "ar", role), ())
        return [self.chance.choice(found)] if found and self.chance.random() < share else []

    def _shapes(self, trade: str) -> list[Callable[[str], list[str]]]:
        sentences = [self._sentences] if self._of(trade) else []
        if not self._of(trade + WORDS):
            return [*sentences]
        return [*sentences * 2, self._framed, self._framed, self._listed, self._strung]

    def _sentences(self, trade: str) -> list[str]:
        found = self._of(trade)
        return self.chance.sample(found, min(len(found), self.chance.choice((1, 1, 2))))

    def _framed(self, trade: str) -> list[str]:
        frames = self._of("frame")
        chosen = self.chance.sample(frames, min(len(frames), self.chance.randint(1, 3)))
        return [self._with_items(frame, trade) for frame in chosen]

    def _listed(self, trade: str) -> list[str]:
        return [*self.some("list", 0.7), *self._items(trade, 3, 7)]

    def _strung(self, trade: str) -> list[str]:
        return [" ".join(self._items(trade, 4, 9))]

    def _with_items(self, frame: str, trade: str) -> str:
        while "{item}" in frame:
            frame = frame.replace("{item}", " ".join(self._items(trade, 1, 2)), 1)
        return frame

    def _items(self, trade: str, fewest: int, most: int) -> list[str]:
        words = self.chance.choice(self._of(trade + WORDS)).split(",")
        return self.chance.sample(words, min(len(words), self.chance.randint(fewest, most)))

    def _of(self, role: str) -> Sequence[str]:
        return read_phrases().get((self.part, self.lang, role), ())


@cache
def read_phrases() -> Phrases:
    """Phrases by part, language and role. Raises ValueError naming the line that is not four columns."""
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for number, line in enumerate(PHRASES.read_text("utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 4 or cells[0] not in (TRAIN, TEST) or cells[1] not in LANGUAGES:
                raise ValueError(f"{PHRASES.name} line {number}: expected part, lang, role and text")
            found[cells[0], cells[1], cells[2]].append(cells[3])
    return dict(found)


def trades_only_in(part: str) -> frozenset[str]:
    """Trades for which the other part has no row in any language."""
    by_part: dict[str, set[str]] = {TRAIN: set(), TEST: set()}
    for p, _lang, role in read_phrases():
        if role not in FRAME:
            by_part[p].add(role.removesuffix(WORDS))
    other = TEST if part == TRAIN else TRAIN
    return frozenset(by_part[part] - by_part[other])
