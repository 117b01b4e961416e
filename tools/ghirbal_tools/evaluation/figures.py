"""Figures with intervals, as tables of docs/statistics.md and back, and the comparison of two runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

HIGHER, LOWER, TOLD = "higher", "lower", "told"
"""What is better; `TOLD` figures (times, counts) are printed and never compared."""

_Z = 1.96
_ROUNDING = 0.0005
_HEAD = "| measure | value | 95 % interval | n | better | target |"
_RULE = "|---|---:|---:|---:|---|---|"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `low` and `high` bound it at 95 %; `n` is what it was counted on."""

    section: str
    name: str
    value: float
    low: float
    high: float
    n: int
    better: str
    target: str = ""
    unit: str = ""

    def line(self) -> str:
        """As a row of the table."""
        value = f"{self.value:.4g} {self.unit}".strip()
        interval = "" if self.low == self.high else f"{self.low:.3f}–{self.high:.3f}"
        return f"| {self.name} | {value} | {interval} | {self.n} | {self.better} | {self.target} |"


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    >>> [round(bound, 4) for bound in wilson(0, 1271)]
    [0.0, 0.003]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = share + _Z**2 / (2 * n)
    spread = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    scale = 1 + _Z**2 / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def share(section: str, name: str, flags: Sequence[bool], better: str, target: str = "") -> Figure:
    """How many of `flags` are set, as a share with its interval."""
    hits, n = sum(flags), len(flags)
    low, high = wilson(hits, n)
    return Figure(section, name, round(hits / max(1, n), 4), low, high, n, better, target)


def score(section: str, name: str, value: float, n: int, target: str = "", unit: str = "") -> Figure:
    """A score from 0 to 1 that is no share (macro-F1), with the interval a share of its size would have."""
    low, high = wilson(value * n, n)
    return Figure(section, name, round(value, 4), low, high, n, HIGHER, target, unit)


def told(section: str, name: str, value: float, n: int, target: str = "", unit: str = "") -> Figure:
    """A number that depends on the machine, or is a mere count."""
    return Figure(section, name, value, value, value, n, TOLD, target, unit)


def render(figures: Iterable[Figure]) -> str:
    """All figures, one table a section, in the order of their first figure."""
    sections: dict[str, list[str]] = {}
    for figure in figures:
        sections.setdefault(figure.section, []).append(figure.line())
    parts = ["\n".join([f"## {name}", "", _HEAD, _RULE, *lines]) for name, lines in sections.items()]
    return "\n\n".join(parts) + "\n"


def parse(text: str) -> dict[tuple[str, str], Figure]:
    """Read back what `render` wrote; lines of other kinds are passed over.

    >>> figure = share("clean", "published", [True] + [False] * 99, LOWER)
    >>> parse(render([figure]))["clean", "published"].high < 0.06
    True
    """
    found: dict[tuple[str, str], Figure] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 6 and cells[3].isdigit():
            figure = _from_cells(section, cells)
            found[section, figure.name] = figure
    return found


def _from_cells(section: str, cells: Sequence[str]) -> Figure:
    name, value, interval, n, better, target = cells
    number, _, unit = value.partition(" ")
    low, _, high = interval.partition("–")
    bounds = (float(low), float(high)) if high else (float(number), float(number))
    return Figure(section, name, float(number), *bounds, int(n), better, target, unit)


def losses(figures: Iterable[Figure], baseline: dict[tuple[str, str], Figure]) -> list[str]:
    """What became worse beyond both runs' 95 % intervals, or is no longer measured."""
    now = {(figure.section, figure.name): figure for figure in figures}
    found = []
    for key, before in baseline.items():
        if before.better == TOLD:
            continue
        after = now.get(key)
        if after is None:
            found.append(f"{' / '.join(key)}: was {before.value:.4f}, is no longer measured")
        elif _worse(before, after):
            found.append(
                f"{' / '.join(key)}: was {before.value:.4f} ({before.low:.3f}–{before.high:.3f}), is {after.value:.4f}"
            )
    return found


def _worse(before: Figure, after: Figure) -> bool:
    """Each value outside the other's interval: a small sample is not blamed for its own noise."""
    if before.better == HIGHER:
        return after.value < before.low - _ROUNDING and before.value > after.high + _ROUNDING
    return after.value > before.high + _ROUNDING and before.value < after.low - _ROUNDING
