"""The search for the worst text: every short entry of the lists repeated, alone, in pairs and in disguise.

`ghirbal evaluate --worst` prints it, in steps (`ghirbal.moderation.cost`) of a text whose words are known already.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.cost import steps
from ghirbal.moderation.lexicon.lexicon import shipped_lexicon
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.evaluation.figures import Figure, told
from ghirbal_tools.evaluation.spam_times import ORDINARY, worst_texts

LENGTH = 1_000
SHORT = 4
"""Letters of a short entry: the shorter, the more of them in a text."""

SHOWN = 10
_GAPS = {"blanks": " ", "stars": "*", "dots": ".", "commas": "،", "line ends": "\n", "joiners": "\u200d "}


def judging(text: str) -> int:
    """Steps of one judgement of a text, its words known already."""
    policy = shipped_policy()
    return steps(lambda: judge(Submission(text), policy))


def filled(piece: str, length: int = LENGTH) -> str:
    """A piece again and again, so many characters of it."""
    return (piece * (length // len(piece) + 1))[:length]


def candidates(every: int = 1) -> Iterator[tuple[str, str]]:
    """Kind and text of each candidate; of the lists every `every`th entry."""
    yield from worst_texts(LENGTH)
    forms = sorted({form for form, _ in shipped_lexicon().single_forms() if len(form) <= SHORT})
    for form in islice(forms, 0, None, every):
        yield "an entry repeated", filled(f"{form} ")
    some = list(islice(forms, 0, None, 7 * every))
    for form in some:
        for name, gap in _GAPS.items():
            yield f"an entry with {name} behind", filled(form + gap)
            yield f"an entry with {name} inside", filled(f"{form[:1]}{gap}{form[1:]} ")
        yield "an entry spelled out", filled(" ".join(form) + " ")
    for one, other in pairwise(some):
        yield "two entries in turn", filled(f"{one} {other} ")


def ordinary_steps() -> int:
    """Steps of an ordinary text of the same length."""
    return judging(filled(ORDINARY))


def worst_figures(every: int = 1) -> Iterator[Figure]:
    """The worst candidates of each kind, as multiples of an ordinary text of the same length."""
    usual = ordinary_steps()
    worst: dict[str, float] = {}
    for kind, text in candidates(every):
        worst[kind] = max(worst.get(kind, 0.0), judging(text) / usual)
    for kind, ratio in sorted(worst.items(), key=lambda found: -found[1])[:SHOWN]:
        yield told("worst texts, in steps", kind, round(ratio, 2), 1, "<= 3", "x")
