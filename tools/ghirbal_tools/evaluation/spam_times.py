"""Texts made to be slow for the detectors of spam (fault case 33), against ordinary text of the same length."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.evaluation.figures import Figure, told
from ghirbal_tools.evaluation.spam import BOTH, detectors_named

LENGTH = 1_000
ROUNDS = 15
ORDINARY = "قرأت المقال وأظن أن الحل في المدرسة قبل القانون، فالناس تغيرهم التربية لا العقوبة. "
_PIECES = {
    "dots": "a.",
    "hosts without an end": "aaaa.",
    "half addresses": "http:/",
    "half anchors": "[url ",
    "half tags": "<a href",
    "at signs": "a@",
    "digits and blanks": "0 ",
    "digits and stars": "0*",
    "plus signs": "+",
    "zeros in words": "صفر ",
    "first words of phrases": "جلب ",
    "platforms": "واتساب ",
    "coupons": "كوبون ",
    "endings of hosts": "com ",
    "blank lines": " \n",
    "blanks": " \t",
    "emoji": "🔥",
    "foreign letters": "жд",
    "links": "a.com ",
}


def spam_time_figures() -> Iterator[Figure]:
    """Processor time of the detectors of spam: ordinary text, then each worst case as a multiple of it."""
    usual = _milliseconds(_filled(ORDINARY))
    yield told("spam: times", f"ordinary text of {LENGTH} characters", round(usual, 4), ROUNDS, "", "ms")
    for name, piece in _PIECES.items():
        ratio = _milliseconds(_filled(piece)) / usual
        yield told("spam: times", f"{name}, against ordinary text", round(ratio, 2), ROUNDS, "", "x")


def worst_texts(length: int) -> Iterator[tuple[str, str]]:
    """Name and text of each worst case, of so many characters."""
    for name, piece in _PIECES.items():
        yield name, _filled(piece, length)


def _filled(piece: str, length: int = LENGTH) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def _milliseconds(text: str) -> float:
    """The fastest of some rounds."""
    detectors, policy = detectors_named(BOTH), shipped_policy()
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.thread_time()
        judge(Submission(text), policy, detectors)
        best = min(best, time.thread_time() - begun)
    return best * 1_000


if __name__ == "__main__":
    for figure in spam_time_figures():
        print(figure.line())
