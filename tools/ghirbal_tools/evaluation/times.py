"""What one judgement costs: processor time of one thread, so that a busy machine says the same."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from ghirbal.moderation.model.abuse import load
from ghirbal_tools.evaluation.figures import Figure, told
from ghirbal_tools.evaluation.subjects import Judge, Subjects

ROUNDS = 15
SHORT, LONG = 165, 1000
_SECTION = "times"
_IMPORT = (
    "import time; begun = time.process_time(); import ghirbal.moderation.pipeline; "
    "print((time.process_time() - begun) * 1000)"
)
_FIRST = (
    "import time; from ghirbal.moderation import shipped_policy; "
    "from ghirbal.moderation.pipeline import Submission, judge; begun = time.process_time(); "
    "judge(Submission('salam'), shipped_policy()); print((time.process_time() - begun) * 1000)"
)
WORST = {
    "1,000 combining marks": "\u064e" * LONG,
    "1,000 zero-width joiners": "\u200d" * LONG,
    "one letter 1,000 times": "ا" * LONG,
    "1,000 times U+FDFA": "\ufdfa" * LONG,
    "500 single letters": "ك " * (LONG // 2),
    "1,000 emoji": "😀" * LONG,
    "1,000 signs": "!" * LONG,
    "one word of 1,000 letters": "كتابة" * (LONG // 5),
}
"""Targets are for the first three: no more than twice ordinary text."""


def time_figures(subjects: Subjects, judge: Judge) -> Iterator[Figure]:
    """Warm, cold, import, first judgement, worst cases against ordinary text of 1,000 characters."""
    texts = subjects.hosts("ar")
    if not texts:
        return
    joined = " ".join(texts)
    short, long = _slices(joined, SHORT, 40), _slices(joined, LONG, 20)
    for name, target, batch, prepare in (
        ("165 characters, warm", "<= .2", short, _nothing),
        ("165 characters, cold", "<= .5", short, load().forget),
        ("1,000 characters, warm", "", long, _nothing),
        ("1,000 characters, cold", "<= 3", long, load().forget),
    ):
        yield told(_SECTION, name, round(_milliseconds(judge, batch, prepare), 3), len(batch), target, "ms")
    yield told(_SECTION, "import of the pipeline", round(_in_new_process(_IMPORT), 1), 5, "<= 30", "ms")
    yield told(
        _SECTION, "first judgement (reads lexicon and model)", round(_in_new_process(_FIRST), 1), 5, "", "ms"
    )
    usual = _milliseconds(judge, long, load().forget)
    for place, (name, text) in enumerate(WORST.items()):
        ratio = _milliseconds(judge, [text], load().forget) / usual
        yield told(
            _SECTION, f"{name}, against ordinary text", round(ratio, 2), 1, "<= 2" if place < 3 else "", "x"
        )


def _slices(text: str, size: int, most: int) -> list[str]:
    """Up to `most` pieces of exactly `size` characters; the whole text if it is shorter than one."""
    return [text[start : start + size] for start in range(0, len(text) - size + 1, size)][:most] or [text]


def _nothing() -> None:
    """Nothing to prepare."""


def _milliseconds(judge: Judge, texts: Sequence[str], prepare: Callable[[], None]) -> float:
    """Median over the texts of each one's fastest round."""
    return median(min(_once(judge, text, prepare) for _ in range(ROUNDS)) for text in texts) * 1000


def _once(judge: Judge, text: str, prepare: Callable[[], None]) -> float:
    prepare()
    begun = time.thread_time()
    judge(text)
    return time.thread_time() - begun


def _in_new_process(code: str) -> float:
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    return median(float(run.stdout) for run in runs)
