"""Insults of several words: "son of …", "your mother's …", curses.

The article may come and go on each word, other prefixes stand on the first word only, endings on the
last only, and one filler may stand between two words. Latin spellings are compared by their
consonants where the phrase has enough of them, else by sound. A word written @name stands for every
word of a class (data/word_classes.tsv), in both scripts: that is how one row says "son of …" in all its forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.tables import FRESH, Store
from ghirbal.text.arabizi import loose
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.skeleton import skeleton
from ghirbal.text.tokens import Token

CLASS = "@"
"""The sign in front of a class of words."""

_FRENCH_CLASS = "fr_"
"""What the names of classes begin with whose words are French."""

FILLERS = frozenset(
    {
        "يا",
        "و",
        "اله",
        "ديال",
        "متاع",
        "تاع",
        "دين",
        "ليك",
        "ليه",
        "ليا",
        "ليها",
        "ليهم",
        "لك",
        "كلهم",
        "شي",
        "د",
        "تع",
    }
    | {"ya", "dial", "dyal", "el", "al", "l", "lik", "lih", "liya", "lia", "liha", "lihom", "chi", "d", "ta3"}
)
ARTICLES = frozenset({"", "ال", "ل", "l", "el", "al"})
"""What may stand in front of any word of a phrase."""
_MOST_WORDS = 50_000
_SHORTEST_GLUED = {True: 3, False: 2}
"""Letters of the first word of a glued phrase, in Latin and in Arabic script."""
_ENOUGH_CONSONANTS = 5
"""Consonants of a whole Latin phrase from which each word is compared by consonants alone."""


class Step(NamedTuple):
    """A word that a phrase goes on with: the key it is compared by, the way it is made, whether it is the last."""

    key: str
    by: str
    last: bool


class Phrase(NamedTuple):
    """An entry of several words: what its first word is found by, and the steps after it."""

    entry: Entry
    steps: tuple[Step, ...]


class _Reached(dict[str, frozenset[Step]]):
    """The steps that a word can be, found when first asked for, a bounded number remembered."""

    def __init__(self, steps: Callable[[str], frozenset[Step]]) -> None:
        super().__init__()
        self._steps = steps

    def __missing__(self, word: str) -> frozenset[Step]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        steps = self[word] = self._steps(word)
        return steps


class Phrases:
    """Phrases by the key of their first word."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        classes: Mapping[str, Sequence[str]] | None = None,
        store: Store = FRESH,
    ) -> None:
        """Index entries of two words or more; `classes` are the folded words of each class."""
        self._classes: Mapping[str, Sequence[str]] = store.kept("classes", lambda: dict(classes or {}))
        self._class_names: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = store.kept(
            "class_names", lambda: _names_by_key(self._classes)
        )
        self._begun: Mapping[tuple[str, str], tuple[Phrase, ...]] = store.kept(
            "begun", lambda: _by_first_key(entries)
        )
        self._steps: Set[Step] = store.kept("steps", lambda: frozenset(self._all_steps()))
        self._heads: Mapping[str, tuple[Phrase, ...]] = store.kept("heads", self._all_heads)
        self.reached = _Reached(self._steps_of)

    def _all_phrases(self) -> Iterator[tuple[tuple[str, str], Phrase]]:
        """Every phrase with what its first word is found by; compiled ones come as plain tuples."""
        return ((key, Phrase._make(phrase)) for key, begun in self._begun.items() for phrase in begun)

    def _all_steps(self) -> Iterator[Step]:
        return (step for _, phrase in self._all_phrases() for step in phrase.steps)

    def _all_heads(self) -> dict[str, tuple[Phrase, ...]]:
        """The phrases of two words that begin with a class, by each of its words."""
        heads: dict[str, tuple[Phrase, ...]] = {}
        for (by, name), phrase in self._all_phrases():
            if len(phrase.steps) == 1 and by == "class":
                for word in self._classes.get(name.removeprefix(CLASS), ()):
                    heads[word] = (*heads.get(word, ()), phrase)
        return heads

    def entries(self) -> Iterator[Entry]:
        """Every phrase."""
        return (phrase.entry for _, phrase in self._all_phrases())

    def forms(self) -> Iterator[tuple[str, Entry]]:
        """Every word of every phrase with a phrase it stands in, without its article; the words of a class once."""
        classes: dict[str, Entry] = {}
        for entry in self.entries():
            for word in entry.words:
                if word.startswith(CLASS):
                    classes[word[1:]] = entry
                else:
                    yield bare(word), entry
        for name, entry in classes.items():
            yield from ((word, entry) for word in self._bare_members.get(name, ()))

    def words(self, entry: Entry) -> Iterator[str]:
        """The words of a phrase without their articles, those of its classes among them."""
        for word in entry.words:
            if word.startswith(CLASS):
                yield from self._bare_members.get(word[1:], ())
            else:
                yield bare(word)

    def all_words(self) -> frozenset[str]:
        """The words of every phrase without their articles, each class looked at once."""
        return frozenset(word for word, _entry in self.forms())

    @cached_property
    def _bare_members(self) -> Mapping[str, tuple[str, ...]]:
        """The words of each class without their articles: hundreds of phrases are made of a few classes."""
        return {name: tuple(map(bare, words)) for name, words in self._classes.items()}

    def begun_by(self, possible: Sequence[Stem]) -> tuple[Phrase, ...]:
        """The phrases that a word may begin, given its stems; the first word takes no ending."""
        found: dict[Phrase, None] = {}
        for stem in possible:
            if not stem.suffix:
                for key in self._keys(stem.text):
                    found.update(dict.fromkeys(map(Phrase._make, self._begun.get(key, ()))))
        return tuple(found)

    def glued(self, word: str) -> Entry | None:
        """The phrase of classes whose two words somebody wrote as one; the caller has a second check.

        A letter that ends the first word and begins the second has been folded into one.
        """
        least = _SHORTEST_GLUED[word.isascii()]
        for cut in range(least, len(word) - 1):
            for phrase in map(Phrase._make, self._heads.get(word[:cut], ())):
                if any(phrase.steps[0] in self.reached[rest] for rest in (word[cut:], word[cut - 1 :])):
                    return phrase.entry
        return None

    def steps_behind(self, tokens: Sequence[Token], first: int) -> frozenset[Step]:
        """The steps that may follow token `first`, mostly none: a phrase that goes on otherwise is not there."""
        following = tokens[first + 1][0] if first + 1 < len(tokens) else ""
        steps = self.reached[following]
        if following in FILLERS and first + 2 < len(tokens):
            return steps | self.reached[tokens[first + 2][0]]
        return steps

    def last_of(self, phrase: Phrase, tokens: Sequence[Token], first: int) -> int | None:
        """The last token of a phrase that begins at token `first`, or None; one filler may stand between words."""
        place, reached = first, self.reached
        for step in phrase.steps:
            place += 1
            if place < len(tokens) and step not in reached[tokens[place][0]] and tokens[place][0] in FILLERS:
                place += 1
            if place >= len(tokens) or step not in reached[tokens[place][0]]:
                return None
        return place

    def is_spelled(self, entry: Entry, words: Sequence[str]) -> bool:
        """Whether a phrase that was found is written as it is listed: Arabizi is found by sound or consonants as well.

        A filler more or an ending does not count in Arabic and French, which are found by their letters alone.
        """
        latin = any(word.isascii() for word in words)
        if entry.script != "latn" and not (entry.script == "any" and latin):
            return True
        listed = {member for word in self.words(entry) for member in (word, bare(word))}
        return all(word in listed or bare(word) in listed or word in FILLERS for word in words)

    def _steps_of(self, word: str) -> frozenset[Step]:
        """The steps that a word may be: bare in the middle of a phrase, with endings as its last word."""
        plain = [word, bare(word)]
        ended = [stem.text for stem in stems(word) if stem.prefix in ARTICLES]
        forms = [(form, False) for form in plain] + [(form, True) for form in (*plain, *ended)]
        steps = (Step(key, by, last) for form, last in forms for by, key in self._keys(form))
        return frozenset(step for step in steps if step in self._steps)

    def _keys(self, form: str) -> Iterator[tuple[str, str]]:
        """What a word may be found by: itself, its sound, its consonants, and the classes it belongs to."""
        for by in _ways(form):
            key = (by, _key(form, by))
            yield key
            yield from self._class_names.get(key, ())


def _by_first_key(entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[Phrase, ...]]:
    """Phrases by what their first word is found by, with the steps after it."""
    begun: dict[tuple[str, str], tuple[Phrase, ...]] = {}
    for entry in entries:
        by = _way(entry)
        first, *rest = (_class_or_key(word, by) for word in entry.words)
        steps = tuple(Step(key, way, place == len(rest)) for place, (way, key) in enumerate(rest, start=1))
        begun[first] = (*begun.get(first, ()), Phrase(entry, steps))
    return begun


def _ways(word: str) -> tuple[str, ...]:
    return ("word", "sound", "skeleton") if word.isascii() else ("word",)


def _way(entry: Entry) -> str:
    if entry.script != "latn":
        return "word"
    if any(word.startswith(CLASS) for word in entry.words):
        return "sound"
    consonants = sum(len(skeleton(bare(word))) for word in entry.words)
    return "sound" if "spelled" in entry.rules or consonants < _ENOUGH_CONSONANTS else "skeleton"


def _class_or_key(word: str, by: str) -> tuple[str, str]:
    return ("class", word) if word.startswith(CLASS) else (by, _key(bare(word), by))


def _names_by_key(classes: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The classes of each word, by how it is found: as it stands in Arabic and French, by sound in Arabizi."""
    names: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for name, words in classes.items():
        for word in words:
            by = "sound" if word.isascii() and not name.startswith(_FRENCH_CLASS) else "word"
            key = (by, _key(bare(word), by))
            names[key] = (*names.get(key, ()), ("class", CLASS + name))
    return names


def _key(word: str, by: str) -> str:
    if by == "sound":
        return loose(word)
    return skeleton(word) if by == "skeleton" else word


_FIRST_OF_ARTICLE = frozenset("الeal")


def bare(word: str) -> str:
    """A word without its article.

    >>> bare("الكتاب"), bare("lktab"), bare("ال")
    ('كتاب', 'ktab', 'ال')
    """
    if word[:1] not in _FIRST_OF_ARTICLE:  # five comparisons less for nearly every word
        return word
    for article in ("ال", "el", "al", "l", "ل"):
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word
