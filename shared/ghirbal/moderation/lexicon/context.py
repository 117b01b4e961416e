"""What stands around a match and may take its sting: aim, animals, negation, quotation, citation.

Each context found raises a symbol at the place of the match; the policy's composites decide what
that is worth. The words are in data/context_*.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import ContextWord, read_context
from ghirbal.moderation.lexicon.matching import Match
from ghirbal.moderation.lexicon.tables import FRESH, Store, shipped_store
from ghirbal.text.clitics import stems
from ghirbal.text.tokens import Token

_AIM_NEAR, _AIM_BESIDE, _ANIMALS_NEAR, _BEFORE, _CITED_NEAR = 3, 2, 6, 2, 12
_QUOTED_BEFORE, _PHRASE_BEFORE = 3, 4
_SECOND_PERSON = ("ك", "كم", "كن")
_ELIDED = re.compile(r"(?<=\w)'(?=\w)")

_OPENING, _CLOSING = "\"«“„'‹(", "\"»”“'›)"
_OPENINGS = frozenset(_OPENING)


class ContextWords:
    """Context words by role, single words and phrases, with a bounded memory of words seen."""

    _MOST_WORDS = 20_000

    def __init__(self, store: Store = FRESH) -> None:
        """Take the tables of data/context_*.tsv from a store, which may make them."""
        self._single: Mapping[str, tuple[str, ...]] = store.kept("context_words", _single_words)
        self._phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = store.kept(
            "context_phrases", _phrases
        )
        self._known: dict[str, frozenset[str]] = {}

    def knows(self, word: str) -> bool:
        """Whether a word has a role of its own, clitics apart."""
        return bool(self._of_word(word))

    def roles(self, tokens: Sequence[Token], index: int) -> frozenset[str]:
        """The roles of the token at `index`, with those of a phrase that begins there."""
        return self._of_word(tokens[index].text) | self.phrase_roles(tokens, index)

    def phrase_roles(self, tokens: Sequence[Token], index: int) -> frozenset[str]:
        """The roles of the phrases that begin at the token `index`."""
        known = self._phrases.get(tokens[index].text)
        if known is None:
            return frozenset()
        return frozenset(
            role
            for words, role in known
            if tuple(token.text for token in tokens[index : index + len(words)]) == words
        )

    def _of_word(self, word: str) -> frozenset[str]:
        if word not in self._known:
            if len(self._known) >= self._MOST_WORDS:
                self._known.clear()
            found = frozenset(self._single.get(word, ()))
            for stem in () if found else stems(word):
                if len(stem.text) >= 3 and stem.text in self._single:
                    found |= frozenset(self._single[stem.text])
            self._known[word] = found
        return self._known[word]


def _listed() -> Iterator[ContextWord]:
    return (word for path in sorted(DATA.glob("context_*.tsv")) for word in read_context(path))


def _single_words() -> dict[str, tuple[str, ...]]:
    """The roles of each context that is one word."""
    roles: dict[str, tuple[str, ...]] = {}
    for words, role in _listed():
        if len(words) == 1 and role not in roles.get(words[0], ()):
            roles[words[0]] = (*roles.get(words[0], ()), role)
    return roles


def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The contexts of several words, with their roles, by their first word."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for words, role in _listed():
        if len(words) > 1:
            phrases[words[0]] = (*phrases.get(words[0], ()), (words, role))
    return phrases


@cache
def shipped_context() -> ContextWords:
    """The context words of the package, read once."""
    return ContextWords(shipped_store())


class Surroundings:
    """The words around the matches of one text: where each role stands is found once, not anew for every match."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        """Remember the words and the folded text they stand in."""
        self.tokens = tokens
        self.text = text

    def near(self, role: str, first: int, end: int) -> bool:
        """Whether a word of this role stands, or a phrase of it begins, from token `first` to before token `end`."""
        return _any_within(self._places.get(role, ()), first, end)

    def phrase_near(self, role: str, first: int, end: int) -> bool:
        """The same, of phrases alone."""
        return _any_within(self._phrases.get(role, ()), first, end)

    def beside(self, role: str, match: Match, reach: int) -> bool:
        """Whether a role stands within so many words before or behind a match, not inside it."""
        behind = match.last + 1
        return self.near(role, match.first - reach, match.first) or self.near(role, behind, behind + reach)

    @cached_property
    def has_quotes(self) -> bool:
        """Whether the text holds any sign that opens a quotation; most hold none."""
        return not _OPENINGS.isdisjoint(self.text)

    @cached_property
    def has_roles(self) -> bool:
        """Whether any word or phrase of the text has a role; many texts have none."""
        return bool(self._places)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        words, tokens = shipped_context(), self.tokens
        return _by_role(words.roles(tokens, index) for index in range(len(tokens)))

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[int]]:
        words, tokens = shipped_context(), self.tokens
        return _by_role(words.phrase_roles(tokens, index) for index in range(len(tokens)))


def _by_role(roles: Iterable[frozenset[str]]) -> Mapping[str, Sequence[int]]:
    """The places of each role, in order."""
    places: dict[str, list[int]] = {}
    for index, found in enumerate(roles):
        for role in found:
            places.setdefault(role, []).append(index)
    return places


def _any_within(places: Sequence[int], first: int, end: int) -> bool:
    """Whether one of the places, which are in order, is at least `first` and below `end`."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] < end


def contexts(match: Match, around: Surroundings) -> Iterator[str]:
    """Names of the context symbols that hold at a match."""
    rules, tokens = match.entry.rules, around.tokens
    if "aimed" in rules and not (
        is_aimed(match, around) or around.near("this", match.first - 1, match.first)
    ):
        yield "CTX_UNAIMED"
    span = tokens[match.first].start, tokens[match.last].end
    if (around.has_quotes and _quoted(around.text, *span)) or (
        around.has_roles and _role_before(match, around, "quoted", _QUOTED_BEFORE)
    ):
        yield "CTX_QUOTED"
    if not around.has_roles:
        return
    if "not_about_animals" in rules and _about_animals(match, around):
        yield "CTX_ANIMALS"
    if _role_before(match, around, "negated", _BEFORE):
        yield "CTX_NEGATED"
    if around.beside("cited", match, _CITED_NEAR):
        yield "CTX_CITED"
    if around.beside("condemned", match, _CITED_NEAR):
        yield "CTX_CONDEMNED"


def is_aimed(match: Match, around: Surroundings, reach: int = _AIM_NEAR) -> bool:
    """Whether the match is aimed at someone: a word that aims, or a neighbour in the second person."""
    tokens = around.tokens
    if tokens[match.first].text.startswith("يا") or around.beside("aim", match, reach):
        return True
    neighbours = (*tokens[max(0, match.first - 1) : match.first], *tokens[match.last + 1 : match.last + 2])
    return any(_second_person(token.text) for token in neighbours)


def _second_person(word: str) -> bool:
    return len(word) >= 4 and word.endswith(_SECOND_PERSON)


def _about_animals(match: Match, around: Surroundings) -> bool:
    return around.beside("animal", match, _ANIMALS_NEAR) and not is_aimed(match, around, _AIM_BESIDE)


def _role_before(match: Match, around: Surroundings, role: str, reach: int) -> bool:
    """Whether a word of this role stands within `reach` words before, or a phrase within four."""
    first = match.first
    return around.near(role, first - reach, first) or around.phrase_near(role, first - _PHRASE_BEFORE, first)


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand right around the match, with a few letters to spare; l'Iran is no quotation."""
    first = max(0, start - 12)
    near = _ELIDED.sub(" ", text[first : end + 12])
    before, after = near[: start - first], near[end - first :]
    return any(mark in before for mark in _OPENING) and any(mark in after for mark in _CLOSING)
