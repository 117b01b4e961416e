"""The word list: which words are insults, in which of their forms, and which words never are.

Words are looked up whole, minus their clitics (`ghirbal.text.clitics`), never as substrings. Latin
spellings are found in three steps, each coarser and each with a stricter second check: as listed,
by how they sound (`loose`), by their consonants (`skeleton`). Each distinct word is analysed once
and remembered, so the usual cost of a word is one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from ghirbal.moderation import DATA
from ghirbal.moderation.entries import Entry, folded_words, read_entries, read_innocent
from ghirbal.moderation.phrases import Phrase, Phrases, bare
from ghirbal.text.arabizi import loose, slots, vowels_agree
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.skeleton import skeleton
from ghirbal.text.vocabulary import is_ordinary

MOST_WORDS = 50_000
"""Words a lexicon remembers; at some 100 bytes each, 5 MB of a function's memory."""

_FRENCH_ENDINGS = ("", "s", "x", "e", "es")
_PRONOUNS = frozenset({"", "ي", "ك", "ه", "ها", "كم", "هم", "نا"})
_SURE_SKELETON = 4
"""Consonants from which an Arabic entry reaches Latin text; a Latin entry does so from three."""


class Word:
    """What is known of one word: the entry it is, the phrases it may begin, whether it is innocent."""

    __slots__ = ("entry", "innocent", "phrases")

    def __init__(self, entry: Entry | None, phrases: tuple[Phrase, ...], *, innocent: bool) -> None:
        self.entry = entry
        self.phrases = phrases
        self.innocent = innocent


class Lexicon:
    """Entries and innocent words, indexed by folded form, sound and skeleton."""

    def __init__(self, entries: Iterable[Entry], innocent: Iterable[tuple[str, ...]] = ()) -> None:
        """Index the entries; `innocent` are folded words, several of them a phrase."""
        listed = list(innocent)
        self.innocent = frozenset(words[0] for words in listed if len(words) == 1)
        self.innocent_phrases = _by_first_word(words for words in listed if len(words) > 1)
        self.arabic: dict[str, Entry] = {}
        self._french: dict[str, Entry] = {}
        self._latin: dict[str, Entry] = {}
        self._loose: dict[str, Entry] = {}
        self._skeletons: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        self._known: dict[str, Word | None] = {}
        self._phrases = Phrases()
        for entry in entries:
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        if len(entry.words) > 1:
            self._phrases.add(entry)
        if entry.script == "fr":
            if len(entry.words) == 1:
                _put(self._french, entry.words[0], entry)
        elif entry.script == "ar":
            self._index_arabic("".join(entry.words), entry)
        else:
            self._index_latin("".join(entry.words), entry)

    def _index_arabic(self, form: str, entry: Entry) -> None:
        _put(self.arabic, form, entry)
        if len(skeleton(form)) >= _SURE_SKELETON and "exact" not in entry.rules:
            self._skeletons.setdefault(skeleton(form), []).append((slots(form), entry))

    def _index_latin(self, form: str, entry: Entry) -> None:
        _put(self._latin, form, entry)
        if "exact" not in entry.rules:
            _put(self._loose, loose(form), entry)
        if not entry.rules & {"exact", "spelled"} and len(skeleton(form)) >= _SURE_SKELETON - 1:
            self._skeletons.setdefault(skeleton(form), []).append((slots(form), entry))

    def forms(self) -> Iterator[tuple[str, Entry]]:
        """Every listed word of every script with an entry it stands in; the words of phrases come first."""
        for entry in self._phrases.entries():
            yield from ((bare(word), entry) for word in entry.words)
        for index in (self.arabic, self._latin, self._french):
            yield from ((form, entry) for form, entry in index.items() if len(entry.words) == 1)

    def phrase_words(self) -> Iterator[str]:
        """The words of every phrase, without their articles."""
        return (bare(word) for entry in self._phrases.entries() for word in entry.words)

    def word(self, word: str) -> Word | None:
        """What is known of a folded word; None for nearly every word."""
        try:
            return self._known[word]
        except KeyError:
            pass
        if len(self._known) >= MOST_WORDS:
            self._known.clear()
        known = self._known[word] = self._analyse(word)
        return known

    def lists(self, word: str) -> bool:
        """Whether a word is an entry as it is spelled, clitics apart; no guess by sound or skeleton."""
        possible = list(stems(word))
        innocent = max((len(stem.text) for stem in possible if stem.text in self.innocent), default=0)
        latin = word.isascii()
        found = (
            self._listed_latin(word, possible, innocent)
            if latin
            else self._arabic_entries(possible, innocent)
        )
        return next(found, None) is not None

    def guesses(self, word: str) -> bool:
        """Whether a Latin word sounds like an entry, whatever the vocabulary says of it."""
        return any(next(self._sounding_alike(stem), None) is not None for stem in stems(word))

    def _analyse(self, word: str) -> Word | None:
        possible = list(stems(word))
        innocent = max((len(stem.text) for stem in possible if stem.text in self.innocent), default=0)
        latin = word.isascii()
        found = (
            self._latin_entries(word, possible, innocent)
            if latin
            else self._arabic_entries(possible, innocent)
        )
        entry = max(found, key=_weight, default=None)
        phrases = self._phrases.begun_by(possible)
        return Word(entry, phrases, innocent=innocent > 0) if entry or phrases or innocent else None

    def _arabic_entries(self, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        for stem in possible:
            entry = self.arabic.get(stem.text)
            if entry is not None and len(stem.text) > innocent and may_carry(entry, stem):
                yield entry

    def _latin_entries(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        if word in self.innocent:
            return
        yield from self._listed_latin(word, possible, innocent)
        if not innocent and not is_ordinary(word):
            for stem in possible:
                yield from self._sounding_alike(stem)

    def _listed_latin(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        yield from self._french_entries(word)
        for stem in possible:
            entry = self._latin.get(stem.text)
            if entry is not None and len(stem.text) > innocent and may_carry(entry, stem):
                yield entry

    def _french_entries(self, word: str) -> Iterator[Entry]:
        for ending in _FRENCH_ENDINGS:
            if word.endswith(ending):
                entry = self._french.get(word.removesuffix(ending))
                if entry is not None and (not ending or "exact" not in entry.rules):
                    yield entry

    def _sounding_alike(self, stem: Stem) -> Iterator[Entry]:
        entry = self._loose.get(loose(stem.text))
        if entry is not None and may_carry(entry, stem):
            yield entry
        for vowels, candidate in self._skeletons.get(skeleton(stem.text), ()):
            if may_carry(candidate, stem) and vowels_agree(slots(stem.text), vowels):
                yield candidate


def _put(index: dict[str, Entry], form: str, entry: Entry) -> None:
    """Where two entries have one form, the more severe is kept."""
    if form not in index or index[form].severity < entry.severity:
        index[form] = entry


def _weight(entry: Entry) -> tuple[int, int]:
    return (entry.severity, -len(entry.rules))


def may_carry(entry: Entry, stem: Stem) -> bool:
    """Whether an entry's rules allow the clitics that came off. Two letters carry pronouns only."""
    if "exact" in entry.rules:
        return not stem.prefix and not stem.suffix
    if entry.rules & {"no_suffix", "spelled"} and stem.suffix:
        return False
    return len(stem.text) > 2 or stem.suffix in _PRONOUNS


def _by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in phrases:
        index[words[0]] = (*index.get(words[0], ()), words)
    return index


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the package, read once."""
    return Lexicon(read_entries(DATA / "lexicon.tsv"), read_innocent(sorted(DATA.glob("innocent*.tsv"))))


@lru_cache(maxsize=64)
def site_lexicon(words: tuple[str, ...]) -> Lexicon:
    """A site's own words, as a lexicon of their own. Remembered for the 64 lists met last."""
    forms = [folded_words(word) for word in words]
    return Lexicon(Entry(form, _script(form), "site", 2, frozenset()) for form in forms if form)


def _script(form: tuple[str, ...]) -> str:
    return "fr" if all(word.isascii() for word in form) else "ar"
