"""Letters written for others that sound alike: ط for ت, ph for f.

Each swap makes collisions of its own (a wedding becomes an insult, a president's name an obscenity). So a word that
nobody knows stands for an explicit entry only if no other swap makes an ordinary word of it; a word that people
know does so at most where it is aimed, or with the words of an explicit phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property

from ghirbal.moderation.disguise.guesses import Guess, Needs
from ghirbal.moderation.lexicon.inflection import RULES as VERBAL
from ghirbal.moderation.lexicon.lexicon import Lexicon
from ghirbal.moderation.lexicon.phrases import bare
from ghirbal.text.clitics import stems
from ghirbal.text.vocabulary import is_frequent, is_ordinary

SWAPS = {
    "ط": "ت",
    "ت": "طث",
    "س": "صث",
    "ص": "س",
    "ث": "تس",
    "ق": "ك",
    "ك": "ق",
    "ح": "ه",
    "ه": "ح",
    "ذ": "زد",
    "ز": "ذظ",
    "ض": "دظ",
    "د": "ضذ",
    "ظ": "ضز",
    "s": "z",
    "z": "s",
}
_MEANT = {
    **{
        letter: tuple(meant for meant, others in SWAPS.items() if letter in others)
        for letter in "طتصسثكقهحزذظدض"
    },
    "ph": ("f",),
    "qh": ("kh",),
    "kh": ("ch", "9h"),
    "ku": ("qu", "cu"),
    "qu": ("cu",),
    "zs": ("z",),
    "sz": ("z",),
    "ke": ("ce",),
    "s": ("z",),
    "z": ("s",),
    "6": ("t",),
    "y": ("i",),
}
"""What is written, and what may be meant by it. In Latin letters whole sounds: c for k turns ch into kh."""
_WRITTEN = {
    latin: [
        (meant, sound) for sound, meanings in _MEANT.items() for meant in meanings if sound.isascii() is latin
    ]
    for latin in (True, False)
}
"""The same the other way round, by script: pairs of what is meant and what is written."""
_EXPLICIT, _SHORTEST, _LONGEST, _SURE_FROM, _STEM = 3, 2, 8, 4, 3


def swaps(form: str) -> Iterator[str]:
    """A form with one letter swapped; the final ه of a feminine stays."""
    for place, letter in enumerate(form):
        last_he = letter == "ه" and place == len(form) - 1
        for other in () if last_he else SWAPS.get(letter, ()):
            yield form[:place] + other + form[place + 1 :]


def unswapped(word: str) -> Iterator[str]:
    """A word with one letter or sound put back that another one, which sounds alike, may stand for.

    >>> list(unswapped("مصرح")), list(unswapped("photo"))
    (['مسرح', 'مصره'], ['foto'])
    """
    for place in range(len(word)):
        for size in (1, 2):
            for other in _MEANT.get(word[place : place + size], ()) if place + size <= len(word) else ():
                yield word[:place] + other + word[place + size :]


class Respelled:
    """What words with a letter for another may stand for in a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Remember the lexicon; tables are made when first asked for."""
        self._lexicon = lexicon

    @cached_property
    def _forms(self) -> Set[str]:
        """Explicit words."""
        return self._lexicon.store.kept("explicit", self._make_forms, whole=True)

    def _make_forms(self) -> frozenset[str]:
        return frozenset(
            form
            for form, entry in self._lexicon.single_forms()
            if entry.severity == _EXPLICIT and len(form) <= _LONGEST
        )

    @cached_property
    def _cores(self) -> Set[str]:
        """Explicit words with one letter swapped: what holds none of them needs no second look."""
        return self._lexicon.store.kept("explicit_swapped", self._make_cores, whole=True)

    def _make_cores(self) -> frozenset[str]:
        return frozenset(core for form in self._forms for core in _written(form))

    @cached_property
    def _steps(self) -> Set[str]:
        """Words of phrases with one letter swapped."""
        return self._lexicon.store.kept("phrase_words_swapped", self._make_steps)

    def _make_steps(self) -> frozenset[str]:
        return frozenset(core for form in self._lexicon.phrase_words() for core in _written(form))

    def meant(self, word: str) -> Guess | None:
        """The explicit words and words of phrases that a word may stand for; None for nearly every word."""
        if bare(word) not in self._steps and not _holds(word, self._cores, _SHORTEST):
            return None
        possible = tuple(dict.fromkeys(unswapped(word)))
        inflected = _holds(word, self._forms, _STEM)
        explicit = tuple(other for other in possible if self._is_explicit(other, inflected=inflected))
        words = (*explicit, *filter(self._in_phrase, possible))
        return Guess(words, self._needs(word, possible, bool(explicit))) if words else None

    def _needs(self, word: str, possible: tuple[str, ...], explicit: bool) -> Needs:
        if not explicit or len(word) < _SURE_FROM:
            return Needs.EXPLICIT_PHRASE
        known = [stem.text for stem in stems(word) if len(stem.text) >= _SURE_FROM]
        if not self._is_innocent(word) and not any(map(is_ordinary, (*known, *possible))):
            return Needs.NOTHING
        return Needs.EXPLICIT_PHRASE if is_frequent(word) or self._is_innocent(word) else Needs.AIM

    def _is_explicit(self, word: str, *, inflected: bool) -> bool:
        """Whether a word is an explicit entry, an Arabic verb only if the swap left its stem alone: ناقش is no ناك."""
        known = self._lexicon.known[word]
        if known is None or known.entry is None or known.entry.severity != _EXPLICIT:
            return False
        if (
            known.guessed and not word.isascii()
        ):  # a letter swapped in what is a mere guess: نكهتها is a flavour
            return False
        return inflected or word.isascii() or known.entry.rules.isdisjoint(VERBAL)

    def _in_phrase(self, word: str) -> bool:
        """Whether a phrase may go on with a word; Latin phrases may begin with it as well."""
        known = self._lexicon.known[word]
        begins = word.isascii() and known is not None and bool(known.phrases)
        return begins or bool(self._lexicon.phrases.reached[word])

    def _is_innocent(self, word: str) -> bool:
        known = self._lexicon.known[word]
        return known is not None and known.innocent


def _holds(word: str, cores: Set[str], shortest: int) -> bool:
    length = len(word)
    return any(
        word[start:end] in cores
        for start in range(length - 1)
        for end in range(start + shortest, min(length, start + _LONGEST) + 1)
    )


def _written(form: str) -> Iterator[str]:
    """A form with one of its sounds written otherwise."""
    for meant, written in _WRITTEN[form.isascii()]:
        if meant in form:
            yield from _each(form, meant, written)


def _each(form: str, meant: str, written: str) -> Iterator[str]:
    start = form.find(meant)
    while start >= 0:
        yield form[:start] + written + form[start + len(meant) :]
        start = form.find(meant, start + 1)
