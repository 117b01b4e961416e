"""`ghirbal bench engine`: the engine beside word filters from PyPI, on the sentences of tests/golden.

Those are of our own making (no data set may be here), and our lists were written by the same hands: what the engine
finds in them says little about the world (docs/statistics.md does), but what a filter that knows no Arabic finds there
is what it would find under an Arabic article.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ghirbal.domain.verdict import Action
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal_tools.bench import filters
from ghirbal_tools.bench.results import Row, Section
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.template import ROOT

GOLDEN = ROOT / "tests/golden"
PYTHONS = {"arabic-toxic": ROOT / ".tools/peers-arabic/bin/python"}
PYTHON = ROOT / ".tools/peers/bin/python"
SCRIPTS = {"ar": "Arabic", "latn": "Arabizi", "fr": "French, English"}
LENGTHS = (50, 165, 500, 1_000)
REPEATS = 40

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Flagged:
    """Flag and milliseconds of processor for each text."""

    flags: Sequence[bool]
    ms: Sequence[float]


def measure(say: Say) -> list[Section]:
    """Judge the same texts by all; the tables. Raises StackError when the peers are not installed."""
    insults, innocent = rows_of("planted.tsv"), rows_of("innocent_sentences.tsv")
    texts = [text for text, _ in insults] + [text for text, _ in innocent]
    judged: dict[str, Flagged] = {"Ghirbal": ours(texts)}
    for name in filters.FILTERS:
        say(f"{name} on {len(texts)} texts")
        judged[name] = theirs(name, texts)
    found = [Row(name, caught(one, insults, len(innocent))) for name, one in judged.items()]
    return [Section("Percent flagged", "", found), lengths_table()]


def rows_of(file: str) -> list[tuple[str, str]]:
    """(text, script) of each row of a golden file."""
    lines = (GOLDEN / file).read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in cells]


def ours(texts: Sequence[str]) -> Flagged:
    """What the engine does with the shipped policy: whatever is not published is flagged."""
    policy = shipped_policy()
    judge(Submission("first"), policy)
    flags, ms = [], []
    for text in texts:
        began = time.process_time()
        flags.append(judge(Submission(text), policy).action is not Action.PUBLISH)
        ms.append((time.process_time() - began) * 1e3)
    return Flagged(flags, ms)


def theirs(name: str, texts: Sequence[str]) -> Flagged:
    """What a filter does, in its own environment. Raises StackError when it is not there or fails."""
    python = PYTHONS.get(name, PYTHON)
    if not python.exists():
        raise StackError("the peers are missing: run `tools/install.sh peers`")
    command = [str(python), "-W", "ignore", str(Path(filters.__file__)), name]
    result = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=False)
    if result.returncode:
        raise StackError(f"{name} failed: {result.stderr.strip().splitlines()[-1]}")
    answer = json.loads(result.stdout)
    return Flagged(answer["flags"], answer["ms"])


def caught(one: Flagged, insults: Sequence[tuple[str, str]], innocent: int) -> Mapping[str, float]:
    """Percent of the insults of each script, of the innocent sentences, and the median cost of a text."""
    flags = one.flags[: len(insults)]
    values = {
        f"insults, {name}": percent(
            [flag for flag, (_, script) in zip(flags, insults, strict=True) if script == key]
        )
        for key, name in SCRIPTS.items()
    }
    wrong = percent(one.flags[len(insults) :][:innocent])
    return values | {"innocent sentences": wrong, "CPU of a text, p50 ms": statistics.median(one.ms)}


def percent(flags: Sequence[bool]) -> float:
    """How many of a hundred are set.

    >>> percent([True, False, False, False])
    25.0
    """
    return 100 * sum(flags) / len(flags)


def lengths_table() -> Section:
    """What the engine takes for ordinary text of some lengths, and how many it reads in a second of one processor."""
    ordinary = " ".join(text for text, _ in rows_of("innocent_sentences.tsv"))
    rows = []
    for length in LENGTHS:
        pieces = [ordinary[at : at + length] for at in range(0, REPEATS * 97, 97)]
        ms = statistics.median(ours(pieces).ms)
        rows.append(Row(f"{length} characters", {"CPU, p50 ms": ms, "texts a second": 1_000 / ms}))
    return Section("Engine by length", "", rows)
