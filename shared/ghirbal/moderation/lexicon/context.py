"""What stands around a match and may take its sting: aim, animals, negation, quotation, citation.

Each context found raises a symbol at the place of the match; the policy's composites decide what
that is worth. The words are in data/context_*.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import read_context
from ghirbal.moderation.lexicon.matching import Match
from ghirbal.text.clitics import stems
from ghirbal.text.tokens import Token

_AIM_NEAR, _AIM_BESIDE, _ANIMALS_NEAR, _BEFORE, _CITED_NEAR = 3, 2, 6, 2, 12
_QUOTED_BEFORE, _PHRASE_BEFORE = 3, 4
_SECOND_PERSON = ("ك", "كم", "كن")
_ELIDED = re.compile(r"(?<=\w)'(?=\w)")
_OPENING, _CLOSING = "\"«“„'‹(", "\"»”“'›)"


class ContextWords:
    """Context words by role, single words and phrases, with a bounded memory of words seen."""

    _MOST_WORDS = 20_000

    def __init__(self) -> None:
        """Read data/context_*.tsv."""
        self._single: dict[str, frozenset[str]] = {}
        self._phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
        self._known: dict[str, frozenset[str]] = {}
        for words, role in (
            word for path in sorted(DATA.glob("context_*.tsv")) for word in read_context(path)
        ):
            if len(words) == 1:
                self._single[words[0]] = self._single.get(words[0], frozenset()) | {role}
            else:
                self._phrases[words[0]] = (*self._phrases.get(words[0], ()), (words, role))

    def knows(self, word: str) -> bool:
        """Whether a word has a role of its own, clitics apart."""
        return bool(self._of_word(word))

    def roles(self, tokens: Sequence[Token], index: int) -> frozenset[str]:
        """The roles of the token at `index`, with those of a phrase that begins there."""
        return self._of_word(tokens[index].text) | self.phrase_roles(tokens, index)

    def phrase_roles(self, tokens: Sequence[Token], index: int) -> frozenset[str]:
        """The roles of the phrases that begin at the token `index`."""
        known = self._phrases.get(tokens[index].text, ())
        return frozenset(
            role
            for words, role in known
            if tuple(token.text for token in tokens[index : index + len(words)]) == words
        )

    def _of_word(self, word: str) -> frozenset[str]:
        if word not in self._known:
            if len(self._known) >= self._MOST_WORDS:
                self._known.clear()
            found: frozenset[str] = self._single.get(word, frozenset())
            for stem in () if found else stems(word):
                if len(stem.text) >= 3 and stem.text in self._single:
                    found |= self._single[stem.text]
            self._known[word] = found
        return self._known[word]


@cache
def shipped_context() -> ContextWords:
    """The context words of the package, read once."""
    return ContextWords()


def contexts(match: Match, tokens: Sequence[Token], text: str) -> Iterator[str]:
    """Names of the context symbols that hold at a match."""
    rules = match.entry.rules
    if "aimed" in rules and not is_aimed(match, tokens):
        yield "CTX_UNAIMED"
    if "not_about_animals" in rules and _about_animals(match, tokens):
        yield "CTX_ANIMALS"
    if _role_before(match, tokens, "negated", _BEFORE):
        yield "CTX_NEGATED"
    if _role_before(match, tokens, "quoted", _QUOTED_BEFORE) or _quoted(
        text, tokens[match.first].start, tokens[match.last].end
    ):
        yield "CTX_QUOTED"
    if any(
        "cited" in shipped_context().roles(tokens, index) for index in _around(match, tokens, _CITED_NEAR)
    ):
        yield "CTX_CITED"


def _around(match: Match, tokens: Sequence[Token], reach: int) -> Iterator[int]:
    yield from range(max(0, match.first - reach), match.first)
    yield from range(match.last + 1, min(len(tokens), match.last + 1 + reach))


def is_aimed(match: Match, tokens: Sequence[Token], reach: int = _AIM_NEAR) -> bool:
    """Whether the match is aimed at someone: a word that aims, or a neighbour in the second person."""
    words = shipped_context()
    if tokens[match.first].text.startswith("يا"):
        return True
    for index in _around(match, tokens, reach):
        if "aim" in words.roles(tokens, index):
            return True
    return any(_second_person(tokens[index].text) for index in _around(match, tokens, 1))


def _second_person(word: str) -> bool:
    return len(word) >= 4 and word.endswith(_SECOND_PERSON)


def _about_animals(match: Match, tokens: Sequence[Token]) -> bool:
    words = shipped_context()
    animals = any("animal" in words.roles(tokens, index) for index in _around(match, tokens, _ANIMALS_NEAR))
    return animals and not is_aimed(match, tokens, _AIM_BESIDE)


def _role_before(match: Match, tokens: Sequence[Token], role: str, reach: int) -> bool:
    """Whether a word of this role stands within `reach` words before, or a phrase within four."""
    words, first = shipped_context(), match.first
    if any(role in words.roles(tokens, index) for index in range(max(0, first - reach), first)):
        return True
    return any(
        role in words.phrase_roles(tokens, index) for index in range(max(0, first - _PHRASE_BEFORE), first)
    )


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand right around the match, with a few letters to spare; l'Iran is no quotation."""
    first = max(0, start - 12)
    near = _ELIDED.sub(" ", text[first : end + 12])
    before, after = near[: start - first], near[end - first :]
    return any(mark in before for mark in _OPENING) and any(mark in after for mark in _CLOSING)
