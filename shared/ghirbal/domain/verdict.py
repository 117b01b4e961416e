"""What the judges say of one text: symbols, and the verdict made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What the service does with a comment, mildest first."""

    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One piece of evidence.

    `start` and `end` are code points of the stored text, half-open; both are None for evidence
    that has no place in the text (an address, a duplicate, a failed detector).
    """

    name: str
    score: float
    group: str = ""
    start: int | None = None
    end: int | None = None
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The action and everything needed to explain it a month later.

    `score` is the sum after group caps (>= 0), `risk` = min(999, 50 * score), `abuse` and `spam`
    are probabilities from 0 to 1, `reason` is the coarse code of the strongest group
    (`abuse`, `spam`, `policy`, ... or "" when published) that readers may be told.
    """

    action: Action
    score: float
    risk: int
    abuse: float
    spam: float
    symbols: tuple[Symbol, ...]
    policy_version: str
    engine_version: str
    reason: str = ""
