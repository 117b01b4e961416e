"""The expert behind `evidence`: tuned for what a news site publishes, not for any set's labels.

It learns from the Moroccan sets, from windows of published comments (as negatives: they teach it to
recognise the site, so not too heavily), and from short comments, offensive and clean alike, spliced
into windows of published ones, so that the company an insult keeps doesn't hide it. Its cuts are set
on texts that the judging member has not seen, the strictest of several clean groups by script.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ghirbal.moderation.model.abuse import ENOUGH_WORDS, windows
from ghirbal.moderation.model.features import word_kind
from ghirbal.moderation.model.file import Action
from ghirbal_tools.training.corpus import (
    FOLDS,
    MOROCCAN,
    ORDINARY,
    PUBLISHED,
    PUBLISHED_ARABIC,
    PUBLISHED_FRENCH,
    Row,
)
from ghirbal_tools.training.experts import SEED, Linear, fit_expert
from ghirbal_tools.training.matrix import Bytes, Featurizer, Flags, Matrix, Vector, weigh

ACTION_C = 0.5
PUBLISHED_WEIGHT = 3.0
INNOCENT_WEIGHT = 0.5
ORDINARY_WEIGHT = 2.0
"""Share of omcd's dev abuse found where of four newsrooms, plain Darija, praise and reviews at most 1.5 % each are
held: .43 without ordinary text, .49 with its weight at .5, .65 at 1, .72 at 2."""
SMOOTHING = 1000.0
"""About the squared length of one word of five letters."""

SPLICES = 2
"""Offensive and, as many, clean comments spliced into each published one."""

LONGEST_SPLICED = 14
_PLAIN = Action(1.0, 0.0, {}, smoothing=SMOOTHING)

HELD_SHARES: dict[str, tuple[tuple[str, float], ...]] = {
    "arabic": (
        (PUBLISHED_ARABIC, 0.015),
        ("omcd", 0.08),
        ("mdold", 0.05),
        ("aoc_alghad", 0.01),
        ("aoc_youm7", 0.01),
        ("doda_arabic", 0.01),
        ("dialects", 0.01),
        ("tsac_praise", 0.015),
        ("reviews_RES1", 0.01),
        ("reviews_PROD", 0.01),
        ("hadith", 0.015),
        ("quran", 0.01),
    ),
    "latin": (
        (PUBLISHED_FRENCH, 0.01),
        ("arabizi", 0.05),
        ("doda_latin latin", 0.01),
        ("tsac_praise latin", 0.015),
    ),
}
"""Share of each clean group that evidence 1 holds: the cut is the strictest of its script's."""

REJECTED_SHARES: dict[str, tuple[tuple[str, float], ...]] = {
    "arabic": (
        (PUBLISHED_ARABIC, 0.001),
        ("omcd", 0.01),
        ("mdold", 0.005),
        ("aoc_alghad", 0.001),
        ("aoc_youm7", 0.001),
        ("doda_arabic", 0.001),
        ("hadith", 0.001),
    ),
    "latin": ((PUBLISHED_FRENCH, 0.001), ("arabizi", 0.005), ("doda_latin latin", 0.001)),
}
_NOTHING_SHARE = 0.5
FEWEST = 60
"""Texts of a group whose share says anything."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A window of words to learn from."""

    words: tuple[str, ...]
    label: bool
    fold: int
    weight: float


@dataclass(frozen=True, slots=True)
class ActionExpert:
    """The final member and the raw scores of evidence 0, 1, 2 by script."""

    member: Linear
    cuts: dict[str, tuple[float, float, float]]


def fit_action(
    rows: Sequence[Row], innocents: Sequence[tuple[str, ...]], featurizer: Featurizer, idf2: Bytes
) -> tuple[ActionExpert, Vector]:
    """Fit on training rows and innocent texts. Returns the expert and the cross-fitted worst-window scores
    of the rows; a row of too few words scores -inf, as its evidence can't hold it."""
    pieces = _pieces(rows) + [
        Piece(words, False, place % FOLDS, INNOCENT_WEIGHT) for place, words in enumerate(innocents)
    ]
    matrix = weigh(featurizer.counts(piece.words for piece in pieces), idf2, SMOOTHING)
    looks = [row.words[first:last] for row in rows for first, last in windows(len(row.words), _PLAIN)]
    owners = np.repeat(np.arange(len(rows)), [len(windows(len(row.words), _PLAIN)) for row in rows])
    views = weigh(featurizer.counts(looks), idf2, SMOOTHING)
    folds = np.array([row.fold for row in rows])
    worst = np.full(len(rows), -np.inf, dtype=np.float32)
    for number in range(FOLDS):
        member = _fit(pieces, matrix, without=number)
        held = (folds == number)[owners]
        np.maximum.at(worst, owners[held], member.opinions(views.take(held)))
    worst[[count_words(row.words) < ENOUGH_WORDS for row in rows]] = -np.inf
    return ActionExpert(_fit(pieces, matrix), choose_cuts(rows, worst)), worst


def count_words(words: Sequence[str]) -> int:
    """Words of two letters or more, as the run time counts them."""
    return sum(sum(word_kind(word)[:2]) for word in words)


def _fit(pieces: Sequence[Piece], matrix: Matrix, without: int | None = None) -> Linear:
    chosen = np.array([piece.fold != without for piece in pieces])
    labels = np.array([piece.label for piece in pieces])
    weights = np.array([piece.weight for piece in pieces], dtype=np.float32)
    return fit_expert(matrix.take(chosen), labels[chosen], ACTION_C, weights[chosen])


def _pieces(rows: Sequence[Row]) -> list[Piece]:
    labelled = [Piece(row.words, row.label, row.fold, 1.0) for row in rows if row.source in MOROCCAN]
    published = [
        Piece(row.words[first:last], False, row.fold, PUBLISHED_WEIGHT)
        for row in rows
        if row.source in PUBLISHED
        for first, last in windows(len(row.words), _PLAIN)
    ]
    return labelled + published + _ordinary(rows) + _spliced(rows)


def _ordinary(rows: Sequence[Row]) -> list[Piece]:
    """One window of each ordinary text: by their number scripture's many windows would outweigh all comments."""
    return [
        Piece(row.words[first:last], False, row.fold, ORDINARY_WEIGHT)
        for row in rows
        if row.source in ORDINARY
        for first, last in windows(len(row.words), _PLAIN)[:1]
    ]


def _spliced(rows: Sequence[Row]) -> list[Piece]:
    """Short comments inside pieces of published ones, of the same script and the same fold."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible choice, nothing secret
    short: dict[tuple[bool, int, bool], list[Row]] = {}
    for row in rows:
        if row.source in MOROCCAN and 2 <= len(row.words) <= LONGEST_SPLICED:
            short.setdefault((row.label, row.fold, row.latin), []).append(row)
    return [
        Piece(
            splice(row.words, chance.choice(short[label, row.fold, row.latin]).words, chance),
            label,
            row.fold,
            1.0,
        )
        for row in rows
        if row.source in PUBLISHED and len(row.words) >= LONGEST_SPLICED
        for label in (True, False)
        for _ in range(SPLICES)
    ]


def splice(around: Sequence[str], inside: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    """One window: `inside` somewhere within a run of words from `around`."""
    workplace = _PLAIN.window - len(inside)
    start = chance.randrange(max(1, len(around) - workplace))
    company = around[start : start + workplace]
    place = chance.randrange(len(company) + 1)
    return (*company[:place], *inside, *company[place:])


def choose_cuts(rows: Sequence[Row], worst: Vector) -> dict[str, tuple[float, float, float]]:
    """Raw scores of evidence 0, 1 and 2 by script, from cross-fitted scores of clean groups."""
    groups = clean_groups(rows)
    cuts = {}
    for script, shares in HELD_SHARES.items():
        hold = _strictest(worst, groups, shares)
        reject = _strictest(worst, groups, REJECTED_SHARES[script])
        nothing = float(np.quantile(worst[groups[shares[0][0]]], _NOTHING_SHARE))
        cuts[script] = (round(nothing, 4), round(hold, 4), round(max(reject, hold + 0.1), 4))
    return cuts


def _strictest(worst: Vector, groups: Mapping[str, Flags], shares: Sequence[tuple[str, float]]) -> float:
    """The lowest score that keeps every group there is within its share."""
    return max(float(np.quantile(worst[groups[name]], 1 - share)) for name, share in shares if name in groups)


def clean_groups(rows: Sequence[Row]) -> dict[str, Flags]:
    """Which rows belong to each group that cuts are set on, by the names in `HELD_SHARES`."""

    def where(sources: Sequence[str], latin: bool) -> Flags:
        return np.array(
            [row.source in sources and row.latin == latin and not row.label for row in rows], dtype=bool
        )

    groups = {
        f"{source} latin" if latin else source: where([source], latin)
        for latin in (False, True)
        for source in ORDINARY
    }
    return {
        **{name: rows for name, rows in groups.items() if rows.sum() >= FEWEST},
        PUBLISHED_ARABIC: where([PUBLISHED_ARABIC], False),
        "omcd": where(["omcd"], False),
        "mdold": where(["mdold"], False),
        PUBLISHED_FRENCH: where([PUBLISHED_FRENCH], True),
        "arabizi": where(MOROCCAN, True),
    }
