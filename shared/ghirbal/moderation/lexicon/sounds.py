"""Entries by how they sound in Latin letters: one key for a hundred spellings.

An Arabic entry reaches Latin text by its skeleton alone when that has four consonants, a Latin entry
from three; shorter ones are found by `loose`, which keeps the vowels. Phrases are not among them: the consonants of
two words written as one are those of many a word (the Moroccan word for the state, dynamic).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghirbal.moderation.lexicon.clitic_rules import may_carry
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import Stem
from ghirbal.text.skeleton import skeleton

_FROM_ARABIC, _FROM_LATIN = 4, 3


class Sounds:
    """Index of a lexicon's Arabic and Latin forms by sound and by skeleton."""

    def __init__(self, arabic: Mapping[str, Entry], latin: Mapping[str, Entry]) -> None:
        """Make both keys of every form that may be spelled otherwise than it is listed."""
        self._loose: dict[str, Entry] = {}
        self._skeletons: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for form, entry in arabic.items():
            if "exact" not in entry.rules and len(entry.words) == 1:
                self._add_skeleton(form, entry, _FROM_ARABIC)
        for form, entry in latin.items():
            if "exact" not in entry.rules:
                self._add_loose(form, entry)
                if "spelled" not in entry.rules:
                    self._add_skeleton(form, entry, _FROM_LATIN)

    def _add_loose(self, form: str, entry: Entry) -> None:
        key = loose(form)
        if key not in self._loose or self._loose[key].severity < entry.severity:
            self._loose[key] = entry

    def _add_skeleton(self, form: str, entry: Entry, least: int) -> None:
        key = skeleton(form)
        if len(key) >= least:
            self._skeletons.setdefault(key, []).append((slots(form), entry))

    def may_be(self, word: str) -> bool:
        """A quick look at whether a Latin word, with or without its article, can sound like an entry."""
        bare = word[1:] if word[:1] in ("l", "w") else word
        return any(loose(form) in self._loose or skeleton(form) in self._skeletons for form in (word, bare))

    def like(self, stem: Stem) -> Iterator[Entry]:
        """Entries that a Latin stem sounds like; every hit is a guess that needs a second check."""
        entry = self._loose.get(loose(stem.text))
        if entry is not None and may_carry(entry, stem):
            yield entry
        for vowels, candidate in self._skeletons.get(skeleton(stem.text), ()):
            if may_carry(candidate, stem) and vowels_agree(slots(stem.text), vowels):
                yield candidate
