"""The word list: which words are insults, in which of their forms, and which words never are.

Words are looked up whole, minus their clitics (`ghirbal.text.clitics`), never as substrings. Latin
spellings are found in three steps, each coarser and each with a stricter second check: as listed,
by how they sound (`loose`), by their consonants (`skeleton`). Each distinct word is analysed once
and remembered, so the usual cost of a word is one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.clitic_rules import may_carry
from ghirbal.moderation.lexicon.entries import Entry, folded_words, read_classes, read_entries, read_innocent
from ghirbal.moderation.lexicon.inflection import RULES as VERBAL
from ghirbal.moderation.lexicon.inflection import Verbs
from ghirbal.moderation.lexicon.phrases import ARTICLES, CLASS, Phrase, Phrases
from ghirbal.moderation.lexicon.sounds import Sounds
from ghirbal.moderation.lexicon.tables import FRESH, Store, shipped_store
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.vocabulary import is_ordinary

MOST_WORDS = 50_000
"""Words a lexicon remembers; at some 100 bytes each, 5 MB of a function's memory."""

_CONJUNCTIONS = "وفبل"
"""Letters behind which an innocent word is one still, when it looks like a verb: by Nico is no verb's form."""
_WORN = ("", "ال", "يا", "وال", "يال", "هال", "l", "el", "al", "ya")
"""What may stand before a word that is still written as it is listed: article and vocative."""
_PLAIN = 1
_SHORTEST_GLUED = 5
"""Letters of a phrase written as one word."""

_FRENCH_ENDINGS = ("", "s", "x", "e", "es")
_GLUED_FRENCH, _BEHIND_ARTICLE = 8, 4
"""Letters of a French phrase that counts written as one word, and of a word that counts behind the Arabic article l."""


class Word(NamedTuple):
    """What is known of one word: the entry it is, the phrases it may begin, and its innocence.

    `innocent` holds for the word itself or its stem, `innocent_phrases` are those it begins. `guessed`: the word only
    sounds like the entry, or could be made from it; such an entry may hold a comment and never refuse one.
    """

    entry: Entry | None
    phrases: tuple[Phrase, ...]
    innocent: bool
    innocent_phrases: tuple[tuple[str, ...], ...]
    guessed: bool = False


class _Known(dict[str, Word | None]):
    """Words analysed when first asked for, a bounded number remembered; None for nearly every word."""

    def __init__(self, analyse: Callable[[str], Word | None]) -> None:
        super().__init__()
        self._analyse = analyse

    def __missing__(self, word: str) -> Word | None:
        if len(self) >= MOST_WORDS:
            self.clear()
        known = self[word] = self._analyse(word)
        return known


class Lexicon:
    """Entries and innocent words, indexed by folded form, sound and skeleton."""

    def __init__(
        self,
        entries: Iterable[Entry],
        innocent: Iterable[tuple[str, ...]] = (),
        classes: Mapping[str, Sequence[str]] | None = None,
        store: Store = FRESH,
    ) -> None:
        """Index the entries; `innocent` are folded words, several of them a phrase, `classes` those of phrases.

        A `store` of compiled tables has all these already: then nothing else is given.
        """
        self.store = store
        self.known = _Known(self._analyse)
        listed, innocents = list(entries), list(innocent)
        self.innocent: Set[str] = store.kept(
            "innocent", lambda: frozenset(words[0] for words in innocents if len(words) == 1)
        )
        self.innocent_phrases: Mapping[str, tuple[tuple[str, ...], ...]] = store.kept(
            "innocent_phrases", lambda: _by_first_word(words for words in innocents if len(words) > 1)
        )
        plain = [entry for entry in listed if not any(word.startswith(CLASS) for word in entry.words)]
        self.arabic: Mapping[str, Entry] = store.kept("arabic", lambda: _by_form(plain, "ar"))
        self.latin: Mapping[str, Entry] = store.kept("latin", lambda: _by_form(plain, "latn", "any"))
        self._french: Mapping[str, Entry] = store.kept(
            "french", lambda: _by_form(filter(_counts_in_french, plain), "fr")
        )
        self.phrases = Phrases((entry for entry in listed if len(entry.words) > 1), classes, store)
        self.verbs = Verbs((entry for entry in plain if entry.rules & VERBAL), store)

    @cached_property
    def sounds(self) -> Sounds:
        """The index by sound, made when the first Latin word asks for it."""
        return Sounds(self.arabic, self.latin, self.store)

    def forms(self) -> Iterator[tuple[str, Entry]]:
        """Every listed word of every script with an entry it stands in; the words of phrases come first."""
        yield from self.phrases.forms()
        yield from self.single_forms()

    def single_forms(self) -> Iterator[tuple[str, Entry]]:
        """Every entry of one word."""
        for index in (self.arabic, self.latin, self._french):
            yield from ((form, entry) for form, entry in index.items() if len(entry.words) == 1)

    def phrase_words(self) -> frozenset[str]:
        """The words of every phrase, without their articles."""
        return self.phrases.all_words()

    def word(self, word: str) -> Word | None:
        """What is known of a folded word; None for nearly every word."""
        return self.known[word]

    def lists(self, word: str) -> bool:
        """Whether a word is an entry as it is spelled, clitics apart; no guess by sound or skeleton."""
        possible = list(stems(word))
        innocent = max((len(stem.text) for stem in possible if stem.text in self.innocent), default=0)
        latin = word.isascii()
        found = (self._listed_latin if latin else self._any_arabic)(word, possible, innocent)
        return next(found, None) is not None

    def stands(self, word: str) -> bool:
        """Whether a word is an entry by itself or behind an article or vocative alone: no ending, no conjunction."""
        indexes = (self.latin, self._french) if word.isascii() else (self.arabic,)
        return any(word.removeprefix(worn) in index for worn in _WORN for index in indexes)

    def guesses(self, word: str) -> bool:
        """Whether a Latin word sounds like an entry, whatever the vocabulary says of it."""
        return any(next(self.sounds.like(stem), None) is not None for stem in stems(word))

    def _analyse(self, word: str) -> Word | None:
        possible = list(stems(word))
        innocent = max((len(stem.text) for stem in possible if stem.text in self.innocent), default=0)
        latin = word.isascii()
        listed = (self._sure_latin if latin else self._arabic_entries)(word, possible, innocent)
        entry = max(listed, key=_weight, default=None)
        guess = None if entry else self._guessed(word, possible, innocent)
        phrases = self.phrases.begun_by(
            possible if word not in self.innocent else [s for s in possible if s.prefix in ARTICLES]
        )
        harmless = self.innocent_phrases.get(word, ())
        if entry or guess or phrases or innocent or harmless:
            return Word(entry or guess, phrases, innocent > 0, harmless, guess is not None)
        return None

    def _guessed(self, word: str, possible: Sequence[Stem], innocent: int) -> Entry | None:
        """What a word may be by sound, by its consonants, as a verb's form or as a phrase glued together.

        Of a word that ordinary people write, plain entries alone, which count where they are aimed: of worse ones nine
        in ten were wrong.
        """
        if word in self.innocent:
            return None
        found = (self._guessed_latin if word.isascii() else self._any_arabic)(word, possible, innocent)
        best = max(found, key=_weight, default=None)
        if is_ordinary(word):
            return best if best is not None and best.severity == _PLAIN else None
        return best or (None if innocent else self._glued(word))

    def _glued(self, word: str) -> Entry | None:
        """A phrase written as one word."""
        return self.phrases.glued(word) if len(word) >= _SHORTEST_GLUED else None

    def _any_arabic(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        yield from self._listed_arabic(word, possible, innocent)
        yield from self._verbs(word)

    def _arabic_entries(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        """Entries that a word is behind article or vocative, with its endings."""
        worn = [stem for stem in possible if stem.prefix in _WORN]
        yield from self._listed_arabic(word, worn, innocent)

    def _listed_arabic(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        """Entries that a word is, clitics apart; worse than plain, an ordinary word only as it stands in the list."""
        for stem in possible:
            entry = self.arabic.get(stem.text)
            if entry is not None and len(stem.text) > innocent and may_carry(entry, stem):
                bare = stem.prefix in _WORN and not stem.suffix
                if bare or entry.severity == _PLAIN or not is_ordinary(word):
                    yield entry

    def _verbs(self, word: str) -> Iterator[Entry]:
        """Entries of whose verb an Arabic word is a form."""
        behind = word[1:] if word[0] in _CONJUNCTIONS else word
        if self.innocent.isdisjoint((word, behind)):
            yield from self.verbs.like(word)

    def _sure_latin(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        """Entries that a Latin word is as it is spelled, at most with an article or vocative in front."""
        if word not in self.innocent:
            plain = [stem for stem in possible if stem.prefix in _WORN and not stem.suffix]
            yield from self._listed_latin(word, plain, innocent)

    def _guessed_latin(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        yield from self._listed_latin(word, possible, innocent)
        if not innocent:
            yield from self.verbs.like(word)
            for stem in possible:
                yield from self.sounds.like(stem)

    def _listed_latin(self, word: str, possible: Sequence[Stem], innocent: int) -> Iterator[Entry]:
        yield from self._french_entries(word)
        for stem in possible:
            entry = self.latin.get(stem.text)
            if entry is not None and len(stem.text) > innocent and may_carry(entry, stem):
                yield entry

    def _french_entries(self, word: str) -> Iterator[Entry]:
        behind = word[1:] if word[0] == "l" and len(word) > _BEHIND_ARTICLE and not is_ordinary(word) else ""
        for form in filter(None, (word, behind)):
            for ending in _FRENCH_ENDINGS:
                entry = self._french.get(form.removesuffix(ending)) if form.endswith(ending) else None
                if entry is not None and (not ending or "exact" not in entry.rules):
                    yield entry


def _by_form(entries: Iterable[Entry], *scripts: str) -> dict[str, Entry]:
    """The entries of some scripts by form, phrases glued; where two have one form, the more severe is kept."""
    index: dict[str, Entry] = {}
    for entry in entries:
        form = "".join(entry.words)
        if entry.script in scripts and (form not in index or index[form].severity < entry.severity):
            index[form] = entry
    return index


def _counts_in_french(entry: Entry) -> bool:
    return len(entry.words) == 1 or len("".join(entry.words)) >= _GLUED_FRENCH


def _weight(entry: Entry) -> tuple[int, int]:
    return (entry.severity, -len(entry.rules))


def _by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in phrases:
        index[words[0]] = (*index.get(words[0], ()), words)
    return index


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the package, read once: compiled, or of its sources where these are newer."""
    store = shipped_store()
    return lexicon_of_sources() if store is FRESH else Lexicon((), store=store)


def lexicon_of_sources(store: Store = FRESH) -> Lexicon:
    """The lexicon of the package, read from its lists."""
    return Lexicon(
        read_entries(DATA / "lexicon.tsv"),
        read_innocent(sorted(DATA.glob("innocent*.tsv"))),
        read_classes(DATA / "word_classes.tsv"),
        store,
    )


@lru_cache(maxsize=64)
def site_lexicon(words: tuple[str, ...]) -> Lexicon:
    """A site's own words, as a lexicon of their own. Remembered for the 64 lists met last."""
    forms = [folded_words(word) for word in words]
    return Lexicon(Entry(form, _script(form), "site", 2, frozenset()) for form in forms if form)


def _script(form: tuple[str, ...]) -> str:
    return "fr" if all(word.isascii() for word in form) else "ar"
