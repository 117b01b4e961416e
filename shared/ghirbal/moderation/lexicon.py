"""The word list: which words are insults, in which of their forms, and which words never are.

Words are looked up whole, minus their clitics (`ghirbal.text.clitics`), never as substrings, and an
innocent word is never a hit. Each distinct word is analysed once and remembered, so the usual cost
of a word is one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ghirbal.moderation import DATA
from ghirbal.text.clitics import arabic_stems, latin_stems
from ghirbal.text.fold import fold

MOST_WORDS = 50_000
"""Words a lexicon remembers; at some 100 bytes each, 5 MB of a function's memory."""

SEVERITIES = {3: "EXPLICIT", 2: "STRONG", 1: "PLAIN"}
_FRENCH_ENDINGS = ("", "s", "x", "e", "es")


class Entry(NamedTuple):
    """One line of the lexicon. `words` are folded; more than one make a phrase."""

    words: tuple[str, ...]
    script: str
    dialect: str
    kind: str
    severity: int
    context: frozenset[str]
    source: str

    @property
    def symbol(self) -> str:
        """The symbol this entry raises, such as LEX_INSULT_STRONG."""
        return f"LEX_{self.kind.upper()}_{SEVERITIES[self.severity]}"


class Word(NamedTuple):
    """What is known of one word: the entry it is, and the phrases it may begin."""

    entry: Entry | None
    phrases: tuple[Entry, ...]


@dataclass(slots=True)
class Lexicon:
    """Entries and innocent words, indexed by folded form."""

    entries: Sequence[Entry]
    innocent: frozenset[str]
    _forms: dict[str, Entry] = field(init=False, default_factory=dict)
    _french: dict[str, Entry] = field(init=False, default_factory=dict)
    _phrases: dict[str, tuple[Entry, ...]] = field(init=False, default_factory=dict)
    _known: dict[str, Word | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the entries: by form, French apart (its words take no Arabic clitics), phrases by first word."""
        for entry in self.entries:
            if len(entry.words) > 1:
                first = entry.words[0]
                self._phrases[first] = (*self._phrases.get(first, ()), entry)
                self._forms.setdefault("".join(entry.words), entry)
            else:
                (self._french if entry.script == "fr" else self._forms).setdefault(entry.words[0], entry)

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

    def _analyse(self, word: str) -> Word | None:
        if word in self.innocent:
            return None
        stems = list(latin_stems(word) if word.isascii() else arabic_stems(word))
        entry = next(self._single(word, stems), None)
        phrases = tuple(phrase for stem in stems for phrase in self._phrases.get(stem, ()))
        return Word(entry, phrases) if entry or phrases else None

    def _single(self, word: str, stems: Iterable[str]) -> Iterator[Entry]:
        for stem in stems:
            entry = self._forms.get(stem)
            if entry and (stem == word or _may_take_clitics(entry, stem)) and stem not in self.innocent:
                yield entry
        if word.isascii():
            yield from self._single_french(word)

    def _single_french(self, word: str) -> Iterator[Entry]:
        for ending in _FRENCH_ENDINGS:
            if word.endswith(ending):
                stem = word.removesuffix(ending)
                entry = self._french.get(stem)
                if entry and (stem == word or "exact" not in entry.context):
                    yield entry


def _may_take_clitics(entry: Entry, stem: str) -> bool:
    return "exact" not in entry.context and len(stem) >= 3


def read_entries(path: Path) -> list[Entry]:
    """The lines of a lexicon file; the format is told in its header. Raises ValueError naming the line."""
    return [_entry(fields, f"{path.name}:{number}") for number, fields in _lines(path)]


def _entry(fields: list[str], where: str) -> Entry:
    if len(fields) != 7:
        raise ValueError(f"{where}: {len(fields)} columns; write seven, separated by TAB")
    form, script, dialect, kind, severity, context, source = fields
    if not severity.isdigit() or int(severity) not in SEVERITIES:
        raise ValueError(f"{where}: severity {severity!r}; write 1, 2 or 3")
    rules = frozenset(context.replace(",", " ").split())
    return Entry(tuple(folded_words(form)), script, dialect, kind, int(severity), rules, source)


def read_innocent(paths: Iterable[Path]) -> frozenset[str]:
    """Folded words of the innocent lists, all scripts together."""
    return frozenset(fold(fields[0]).text.strip() for path in paths for _number, fields in _lines(path))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")


def folded_words(form: str) -> list[str]:
    """The folded words of an entry as it is written.

    >>> folded_words("بِنْت  الحرام")
    ['بنت', 'الحرام']
    """
    return fold(form).text.replace("'", " ").split()


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the package, read once."""
    return Lexicon(read_entries(DATA / "lexicon.tsv"), read_innocent(sorted(DATA.glob("innocent*.tsv"))))


@lru_cache(maxsize=64)
def site_lexicon(words: tuple[str, ...]) -> Lexicon:
    """A site's own words, as a lexicon of their own. Remembered for the 64 sites met last."""
    entries = [
        Entry(tuple(folded_words(word)), "any", "any", "site", 2, frozenset(), "site")
        for word in words
        if folded_words(word)
    ]
    return Lexicon(entries, frozenset())
