"""Verbs of harm and expulsion with their persons: who does it to whom (data/hate_verbs.tsv).

One verb has hundreds of written forms, and what matters is in its ends: "I will … you" is a threat, "… them" a call
when a group was named, "they … you" neither. So a word is peeled from both ends and the stem between looked up. Arabic
script is compared letter by letter, Latin by consonants, since Arabizi drops and changes vowels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import product
from pathlib import Path

from ghirbal.moderation import DATA
from ghirbal.moderation.lexicon.entries import read_rows
from ghirbal.moderation.lexicon.tables import FRESH, Store
from ghirbal.text.fold import collapse, fold_words
from ghirbal.text.skeleton import skeleton
from ghirbal.text.vocabulary import is_ordinary

Rows = Callable[[], Iterable[tuple[str, str, str]]]

KINDS = frozenset({"harm", "maim", "expel", "doom"})
SCRIPTS = frozenset({"ar", "latn", "fr"})


def _forms(**values: str) -> dict[str, str]:
    """A table from the forms of each value, separated by spaces; - stands for nothing written.

    >>> _forms(me="ن", he="ي -")
    {'ن': 'me', 'ي': 'he', '': 'he'}
    """
    return {form.replace("-", ""): value for value, forms in values.items() for form in forms.split()}


_AND = ("", "و", "ف", "ل", "باش")
_TENSE = {"": ""} | _forms(will="غ غا غادي س ح ه ها حا راح رح", now="ب ك كا تا")
_PERSON = _forms(me="ن", i="ا", he="ي", you="ت", do="- ات", suffers="يت ين", suffer="تت", none="نت")
_SUBJECT = {"": "", "ي": "", "ين": "", "نا": ""} | _forms(all="و وا ون يو يوا")
_OBJECT = {"": "", "ن": ""} | _forms(
    you="ك كم كو كوم كن كما لك ليك لكم ليكم لكو نك نكم", them="هم هوم هما ليهم لهم نهم", one="ه ها"
)
_LATIN_BEFORE = _forms(me="ن غن قن تن حن سن بن غدن", do="-", you="ت", suffers="يت", suffer="غت")
_LATIN_AFTER = {"": ""} | _forms(you="ق قم قن لق لقم", them="حم لحم", one="ح")
FRENCH = "frharm"
"""The label of every form of a French verb of harm."""
_FUTURES = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "aient")
_FRENCH_ER = ("e", "es", "ent", "er", "ez", "ons", "ant", *("er" + future for future in _FUTURES))
_FRENCH_RE = (
    "re",
    "s",
    "e",
    "es",
    "ent",
    "ez",
    "ons",
    "u",
    "us",
    "ue",
    "ues",
    *("r" + future for future in _FUTURES),
)
_LONGEST_END = 7
_TO_BE_JOINED = frozenset("9qg")


def _names(person: str, tense: str, subject: str, target: str) -> str:
    """What a form says, as `who>whom`; "" where it says neither a threat nor a call."""
    if target == "not":
        return ""
    if target == "you":
        return {"me": "me>you", "i": "me>you", "do": "do>you"}.get(person, "he>you")
    if target == "them":
        return _to_them(person, tense, subject)
    if target == "one":
        return _to_one(person, tense, subject)
    if person in ("suffers", "suffer"):
        return "suffer" if person == "suffer" else "suffers"
    if person == "me" or (person == "i" and tense == "will"):
        return "me>"
    if person == "i" and subject and not tense:
        return "do>"
    return {"he": "he>", "do": "" if tense or subject else "bare"}.get(person, "")


def _to_one(person: str, tense: str, subject: str) -> str:
    if person == "do" and subject and not tense:
        return "do>one"
    if person not in ("me", "i"):
        return ""
    return "will>one" if tense == "will" else "me>one" if person == "me" else ""


def _to_them(person: str, tense: str, subject: str) -> str:
    if person == "me" or (person == "i" and tense == "will"):
        return "me>them"
    if not tense and (person == "i" or (person == "do" and subject)):
        return "do>them"
    return "he>them" if person in ("he", "you") else ""


def _beginnings() -> dict[str, tuple[str, str]]:
    made: dict[str, tuple[str, str]] = {}
    for before, tense, person in product(_AND, _TENSE, _PERSON):
        made.setdefault(collapse(before + tense + person), (_PERSON[person], _TENSE[tense]))
    return made


def _endings() -> dict[str, tuple[str, str]]:
    made: dict[str, tuple[str, str]] = {}
    for subject, target, no in product(_SUBJECT, _OBJECT, ("", "ش")):
        made.setdefault(
            collapse(subject + target + no), (_SUBJECT[subject], "not" if no else _OBJECT[target])
        )
    return made


class HarmVerbs:
    """Stems by script, each with its kind."""

    def __init__(self, rows: Rows, store: Store = FRESH) -> None:
        """Take what reads the folded rows of kind, script and stems separated by spaces, and where to keep them."""
        self._stems = store.kept("verb stems", lambda: _stems(rows()), whole=True)
        self._before = store.kept("verb beginnings", _beginnings, whole=True)
        self._after = store.kept("verb endings", _endings, whole=True)

    def labels(self, word: str) -> frozenset[str]:
        """What a folded word says if it is a form of a listed verb, such as `harm.me>you`.

        >>> verbs = HarmVerbs(lambda: [("harm", "ar", "ضرب"), ("harm", "latn", "drb")])
        >>> sorted(verbs.labels("غنضربكم")), sorted(verbs.labels("ghadrbkom")), sorted(verbs.labels("ndrbek"))
        (['harm.me>you'], [], ['harm.me>you'])
        """
        if not word.isascii():
            return frozenset(self._arabic_labels(word))
        if ("fr", word) in self._stems:
            return frozenset({FRENCH})
        return frozenset() if is_ordinary(word) else frozenset(self._latin_labels(word))

    def _arabic_labels(self, word: str) -> Iterator[str]:
        for start in range(min(len(word), _LONGEST_END + 1)):
            before = self._before.get(word[:start])
            if before is not None:
                for end in range(max(start + 2, len(word) - _LONGEST_END), len(word) + 1):
                    after = self._after.get(word[end:])
                    if after is not None:
                        kinds = self._stems.get(("ar", word[start:end]), ())
                        yield from _labelled(kinds, _names(*before, *after))

    def _latin_labels(self, word: str) -> Iterator[str]:
        consonants = skeleton(word)
        joined = "k" in word and not _TO_BE_JOINED.isdisjoint(word)
        for before, person in _LATIN_BEFORE.items():
            if consonants.startswith(before):
                rest = consonants[len(before) :]
                for after, target in _LATIN_AFTER.items():
                    yield from _labelled(
                        self._latin_stem(rest, after, joined), _names(person, "", "", target)
                    )

    def _latin_stem(self, rest: str, after: str, joined: bool) -> Collection[str]:
        """The kinds of the stem before an ending; -k behind a stem's 9 has run into it, as both are one consonant."""
        if not rest.endswith(after):
            return ()
        stem = rest[: len(rest) - len(after)]
        known = self._stems.get(("latn", stem))
        if known is None and joined and after:
            known = self._stems.get(("latn", stem + after[0]))
        return known or ()


def _stems(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The kinds of each stem by script; French ones by every form, Latin ones by their consonants."""
    made: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, script, stems in rows:
        for stem in stems.split():
            for form in (
                _french_forms(stem) if script == "fr" else [skeleton(stem) if script == "latn" else stem]
            ):
                made[script, form] = tuple(sorted({*made.get((script, form), ()), kind}))
    return made


def _french_forms(stem: str) -> Iterator[str]:
    """The forms of a French verb, folded: its stem with the endings of -er or, behind a stem marked :re, of -re."""
    root, re_verb, _ = stem.partition(":")
    yield from (collapse(root + ending) for ending in (_FRENCH_RE if re_verb else _FRENCH_ER))


def _labelled(kinds: Collection[str], said: str) -> Iterator[str]:
    if said:
        yield from (f"{kind}.{said}" for kind in kinds)


def read_verbs(path: Path) -> list[tuple[str, str, str]]:
    """The rows of a file of verbs, folded. Raises ValueError naming file, line and expectation."""
    places, rows = read_rows(path, 3)
    for place, (kind, script, _stems) in zip(places, rows, strict=True):
        if kind not in KINDS or script not in SCRIPTS:
            raise ValueError(
                f"{path.name}:{place}: {kind} {script}; write {', '.join(sorted(KINDS))} and ar, fr or latn"
            )
    stems = fold_words("|".join(row[2] for row in rows)).split("|")
    return [(row[0], row[1], form) for row, form in zip(rows, stems, strict=True)]


def verbs_of(store: Store) -> HarmVerbs:
    """The verbs of the package, compiled or of their source."""
    return HarmVerbs(lambda: read_verbs(DATA / "hate_verbs.tsv"), store)
