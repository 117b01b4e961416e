"""Words that advertising is made of, found in one pass: phrases, platforms, numbers in words, domain endings.

Most words are no cue, which one look-up tells; what a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.tables import Store, shipped_store
from ghirbal.text.arabizi import loose
from ghirbal.text.fold import fold_words
from ghirbal.text.spelled import BEGINNINGS, number_words
from ghirbal.text.tokens import Token

PHRASES = DATA / "spam_phrases.tsv"
GROUPS = frozenset(
    {
        "healer",
        "loan",
        "job",
        "trading",
        "betting",
        "property",
        "sexual",
        "pills",
        "papers",
        "sales",
        "followers",
    }
    | {"coupon", "promo", "invite", "platform", "reach", "send", "chain", "office", "warning"}
)
SCRIPTS = frozenset({"ar", "latn", "fr"})
_PREFIXES = ("وال", "بال", "فال", "كال", "ال", "لل", "ول", "و", "ف", "ب", "ك", "ل", "ع")
_SHORTEST = 3
"""Letters that must be left when something in front is taken off: ولد is no و and لد."""

_MOST_WORDS = 50_000
_LOOSE = "~"


class FoundCue(NamedTuple):
    """A phrase of a group, at tokens `first` to `last`, both included."""

    group: str
    first: int
    last: int


class _Phrase(NamedTuple):
    group: str
    steps: tuple[str, ...]


class Cues(dict[str, tuple[_Phrase, ...]]):
    """Phrases by a word that may begin them: a bounded memory of the words met, most of which begin none."""

    def __init__(self, begun: Mapping[str, tuple[_Phrase, ...]]) -> None:
        """Take the phrases by what their first word is found by."""
        super().__init__()
        self._keys = _Keys()
        self._begun = begun

    def __missing__(self, word: str) -> tuple[_Phrase, ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        begun = tuple(
            _Phrase._make(phrase) for key in self._keys[word] for phrase in self._begun.get(key, ())
        )
        self[word] = begun
        return begun

    def find(self, tokens: Sequence[Token]) -> Iterator[FoundCue]:
        """Every phrase in the text. Linear: a word begins a bounded number of them, each of a few steps."""
        for place, token in enumerate(tokens):
            for phrase in self[token[0]]:
                last = self._last(phrase, tokens, place)
                if last is not None:
                    yield FoundCue(phrase.group, place, last)

    def _last(self, phrase: _Phrase, tokens: Sequence[Token], place: int) -> int | None:
        """The last token of a phrase begun at `place`; one other word may stand before each of its words."""
        for step in phrase.steps:
            place = next(
                (
                    near
                    for near in (place + 1, place + 2)
                    if near < len(tokens) and self._is(step, tokens[near])
                ),
                -1,
            )
            if place < 0:
                return None
        return place

    def _is(self, step: str, token: Token) -> bool:
        return step in self._keys[token[0]]


class _Keys(dict[str, frozenset[str]]):
    """What a word of a text may be compared by, remembered."""

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        keys = self[word] = frozenset(_keys(word))
        return keys


def _keys(word: str) -> Iterator[str]:
    """
    >>> sorted(_keys("والحبيب"))
    ['حبيب', 'والحبيب']
    >>> "~" + loose("flous") in set(_keys("flouss"))
    True
    """
    yield word
    if word.isascii():
        yield _LOOSE + loose(word)
        return
    prefix = next((p for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= _SHORTEST), "")
    yield word[len(prefix) :]


def _entry_key(word: str, script: str) -> str:
    if script == "latn":
        return _LOOSE + loose(word)
    bare = word.removeprefix("ال") if script == "ar" else word
    return bare if len(bare) >= _SHORTEST else word


OFFICE, WARNING = "office", "warning"
"""Groups that speak for a comment: who has a public number, and what is said by those who warn of fraud."""

ZERO, ENDING = "zero", "ending"
"""Groups of single words that others look around: a number's zero, the end of a host."""

ENDINGS = ("com", "org", "xyz", "shop", "online", "site", "store", "club", "info", "كوم")


@cache
def shipped_cues() -> Cues:
    """The cues of the package, read once."""
    return cues_of(shipped_store())


def cues_of(store: Store) -> Cues:
    """The cues of the package, from a store that has them or makes them."""
    return Cues(store.kept("cues", lambda: by_first_word(_shipped_rows())))


def by_first_word(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[_Phrase, ...]]:
    """Rows of (folded phrase, script, group), by what the first word is found by."""
    begun: dict[str, tuple[_Phrase, ...]] = {}
    for phrase, script, group in rows:
        first, *steps = (_entry_key(word, script) for word in phrase.replace("'", " ").split())
        begun[first] = (*begun.get(first, ()), _Phrase(group, tuple(steps)))
    return begun


def _shipped_rows() -> list[tuple[str, str, str]]:
    """The phrases of the package, the words that telephone numbers begin with, and endings of hosts."""
    zeros = [(word, "fr", ZERO) for word, digit in number_words().items() if digit == "0"]
    zeros += [(word, "fr", ZERO) for word in BEGINNINGS]
    return [*read_phrases(PHRASES), *zeros, *((word, "fr", ENDING) for word in ENDINGS)]


def read_phrases(path: Path) -> list[tuple[str, str, str]]:
    """Rows of a phrase file, folded, one spelling each. Raises ValueError naming file and line."""
    rows: list[tuple[str, str, str]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 3 or cells[1] not in SCRIPTS or cells[2] not in GROUPS:
                raise ValueError(f"{path.name} line {number}: expected phrases, script and group")
            rows += [(fold_words(phrase), cells[1], cells[2]) for phrase in cells[0].split(",")]
    return rows
