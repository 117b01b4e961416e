"""Words in disguise: which word a tampered word stands for, and what its second check is.

A torn word is joined only into a word that is listed whole: among 102,000 clean comments seven pairs
of words did so by chance, and those are in the innocent list. A swapped letter counts only in what
is no ordinary word, one swap at a time. Mixed scripts are their own second check: nobody writes one
word in two by accident.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import cached_property

from ghirbal.moderation.disguise.exchanged import Exchanged
from ghirbal.moderation.disguise.guesses import Guess
from ghirbal.moderation.disguise.swaps import Respelled, swaps
from ghirbal.moderation.lexicon.clitic_rules import may_carry
from ghirbal.moderation.lexicon.entries import Entry
from ghirbal.moderation.lexicon.lexicon import MOST_WORDS, Lexicon
from ghirbal.moderation.lexicon.phrases import FILLERS, bare
from ghirbal.text.arabizi import french_sound
from ghirbal.text.clitics import Stem, stems
from ghirbal.text.fold import collapse
from ghirbal.text.skeleton import arabic_letters, latin_letters
from ghirbal.text.vocabulary import is_ordinary

SINGLE, HEAD, HIDES = 1, 2, 4
"""Looks of a word, as bits: one letter; the beginning of a form; another word underneath."""

LEET = str.maketrans("013457@$!€", "oieastasie")
_DIGITS_ALIKE = str.maketrans("014@$!€", "oiaasie")
"""Digits and signs that look like a letter and are no letter of Arabizi, as 3, 5, 7 and 9 are."""
_SHORTEST, _LONGEST = 3, 14
"""Letters of a form that may be torn: two-letter forms are every second word's half."""
_LATIN_SWAPPED_FROM, _FRAGMENT = 4, 4
"""Letters of a Latin form that may be swapped, since three are too often another word; letters of a Latin fragment."""
_NOUN_PREFIXES = frozenset({"", "ال", "وال", "بال", "يا", "و", "ب", "ل", "l", "el", "al", "ya"})
_NOUN_SUFFIXES = frozenset(
    {"", "ي", "ك", "ه", "ها", "كم", "هم", "نا", "ات", "ين", "i", "ek", "k", "at", "in", "s"}
)
_SHORT_SUFFIXES = frozenset({"", "ه", "ي", "ك", "و", "ها", "هم"})
_INTIMATE = frozenset({"family", "religion", "sexual"})
WORN = ("", "ال", "يا", "ل", "و", "ب", "l")


class _Looks(dict[str, int]):
    """Looks of words, found when first asked for, a bounded number remembered; 0 for nearly every word."""

    def __init__(self, look: Callable[[str], int]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        look = self[word] = self._look(word)
        return look


class Disguises:
    """What a lexicon's words look like in disguise. Tables are made when a text first asks for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Remember the lexicon."""
        self.lexicon = lexicon
        self.looks = _Looks(self._look)
        self._respelled, self._exchanged = Respelled(lexicon), Exchanged(lexicon)
        self._hides: dict[str, Guess] = {}
        self._pairs: dict[tuple[str, str], str | None] = {}

    @cached_property
    def forms(self) -> Mapping[str, Entry]:
        """Single words of all scripts that may be torn or masked, the words of phrases included."""
        return self.lexicon.store.kept("forms", self._make_forms)

    def _make_forms(self) -> dict[str, Entry]:
        return {form: entry for form, entry in self.lexicon.forms() if _SHORTEST <= len(form) <= _LONGEST}

    def bare_form(self, word: str) -> str:
        """The entry that a word is as listed, when nothing but article, vocative or a particle came off; or ""."""
        for worn in WORN:
            form = word[len(worn) :] if word.startswith(worn) else ""
            entry = self.forms.get(form)
            if entry is not None and len(entry.words) == 1 and (not worn or "exact" not in entry.rules):
                return form
        return ""

    @cached_property
    def phrase_words(self) -> Set[str]:
        """The words of phrases; whether one of them counts is decided by the rest of its phrase."""
        return self.lexicon.store.kept("phrase_words", self._make_phrase_words)

    def _make_phrase_words(self) -> frozenset[str]:
        return frozenset(word for word in self.lexicon.phrase_words() if len(word) >= _SHORTEST)

    @cached_property
    def beside(self) -> Set[str]:
        """Last words of phrases about family, religion and sex: what an explicit word aims at when one follows it."""
        return self.lexicon.store.kept("beside", self._make_beside)

    def _make_beside(self) -> frozenset[str]:
        phrases = self.lexicon.phrases
        words = (list(phrases.words(entry))[-1] for entry in phrases.entries() if entry.kind in _INTIMATE)
        return frozenset(word for word in words if len(word) > 1 and word not in FILLERS)

    @cached_property
    def beginnings(self) -> Set[str]:
        """Every beginning of a form, whole forms included."""
        return self.lexicon.store.kept("beginnings", self._make_beginnings)

    def _make_beginnings(self) -> frozenset[str]:
        return frozenset(form[:cut] for form in self.forms for cut in range(1, len(form) + 1))

    def begins(self, text: str) -> bool:
        """Whether a form begins like this, bare or with what may stand in front of it."""
        known = self.beginnings
        return any(text[len(worn) :] in known for worn in WORN if text.startswith(worn))

    @cached_property
    def french_sounds(self) -> Mapping[str, str]:
        """French words by how they sound, and what they stand for; words of phrases come first."""
        return self.lexicon.store.kept("french_sounds", self._make_french_sounds)

    def _make_french_sounds(self) -> dict[str, str]:
        french = (
            form for form, entry in self.forms.items() if entry.script == "fr" and len(form) > _SHORTEST
        )
        return {french_sound(form): form for form in french}

    @cached_property
    def swapped(self) -> Mapping[str, str]:
        """Forms with one letter swapped for one that sounds alike, and what they stand for."""
        return self.lexicon.store.kept("swapped", self._make_swapped)

    def _make_swapped(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for form, entry in self.forms.items():
            if entry.script != "fr" and len(form) >= (_LATIN_SWAPPED_FROM if form.isascii() else _SHORTEST):
                for variant in swaps(form):
                    table.setdefault(variant, form)
        return table

    def _look(self, word: str) -> int:
        """What is suspicious about a word: the bits SINGLE, HEAD, HIDES."""
        look = SINGLE if len(word) == 1 else 0
        if self.begins(word) or word == "ال":
            look |= HEAD
        hidden = self._guess(word)
        if hidden is not None:
            if len(self._hides) >= MOST_WORDS:
                self._hides.clear()
            self._hides[word] = hidden
            look |= HIDES
        return look

    def unmask(self, word: str) -> Guess | None:
        """What a word whose look says HIDES may stand for."""
        return self._hides.get(word) or self._guess(word)

    def _guess(self, word: str) -> Guess | None:
        known = self.lexicon.known[word]
        if known is not None and known.entry:
            return None
        hidden = None if known is not None and known.innocent else self._hidden(word)
        respelled = self._respelled.meant(word)
        if hidden is None:
            guesses = filter(None, (respelled, self._exchanged.meant(word)))
            return min(guesses, key=lambda guess: guess.needs, default=None)
        return Guess((hidden, *respelled.words) if respelled is not None and word.isascii() else (hidden,))

    def may_join(self, head: str, tail: str) -> bool:
        """A quick look at whether two pieces can make a form: most pairs of words fail it."""
        forms, known = self.forms, self.beginnings
        for worn in WORN:
            if head.startswith(worn):
                start = head[len(worn) :]
                if start + tail[:3] in known or start + tail[:2] in forms or start + tail[:1] in forms:
                    return True
        return self._may_sound(head, tail)

    def _may_sound(self, head: str, tail: str) -> bool:
        """Whether two Latin pieces, one of them a mere fragment, are joined by sound."""
        short, joined = min(head, tail, key=len), collapse(head + tail)
        if len(short) > _FRAGMENT or not joined.isascii() or joined.isdigit():
            return False
        if self.lexicon.phrases.reached[joined] and not is_ordinary(short):
            return True
        return self.lexicon.sounds.may_be(joined) and not (is_ordinary(head) and is_ordinary(tail))

    def _hidden(self, word: str) -> str | None:
        if word.isdigit() or len(word) < _SHORTEST:
            return None
        if word.isascii():
            return self._hidden_latin(word)
        if any(letter.isascii() for letter in word):
            return self._of_two_scripts(word)
        return None if is_ordinary(word) else self._swapped_back(word)

    def _hidden_latin(self, word: str) -> str | None:
        """Leet digits, French spelled by sound, s for z: only in what is no ordinary word."""
        plain = self.listed(word.translate(LEET)) if any(letter.isdigit() for letter in word) else None
        if plain is not None or is_ordinary(word):
            return plain
        return self.french_sounds.get(french_sound(word)) or self._swapped_back(word)

    def _of_two_scripts(self, word: str) -> str | None:
        """Read in the script that most of its letters belong to."""
        latin = 2 * sum(letter.isascii() for letter in word) > len(word)
        readings = latin_letters(word) if latin else (arabic_letters(word),)
        return next(filter(None, map(self.guessed, readings)), None)

    def guessed(self, word: str) -> str | None:
        """Like `listed`, where the tampering is the second check: for Latin words a guess by sound is enough."""
        known = self.lexicon.known[word]
        guessed = known is not None and known.entry is not None and word.isascii() and not is_ordinary(word)
        return word if guessed else self.listed(word)

    def _swapped_back(self, word: str) -> str | None:
        possible = [stem for stem in stems(word) if plainly_worn(stem)]
        ordinary = [
            len(stem.text) for stem in possible if len(stem.text) >= _SHORTEST and is_ordinary(stem.text)
        ]
        for stem in possible:
            form = self.swapped.get(stem.text)
            if form is not None and len(stem.text) > max(ordinary, default=0) and self._may_be(form, stem):
                return stem.prefix + form
        return None

    def _may_be(self, form: str, stem: Stem) -> bool:
        return may_carry(self.forms[form], stem) and plainly_worn(stem)

    def torn(self, head: str, tail: str) -> str | None:
        """The word that two pieces make, or None. Remembered: the same two words stand together again and again."""
        pair = (head, tail)
        try:
            return self._pairs[pair]
        except KeyError:
            pass
        if len(self._pairs) >= MOST_WORDS:
            self._pairs.clear()
        joined = self._pairs[pair] = self._join(head, tail) if self.may_join(head, tail) else None
        return joined

    def _join(self, head: str, tail: str) -> str | None:
        """The word that two pieces make; the cut has to go through a form, not beside it.

        Two ordinary words make one only without any clitic: ان يكون holds a form with an ending.
        """
        joined = collapse(head + tail)
        if len(joined) < len(head) + len(tail) and len(head) == 1:
            return None
        if not _SHORTEST <= len(joined) <= _LONGEST or (
            self.is_innocent(joined) and not self.in_phrase(joined)
        ):
            return None
        if joined in (head, tail):
            return None
        whole_words = min(len(head), len(tail)) > 1 and is_ordinary(head) and is_ordinary(tail)
        words = whole_words and head != "ال" and bare(joined) not in self.phrase_words
        if self._cut_through_a_form(head, joined, words=words):
            return joined
        return None if words or not joined.isascii() else self.guessed(joined)

    def _cut_through_a_form(self, head: str, joined: str, *, words: bool) -> bool:
        for stem in stems(joined):
            entry = self.forms.get(stem.text)
            whole = stem.text == joined or not words
            if entry is not None and whole and _is_inside(head, stem):
                strong = entry.severity > 1 and not words
                if may_carry(entry, stem) and plainly_worn(stem, short_endings=strong):
                    return True
        return False

    def listed(self, word: str) -> str | None:
        """A word put together again, if the lexicon lists it: in a phrase, or by itself when it is no ordinary word."""
        if not _SHORTEST <= len(word) <= _LONGEST + 6:
            return None
        if self.in_phrase(word) or (self.lexicon.lists(word) and not self.is_innocent(word)):
            return word
        return None

    def in_phrase(self, word: str) -> bool:
        """Whether a phrase may begin or go on with a word."""
        known = self.lexicon.known[word]
        return bool(self.lexicon.phrases.reached[word]) or (known is not None and bool(known.phrases))

    def is_innocent(self, word: str) -> bool:
        """Whether a word is innocent by the lists, or an ordinary word."""
        known = self.lexicon.known[word]
        if known is not None and known.innocent and known.entry is None:
            return True
        return is_ordinary(word) and not self.lexicon.stands(word)


def is_look_alike(word: str, meant: str) -> bool:
    """Whether a folded word differs from what is meant by digits and signs for letters alone.

    >>> is_look_alike("c0d", "cod"), is_look_alike("kod", "cod")
    (True, False)
    """
    return meant == word.translate(_DIGITS_ALIKE)


def _is_inside(head: str, stem: Stem) -> bool:
    """Whether a cut behind `head` goes through the stem; a cut in or behind the article counts as well."""
    if len(stem.prefix) < len(head) < len(stem.prefix) + len(stem.text):
        return True
    return stem.prefix == "ال" and head in ("ا", "ال")


def plainly_worn(stem: Stem, *, short_endings: bool = False) -> bool:
    """Whether only the clitics of a noun came off, and from three letters nothing but article or vocative.

    `short_endings` allows an ending behind three letters as well.
    """
    if len(stem.text) > _SHORTEST:
        return stem.prefix in _NOUN_PREFIXES and stem.suffix in _NOUN_SUFFIXES
    return stem.prefix in ("", "ال", "يا") and (
        stem.suffix in _SHORT_SUFFIXES if short_endings else not stem.suffix
    )
