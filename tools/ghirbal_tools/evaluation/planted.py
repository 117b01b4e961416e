"""Insults planted and comments spliced into published ones; disguises; innocent words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from ghirbal.domain.verdict import Action, Verdict
from ghirbal_tools.evaluation.disguises import EVASIVE, SILENT, Disguise, disguise_span, respelled
from ghirbal_tools.evaluation.figures import HIGHER, LOWER, Figure, share
from ghirbal_tools.evaluation.subjects import SEED, Innocent, Judge, Phrase, Subjects, flagged, rejected

HOSTS = 3
"""Published comments each phrase is planted into."""

SCRIPTS = {"ar": "Arabic script", "latn": "Arabizi", "fr": "French"}
EXPLICIT_TARGETS = {"ar": ">= .99", "latn": ">= .95", "fr": ">= .97"}
SILENT_TARGETS = {name: ">= .99" if name == "repeated letters" else "1" for name in SILENT}
_SHORTEST_SPLICED = 3


def plant(host: str, inside: str, chance: random.Random) -> str:
    """`inside` between two words of `host`.

    >>> plant("aa", "xx", random.Random(1)) in {"xx aa", "aa xx"}
    True
    """
    words = host.split(" ")
    place = chance.randrange(len(words) + 1)
    return " ".join([*words[:place], inside, *words[place:]])


class Planter:
    """Plants into published comments that are not flagged by themselves: what is found is the insult."""

    def __init__(self, subjects: Subjects, judge: Judge) -> None:
        self.restart()
        self._hosts = {
            script: [host for host in subjects.hosts(script) if not flagged(judge(host))]
            for script in SCRIPTS
        }

    def restart(self) -> None:
        """Choose the same hosts and places again."""
        self._chance = random.Random(SEED)  # noqa: S311 - reproducible

    def into(self, script: str, inside: str) -> str:
        """`inside` somewhere in a host of that script; alone if there is none."""
        hosts = self._hosts[script]
        return plant(self._chance.choice(hosts), inside, self._chance) if hosts else inside


def planted_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """Caught share of own insults in published comments and alone, by script and level."""
    planter = Planter(subjects, judge)
    for level in ("explicit", "plain"):
        for script, name in SCRIPTS.items():
            phrases = [p for p in subjects.phrases if p.script == script and p.level == level]
            target = EXPLICIT_TARGETS[script] if level == "explicit" else ">= .90"
            inside = [flagged(judge(planter.into(script, p.text))) for p in phrases for _ in range(HOSTS)]
            yield share("planted insults", f"{level}, {name}, in a published comment", inside, HIGHER, target)
            alone = [flagged(judge(p.text)) for p in phrases]
            yield share("planted insults", f"{level}, {name}, alone", alone, HIGHER)
    yield _respelled(subjects, judge)
    yield _spliced(subjects, judge, planter)


def _respelled(subjects: Subjects, judge: Judge) -> Figure:
    """Arabizi phrases, every word spelled another way, three times each."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible
    phrases = [p.text for p in subjects.phrases if p.script == "latn" for _ in range(HOSTS)]
    caught = [flagged(judge(" ".join(respelled(word, chance) for word in text.split()))) for text in phrases]
    return share("planted insults", "Arabizi, every word respelled, alone", caught, HIGHER, ">= .70")


def _spliced(subjects: Subjects, judge: Judge, planter: Planter) -> Figure:
    """Offensive comments of two sets, each inside a long published one of its script."""
    offensive = [
        row
        for row in subjects.rows
        if row.source in ("omcd", "mdold") and row.label and len(row.words) >= _SHORTEST_SPLICED
    ]
    caught = [flagged(judge(planter.into("fr" if row.latin else "ar", row.original))) for row in offensive]
    return share(
        "planted insults", "offensive comments spliced into published ones", caught, HIGHER, ">= .55"
    )


def innocent_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """Innocent words alone, sentences, both in published comments, names."""
    planter = Planter(subjects, judge)
    words = [innocent for innocent in subjects.innocents if innocent.why == "word"]
    alone = [judge(innocent.text) for innocent in words]
    inside = [judge(planter.into(_host_script(innocent), innocent.text)) for innocent in words]
    section = "innocent words"
    yield share(section, "words alone: held or rejected", [flagged(v) for v in alone], LOWER, "<= .01")
    yield share(
        section,
        "words in a published comment: held or rejected",
        [flagged(v) for v in inside],
        LOWER,
        "<= .01",
    )
    yield share(section, "words, either way: rejected", [rejected(v) for v in [*alone, *inside]], LOWER, "0")
    for why in sorted({innocent.why for innocent in subjects.innocents} - {"word"}):
        chosen = [judge(innocent.text) for innocent in subjects.innocents if innocent.why == why]
        yield share(section, f"sentences ({why}): held or rejected", [flagged(v) for v in chosen], LOWER)
    names = [flagged(judge(name)) for name in subjects.names]
    yield share(section, "names and places alone: held or rejected", names, LOWER, "0")


def _host_script(innocent: Innocent) -> str:
    return innocent.script if innocent.script in SCRIPTS else "ar"


def disguise_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """What each disguise does to planted explicit insults, to clean comments and to innocent words."""
    planter = Planter(subjects, judge)
    found = [
        (p, verdict) for p in subjects.phrases if p.level == "explicit" and flagged(verdict := judge(p.text))
    ]
    dev = [
        row.original for row in subjects.rows if row.source in ("hespress_ar", "hespress_fr", "omcd", "mdold")
    ]
    for name, disguise in SILENT.items():
        chance = random.Random(SEED)  # noqa: S311 - reproducible
        same = [judge(text).action is judge(_everywhere(text, disguise, chance)).action for text in dev]
        yield share(
            "disguises", f"{name}: decision on comments unchanged", same, HIGHER, SILENT_TARGETS[name]
        )
        plain = _planted_actions(found, _as_it_is, judge, planter)
        hidden = _planted_actions(found, disguise, judge, planter)
        same = [before is after for before, after in zip(plain, hidden, strict=True)]
        yield share(
            "disguises", f"{name}: decision on planted insults unchanged", same, HIGHER, SILENT_TARGETS[name]
        )
    for name, disguise in EVASIVE.items():
        caught = [
            action is not Action.PUBLISH for action in _planted_actions(found, disguise, judge, planter)
        ]
        yield share("disguises", f"{name}: planted insult still caught", caught, HIGHER, ">= .95")
        flags = _innocents_treated(subjects.innocents, disguise, judge)
        yield share("disguises", f"{name}: innocent words flagged", flags, LOWER, "<= .005")


def _everywhere(text: str, disguise: Disguise, chance: random.Random) -> str:
    return " ".join(disguise(word, chance) if word else word for word in text.split(" "))


def _as_it_is(word: str, _chance: random.Random) -> str:
    return word


def _planted_actions(
    found: Sequence[tuple[Phrase, Verdict]], disguise: Disguise, judge: Judge, planter: Planter
) -> list[Action]:
    """Phrases caught plainly, disguised where the engine saw the insult, always in the same places."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible
    planter.restart()
    actions = []
    for phrase, verdict in found:
        start, end = _strongest_span(verdict, len(phrase.text))
        hidden = disguise_span(phrase.text, start, end, disguise, chance)
        actions.append(judge(planter.into(phrase.script, hidden)).action)
    return actions


def _strongest_span(verdict: Verdict, length: int) -> tuple[int, int]:
    placed = [symbol for symbol in verdict.symbols if symbol.start is not None and symbol.end is not None]
    if not placed:
        return 0, length
    best = max(placed, key=lambda symbol: (symbol.score, -((symbol.end or 0) - (symbol.start or 0))))
    return best.start or 0, best.end or length


def _innocents_treated(innocents: Sequence[Innocent], disguise: Disguise, judge: Judge) -> list[bool]:
    chance = random.Random(SEED)  # noqa: S311 - reproducible
    words = [innocent.text for innocent in innocents if innocent.why == "word"]
    return [flagged(judge(disguise_span(text, 0, len(text), disguise, chance))) for text in words]
