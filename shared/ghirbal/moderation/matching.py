"""Finding a lexicon's entries among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.lexicon import Entry, Lexicon
from ghirbal.text.clitics import arabic_stems
from ghirbal.text.tokens import Token


class Match(NamedTuple):
    """An entry found: tokens `first` to `last`, both included."""

    entry: Entry
    first: int
    last: int


def find_matches(lexicon: Lexicon, tokens: Sequence[Token]) -> Iterator[Match]:
    """Entries in the order of the text; where a phrase begins, its longest form wins over the word."""
    index = 0
    while index < len(tokens):
        known = lexicon.word(tokens[index].text)
        match = None
        if known is not None:
            match = _longest_phrase(known.phrases, tokens, index)
            if match is None and known.entry is not None:
                match = Match(known.entry, index, index)
        if match is not None:
            yield match
            index = match.last
        index += 1


def _longest_phrase(phrases: Sequence[Entry], tokens: Sequence[Token], index: int) -> Match | None:
    fitting = [entry for entry in phrases if _continues(entry.words, tokens, index)]
    if not fitting:
        return None
    entry = max(fitting, key=lambda candidate: len(candidate.words))
    return Match(entry, index, index + len(entry.words) - 1)


def _continues(words: Sequence[str], tokens: Sequence[Token], index: int) -> bool:
    """Whether the words after the first stand there; the last may carry clitics."""
    if index + len(words) > len(tokens):
        return False
    middle, last = words[1:-1], words[-1]
    if any(tokens[index + 1 + offset].text != word for offset, word in enumerate(middle)):
        return False
    end = tokens[index + len(words) - 1].text
    return end == last or (not end.isascii() and end.startswith(last[:2]) and last in arabic_stems(end))
