"""Finding a lexicon's entries among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import Lexicon, Word
from ghirbal.moderation.lexicon.phrases import Phrase, Step
from ghirbal.text.tokens import Token


class Match(NamedTuple):
    """An entry found: tokens `first` to `last`, both included; `guessed` when the words are not those listed."""

    entry: Entry
    first: int
    last: int
    guessed: bool = False

    @property
    def symbol(self) -> str:
        """The symbol of the match: a guess at anything worse than a plain word is told as a guess."""
        guess = self.guessed and self.entry.severity > 1
        return f"LEX_{self.entry.kind.upper()}_GUESSED" if guess else self.entry.symbol


def find_matches(lexicon: Lexicon, tokens: Sequence[Token]) -> Iterator[Match]:
    """Entries in the order of the text; where a phrase begins, its longest form wins over the word.

    An innocent phrase vetoes every match that lies inside it; a longer match survives.
    """
    known = lexicon.known
    listed = [(index, word) for index, token in enumerate(tokens) if (word := known[token[0]]) is not None]
    opened: _Opened = {}
    done = innocent_until = 0
    for index, word in listed:
        if index < done:
            continue
        if word.innocent_phrases:
            innocent_until = max(innocent_until, _innocent_end(word, tokens, index))
        match = _match_at(lexicon, word, tokens, index, opened)
        if match is not None and match.last >= innocent_until:
            yield match
            done = match.last + 1


_Opened = dict[tuple[int, frozenset[Step]], list[Phrase]]
"""Of a word and the steps that may follow it, the phrases that go on so: "ya" begins eighty, asked once a text."""


def _match_at(
    lexicon: Lexicon, word: Word, tokens: Sequence[Token], index: int, opened: _Opened
) -> Match | None:
    best = None if word.entry is None else Match(word.entry, index, index, word.guessed)
    near = lexicon.phrases.steps_behind(tokens, index) if word.phrases else frozenset()
    if not near:
        return best
    going_on = opened.get((id(word), near))
    if going_on is None:
        going_on = opened[id(word), near] = [one for one in word.phrases if one.steps[0] in near]
    for phrase in going_on:
        last = lexicon.phrases.last_of(phrase, tokens, index)
        if last is not None and (best is None or last > best.last):
            spelled = lexicon.phrases.is_spelled(
                phrase.entry, [token.text for token in tokens[index : last + 1]]
            )
            best = Match(phrase.entry, index, last, not spelled)
    return best


def _innocent_end(word: Word, tokens: Sequence[Token], index: int) -> int:
    """One past the last token of the longest innocent phrase that begins here; 0 without one."""
    following = tokens[index + 1][0] if index + 1 < len(tokens) else None
    longest = 0
    for words in word.innocent_phrases:
        if (
            words[1] == following
            and tuple(token.text for token in tokens[index : index + len(words)]) == words
        ):
            longest = max(longest, index + len(words))
    return longest
