"""A comment as the detectors see it: folded once, split once, with the way back to its own characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ghirbal.domain.policy import Policy
from ghirbal.domain.verdict import Symbol
from ghirbal.text.fold import Folded, fold
from ghirbal.text.links import Place, find_links, find_phones
from ghirbal.text.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class Submission:
    """What is judged: the text, the shown name, and symbols that the use case found (behaviour).

    `mail` is the writer's address or its domain alone, "" where it was judged already or none was given.
    """

    text: str
    name: str = ""
    extra: tuple[Symbol, ...] = ()
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The submission folded and split, its links and numbers found: several detectors ask for them.

    Detectors look at this and at nothing else.
    """

    submission: Submission
    policy: Policy
    folded: Folded
    tokens: tuple[Token, ...]
    links: tuple[Place, ...] = ()
    phones: tuple[Place, ...] = ()

    def found(self, name: str, strength: float, start: int, end: int) -> Symbol:
        """A symbol at folded positions `start` to `end`, placed in the original text.

        `strength` (0 to 1) is how sure the evidence makes us; the policy sets the score.
        """
        begin, finish = self.folded.span(start, end)
        return Symbol(name, strength, start=begin, end=finish, matched=self.submission.text[begin:finish])


class Detector(Protocol):
    """One kind of evidence. Returns what it finds; may raise, which holds the comment."""

    @property
    def name(self) -> str:
        """Stable, for counts and for the explanation of a failure."""
        ...

    def __call__(self, reading: Reading) -> Iterable[Symbol]:
        """The symbols found; their `score` is a strength from 0 to 1."""
        ...


def read(submission: Submission, policy: Policy) -> Reading:
    """Fold and split a submission, once for all detectors."""
    folded = fold(submission.text)
    links, phones = tuple(find_links(folded)), tuple(find_phones(folded))
    return Reading(submission, policy, folded, tuple(tokenize(folded)), links, phones)
