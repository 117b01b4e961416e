"""Entries by how they sound in Latin letters: one key for a hundred spellings.

An Arabic entry reaches Latin text by its skeleton alone when that has four consonants, a Latin entry
from three; shorter ones are found by `loose`, which keeps the vowels. Phrases are not among them: the consonants of
two words written as one are those of many a word (the Moroccan word for the state, dynamic).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ghirbal.moderation.lexicon.clitic_rules import may_carry
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.tables import FRESH, Store
from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import Stem
from ghirbal.text.skeleton import skeleton

_FROM_ARABIC, _FROM_LATIN = 4, 3

Slots = tuple[str, ...]
"""The vowels of a form, by what they stand between."""


class Sounds:
    """Index of a lexicon's Arabic and Latin forms by sound and by skeleton."""

    def __init__(self, arabic: Mapping[str, Entry], latin: Mapping[str, Entry], store: Store = FRESH) -> None:
        """Make both keys of every form that may be spelled otherwise than it is listed."""
        self._loose: Mapping[str, Entry] = store.kept("loose", lambda: _by_sound(latin))
        self._skeletons: Mapping[str, Sequence[tuple[Entry, Slots]]] = store.kept(
            "skeletons", lambda: _by_skeleton(arabic, latin)
        )

    def may_be(self, word: str) -> bool:
        """A quick look at whether a Latin word, with or without its article, can sound like an entry."""
        bare = word[1:] if word[:1] in ("l", "w") else word
        return any(loose(form) in self._loose or skeleton(form) in self._skeletons for form in (word, bare))

    def like(self, stem: Stem) -> Iterator[Entry]:
        """Entries that a Latin stem sounds like; every hit is a guess that needs a second check."""
        entry = self._loose.get(loose(stem.text))
        if entry is not None and may_carry(entry, stem):
            yield entry
        for candidate, vowels in self._skeletons.get(skeleton(stem.text), ()):
            if may_carry(candidate, stem) and vowels_agree(slots(stem.text), vowels):
                yield candidate


def _by_sound(latin: Mapping[str, Entry]) -> dict[str, Entry]:
    """The most severe entry of each sound."""
    index: dict[str, Entry] = {}
    for form, entry in latin.items():
        key = loose(form)
        if "exact" not in entry.rules and (key not in index or index[key].severity < entry.severity):
            index[key] = entry
    return index


def _by_skeleton(
    arabic: Mapping[str, Entry], latin: Mapping[str, Entry]
) -> dict[str, tuple[tuple[Entry, Slots], ...]]:
    """The entries of each skeleton that has consonants enough, with their vowels."""
    index: dict[str, tuple[tuple[Entry, Slots], ...]] = {}
    for forms, least, never in (
        (arabic, _FROM_ARABIC, {"exact"}),
        (latin, _FROM_LATIN, {"exact", "spelled"}),
    ):
        for form, entry in forms.items():
            key = skeleton(form)
            glued = forms is arabic and len(entry.words) > 1
            if len(key) >= least and entry.rules.isdisjoint(never) and not glued:
                index[key] = (*index.get(key, ()), (entry, slots(form)))
    return index
