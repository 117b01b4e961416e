"""Many decisions at once: each its own transaction, each with its own answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ghirbal.domain.comment import Comment
from ghirbal.domain.errors import GhirbalError
from ghirbal.ports.comments import Comments
from ghirbal.usecases.moderating.decide import Decision, decide

MOST = 50
"""Decisions in one call: 50 transactions of 15 ms stay below a second, and a rogue moderator below the alarm."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one decision: the comment after it, or why not."""

    decision: Decision
    comment: Comment | None = None
    error: GhirbalError | None = None


def decide_many(decisions: Sequence[Decision], comments: Comments, now: int) -> tuple[Result, ...]:
    """One result for each decision, in order; what fails leaves the others alone (fault case 9).

    Sending the same again after a lost answer is safe: what is done answers as done (fault case 60).
    """
    return tuple(_result(decision, comments, now) for decision in decisions)


def _result(decision: Decision, comments: Comments, now: int) -> Result:
    try:
        return Result(decision, decide(decision, comments, now))
    except GhirbalError as error:
        return Result(decision, error=error)
