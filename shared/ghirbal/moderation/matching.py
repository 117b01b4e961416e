"""Finding a lexicon's entries among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.entries import Entry
from ghirbal.moderation.lexicon import Lexicon, Word
from ghirbal.moderation.phrases import match_phrase
from ghirbal.text.tokens import Token


class Match(NamedTuple):
    """An entry found: tokens `first` to `last`, both included."""

    entry: Entry
    first: int
    last: int


def find_matches(lexicon: Lexicon, tokens: Sequence[Token]) -> Iterator[Match]:
    """Entries in the order of the text; where a phrase begins, its longest form wins over the word."""
    index, innocent_until = 0, 0
    while index < len(tokens):
        known = lexicon.word(tokens[index].text)
        if known is not None:
            if known.innocent or tokens[index].text in lexicon.innocent_phrases:
                innocent_until = max(innocent_until, _innocent_end(lexicon, tokens, index))
            match = _match_at(known, tokens, index)
            if match is not None and match.last >= innocent_until:
                yield match
                index = match.last
        elif tokens[index].text in lexicon.innocent_phrases:
            innocent_until = max(innocent_until, _innocent_end(lexicon, tokens, index))
        index += 1


def _match_at(known: Word, tokens: Sequence[Token], index: int) -> Match | None:
    best = None if known.entry is None else Match(known.entry, index, index)
    for phrase in known.phrases:
        last = match_phrase(phrase, tokens, index)
        if last is not None and (best is None or last > best.last):
            best = Match(phrase.entry, index, last)
    return best


def _innocent_end(lexicon: Lexicon, tokens: Sequence[Token], index: int) -> int:
    """One past the last token of the longest innocent phrase that begins here; 0 without one."""
    longest = 0
    for words in lexicon.innocent_phrases.get(tokens[index].text, ()):
        window = tokens[index : index + len(words)]
        if tuple(token.text for token in window) == words:
            longest = max(longest, index + len(words))
    return longest
