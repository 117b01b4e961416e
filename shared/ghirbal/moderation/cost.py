"""What a policy costs: the work of judging the texts that are worst for it, counted before it is saved.

Counted in lines of Python, not in seconds: the same on every machine, however busy. Loops inside the interpreter (a
search, a sort) count as one line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from ghirbal.domain.policy import Policy
from ghirbal.moderation.pipeline import Submission, judge

LONGEST = 1_000
"""Characters of a comment."""

_PIECES = ("كلب ", "يا كلب ", "حمار ليس ", "a.com ", "k*lb ", "0 ")
"""What is dear under every policy: insults (at somebody, at nobody, taken back), links, disguises, numbers."""


def steps(act: Callable[[], object]) -> int:
    """Lines of Python that `act` runs the second time, when everything is read and remembered."""
    lines = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    act()
    before = sys.gettrace()
    sys.settrace(count)
    try:
        act()
    finally:
        sys.settrace(before)
    return lines


def dearest(policy: Policy) -> int:
    """Steps of judging the text that is worst for a policy."""
    return max(_judging(text, policy) for text in worst_texts(policy))


def worst_texts(policy: Policy) -> Iterator[str]:
    """Texts of full length: what is dear anyway, the site's own words one after the other, and each list's longest."""
    for piece in _PIECES:
        yield _filled(piece)
    for listed in (policy.words.hold, policy.words.reject, policy.words.allow):
        words = [entry.replace("*", "") for entry in listed]
        if words:
            yield _filled(" ".join(words)[:LONGEST] + " ")
            yield _filled(max(words, key=len) + " ")
            yield _filled(min(words, key=len) + " ")


def _filled(piece: str) -> str:
    return (piece * (LONGEST // len(piece) + 1))[:LONGEST]


def _judging(text: str, policy: Policy) -> int:
    return steps(lambda: judge(Submission(text), policy))
