"""One list of a site's policy, ready to be looked for: words with their endings, and those with a star as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import site_lexicon
from ghirbal.moderation.lexicon.matching import Match, find_matches
from ghirbal.moderation.lexicon.wildcards import find_patterns, site_words
from ghirbal.text.tokens import Token

_STARRED = Entry((), "ar", "site", 2, frozenset())
_MOST_REMEMBERED = 5_000


class SiteList:
    """The words and patterns of a list, and which words of texts it was found to hold."""

    def __init__(self, listed: tuple[str, ...]) -> None:
        """Take the list as written; an entry that nobody can read means nothing."""
        self._words = site_words(listed)
        self._lexicon = site_lexicon(self._words.plain)
        self._holds: dict[tuple[str, ...], bool] = {}

    def find(self, tokens: Sequence[Token]) -> Iterator[Match]:
        """Where words and patterns of the list stand."""
        if self._words.plain:
            yield from find_matches(self._lexicon, tokens)
        for first, last in find_patterns(self._words, tokens):
            yield Match(_STARRED, first, last)

    def holds(self, tokens: Sequence[Token]) -> bool:
        """Whether any of the list stands in these few tokens: those of a match, which a text may repeat 500 times."""
        words = tuple(token.text for token in tokens)
        if words not in self._holds:
            if len(self._holds) >= _MOST_REMEMBERED:
                self._holds.clear()
            self._holds[words] = next(self.find(tokens), None) is not None
        return self._holds[words]


@lru_cache(maxsize=64)
def site_list(listed: tuple[str, ...]) -> SiteList:
    """A list, read once; the 64 met last are remembered."""
    return SiteList(listed)
