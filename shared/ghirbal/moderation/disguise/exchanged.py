"""Words of which two neighbouring letters were exchanged: palce for place.

Found by their letters in order, so that one look-up tells nearly every word apart; then the exchange has to be one of
neighbours. A frequent word is never read so, an ordinary one at most inside a phrase, and so is what an ordinary word
is as well when two other neighbours are exchanged back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.phrases import bare
from ghirbal.text.clitics import stems
from ghirbal.text.vocabulary import is_frequent, is_ordinary

_SHORTEST, _LONGEST, _STRONG, _SURE_FROM = 4, 12, 2, 5
_WORN = ("", "ال", "يا", "ل", "و", "ب", "l")


class Exchanged:
    """What words with exchanged letters may stand for in a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Remember the lexicon; the table is made when first asked for."""
        self._lexicon = lexicon

    @cached_property
    def _forms(self) -> Mapping[str, tuple[str, ...]]:
        """Strong and explicit words and those of phrases, by their letters in order."""
        return self._lexicon.store.kept("exchanged", self._make_forms)

    def _make_forms(self) -> dict[str, tuple[str, ...]]:
        singles = (form for form, entry in self._lexicon.single_forms() if entry.severity >= _STRONG)
        table: dict[str, tuple[str, ...]] = {}
        for form in sorted({*singles, *self._lexicon.phrase_words()}):
            if _SHORTEST <= len(form) <= _LONGEST:
                key = ordered(form)
                table[key] = (*table.get(key, ()), form)
        return table

    def meant(self, word: str) -> Guess | None:
        """The listed words that a word may be with two neighbours exchanged; None for nearly every word."""
        if not _SHORTEST <= len(word) <= _LONGEST + 2 or word.isdigit() or _is_everyday(word):
            return None
        words = tuple(dict.fromkeys(self._possible(word)))
        return Guess(words, self._needs(word, words[0]), ("neighbours",)) if words else None

    def _possible(self, word: str) -> Iterator[str]:
        for worn in _WORN:
            if word.startswith(worn):
                core = word[len(worn) :]
                yield from (
                    worn + form for form in self._forms.get(ordered(core), ()) if is_exchange(core, form)
                )
        if word[:1] == "ا" and word[2:3] == "ل":  # the article's own letter
            form = word[1] + word[3:]
            if form in self._forms.get(ordered(form), ()):
                yield "ال" + form

    def _needs(self, word: str, meant: str) -> Needs:
        known = self._lexicon.known[word]
        innocent = known is not None and known.innocent
        if innocent or is_frequent(word):
            return Needs.EXPLICIT_PHRASE
        listed = self._lexicon.known[meant]
        if listed is None or listed.entry is None:
            return Needs.PHRASE
        others = (other for other in exchanges(word) if other != meant)
        if is_ordinary(word) or any(map(is_ordinary, others)):
            return Needs.PHRASE
        return Needs.NOTHING if len(bare(word)) >= _SURE_FROM else Needs.AIM


def _is_everyday(word: str) -> bool:
    """Whether a word is short and frequent, whatever is glued to it: "all the best to you" is no exchange."""
    return is_ordinary(word) and any(len(s.text) < _SURE_FROM and is_frequent(s.text) for s in stems(word))


def ordered(word: str) -> str:
    """The letters of a word in the order of the alphabet: the same for all its rearrangements."""
    return "".join(sorted(word))


def exchanges(word: str) -> Iterator[str]:
    """A word with two neighbours exchanged.

    >>> list(exchanges("abca"))
    ['baca', 'acba', 'abac']
    """
    for place in range(len(word) - 1):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def is_exchange(word: str, form: str) -> bool:
    """Whether two rearrangements differ in two neighbours alone.

    >>> is_exchange("palce", "place"), is_exchange("lpace", "place"), is_exchange("eplac", "place")
    (True, False, False)

    Wrong for a word that is another by right: united, untied.

    >>> is_exchange("untied", "united")
    True
    """
    if word == form or len(word) != len(form):
        return False
    first = next(place for place in range(len(word)) if word[place] != form[place])
    return first > 0 and word[first + 2 :] == form[first + 2 :]
